"""After the search: days still above their maximum lose the visits that can wait, days with room take
waiting ones back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.planning.demand import Horizon, allowed_days
from domain.planning.distance import Matrix
from domain.planning.model import PlanSettings, PlanShop
from domain.planning.route import cheapest, length

Routes = list[list[int]]
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Day:
    """The most shops and minutes of one day."""

    shops: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Row i of the matrix (minutes) is `shops[i - 1]`; `asked` and `pinned` by code; higher `urgency` is kept
    longer."""

    horizon: Horizon
    shops: Sequence[PlanShop]
    matrix: Matrix
    asked: Mapping[str, int]
    pinned: Mapping[str, frozenset[int]]
    settings: PlanSettings
    urgency: Callable[[PlanShop], float]
    days: Sequence[Day]

    def days_of(self, routes: Routes, row: int) -> list[int]:
        return [day for day, route in enumerate(routes) if row in route]

    def trim(self, routes: Routes) -> None:
        """Take visits off days above their limits, in the order in which cadences stretch; pinned ones stay."""
        for day, route in enumerate(routes):
            free = sorted((r for r in route if day not in self._pins(r)), key=lambda r: self._rank(routes, r))
            for row in free:
                if self._holds(day, route):
                    break
                route.remove(row)

    def _holds(self, day: int, route: Sequence[int]) -> bool:
        limit = self.days[day]
        return len(route) <= limit.shops and self._minutes(route) <= limit.minutes + _TINY

    def _minutes(self, route: Sequence[int]) -> float:
        return length(self.matrix, route) + sum(self.shops[row - 1].minutes for row in route)

    def refill(self, routes: Routes) -> None:
        """Give days with room the visits still missing, the most urgent first, each where the detour is
        smallest."""
        missing = [r for r in range(1, len(self.shops) + 1) if len(self.days_of(routes, r)) < self._asked(r)]
        for row in sorted(missing, key=lambda r: self._rank(routes, r), reverse=True):
            while len(self.days_of(routes, row)) < self._asked(row):
                options = [(*cheapest(self.matrix, routes[d], row), d) for d in self._open_days(routes, row)]
                options = [o for o in options if self._fits(routes[o[2]], row, o[0], o[2])]
                if not options:
                    break
                _, at, day = min(options, key=lambda o: (o[0], o[2]))
                routes[day].insert(at, row)

    def _fits(self, route: Sequence[int], row: int, extra: float, day: int) -> bool:
        return self._minutes(route) + extra + self.shops[row - 1].minutes <= self.days[day].minutes + _TINY

    def _pins(self, row: int) -> frozenset[int]:
        return self.pinned.get(self.shops[row - 1].code, frozenset())

    def _asked(self, row: int) -> int:
        return self.asked[self.shops[row - 1].code]

    def _rank(self, routes: Routes, row: int) -> tuple[bool, bool, bool, float, str]:
        """Sorts what can wait to the front: segments that stretch first, shops seen twice anyway, then the
        least urgent."""
        shop = self.shops[row - 1]
        only = len(self.days_of(routes, row)) <= 1
        first = shop.segment in self.settings.stretch_first
        return (shop.important, not first and only, not first, self.urgency(shop), shop.code)

    def _open_days(self, routes: Routes, row: int) -> list[int]:
        """Days with room that keep at least half an interval from the shop's other visits."""
        shop = self.shops[row - 1]
        taken = [self.horizon.days[d] for d in self.days_of(routes, row)]
        return [
            day
            for day in allowed_days(self.horizon, shop, frozenset())
            if len(routes[day]) < self.days[day].shops
            and all(2 * abs((self.horizon.days[day] - t).days) >= shop.every_days for t in taken)
        ]
