"""What is searched: shops with their allowed sets of days, a road, limits; and the answer, with every limit it breaks.

The same for the product and for a problem in a file; docs/planning.md has the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import inf

Pattern = tuple[int, ...]
"""Days on which one shop is visited, by index, ascending."""


class Limit(StrEnum):
    """What can't be kept."""

    FEWEST = "fewest"
    MOST = "most"
    LOAD = "load"
    NO_DAYS = "no_days"


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard limit that the answer breaks: `day` for limits of a day, `shop` (a row) for one without allowed days."""

    limit: Limit
    value: float
    allowed: float
    day: int | None = None
    shop: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Row 0 of the matrix is the start and end, rows 1…n are the shops; entry i-1 of `patterns`, `prices` and `load`
    belongs to row i.

    `lowest` ≤ shops ≤ `highest` and load + `road_load` × road ≤ `cap` hold for each day; `prices` are added to the road
    for each pattern chosen, `soft[d][n]` for n shops on day d. `begin` has an index into its patterns, or None, for each
    shop: where the search starts."""

    matrix: Sequence[Sequence[float]]
    patterns: Sequence[Sequence[Pattern]]
    lowest: Sequence[int]
    highest: Sequence[int]
    prices: Sequence[Sequence[float]] = ()
    load: Sequence[float] = ()
    cap: Sequence[float] = ()
    road_load: float = 0.0
    soft: Sequence[Sequence[float]] = ()
    begin: Sequence[int | None] = ()

    @property
    def days(self) -> int:
        return len(self.lowest)

    def length(self, route: Sequence[int]) -> float:
        """The way from the start through the shops and back; nothing for an empty day."""
        return sum(self.matrix[a][b] for a, b in pairwise((0, *route, 0))) if route else 0.0

    def load_of(self, route: Sequence[int]) -> float:
        shops = sum(self.load[row - 1] for row in route) if self.load else 0.0
        return shops + self.road_load * self.length(route)


@dataclass(frozen=True, slots=True)
class Answer:
    """`cost` is the road alone, `days` the rows in visiting order, `chosen` the pattern of each shop by index (-1: it
    has none)."""

    cost: float
    days: tuple[tuple[int, ...], ...]
    chosen: tuple[int, ...]
    breaches: tuple[Breach, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    steps: int = field(default=0, compare=False)

    @property
    def feasible(self) -> bool:
        return not self.breaches


def breaches(problem: Problem, days: Sequence[Sequence[int]]) -> tuple[Breach, ...]:
    """Every hard limit that these routes break."""
    found: list[Breach] = []
    for day, route in enumerate(days):
        low, high = problem.lowest[day], problem.highest[day]
        if len(route) < low:
            found.append(Breach(Limit.FEWEST, len(route), low, day))
        if len(route) > high:
            found.append(Breach(Limit.MOST, len(route), high, day))
        cap = problem.cap[day] if problem.cap else inf
        load = problem.load_of(route)
        if load > cap + 1e-6:
            found.append(Breach(Limit.LOAD, load, cap, day))
    without = (row for row, patterns in enumerate(problem.patterns, 1) if not patterns)
    found.extend(Breach(Limit.NO_DAYS, 0, 0, shop=row) for row in without)
    return tuple(found)
