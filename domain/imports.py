"""A file that an administrator sent for import: its states, and what its card tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.districts import Kind, Note, NoteCode, ProblemCode, RowError
from domain.intake import Outcome, Tally
from domain.workbooks import Limit, WorkbookProblem


class ImportState(StrEnum):
    """From a file at Telegram to rows that are taken, planned and told."""

    FETCHING = "fetching"
    CHECKING = "checking"
    READY = "ready"
    ACCEPTED = "accepted"
    PLANNING = "planning"
    TAKEN = "taken"
    UNREADABLE = "unreadable"
    DROPPED = "dropped"
    REPLACED = "replaced"
    EXPIRED = "expired"
    STUCK = "stuck"


S = ImportState
FOLLOWS: Mapping[ImportState, frozenset[ImportState]] = {
    S.FETCHING: frozenset({S.CHECKING, S.UNREADABLE, S.REPLACED, S.EXPIRED}),
    S.CHECKING: frozenset({S.READY, S.REPLACED, S.EXPIRED}),
    S.READY: frozenset({S.CHECKING, S.ACCEPTED, S.DROPPED, S.REPLACED, S.EXPIRED}),
    S.ACCEPTED: frozenset({S.PLANNING, S.STUCK}),
    S.PLANNING: frozenset({S.TAKEN, S.STUCK}),
}
WAITING = frozenset({S.FETCHING, S.CHECKING, S.READY})
"""A newer file of the same person takes its place."""
FETCH_LIFE = timedelta(minutes=10)
"""So long it is tried to get a file from Telegram."""
LIFE = timedelta(hours=24)
"""An answer to a preview is waited for so long; what was read is forgotten then."""
STUCK_AFTER = LIFE + timedelta(hours=1)
"""A file sent so long ago that is still not taken in makes way for the next one; the audit has told why by then."""
KEPT_ERRORS = 200
"""So many bad cells are shown in the chat; the workbook that comes back has all."""


def life_of(state: ImportState) -> timedelta:
    """How long after it was sent a file may be in a state that is to pass."""
    if state is ImportState.FETCHING:
        return FETCH_LIFE
    return LIFE if state in WAITING else STUCK_AFTER


class WrongState(Exception):
    """A move that the states don't allow."""


def move(now: ImportState, to: ImportState) -> ImportState:
    if to not in FOLLOWS.get(now, frozenset()):
        raise WrongState(f"{now} to {to}")
    return to


@dataclass(frozen=True, slots=True)
class Report:
    """What the card tells. `errors` of the outcome are the first ones, `bad_cells` counts all; `places`: there are degrees, so it
    makes sense to ask whose. `problem` and `limit`: of a file that can't be read. `rejects`: the `file_id` of the workbook
    with the refused rows, once it is made."""

    outcome: Outcome = field(default_factory=Outcome)
    bad_cells: int = 0
    places: bool = False
    problem: WorkbookProblem | None = None
    limit: Limit | None = None
    rejects: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """One file as stored, without its rows. `version` grows with every step; `shifted`: its degrees are taken as GCJ-02."""

    id: int
    person: str
    name: str
    file_id: str
    state: ImportState
    shifted: bool
    made_at: datetime
    version: int = 1
    report: Report = field(default_factory=Report)
    touched: tuple[str, ...] = ()


def report_to_json(report: Report) -> dict[str, Any]:
    outcome = report.outcome
    return {
        "shops": _tally(outcome.shops),
        "people": _tally(outcome.people),
        "errors": [
            [one.sheet, one.row, one.column, one.value, one.problem, [*map(list, one.args)], one.kind]
            for one in outcome.errors[:KEPT_ERRORS]
        ],
        "notes": [[one.code, one.name, one.sheet, one.row, list(one.args)] for one in outcome.notes],
        "moves": [list(one) for one in outcome.moves],
        "proposals": outcome.proposals,
        "bad_cells": report.bad_cells,
        "places": report.places,
        "problem": report.problem,
        "limit": report.limit,
        "rejects": report.rejects,
    }


def report_of_json(kept: Mapping[str, Any]) -> Report:
    if not kept:
        return Report()
    outcome = Outcome(
        Tally(*kept["shops"]),
        Tally(*kept["people"]),
        tuple(
            RowError(sheet, row, column, value, ProblemCode(problem), tuple((k, v) for k, v in args), Kind(kind))
            for sheet, row, column, value, problem, args, kind in kept["errors"]
        ),
        tuple(Note(NoteCode(code), name, sheet, row, tuple(args)) for code, name, sheet, row, args in kept["notes"]),
        tuple((name, n) for name, n in kept["moves"]),
        kept["proposals"],
    )
    problem, limit = kept["problem"], kept["limit"]
    return Report(
        outcome,
        kept["bad_cells"],
        kept["places"],
        WorkbookProblem(problem) if problem else None,
        Limit(limit) if limit else None,
        kept["rejects"],
    )


def _tally(tally: Tally) -> list[int]:
    return [tally.added, tally.updated, tally.unchanged, tally.rejected]
