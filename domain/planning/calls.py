"""Calls in between visits: half-way between two visits, spread so that no day gets more than a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from domain.planning.demand import Horizon
from domain.planning.model import PlanSettings, PlanShop

_SPREAD = 3


def middles(horizon: Horizon, shop: PlanShop, visits: Sequence[date]) -> list[date]:
    """The half-way days that fall into the horizon: between its visits, before the first one and after the
    last."""
    half = timedelta(days=shop.every_days // 2)
    if not visits:
        found = [max(horizon.days[0], shop.last_visit + half) if shop.last_visit else horizon.days[0]]
    else:
        found = [visits[0] - half, *(a + (b - a) // 2 for a, b in pairwise(visits)), visits[-1] + half]
    earliest = shop.last_visit or date.min
    return [day for day in found if horizon.days[0] <= day <= horizon.days[-1] and day > earliest]


def spread_calls(
    horizon: Horizon, shops: Sequence[PlanShop], visits: Mapping[str, Sequence[date]], settings: PlanSettings
) -> dict[date, list[str]]:
    """Codes to call by day. A call moves up to three days off its middle while its day has `calls_max`; when
    all of these are full it goes to the emptiest, so that no call is dropped."""
    calls: dict[date, list[str]] = {day: [] for day in horizon.days}
    for shop in shops:
        if not shop.call_between:
            continue
        for middle in middles(horizon, shop, visits.get(shop.code, ())):
            options = _around(horizon, shop, middle, visits.get(shop.code, ()))
            if options:
                day = min(options, key=lambda d: (*_fullness(len(calls[d]), settings), abs((d - middle).days), d))
                calls[day].append(shop.code)
    return calls


def _fullness(count: int, settings: PlanSettings) -> tuple[int, int]:
    """Equal for all days with few calls, so that the middle decides; a full day comes after every other."""
    return (max(0, count + 1 - settings.calls_max), 0 if count < settings.calls_max // 2 else count)


def _around(horizon: Horizon, shop: PlanShop, middle: date, visits: Sequence[date]) -> list[date]:
    """Days near the middle, not those of a visit nor next to one where that can be helped."""
    width = min(_SPREAD, max(1, shop.every_days // 4))
    near = [d for d in horizon.days if abs((d - middle).days) <= width and d not in visits]
    return [d for d in near if all(abs((d - v).days) > 1 for v in visits)] or near
