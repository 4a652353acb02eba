"""A search under way: the problem as arrays for the kernel, its state, the best so far.

Only `engine.solve` imports this, when something is planned."""

from __future__ import annotations

from functools import cache
from time import thread_time

import numpy as np

from domain.planning.arrays import Best, Ints, State, Terms, Undo
from domain.planning.engine import Tuning
from domain.planning.kernel import search
from domain.planning.polish import polish
from domain.planning.problem import Problem

_NEIGHBOURS = 60
_VILLAGE = 35
_NO_LIMIT = 1e300
_SEED = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_KEPT = 1e-7
_PRESS, _DEAREST = 4.0, 1e9
"""While no state within limits has been found, excess costs so many times more after each stretch, up to this."""


class Annealing:
    """One problem being searched, step by step."""

    def __init__(self, problem: Problem, seed: int, tuning: Tuning) -> None:
        self.steps = 0
        self.rate = 200_000.0
        self._terms = terms_of(problem)
        self._unit = _mean_leg(self._terms)
        self._seed = np.array([(_SEED ^ (seed * 7919 + 1)) & _MASK or 1], np.uint64)
        self._knobs = np.array(
            [
                tuning.skip,
                tuning.most_out,
                tuning.strings,
                tuning.villages,
                tuning.one_day,
                tuning.fewest_within,
                tuning.most_within,
            ],
            np.float64,
        )
        self._begin = _begin(problem, self._terms)
        self._order = _sweep(problem, self._terms)
        self._active = np.array(sorted(self._order), np.int64)
        self._undo = _undo(self._terms)
        self._state, self._best = _empty(self._terms, self._unit)
        self._overall = self._best
        self.begun = bool((self._begin >= 0).any())
        self._build(self._begin, 0)

    @property
    def active(self) -> bool:
        return len(self._active) > 0

    def run(self, steps: int, hot: float, cold: float) -> None:
        """So many tries; temperatures in mean legs."""
        began = thread_time()
        unit = self._unit
        search(
            self._terms, self._state, self._undo, self._best, self._active, self._seed, steps,
            hot * unit, cold * unit, self._knobs,
        )  # fmt: skip
        if self._best.sums[1] > _KEPT:
            self._state.sums[2] = min(_DEAREST, _PRESS * self._state.sums[2])
        self.steps += steps
        self.rate = 0.7 * self.rate + 0.3 * steps / max(1e-5, thread_time() - began)

    def start_anew(self, run: int) -> None:
        """Begin run `run` (from 0) from a construction of its own; the best of the runs before is kept."""
        if run == 0:
            return
        self._keep()
        self._build(np.full_like(self._begin, -1), run)

    def go_on_from_best(self) -> None:
        """Take up the best state of all runs."""
        self._keep()
        best, price = self._overall, self._state.sums[2]
        self._state, self._best = _empty(self._terms, self._unit)
        _restore(self._terms, self._state, self._best, best)
        self._state.sums[2] = price

    def routes(self) -> tuple[tuple[int, ...], ...]:
        """The best routes so far, polished."""
        self._keep()
        best = self._overall
        for day, size in enumerate(best.size):
            polish(self._terms.out, best.route[day], size)
        return tuple(tuple(int(i) for i in best.route[d, 1 : n + 1]) for d, n in enumerate(best.size))

    def chosen(self) -> tuple[int, ...]:
        """The pattern of each shop by its index in the problem, -1 for one that has none."""
        first = self._terms.first
        return tuple(int(c - first[i]) if c >= 0 else -1 for i, c in enumerate(self._overall.chosen[1:], 1))

    def _keep(self) -> None:
        if (self._best.sums[1], self._best.sums[0]) < (self._overall.sums[1], self._overall.sums[0]):
            self._overall = self._best

    def _build(self, begin: Ints, turn: int) -> None:
        """A state with every shop in it; the sweep begins elsewhere at each turn."""
        self._state, self._best = _empty(self._terms, self._unit)
        self._best.chosen[:] = begin
        cut = turn * 5 % 7 * len(self._order) // 7
        order = np.array([*self._order[cut:], *self._order[:cut]], np.int64)
        search(self._terms, self._state, self._undo, self._best, order, self._seed, 0, 1.0, 1.0, self._knobs)
        if self._overall.sums[1] > self._best.sums[1]:
            self._overall = self._best


def terms_of(problem: Problem) -> Terms:
    """The problem as the kernel takes it."""
    out = np.ascontiguousarray(problem.matrix, np.float64).reshape(len(problem.matrix), -1)
    rows, days = len(out), problem.days
    flat = [pattern for patterns in problem.patterns for pattern in patterns]
    load = np.array([0.0, *(problem.load or [0.0] * (rows - 1))], np.float64)
    mean = float(load[1:].mean() or 1.0) if rows > 1 else 1.0
    near, village = _neighbours(out)
    return Terms(
        out=out,
        into=np.ascontiguousarray(out.T),
        near=near,
        village=village,
        first=np.cumsum([0, 0, *(len(patterns) for patterns in problem.patterns)], dtype=np.int64),
        price=np.array([p for prices in problem.prices for p in prices] or [0.0] * len(flat), np.float64),
        begin=np.cumsum([0, *(len(pattern) for pattern in flat)], dtype=np.int64),
        days=np.array([day for pattern in flat for day in pattern], np.int64),
        twin=_twins(problem),
        low=np.array(problem.lowest, np.float64),
        high=np.array(problem.highest, np.float64),
        cap=np.minimum(np.array(problem.cap or [_NO_LIMIT] * days, np.float64) / mean, _NO_LIMIT),
        load=load / mean,
        soft=np.array(problem.soft or np.zeros((days, rows + 1)), np.float64),
        scalars=np.array([problem.road_load / mean], np.float64),
    )


