"""What the horizon asks of each shop: how many visits are due in it, and on which sets of days they may
fall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

from domain.planning.model import PlanSettings, PlanShop

_SLACK_DAYS = 2
_MANY = 12


@dataclass(frozen=True, slots=True)
class Pattern:
    """Days of the horizon (by index, ascending) on which one shop is visited, and what its spacing costs in
    mean legs."""

    days: tuple[int, ...]
    cost: float


class Horizon:
    """The days to plan and the arithmetic of intervals on them."""

    def __init__(self, days: Sequence[date]) -> None:
        self.days = tuple(days)
        span = (self.days[-1] - self.days[0]).days + 1
        self.end = self.days[0] + timedelta(days=-(-span // 7) * 7 - 1)

    def due(self, shop: PlanShop) -> date:
        """The day on which the interval is full; never visited counts as one whole interval late on the
        first day."""
        if shop.last_visit is None:
            return self.days[0] - timedelta(days=shop.every_days)
        return shop.last_visit + timedelta(days=shop.every_days)

    def lateness(self, shop: PlanShop, day: date) -> float:
        """Intervals from the due day to `day`; negative when early."""
        return (day - self.due(shop)).days / shop.every_days

    def near(self, day: date, every: int) -> bool:
        """Whether some day of the horizon is close enough to `day` to stand for it."""
        return any(abs((d - day).days) <= slack(every) for d in self.days)

    def visits_due(self, shop: PlanShop) -> int:
        """How many visits fall due by the end of the horizon's last week, each counted from the day on which
        the one before can be made."""
        if shop.times_a_week > 1:
            return len({(d - self.days[0]).days // 7 for d in self.days}) * shop.times_a_week
        day, count = max(self.due(shop), self.days[0]), 0
        while day <= self.end and count < len(self.days):
            made = self._stands_for(day, shop.every_days)
            if made is None:
                break
            count += 1
            day = max(made, day) + timedelta(days=shop.every_days)
        return count

    def _stands_for(self, day: date, every: int) -> date | None:
        """The day of the horizon nearest to `day` within its slack, else the first one after it."""
        close = [d for d in self.days if abs((d - day).days) <= slack(every)]
        later = [d for d in self.days if d > day]
        return min(close, key=lambda d: (abs((d - day).days), d)) if close else min(later, default=None)

    def next_after(self, day: date, every: int) -> date:
        """Where the visit after one on `day` belongs: an interval later, or the next one that meets a day of
        the horizon."""
        target = day + timedelta(days=every)
        while target <= self.days[-1] and not self.near(target, every):
            target += timedelta(days=every)
        return target


def slack(every: int) -> int:
    """Days by which a visit may stand off its interval and still keep it."""
    return min(_SLACK_DAYS, every // 3)


def visits_asked(horizon: Horizon, shops: Iterable[PlanShop], pinned: Mapping[str, frozenset[int]]) -> dict[str, int]:
    """Visits each shop should get in the horizon, its pins included."""
    return {s.code: max(horizon.visits_due(s), len(pinned.get(s.code, ()))) for s in shops}


def days_by_shop(horizon: Horizon, dated: Iterable[tuple[str, date]]) -> dict[str, frozenset[int]]:
    """The days of each shop code as indices of the horizon; other days are left out."""
    index = {day: i for i, day in enumerate(horizon.days)}
    found: dict[str, frozenset[int]] = {}
    for code, day in dated:
        if day in index:
            found[code] = found.get(code, frozenset()) | {index[day]}
    return found


def allowed_days(horizon: Horizon, shop: PlanShop, pinned: frozenset[int]) -> list[int]:
    """Days on which the shop may be visited: not closed, its fixed weekday where there is one, not soon after the
    last visit.

    The last two give way rather than leave the shop without a day; pinned days are always allowed."""
    days = [i for i, day in enumerate(horizon.days) if day.weekday() not in shop.closed]
    if shop.weekday is not None:
        days = [i for i in days if horizon.days[i].weekday() == shop.weekday] or days
    if shop.last_visit:
        from_day = shop.last_visit + timedelta(days=-(-shop.every_days // 2))
        days = [i for i in days if horizon.days[i] >= from_day] or days
    return sorted({*days, *pinned})


def patterns(
    horizon: Horizon,
    shop: PlanShop,
    visits: int,
    pinned: frozenset[int],
    published: frozenset[int],
    settings: PlanSettings,
) -> tuple[Pattern, ...]:
    """The sets of `visits` days that suit the shop, all pins in each, the cheapest first, ties by day.

    Leaving a `published` day costs `settings.moved`."""
    days = allowed_days(horizon, shop, pinned)
    visits = min(max(visits, len(pinned)), len(days))
    if shop.times_a_week > 1 and not pinned and (weekly := _same_weekdays(horizon, shop, days, visits)):
        return tuple(_pattern(horizon, shop, chosen, published, settings) for chosen in weekly)
    free = [i for i in days if i not in pinned]
    found = [
        _pattern(horizon, shop, tuple(sorted((*pinned, *chosen))), published, settings)
        for chosen in combinations(free, visits - len(pinned))
    ]
    if visits == 2 and not pinned:
        found = _regular_pairs(horizon, shop, found)
    found.sort(key=lambda p: (p.cost, p.days))
    return tuple(found[:_MANY] if visits > 2 else found)


def _same_weekdays(horizon: Horizon, shop: PlanShop, days: Sequence[int], visits: int) -> list[tuple[int, ...]]:
    """Sets of days that fall on the same weekdays every week, none next to each other; only full ones."""
    weekdays = sorted({horizon.days[i].weekday() for i in days})
    found = []
    for chosen in combinations(weekdays, shop.times_a_week):
        on = tuple(i for i in days if horizon.days[i].weekday() in chosen)
        if len(on) == visits and all(b - a > 1 for a, b in pairwise(chosen)):
            found.append(on)
    return found


def _pattern(
    horizon: Horizon, shop: PlanShop, days: tuple[int, ...], published: frozenset[int], settings: PlanSettings
) -> Pattern:
    cost = settings.moved * len(published.difference(days))
    cost += sum(settings.uneven * min(_off(horizon, shop, a, b), shop.every_days) ** 2 for a, b in pairwise(days))
    if days:
        cost += _phase(horizon, shop, horizon.days[days[0]], settings)
    return Pattern(days, cost)


def _off(horizon: Horizon, shop: PlanShop, a: int, b: int) -> int:
    """Days between where the visit after day `a` belongs and where day `b` puts it."""
    return abs((horizon.days[b] - horizon.next_after(horizon.days[a], shop.every_days)).days)


def _phase(horizon: Horizon, shop: PlanShop, day: date, settings: PlanSettings) -> float:
    """Cost of the first visit's distance from the due day, above what it costs already on the horizon's
    first day."""
    now = horizon.lateness(shop, day)
    if now < 0:
        return settings.early * now**2
    before = max(0.0, horizon.lateness(shop, horizon.days[0]))
    return settings.late * (now**2 - before**2)


def _regular_pairs(horizon: Horizon, shop: PlanShop, pairs: list[Pattern]) -> list[Pattern]:
    """Pairs exactly an interval apart; others close to it only for days that have no exact partner
    (holidays, leave)."""
    off = {p.days: _off(horizon, shop, *p.days) for p in pairs}
    exact = {i for days, by in off.items() if by == 0 for i in days}
    near = [
        p for p in pairs if off[p.days] == 0 or (off[p.days] <= slack(shop.every_days) and not exact.issuperset(p.days))
    ]
    return near or pairs
