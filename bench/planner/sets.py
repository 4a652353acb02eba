"""The problems to be measured on, each with the best cost known for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.planner.instances import made
from domain.planning.files import problem_from
from domain.planning.problem import Problem

FOLDER = Path(__file__).parent / "sets"
GIVEN = ("urban-120-s1", "mixed-150-s2", "rural-150-s3", "mixed-180-s4")
PUBLIC = ("pvrp-p03", "pvrp-p06")
APART = (
    ("urban", 11),
    ("mixed", 12),
    ("mixed", 13),
    ("rural", 14),
    ("rural", 15),
    ("hard", 16),
    ("hard", 17),
    ("hard", 18),
)
"""Kinds and seeds of the instances that the search was not tuned on."""


@dataclass(frozen=True, slots=True)
class Case:
    """A problem with its best cost known; `data` is the problem as it is in a file."""

    name: str
    data: dict[str, Any]
    reference: float

    @property
    def problem(self) -> Problem:
        return problem_from(self.data)


def given() -> Iterator[Case]:
    """Those that came with the task."""
    for name in GIVEN:
        data = _read(name)
        yield Case(name, data, _read(f"{name}.ref")["cost"])


def public() -> Iterator[Case]:
    for name in PUBLIC:
        data = _read(name)
        yield Case(name, data, data["best_known"])


def apart() -> Iterator[Case]:
    best = _read("references")
    for kind, seed in APART:
        data = made(kind, seed)
        yield Case(data["name"], data, best[data["name"]])


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found
