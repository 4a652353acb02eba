"""Who leaves a day that has become too short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from domain.planning.board import Board
from domain.planning.proposals import Weights

_ALL_SETS = 3
"""Up to so many stops that leave a day, every set of them is compared."""


def leaving(board: Board, weights: Weights, day: date, but: str | None) -> list[str]:
    """The fewest stops that bring a day within its limits, of these the ones that are cheapest to have elsewhere; `but` and
    what was promised or confirmed stay, even above the limits."""
    if not board.over(day):
        return []
    free = [code for code in board.route(day) if code != but and board.is_free(code, day)]
    saved = {code: board.saved(code, day) for code in free}
    price = {code: _elsewhere(board, weights, code, day) for code in free}
    for count in range(_fewest(board, saved.values(), day), min(_ALL_SETS, len(free)) + 1):
        sets = (chosen for chosen in combinations(free, count) if _cures(board, day, chosen))
        best = min(sets, key=lambda chosen: (sum(price[code] for code in chosen), chosen), default=None)
        if best is not None:
            return list(best)
    return _greedily(board, day, sorted(free, key=lambda code: (-saved[code], code)))


def _fewest(board: Board, saved: Iterable[float], day: date) -> int:
    """So many at least, if each saved as much as it does alone."""
    minutes, shops = board.lacks(day)
    most = sorted(saved, reverse=True)
    return max(1, shops, next((n for n in range(len(most) + 1) if sum(most[:n]) >= minutes), len(most)))


def _cures(board: Board, day: date, codes: Sequence[str]) -> bool:
    return not board.without(codes, day).over(day)


def _greedily(board: Board, day: date, ranked: Sequence[str]) -> list[str]:
    chosen: list[str] = []
    for code in ranked:
        if _cures(board, day, chosen):
            break
        chosen.append(code)
    return chosen


def _elsewhere(board: Board, weights: Weights, code: str, day: date) -> float:
    """What it costs to have this stop on another day, or by phone."""
    found = [option.cost for option in board.without([code], day).options(code, day) if option.day != day]
    return min([weights.phone, *found[:1]])
