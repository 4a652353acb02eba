"""Which shop on which days: sweep construction, then ruin and recreate under simulated annealing.

The cost is road, spacing and load, in km; a day above its maximum is so dear that it is left only when it
must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from math import exp
from random import Random

from domain.planning.demand import Pattern
from domain.planning.distance import Matrix

_NEIGHBOURS = 30
_RUIN = 9
_SKIP = 0.04
_HOT, _COLD = 3.0, 0.03
_FULL, _EMPTY, _BALANCE = 15.0, 2.0, 0.03
_ROTATIONS = 4


@dataclass(frozen=True, slots=True)
class Problem:
    """Matrix rows 1…n are the shops, entry i-1 of `patterns` belongs to row i; `sweep` is the building order;
    `settled` rows have days that were published before.

    `unit` is the mean leg in km, by which the costs of spacing and load are scaled."""

    matrix: Matrix
    patterns: Sequence[Sequence[Pattern]]
    days: int
    low: int
    high: int
    sweep: Sequence[int]
    unit: float
    settled: frozenset[int] = frozenset()


def mean_leg(matrix: Matrix) -> float:
    """Mean distance to the third nearest shop, in km, at least 0.05: the scale of this manager's road."""
    rows = range(1, len(matrix))
    thirds = [sorted(matrix[i][j] for j in rows if j != i)[:3] for i in rows]
    legs = [near[-1] for near in thirds if near]
    return max(0.05, sum(legs) / len(legs)) if legs else 0.05


class _State:
    """Routes of all days, the pattern in force for each row, and the cost, kept up to date by `take` and
    `put`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.routes: list[list[int]] = [[0, 0] for _ in range(problem.days)]
        self.chosen: list[Pattern | None] = [None] * len(problem.matrix)
        self.cost = 0.0
        self._stamps = count(1)
        self.version = [0] * problem.days
        self._seen = [[-1] * problem.days for _ in problem.matrix]
        self._extra = [[(0.0, 1)] * problem.days for _ in problem.matrix]
        self._load = _load_costs(problem)

    def load_step(self, day: int, by: int) -> float:
        size = len(self.routes[day]) - 2
        return self._load[size + by] - self._load[size]

    def insertion(self, row: int, day: int) -> tuple[float, int]:
        """(extra km, index in the padded route) of the best place for `row` on `day`, remembered until the
        day changes."""
        if self._seen[row][day] != self.version[day]:
            self._seen[row][day] = self.version[day]
            self._extra[row][day] = _cheapest(self.problem.matrix, self.routes[day], row)
        return self._extra[row][day]

    def take(self, row: int) -> None:
        """Take the row's visits out of their days."""
        pattern = self.chosen[row]
        if pattern is None:
            return
        matrix = self.problem.matrix
        for day in pattern.days:
            route = self.routes[day]
            at = route.index(row, 1)
            a, b = route[at - 1], route[at + 1]
            self.cost += matrix[a][b] - matrix[a][row] - matrix[row][b] + self.load_step(day, -1)
            del route[at]
            self.version[day] = next(self._stamps)
        self.cost -= pattern.cost * self.problem.unit
        self.chosen[row] = None

    def put(self, row: int, pattern: Pattern) -> None:
        for day in pattern.days:
            extra, at = self.insertion(row, day)
            self.cost += extra + self.load_step(day, 1)
            self.routes[day].insert(at, row)
            self.version[day] = next(self._stamps)
        self.cost += pattern.cost * self.problem.unit
        self.chosen[row] = pattern

    def best_pattern(self, row: int, skip: Callable[[], bool]) -> Pattern:
        """The cheapest pattern for `row` now, leaving out those that `skip` says, but never all."""
        unit = self.problem.unit
        patterns = self.problem.patterns[row - 1]
        day_cost: dict[int, float] = {}
        best, lowest = patterns[0], float("inf")
        for pattern in patterns:
            if lowest < float("inf") and skip():
                continue
            cost = pattern.cost * unit
            for day in pattern.days:
                if day not in day_cost:
                    day_cost[day] = self.insertion(row, day)[0] + self.load_step(day, 1)
                cost += day_cost[day]
            if cost < lowest:
                best, lowest = pattern, cost
        return best

    def snapshot(self) -> tuple[list[list[int]], list[Pattern | None], float, list[int]]:
        return [r[:] for r in self.routes], self.chosen[:], self.cost, self.version[:]

    def restore(self, saved: tuple[list[list[int]], list[Pattern | None], float, list[int]]) -> None:
        routes, chosen, self.cost, version = saved
        self.routes, self.chosen, self.version = [r[:] for r in routes], chosen[:], version[:]


