"""The days of a standing plan while a proposal is made: stops are taken off and put where they fit."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from domain.planning.demand import slack
from domain.planning.model import DayLimit, PlanShop
from domain.planning.proposals import Routes, Standing, Weights
from domain.planning.route import cheapest, length

_TINY = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Option:
    """A day that a visit fits on: its cost in moves, the detour in minutes."""

    cost: float
    day: date
    extra: float


class Board:
    """Routes by day as matrix rows; `off` are days on which nothing is done, `taken` minutes of a day needed elsewhere."""

    def __init__(self, standing: Standing, weights: Weights) -> None:
        self.standing, self.weights = standing, weights
        self._row = standing.travel.rows
        self._code = {row: code for code, row in self._row.items()}
        self._road = standing.travel.minutes
        self._days = {day: [self._row[code] for code in route] for day, route in sorted(standing.days.items())}
        self._long: dict[date, float] = {}
        self._on: dict[int, list[date]] = {}
        self._budget = {day: self.limit(day).minutes_max for day in self._days}
        self._extra: dict[date, dict[int, tuple[float, int]]] = {day: {} for day in self._days}
        self.off: frozenset[date] = frozenset()

    @property
    def days(self) -> list[date]:
        return list(self._days)

    def limit(self, day: date) -> DayLimit:
        return self.standing.limits.get(day, self.standing.settings.limit)

    def shop(self, code: str) -> PlanShop:
        return self.standing.shops[code]

    def route(self, day: date) -> tuple[str, ...]:
        return tuple(self._code[row] for row in self._days[day])

    def routes(self) -> Routes:
        return {day: self.route(day) for day in self._days}

    def minutes(self, day: date) -> float:
        """Road and shops of a day, what is needed elsewhere left out."""
        known = self._long.get(day)
        if known is None:
            shops = sum(self.shop(code).minutes for code in self.route(day))
            known = self._long[day] = length(self._road, self._days[day]) + shops
        return known

    def take_time(self, day: date, minutes: float) -> None:
        """So many minutes less for visits; a day without a limit of minutes stays as long as it was."""
        room = self._budget[day]
        self._budget[day] = max(0.0, (self.minutes(day) if room == inf else room) - minutes)

    def over(self, day: date) -> bool:
        return len(self._days[day]) > self.limit(day).shops_max or self.minutes(day) > self._budget[day] + _TINY

    def is_free(self, code: str, day: date) -> bool:
        """Whether the stop may be touched."""
        return (code, day) not in self.standing.fixed

    def take_off(self, code: str, day: date) -> None:
        self._days[day].remove(self._row[code])
        self._changed(code, day)

    def put(self, code: str, day: date) -> float:
        """Insert where the detour is smallest; its minutes."""
        extra, at = self._detour(code, day)
        self._days[day].insert(at, self._row[code])
        self._changed(code, day)
        return extra

    def days_of(self, code: str) -> list[date]:
        row = self._row[code]
        known = self._on.get(row)
        if known is None:
            known = self._on[row] = [day for day, route in self._days.items() if row in route]
        return list(known)

    def fits(self, code: str, day: date) -> bool:
        """Whether the day has room for one more visit, of this shop."""
        route = self._days[day]
        if day in self.off or self._row[code] in route or len(route) >= self.limit(day).shops_max:
            return False
        if self._budget[day] == inf:
            return True
        return self.minutes(day) + self._detour(code, day)[0] + self.shop(code).minutes <= self._budget[day] + _TINY

    def suits(self, code: str, day: date) -> bool:
        """Whether the shop may be visited then: not closed, on its weekday, half an interval from its other visits."""
        shop = self.shop(code)
        if day in self.off or day.weekday() in shop.closed or shop.weekday not in (None, day.weekday()):
            return False
        others = [*self.days_of(code), *([shop.last_visit] if shop.last_visit else [])]
        apart = min((shop.every_days / max(1, shop.times_a_week)) / 2, shop.every_days / 2)
        return all(abs((day - other).days) >= apart for other in others)

    def options(self, code: str, wanted: date) -> list[Option]:
        """The days that suit and have room, the least cost first; `wanted` is where the visit belongs."""
        found = [day for day in self._days if self.suits(code, day) and self.fits(code, day)]
        return sorted(self._option(code, day, wanted) for day in found)

    def _option(self, code: str, day: date, wanted: date) -> Option:
        extra = self._detour(code, day)[0]
        return Option(self.price(code, day, wanted, extra), day, extra)

    def price(self, code: str, day: date, wanted: date, extra: float) -> float:
        """One move, more the farther it is from where it belongs and the longer the detour."""
        by = abs((day - wanted).days)
        within = min(by, slack(self.shop(code).every_days))
        weights = self.weights
        return 1.0 + weights.day * within + weights.late * (by - within) + extra / weights.minutes

    def detour(self, code: str, day: date) -> float:
        return self._detour(code, day)[0]

    def saved(self, code: str, day: date) -> float:
        """Minutes that the day gets shorter by without this stop."""
        rest = [row for row in self._days[day] if row != self._row[code]]
        return length(self._road, self._days[day]) - length(self._road, rest) + self.shop(code).minutes

    def lacks(self, day: date) -> tuple[float, int]:
        """(minutes, shops) by which the day is above its limits."""
        minutes = 0.0 if self._budget[day] == inf else self.minutes(day) - self._budget[day]
        return max(0.0, minutes), max(0, len(self._days[day]) - self.limit(day).shops_max)

    def without(self, codes: Iterable[str], day: date) -> Board:
        """The same board with these stops off a day; this one stays as it is."""
        rows = {self._row[code] for code in codes}
        other = copy(self)
        other._days = {**self._days, day: [row for row in self._days[day] if row not in rows]}
        other._extra = {**self._extra, day: {}}
        other._long = {on: minutes for on, minutes in self._long.items() if on != day}
        other._on = {row: days for row, days in self._on.items() if row not in rows}
        return other

    def _detour(self, code: str, day: date) -> tuple[float, int]:
        row = self._row[code]
        known = self._extra[day].get(row)
        if known is None:
            known = self._extra[day][row] = cheapest(self._road, self._days[day], row)
        return known

    def _changed(self, code: str, day: date) -> None:
        self._extra[day] = {}
        self._long.pop(day, None)
        self._on.pop(self._row[code], None)


def due_day(shop: PlanShop, first: date) -> date:
    """Where the next visit of a shop belongs: its interval after the last one, at once without any."""
    if shop.last_visit is None:
        return first
    return max(first, shop.last_visit + timedelta(days=shop.every_days))
