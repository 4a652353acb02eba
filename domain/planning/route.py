"""One day's road: cheapest insertion, nearest neighbour, and improvement by 2-opt and or-opt.

A route is a list of matrix rows without the start; row 0 is the start, before the first stop and after the
last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from domain.planning.distance import Matrix

_GAIN = 1e-9
_LONGEST_STRING = 3


def length(matrix: Matrix, route: Sequence[int]) -> float:
    """Km from the start through the stops and back (as far as the matrix charges those legs)."""
    if not route:
        return 0.0
    inner = sum(matrix[a][b] for a, b in pairwise(route))
    return matrix[0][route[0]] + inner + matrix[route[-1]][0]


def cheapest(matrix: Matrix, route: Sequence[int], stop: int) -> tuple[float, int]:
    """(extra km, position) of the best place for `stop` in `route`; the earliest position on a tie."""
    row = matrix[stop]
    before, best, at = 0, float("inf"), 0
    for position, after in enumerate([*route, 0]):
        legs = matrix[before]
        extra = legs[stop] + row[after] - legs[after]
        if extra < best - _GAIN:
            best, at = extra, position
        before = after
    return best, at


def nearest_neighbour(matrix: Matrix, stops: Iterable[int]) -> list[int]:
    """The stops in the order of always going to the nearest one left, ties by row."""
    left = sorted(stops)
    route: list[int] = []
    here = 0
    while left:
        here = min(left, key=matrix[here].__getitem__)
        left.remove(here)
        route.append(here)
    return route


def _two_opt(matrix: Matrix, route: list[int]) -> bool:
    """Turn round every stretch whose reversal shortens the route, in place; whether any did."""
    shorter = False
    for i in range(len(route) - 1):
        before = route[i - 1] if i else 0
        for j in range(i + 1, len(route)):
            after = route[j + 1] if j + 1 < len(route) else 0
            first, last = route[i], route[j]
            gain = matrix[before][first] + matrix[last][after] - matrix[before][last] - matrix[first][after]
            if gain > _GAIN:
                route[i : j + 1] = route[i : j + 1][::-1]
                shorter = True
    return shorter


def _best_gap(matrix: Matrix, rest: Sequence[int], string: Sequence[int]) -> tuple[float, int, bool]:
    """(extra km, position, turned round) of the best place for `string` in `rest`."""
    first, last = string[0], string[-1]
    best, at, turned = float("inf"), 0, False
    before = 0
    for position, after in enumerate([*rest, 0]):
        legs = matrix[before]
        plain = legs[first] + matrix[last][after] - legs[after]
        other = legs[last] + matrix[first][after] - legs[after]
        if min(plain, other) < best - _GAIN:
            best, at, turned = min(plain, other), position, other < plain
        before = after
    return best, at, turned


def _or_opt(matrix: Matrix, route: list[int]) -> bool:
    """Move strings of up to three stops to where they cost less, in place; whether any moved."""
    shorter = False
    for size in range(1, min(_LONGEST_STRING, len(route) - 1) + 1):
        for i in range(len(route) - size + 1):
            string, rest = route[i : i + size], route[:i] + route[i + size :]
            inner = sum(matrix[a][b] for a, b in pairwise(string))
            now = length(matrix, route) - length(matrix, rest) - inner
            extra, at, turned = _best_gap(matrix, rest, string)
            if extra < now - _GAIN:
                route[:] = rest[:at] + (string[::-1] if turned else string) + rest[at:]
                shorter = True
    return shorter


def improved(matrix: Matrix, route: Sequence[int]) -> list[int]:
    """The shorter of this route and the nearest-neighbour one, each improved until neither 2-opt nor or-opt
    helps."""
    routes = [list(route), nearest_neighbour(matrix, route)]
    for candidate in routes:
        while _two_opt(matrix, candidate) or _or_opt(matrix, candidate):
            pass
    return min(routes, key=lambda r: length(matrix, r))
