"""Where a missed stop goes: the next days with room, the one with the smallest detour first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.chat import Place
from domain.planning.distance import travel_matrix
from domain.planning.route import cheapest


def nearest_free_day(
    plan_counts: Mapping[date, int],
    routes: Mapping[date, Sequence[Place]],
    place: Place,
    after: date,
    max: int,
    *,
    start: Place | None = None,
    within: int = 5,
    detour: float = 1.3,
) -> list[tuple[date, float]]:
    """(day, extra km by road) for the days with room among the next `within` after `after`, best first, ties
    by day.

    `plan_counts` has the on-site stops of every working day that may be chosen; `routes` their places in
    visiting order. A day whose route is empty costs the way there and back from `start`, or nothing without
    a start."""
    next_days = sorted(day for day in plan_counts if day > after)[:within]
    found = [(d, _extra(routes.get(d, ()), place, start, detour)) for d in next_days if plan_counts[d] < max]
    return sorted(found, key=lambda option: (option[1], option[0]))


def _extra(route: Sequence[Place], place: Place, start: Place | None, detour: float) -> float:
    matrix = travel_matrix(start, [*route, place], detour, return_to_start=True)
    return cheapest(matrix, range(1, len(route) + 1), len(route) + 1)[0]
