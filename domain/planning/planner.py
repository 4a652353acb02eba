"""The plan of one manager's next days: demand, stretch, search, order, calls and reasons put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import atan2

from domain.chat import Place
from domain.planning.assign import Problem, mean_leg, search
from domain.planning.calls import spread_calls
from domain.planning.demand import Horizon, days_by_shop, patterns, visits_asked
from domain.planning.distance import Matrix, centre, placed, travel_matrix
from domain.planning.fit import Fit, Routes
from domain.planning.model import Pin, Plan, PlannedStop, PlanSettings, PlanShop
from domain.planning.reasons import call_reason, strongest, visit_reason
from domain.planning.route import improved, length
from domain.planning.stretch import fitted, stretches
from domain.visits import Channel

DEFAULT_SETTINGS = PlanSettings()


def plan(
    shops: Iterable[PlanShop],
    days: Sequence[date],
    start: Place | None = None,
    pins: Iterable[Pin] = (),
    settings: PlanSettings = DEFAULT_SETTINGS,
    *,
    published: Iterable[tuple[str, date]] = (),
    seed: int = 0,
) -> Plan:
    """The stops of `days` (working days ascending, else ValueError; usually ten, fewer on leave) for open
    shops.

    Cadence comes first, then pins, then the road. The same input in any order, seed and steps give the same
    plan. `published` are the (shop code, day) of on-site visits told before: they move only for a good
    reason, so that plans continue each other. Shop codes are unique, else ValueError. Without days every
    shop is in `unplaced`."""
    shops = sorted(shops, key=lambda s: s.code)
    _check(shops, days)
    if not days:
        return Plan({}, unplaced=tuple(s.code for s in shops))
    codes = {s.code for s in shops}
    known_pins = [p for p in pins if p.shop in codes]
    return _Planner(shops, Horizon(days), start, known_pins, published, settings).plan(seed)


def _check(shops: Sequence[PlanShop], days: Sequence[date]) -> None:
    if any(a >= b for a, b in pairwise(days)):
        raise ValueError("days must ascend")
    for a, b in pairwise(shops):
        if a.code == b.code:
            raise ValueError(f"shop {a.code} is given twice")


def _sweep(places: Sequence[Place], start: Place | None) -> list[int]:
    """Rows by bearing from the start, or from the middle of all."""
    if not places:
        return []
    hub = start or centre(places)
    return sorted(range(1, len(places) + 1), key=lambda r: (_bearing(hub, places[r - 1]), r))


def _bearing(hub: Place, place: Place) -> float:
    return atan2(place.lat - hub.lat, place.lon - hub.lon)


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
    ) -> None:
        self.shops, self.horizon, self.start, self.settings = shops, horizon, start, settings
        self.pins: defaultdict[tuple[str, date], list[Pin]] = defaultdict(list)
        for pin in pins:
            self.pins[pin.shop, pin.day].append(pin)
        self.pinned = days_by_shop(horizon, ((p.shop, p.day) for p in pins))
        self.published = days_by_shop(horizon, published)
        self.asked = visits_asked(horizon, shops, self.pinned)
        where = placed(shops, start)
        self.places = [where[s.code] for s in shops]
        self.matrix: Matrix = travel_matrix(start, self.places, settings.detour, settings.return_to_start)

    def plan(self, seed: int) -> Plan:
        routes = self._routes(seed)
        visits = self._visits(routes)
        given = {code: len(on) for code, on in visits.items()}
        days = self.horizon.days
        return Plan(
            days=self._stops(routes, visits),
            stretched=stretches(self.shops, self.asked, given),
            unplaced=tuple(s.code for s in self.shops if self.asked[s.code] and not given[s.code]),
            km={day: length(self.matrix, route) for day, route in zip(days, routes, strict=True)},
            minutes={day: self._minutes(route) for day, route in zip(days, routes, strict=True)},
            not_due=tuple(s.code for s in self.shops if not self.asked[s.code]),
        )

    def _urgency(self, shop: PlanShop) -> float:
        return self.horizon.lateness(shop, self.horizon.days[0])

    def _routes(self, seed: int) -> Routes:
        """Rows by day in visiting order, every day within its maximum unless pins alone exceed it."""
        room = self.settings.shops_max * len(self.horizon.days)
        given = fitted(self.shops, self.asked, self.pinned, room, self._urgency, self.settings)
        routes = search(self._problem(given), self.settings.steps, seed)
        fit = Fit(self.horizon, self.shops, self.matrix, self.asked, self.pinned, self.settings, self._urgency)
        fit.trim(routes)
        fit.refill(routes)
        return [improved(self.matrix, route) for route in routes]

    def _problem(self, given: Mapping[str, int]) -> Problem:
        options = [
            patterns(
                self.horizon,
                s,
                given[s.code],
                self.pinned.get(s.code, frozenset()),
                self.published.get(s.code, frozenset()),
                self.settings,
            )
            for s in self.shops
        ]
        return Problem(
            matrix=self.matrix,
            patterns=options,
            days=len(self.horizon.days),
            low=self.settings.shops_min,
            high=self.settings.shops_max,
            sweep=_sweep(self.places, self.start),
            unit=mean_leg(self.matrix),
            settled=frozenset(i for i, s in enumerate(self.shops, 1) if s.code in self.published),
        )

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
        """Minutes of the day: the road at the set speed and the time at each shop."""
        road = 60 * length(self.matrix, route) / self.settings.speed_kmh
        return road + sum(self.shops[row - 1].minutes for row in route)
