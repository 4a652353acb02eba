"""Days that words name: fixed, or coming again every year, month or week, so that what stands beside them can decide which is meant."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

Days = tuple[date, date]
"""First day and the day after the last."""
DAY = timedelta(days=1)
_AROUND = {"year": (-2, 9), "month": (-14, 15), "week": (-3, 6)}


class WorkingDays(Protocol):
    """The working calendar, as far as sentences need it."""

    def is_working(self, day: date) -> bool: ...

    def known(self, year: int) -> bool:
        """Whether the holidays of that year are published."""


@dataclass(frozen=True, slots=True)
class Context:
    """The moment of writing, and which days are worked."""

    now: datetime
    calendar: WorkingDays

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Piece:
    """`cycle` '' (fixed) | year | month | week; `make` gives the days of one turn, None when that turn has none.

    `options`: likely days, best first, when the words leave it open; `anchored`: the words say themselves that it is ahead;
    `act`: the day to act on when it is not the first; `every`: it is said to come again."""

    make: Callable[[int], Days | None]
    cycle: str = ""
    grain: str = "day"
    options: tuple[date, ...] = ()
    anchored: bool = False
    act: date | None = None
    every: bool = False

    def turns(self, today: date) -> Iterator[Days]:
        """Its days in the turns around `today`, in order."""
        if not self.cycle:
            found = self.make(0)
            if found is not None:
                yield found
            return
        middle, (low, high) = _turn(self.cycle, today), _AROUND[self.cycle]
        for turn in range(middle + low, middle + high):
            found = self.make(turn)
            if found is not None:
                yield found

    def within(self, narrow: Callable[[Days], Days | None], grain: str) -> Piece:
        """A part of these days."""
        return replace(self, make=_part_of(self.make, narrow), grain=grain, options=(), act=None)


def _part_of(make: Callable[[int], Days | None], narrow: Callable[[Days], Days | None]) -> Callable[[int], Days | None]:
    def part(turn: int) -> Days | None:
        days = make(turn)
        return None if days is None else narrow(days)

    return part


def _turn(cycle: str, day: date) -> int:
    if cycle == "year":
        return day.year
    return day.year * 12 + day.month - 1 if cycle == "month" else (day - DAY * day.weekday()).toordinal() // 7


def fixed(start: date | None, end: date | None = None, **more: object) -> Piece:
    """Days that no context can move; no start: a day that does not exist."""
    days = None if start is None else (start, end or start + DAY)
    return replace(Piece(lambda _turn: days), **more)  # type: ignore[arg-type]


def ahead(piece: Piece, today: date, after: date | None = None) -> Days | None:
    """The first turn that is not over; from `after` on when that is given."""
    if after is not None:
        return next((days for days in piece.turns(after) if days[0] >= after), None)
    return next((days for days in piece.turns(today) if not piece.cycle or days[1] > today), None)


def behind(piece: Piece, today: date) -> Days | None:
    """The last turn that has begun."""
    found = None
    for days in piece.turns(today):
        if piece.cycle and days[0] > today:
            break
        found = days
    return found


def build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def single(day: date | None) -> Days | None:
    return None if day is None else (day, day + DAY)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_days(year: int, month: int) -> Days | None:
    first = build(year, month, 1)
    return None if first is None or year >= 9999 else (first, add_months(first, 1))


def month_at(index: int) -> Days | None:
    """The month with that index (year · 12 + month - 1)."""
    return month_days(index // 12, index % 12 + 1)


def year_days(year: int) -> Days | None:
    return (date(year, 1, 1), date(year + 1, 1, 1)) if 1 <= year < 9999 else None


def week_of(day: date, weeks: int = 0) -> Days:
    monday = day + DAY * (7 * weeks - day.weekday())
    return monday, monday + 7 * DAY


def working_on_or_after(day: date, calendar: WorkingDays) -> date:
    """The first working day from `day` on; after 30 days without one, `day` itself (a calendar that works never)."""
    return next((day + DAY * i for i in range(31) if calendar.is_working(day + DAY * i)), day)


def working_on_or_before(day: date, calendar: WorkingDays) -> date:
    return next((day - DAY * i for i in range(31) if calendar.is_working(day - DAY * i)), day)


def working_days_on(day: date, count: int, calendar: WorkingDays) -> date:
    """The `count`th working day after `day`, at most a year on."""
    for _ in range(min(count, 250)):
        day = working_on_or_after(day + DAY, calendar)
    return day
