"""The plan of one manager's next days: demand, stretch, search, order, calls and reasons put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from domain.chat import Place
from domain.planning.calls import spread_calls
from domain.planning.demand import Horizon, Pattern, days_by_shop, patterns, visits_asked
from domain.planning.distance import Travel, great_circle, mean_leg, placed
from domain.planning.engine import solve
from domain.planning.fit import Day, Fit, Routes
from domain.planning.hours import in_hours, off_hours
from domain.planning.model import DayLimit, Full, OffHours, Pin, Plan, PlannedStop, PlanSettings, PlanShop
from domain.planning.problem import Problem
from domain.planning.reasons import call_reason, strongest, visit_reason
from domain.planning.route import improved, length
from domain.planning.stretch import fitted, stretches
from domain.visits import Channel

DEFAULT_SETTINGS = PlanSettings()
NO_LIMITS: Mapping[date, DayLimit] = MappingProxyType({})
_EMPTY, _BALANCE = 2.0, 0.03
"""What a day one shop below its minimum costs, and one shop off the even share, in mean legs; both by the square."""
_TIGHT = 0.9
"""A day with this share of its minutes used has no room for one more shop."""


def plan(
    shops: Iterable[PlanShop],
    days: Sequence[date],
    start: Place | None = None,
    pins: Iterable[Pin] = (),
    settings: PlanSettings = DEFAULT_SETTINGS,
    *,
    published: Iterable[tuple[str, date]] = (),
    seed: int = 0,
    limits: Mapping[date, DayLimit] = NO_LIMITS,
    travel: Travel | None = None,
) -> Plan:
    """The stops of `days` (working days ascending, else ValueError; usually ten, fewer on leave) for open
    shops.

    Cadence comes first, then pins, then the road. The same input in any order, seed and steps give the same
    plan. `published` are the (shop code, day) of on-site visits told before: they move only for a good
    reason, so that plans continue each other. `limits` are those of days that differ from the settings; `travel` the
    roads, great circles without it. Shop codes are unique, else ValueError. Without days every shop is in `unplaced`."""
    shops = sorted(shops, key=lambda s: s.code)
    _check(shops, days)
    if not days:
        return Plan({}, unplaced=tuple(s.code for s in shops))
    codes = {s.code for s in shops}
    known_pins = [p for p in pins if p.shop in codes]
    return _Planner(shops, Horizon(days), start, known_pins, published, settings, limits, travel).plan(seed)


def _check(shops: Sequence[PlanShop], days: Sequence[date]) -> None:
    if any(a >= b for a, b in pairwise(days)):
        raise ValueError("days must ascend")
    for a, b in pairwise(shops):
        if a.code == b.code:
            raise ValueError(f"shop {a.code} is given twice")


class _Planner:
    """One run: what is asked, the road, and the steps from there to a `Plan`."""

    def __init__(
        self,
        shops: Sequence[PlanShop],
        horizon: Horizon,
        start: Place | None,
        pins: Sequence[Pin],
        published: Iterable[tuple[str, date]],
        settings: PlanSettings,
        limits: Mapping[date, DayLimit],
        travel: Travel | None,
    ) -> None:
        self.shops, self.horizon, self.settings = shops, horizon, settings
        self.limits = [limits.get(day, settings.limit) for day in horizon.days]
        self.pins: defaultdict[tuple[str, date], list[Pin]] = defaultdict(list)
        for pin in pins:
            self.pins[pin.shop, pin.day].append(pin)
        self.pinned = days_by_shop(horizon, ((p.shop, p.day) for p in pins))
        self.published = days_by_shop(horizon, published)
        self.asked = visits_asked(horizon, shops, self.pinned)
        codes = [s.code for s in shops]
        if travel is None:
            where = placed(shops, start)
            travel = great_circle(codes, [where[code] for code in codes], start, settings)
        self.km, self.matrix = travel.among(codes)

    def plan(self, seed: int) -> Plan:
        routes = self._routes(seed)
        visits = self._visits(routes)
        given = {code: len(on) for code, on in visits.items()}
        days = self.horizon.days
        return Plan(
            days=self._stops(routes, visits),
            stretched=stretches(self.shops, self.asked, given),
            unplaced=tuple(s.code for s in self.shops if self.asked[s.code] and not given[s.code]),
            km={day: length(self.km, route) for day, route in zip(days, routes, strict=True)},
            minutes={day: self._minutes(route) for day, route in zip(days, routes, strict=True)},
            not_due=tuple(s.code for s in self.shops if not self.asked[s.code]),
            off_hours=self._off_hours(routes),
            full={day: self._full(n, routes[n]) for n, day in enumerate(days)},
            next_due=self._next_due(visits),
        )

    def _urgency(self, shop: PlanShop) -> float:
        return self.horizon.lateness(shop, self.horizon.days[0])

    def _routes(self, seed: int) -> Routes:
        """Rows by day in visiting order, every day within its limits unless pins alone exceed them."""
        room = sum(limit.shops_max for limit in self.limits)
        given = fitted(self.shops, self.asked, self.pinned, room, self._urgency, self.settings)
        settings = self.settings
        found = solve(self._problem(given), steps=settings.steps, seconds=settings.seconds, seed=seed)
        routes = [list(route) for route in found.days]
        days = [Day(limit.shops_max, limit.minutes_max) for limit in self.limits]
        fit = Fit(self.horizon, self.shops, self.matrix, self.asked, self.pinned, settings, self._urgency, days)
        fit.trim(routes)
        fit.refill(routes)
        return [in_hours(self.matrix, improved(self.matrix, route), self.shops, settings.day_from) for route in routes]

    def _problem(self, given: Mapping[str, int]) -> Problem:
        options = [self._patterns(shop, given[shop.code]) for shop in self.shops]
        unit = mean_leg(self.matrix)
        return Problem(
            matrix=self.matrix,
            patterns=[[p.days for p in found] for found in options],
            prices=[[p.cost * unit for p in found] for found in options],
            lowest=[0] * len(self.limits),
            highest=[max(limit.shops_max, self._pins_on(day)) for day, limit in enumerate(self.limits)],
            load=[s.minutes for s in self.shops],
            cap=[limit.minutes_max for limit in self.limits],
            road_load=1.0,
            soft=self._soft(sum(len(found[0].days) for found in options), unit),
            begin=[self._published_first(shop, found) for shop, found in zip(self.shops, options, strict=True)],
        )

    def _patterns(self, shop: PlanShop, visits: int) -> tuple[Pattern, ...]:
        pinned = self.pinned.get(shop.code, frozenset())
        published = self.published.get(shop.code, frozenset())
        return patterns(self.horizon, shop, visits, pinned, published, self.settings)

    def _published_first(self, shop: PlanShop, options: Sequence[Pattern]) -> int | None:
        """Where the search starts: what was told before, as far as the cadence allows."""
        if shop.code not in self.published:
            return None
        return min(range(len(options)), key=lambda n: (options[n].cost, options[n].days))

    def _pins_on(self, day: int) -> int:
        return sum(day in days for days in self.pinned.values())

    def _soft(self, visits: int, unit: float) -> list[list[float]]:
        """What a day costs by its number of shops: empty ones disliked, all about even for their size."""
        room = sum(limit.shops_max for limit in self.limits) or 1
        means = [visits * limit.shops_max / room for limit in self.limits]
        return [
            [
                unit * (_EMPTY * max(0.0, min(limit.shops_min, mean) - n) ** 2 + _BALANCE * (n - mean) ** 2)
                for n in range(len(self.shops) + 2)
            ]
            for limit, mean in zip(self.limits, means, strict=True)
        ]

    def _visits(self, routes: Routes) -> dict[str, list[date]]:
        visits: dict[str, list[date]] = {s.code: [] for s in self.shops}
        for day, route in zip(self.horizon.days, routes, strict=True):
            for row in route:
                visits[self.shops[row - 1].code].append(day)
        return visits

    def _stops(self, routes: Routes, visits: Mapping[str, list[date]]) -> dict[date, tuple[PlannedStop, ...]]:
        calls = spread_calls(self.horizon, self.shops, visits, self.settings)
        by_code = {s.code: s for s in self.shops}
        found: dict[date, tuple[PlannedStop, ...]] = {}
        for day, route in zip(self.horizon.days, routes, strict=True):
            stops = [self._stop(self.shops[row - 1], day, n, visits) for n, row in enumerate(route, 1)]
            for n, code in enumerate(calls[day], len(stops) + 1):
                reason = call_reason(day, self._previous(by_code[code], day, visits))
                stops.append(PlannedStop(code, day, n, Channel.CALL_BETWEEN, reason))
            found[day] = tuple(stops)
        return found

    def _stop(self, shop: PlanShop, day: date, order: int, visits: Mapping[str, list[date]]) -> PlannedStop:
        pin = strongest(self.pins.get((shop.code, day), []))
        reason = visit_reason(shop, day, self._previous(shop, day, visits), pin, self.settings)
        return PlannedStop(shop.code, day, order, Channel.ONSITE, reason)

    @staticmethod
    def _previous(shop: PlanShop, day: date, visits: Mapping[str, list[date]]) -> date | None:
        earlier = [d for d in visits[shop.code] if d < day]
        return max([*earlier, *filter(None, [shop.last_visit])], default=None)

    def _minutes(self, route: Sequence[int]) -> float:
        """Minutes of the day: the road and the time at each shop."""
        return length(self.matrix, route) + sum(self.shops[row - 1].minutes for row in route)

    def _off_hours(self, routes: Routes) -> tuple[OffHours, ...]:
        return tuple(
            OffHours(self.shops[row - 1].code, day, minutes)
            for day, route in zip(self.horizon.days, routes, strict=True)
            for row, minutes in off_hours(self.matrix, route, self.shops, self.settings.day_from)
        )

    def _full(self, day: int, route: Sequence[int]) -> Full:
        """Why there is no more on a day."""
        limit = self.limits[day]
        if len(route) >= limit.shops_max:
            return Full.SHOPS
        if self._minutes(route) > _TIGHT * limit.minutes_max:
            return Full.MINUTES
        return Full.ALL_PLANNED

    def _next_due(self, visits: Mapping[str, Sequence[date]]) -> dict[str, date]:
        """When the visit after the last one belongs, planned or on record."""
        last = {s.code: max([*visits[s.code], *filter(None, [s.last_visit])], default=None) for s in self.shops}
        return {s.code: on + timedelta(days=s.every_days) for s in self.shops if (on := last[s.code])}