def _load_costs(problem: Problem) -> list[float]:
    """Cost of a day by its number of shops: full days dear, empty ones disliked, all days about even."""
    visits = sum(len(p[0].days) for p in problem.patterns)
    mean = visits / problem.days
    low = min(float(problem.low), mean)
    return [
        problem.unit
        * (
            _FULL * max(0, n - problem.high) * (1 + max(0, n - problem.high))
            + _EMPTY * max(0.0, low - n) ** 2
            + _BALANCE * (n - mean) ** 2
        )
        for n in range(len(problem.matrix) + 2)
    ]


def _cheapest(matrix: Matrix, route: Sequence[int], row: int) -> tuple[float, int]:
    """Best place of `row` in a route padded with the start at both ends; the search lives on this loop."""
    out = matrix[row]
    best, at = float("inf"), 1
    before = 0
    for i in range(1, len(route)):
        after = route[i]
        legs = matrix[before]
        extra = legs[row] + out[after] - legs[after]
        if extra < best:
            best, at = extra, i
        before = after
    return best, at


def _never() -> bool:
    return False


def _built(problem: Problem) -> _State:
    """The cheapest of a few starts, each inserting the shops in sweep order from another bearing."""
    best: _State | None = None
    size = len(problem.sweep)
    for turn in range(_ROTATIONS):
        cut = turn * size // _ROTATIONS
        state = _State(problem)
        for row in [*problem.sweep[cut:], *problem.sweep[:cut]]:
            state.put(row, state.best_pattern(row, _never))
        if best is None or state.cost < best.cost:
            best = state
    if problem.settled:
        state = _continued(problem)
        best = state if best is None or state.cost < best.cost else best
    return best or _State(problem)


def _continued(problem: Problem) -> _State:
    """A start from what was published: settled rows by their cheapest spacing, the others around them."""
    state = _State(problem)
    for row in problem.sweep:
        if row in problem.settled:
            state.put(row, min(problem.patterns[row - 1], key=lambda p: (p.cost, p.days)))
    for row in problem.sweep:
        if row not in problem.settled:
            state.put(row, state.best_pattern(row, _never))
    return state


def _neighbours(problem: Problem, active: Sequence[int]) -> dict[int, list[int]]:
    """The nearest rows to each, by distance, then by number."""
    found: dict[int, list[int]] = {}
    for row in active:
        nearest = sorted((problem.matrix[row][r], r) for r in active if r != row)[:_NEIGHBOURS]
        found[row] = [r for _, r in nearest]
    return found


def search(problem: Problem, steps: int, seed: int) -> list[list[int]]:
    """Routes by day (rows, without the start), the best found in `steps` tries; same seed and steps, same
    routes."""
    active = [row for row in problem.sweep if problem.patterns[row - 1][0].days]
    state = _built(problem)
    best = state.snapshot()
    if len(active) > 1:
        near = _neighbours(problem, active)
        rng = Random(seed)  # noqa: S311 (a search, not a secret)
        hot = problem.unit * _HOT
        for step in range(steps):
            warmth = hot * (_COLD / _HOT) ** (step / steps)
            _try(state, near, active, rng, warmth)
            if state.cost < best[2] - 1e-9:
                best = state.snapshot()
    return [route[1:-1] for route in best[0]]


def _try(state: _State, near: dict[int, list[int]], active: Sequence[int], rng: Random, warmth: float) -> None:
    """Take out a shop and some around it, put each back where it is cheapest, keep or undo."""
    before = state.snapshot()
    seed_row = active[int(rng.random() * len(active))]
    size = 1 + int(rng.random() ** 2 * _RUIN)
    out = [seed_row, *(row for row in near[seed_row][: size * 2] if rng.random() < 0.6)][:size]
    for row in out:
        state.take(row)
    rng.shuffle(out)
    for row in out:
        state.put(row, state.best_pattern(row, lambda: rng.random() < _SKIP))
    worse = state.cost - before[2]
    if worse > 0 and rng.random() >= exp(-worse / warmth):
        state.restore(before)
