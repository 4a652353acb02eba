"""The working calendar: China's public holidays and make-up days, the department's own overrides on top.

A year whose holidays are not published yet counts Monday to Friday; `known` says so, and the administrator
is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from types import MappingProxyType

_DAY = timedelta(days=1)
_NO_OVERRIDES: Mapping[date, bool] = MappingProxyType({})


@cache
def _published() -> Callable[[date], bool]:
    """The library's own test of a day, loaded at its first use; it raises NotImplementedError for years
    unknown to it."""
    library = import_module("chinese_calendar")
    is_workday: Callable[[date], bool] = library.is_workday
    return is_workday


@cache
def _knows(year: int) -> bool:
    try:
        _published()(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


class WorkingCalendar:
    """Working days: an override first, then the published calendar, then Monday to Friday."""

    def __init__(self, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> None:
        self._overrides = dict(overrides)

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked; a make-up Saturday is, a public holiday is not."""
        override = self._overrides.get(day)
        if override is not None:
            return override
        if _knows(day.year):
            return _published()(day)
        return day.weekday() < 5

    def known(self, year: int) -> bool:
        """Whether the public holidays of `year` are known."""
        return _knows(year)

    def working_days(self, start: date, count: int) -> list[date]:
        """The first `count` working days from `start` on, `start` included when it is worked."""
        found: list[date] = []
        day = start
        while len(found) < count:
            if self.is_working(day):
                found.append(day)
            day += _DAY
        return found

    def next_working(self, day: date, n: int = 1) -> date:
        """The `n`th working day strictly after `day`; `n` from 1, else ValueError."""
        if n < 1:
            raise ValueError(f"n counts from 1, not {n}")
        return self.working_days(day + _DAY, n)[-1]

    def previous_working(self, day: date) -> date:
        """The last working day strictly before `day`."""
        day -= _DAY
        while not self.is_working(day):
            day -= _DAY
        return day

    def last_working_of_month(self, day: date) -> date:
        """The last working day of the month that `day` is in."""
        return self.previous_working(first_of_next_month(day))


def first_of_next_month(day: date) -> date:
    """The 1st of the month after the one that `day` is in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
