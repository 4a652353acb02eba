"""The order of a day where shops have hours: fewest minutes out of hours, then the shortest day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.planning.distance import Matrix
from domain.planning.model import PlanShop

_GAIN = 1e-6
_ROUNDS = 4


def in_hours(matrix: Matrix, route: Sequence[int], shops: Sequence[PlanShop], day_from: float) -> list[int]:
    """The route with stops moved so that visits begin within the hours of their shops, as far as one after another
    can bring it there; unchanged where no shop of it has any. `matrix` in minutes, row i is `shops[i - 1]`."""
    found = list(route)
    if not any(shops[row - 1].hours for row in found):
        return found
    best = _price(matrix, found, shops, day_from)
    for _ in range(_ROUNDS):
        before = best
        for row in list(found):
            rest = [r for r in found if r != row]
            tries = [[*rest[:at], row, *rest[at:]] for at in range(len(found))]
            price, order = min(((_price(matrix, t, shops, day_from), t) for t in tries), key=lambda x: x[0])
            if price[0] < best[0] - _GAIN or (price[0] < best[0] + _GAIN and price[1] < best[1] - _GAIN):
                best, found = price, order
        if best == before:
            break
    return found


def off_hours(
    matrix: Matrix, route: Sequence[int], shops: Sequence[PlanShop], day_from: float
) -> list[tuple[int, float]]:
    """(row, minutes) of the visits that can't begin within the hours of their shops."""
    return [(row, off) for row, off, _end in _visits(matrix, route, shops, day_from) if off > _GAIN]


def _price(matrix: Matrix, route: Sequence[int], shops: Sequence[PlanShop], day_from: float) -> tuple[float, float]:
    """(minutes out of hours, end of the day with the way back)."""
    off, end = 0.0, day_from
    for _row, late, at in _visits(matrix, route, shops, day_from):
        off += late
        end = at
    return off, end + (matrix[route[-1]][0] if route else 0.0)


def _visits(
    matrix: Matrix, route: Sequence[int], shops: Sequence[PlanShop], day_from: float
) -> Iterator[tuple[int, float, float]]:
    """(row, minutes out of hours, end of the visit): one waits for a shop that opens later and never turns back."""
    now, before = day_from, 0
    for row in route:
        now += matrix[before][row] if before else 0.0
        shop = shops[row - 1]
        off = 0.0
        if shop.hours:
            opens = min((max(now, a) for a, until in shop.hours if now <= until), default=None)
            off = 0.0 if opens is not None else now - max(until for _a, until in shop.hours)
            now = now if opens is None else opens
        now += shop.minutes
        before = row
        yield row, off, now
