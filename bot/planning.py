"""The body of `visitbot plan`: a problem from a file, searched, its answer printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.planning.engine import solve
from domain.planning.files import BadProblem, answer_of, problem_from


def run_plan(file: Path, seconds: float | None, steps: int | None, seed: int, *, as_json: bool) -> int:
    """0 when an answer was printed, even one that breaks limits and says so; 2 when there is nothing to answer."""
    if seconds is not None and steps is not None:
        return _refused("--seconds and --steps: give one of them")
    try:
        problem = problem_from(json.loads(file.read_bytes()))
    except OSError as error:
        return _refused(f"{file}: {error.strerror}")
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        return _refused(f"{file}: is no JSON ({error})")
    except BadProblem as error:
        return _refused(f"{file}: {error}")
    answer = answer_of(problem, solve(problem, seconds=seconds, steps=steps, seed=seed))
    print(json.dumps(answer) if as_json else _told(answer))
    return 0


def _refused(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


def _told(answer: dict[str, Any]) -> str:
    lines = [f"cost {answer['cost']} in {answer['seconds']} s, {answer['steps']} steps"]
    lines += [f"day {n:>2}  {len(route):>3} shops  {_numbers(route)}" for n, route in enumerate(answer["days"])]
    lines += [f"not kept: {_numbers_of(breach)}" for breach in answer["breaches"]]
    return "\n".join(lines)


def _numbers(route: Sequence[int]) -> str:
    return " ".join(map(str, route))


def _numbers_of(breach: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in breach.items())
