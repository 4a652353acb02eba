"""Problems and answers as plain JSON values, in the format of docs/planning.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import hypot, isfinite
from typing import Any

from domain.chat import Place
from domain.planning.distance import great_circle
from domain.planning.model import PlanSettings
from domain.planning.problem import Answer, Breach, Pattern, Problem

_MOST_DAYS = 60
_MOST_SHOPS = 5000


class BadProblem(ValueError):
    """A problem that can't be read: the message names the key, what is wrong and what it should be."""


def problem_from(data: object, settings: PlanSettings | None = None) -> Problem:
    """The problem in a parsed file; BadProblem when it is none. `places` are measured by the settings, in minutes."""
    if not isinstance(data, Mapping):
        raise BadProblem("the file holds no object: it should be {…}")
    days = _whole(data, "horizon", 1, _MOST_DAYS)
    matrix = _matrix(data, settings or PlanSettings())
    count = len(matrix) - 1
    patterns = _patterns(data, count, days)
    lowest, highest = _per_day(data, "lo", days, 0), _per_day(data, "hi", days, count)
    for day, (low, high) in enumerate(zip(lowest, highest, strict=True)):
        if low > high:
            raise BadProblem(f"lo: {low:g} on day {day} is above hi, {high:g}")
    load = _load(data, count)
    published = _published(data, count, days)
    move = _number(data.get("move_cost", 0), "move_cost")
    return Problem(
        matrix=matrix,
        patterns=patterns,
        lowest=[int(low) for low in lowest],
        highest=[int(high) for high in highest],
        prices=[[move * len(told.difference(p)) for p in own] for own, told in zip(patterns, published, strict=True)],
        load=load,
        cap=_per_day(data, "max_load", days, 0) if "max_load" in data else (),
        begin=[_index(own, told) for own, told in zip(patterns, published, strict=True)],
    )


def answer_of(problem: Problem, answer: Answer) -> dict[str, Any]:
    """The answer as JSON values."""
    whole = all(isinstance(leg, int) for leg in problem.matrix[0])
    return {
        "cost": round(answer.cost) if whole else round(answer.cost, 6),
        "days": [list(route) for route in answer.days],
        "feasible": answer.feasible,
        "breaches": [_breach(breach) for breach in answer.breaches],
        "seconds": round(answer.seconds, 3),
        "steps": answer.steps,
    }


def _breach(breach: Breach) -> dict[str, Any]:
    if breach.shop is not None:
        return {"limit": breach.limit.value, "shop": breach.shop}
    return {"limit": breach.limit.value, "day": breach.day, "value": breach.value, "allowed": breach.allowed}


def _index(patterns: Sequence[Pattern], told: frozenset[int]) -> int | None:
    return next((n for n, pattern in enumerate(patterns) if told and told == frozenset(pattern)), None)


def _number(value: object, name: str, least: float = 0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < least:
        raise BadProblem(f"{name}: {_short(value)} is no number from {least:g} on")
    return value


def _whole(data: Mapping[str, object], name: str, least: int, most: int) -> int:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadProblem(f"{name}: {_short(value)} is no whole number from {least} to {most}")
    return value


def _list(value: object, name: str, length: int | None = None) -> list[Any]:
    if not isinstance(value, list):
        raise BadProblem(f"{name}: {_short(value)} is no list")
    if length is not None and len(value) != length:
        raise BadProblem(f"{name}: has {len(value)} entries, should have {length}")
    return value


def _short(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _per_day(data: Mapping[str, object], name: str, days: int, default: float) -> list[float]:
    """One number for every day, or a list with one for each."""
    value = data.get(name, default)
    if isinstance(value, list):
        return [_number(entry, f"{name}[{n}]") for n, entry in enumerate(_list(value, name, days))]
    return [_number(value, name)] * days


def _matrix(data: Mapping[str, object], settings: PlanSettings) -> list[list[float]]:
    given = [name for name in _ROADS if name in data]
    name = next((n for n in given if n == "matrix"), given[0] if given else None)
    if name is None:
        raise BadProblem("matrix: is missing; coords or places will do as well")
    rows = _list(data[name], name)
    if not 1 <= len(rows) <= _MOST_SHOPS + 1:
        raise BadProblem(f"{name}: has {len(rows)} rows, should have 1 to {_MOST_SHOPS + 1}")
    return _ROADS[name](rows, settings)


def _given(rows: list[Any], _settings: PlanSettings) -> list[list[float]]:
    return [
        [_number(leg, f"matrix[{n}][{m}]") for m, leg in enumerate(_list(row, f"matrix[{n}]", len(rows)))]
        for n, row in enumerate(rows)
    ]


def _pairs(rows: list[Any], name: str) -> list[tuple[float, float]]:
    found = []
    for n, row in enumerate(rows):
        a, b = _list(row, f"{name}[{n}]", 2)
        least = float("-inf")
        found.append((_number(a, f"{name}[{n}][0]", least), _number(b, f"{name}[{n}][1]", least)))
    return found


def _plane(rows: list[Any], _settings: PlanSettings) -> list[list[float]]:
    points = _pairs(rows, "coords")
    return [[hypot(a[0] - b[0], a[1] - b[1]) for b in points] for a in points]


def _globe(rows: list[Any], settings: PlanSettings) -> list[list[float]]:
    places = []
    for n, (lat, lon) in enumerate(_pairs(rows, "places")):
        if abs(lat) > 90 or abs(lon) > 180:
            raise BadProblem(f"places[{n}]: {lat:g}, {lon:g} is no [latitude, longitude]")
        places.append(Place(lat, lon))
    codes = [str(n) for n in range(1, len(places))]
    return great_circle(codes, places[1:], places[0], settings).minutes


_ROADS: Mapping[str, Callable[[list[Any], PlanSettings], list[list[float]]]] = {
    "matrix": _given,
    "coords": _plane,
    "places": _globe,
}


def _patterns(data: Mapping[str, object], count: int, days: int) -> list[list[Pattern]]:
    rows = _list(data.get("patterns"), "patterns", count)
    return [_own(_list(row, f"patterns[{n}]"), f"patterns[{n}]", days) for n, row in enumerate(rows)]


def _own(patterns: list[Any], name: str, days: int) -> list[Pattern]:
    found = []
    for n, row in enumerate(patterns):
        pattern = _list(row, f"{name}[{n}]")
        if any(isinstance(d, bool) or not isinstance(d, int) or not 0 <= d < days for d in pattern):
            raise BadProblem(f"{name}[{n}]: {_short(pattern)} has a day that is not from 0 to {days - 1}")
        if len(set(pattern)) != len(pattern):
            raise BadProblem(f"{name}[{n}]: {_short(pattern)} has a day twice")
        found.append(tuple(sorted(pattern)))
    return found


def _load(data: Mapping[str, object], count: int) -> list[float]:
    if "load" not in data:
        return []
    return [_number(v, f"load[{n}]") for n, v in enumerate(_list(data["load"], "load", count))]


def _published(data: Mapping[str, object], count: int, days: int) -> list[frozenset[int]]:
    """The days of each shop in the plan to stay near to."""
    found: list[set[int]] = [set() for _ in range(count)]
    if "published" in data:
        for day, row in enumerate(_list(data["published"], "published", days)):
            for shop in _list(row, f"published[{day}]"):
                if isinstance(shop, bool) or not isinstance(shop, int) or not 1 <= shop <= count:
                    raise BadProblem(f"published[{day}]: {_short(shop)} is no shop from 1 to {count}")
                found[shop - 1].add(day)
    return [frozenset(on) for on in found]