def _neighbours(out: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[Ints, Ints]:
    """The nearest shops of each, and where the distances to them jump most: the edge of its village."""
    rows = len(out)
    wide = max(1, min(rows - 2, _NEIGHBOURS))
    near = np.zeros((rows, wide), np.int64)
    village = np.zeros(rows, np.int64)
    both = out + out.T
    for i in range(1, rows):
        order = np.argsort(both[i, 1:], kind="stable") + 1
        order = order[order != i][:wide]
        near[i, : len(order)] = order
        village[i] = _edge(both[i, order])
    return near, village


def _edge(distances: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """How many of these ascending distances are before their greatest jump."""
    far = distances[: min(_VILLAGE, len(distances))]
    if len(far) < 3:
        return len(far)
    floor = max(float(np.median(far[:3])), 1e-9)
    jumps = far[2:] / np.maximum(far[1:-1], floor)
    return int(np.argmax(jumps)) + 2 if jumps.max() > 1.0 else min(5, len(far))


def _twins(problem: Problem) -> Ints:
    pairs = np.zeros((problem.days, problem.days), np.int64)
    for patterns in problem.patterns:
        for pattern in patterns:
            if len(pattern) == 2:
                pairs[pattern[0], pattern[1]] += 1
                pairs[pattern[1], pattern[0]] += 1
    return np.array([int(row.argmax()) if row.any() else day for day, row in enumerate(pairs)], np.int64)


def _mean_leg(terms: Terms) -> float:
    """Mean distance to the three nearest shops: the scale of this road; above 0."""
    rows = len(terms.out)
    if rows < 3:
        return 1.0
    legs = np.sort(terms.out[1:, 1:], axis=1)[:, 1:4]
    whole = float(terms.out.mean())
    return max(float(legs.mean()), whole / 100, 1e-6)


def _begin(problem: Problem, terms: Terms) -> Ints:
    found = np.full(len(terms.out), -1, np.int64)
    for i, index in enumerate(problem.begin, 1):
        if index is not None:
            found[i] = terms.first[i] + index
    return found


def _sweep(problem: Problem, terms: Terms) -> list[int]:
    """The shops that have any day, each followed by the nearest not yet named, the farthest from the start first."""
    left = {row for row, patterns in enumerate(problem.patterns, 1) if any(patterns)}
    out = terms.out
    order: list[int] = []
    while left:
        here = (
            max(left, key=lambda r: (out[0, r], -r)) if not order else min(left, key=lambda r: (out[order[-1], r], r))
        )
        left.remove(here)
        order.append(here)
    return order


def _empty(terms: Terms, unit: float) -> tuple[State, Best]:
    rows, days = len(terms.out), len(terms.low)
    width = rows + 3
    state = State(
        route=np.zeros((days, width), np.int64),
        gap=np.zeros((days, width)),
        size=np.zeros(days, np.int64),
        load=np.zeros(days),
        length=np.zeros(days),
        version=np.arange(1, days + 1, dtype=np.int64),
        chosen=np.full(rows, -1, np.int64),
        extra=np.zeros((rows, days)),
        at=np.zeros((rows, days), np.int64),
        seen=np.zeros((rows, days), np.int64),
        sums=np.array([0.0, 0.0, unit]),
        counts=np.array([days + 1, 0, 0], np.int64),
    )
    for day in range(days):
        state.gap[day, 0] = terms.out[0, 0]
    state.sums[0] = terms.soft[:, 0].sum()
    state.sums[1] = terms.low.sum()
    best = Best(
        np.zeros((days, width), np.int64),
        np.zeros(days, np.int64),
        np.full(rows, -1, np.int64),
        np.array([_NO_LIMIT, _NO_LIMIT]),
    )
    return state, best


def _undo(terms: Terms) -> Undo:
    rows, days = len(terms.out), len(terms.low)
    width = rows + 3
    return Undo(
        route=np.zeros((days, width), np.int64),
        gap=np.zeros((days, width)),
        size=np.zeros(days, np.int64),
        load=np.zeros(days),
        length=np.zeros(days),
        version=np.zeros(days, np.int64),
        touched=np.zeros(days + 1, np.int64),
        stamp=np.zeros(days, np.int64),
        out=np.zeros(rows, np.int64),
        pattern=np.zeros(rows, np.int64),
        key=np.zeros(rows),
        is_out=np.zeros(rows, np.int64),
        price=np.zeros(days),
        priced=np.zeros(days, np.int64),
        used=np.zeros(days, np.int64),
        counts=np.zeros(2, np.int64),
    )


def _restore(terms: Terms, state: State, best: Best, found: Best) -> None:
    """Bring an empty state to what was found."""
    out = terms.out
    for day, size in enumerate(found.size):
        route = found.route[day, : size + 2]
        route[-1] = 0
        state.route[day, : size + 2] = route
        state.size[day] = size
        state.gap[day, : size + 1] = out[route[:-1], route[1:]]
        state.length[day] = state.gap[day, : size + 1].sum() if size else 0.0
        state.load[day] = terms.load[route].sum()
    state.chosen[:] = found.chosen
    state.sums[:2] = found.sums
    best.route[:], best.size[:], best.chosen[:], best.sums[:] = found.route, found.size, found.chosen, found.sums


@cache
def ready() -> None:
    """Compile the kernel, or load it as compiled before."""
    road = [[0.0, 1.0, 2.0, 3.0], [1.0, 0.0, 1.0, 2.0], [2.0, 1.0, 0.0, 1.0], [3.0, 2.0, 1.0, 0.0]]
    tiny = Problem(road, [[(0,), (1,)]] * 3, [0, 0], [3, 3])
    work = Annealing(tiny, 0, Tuning())
    work.run(2, 1.0, 0.1)
    work.routes()
