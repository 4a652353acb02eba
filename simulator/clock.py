"""The simulator's clock: trade time that stands still until moved by hand, or goes on from a set instant."""

from __future__ import annotations

import time as machine
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MORNING = time(7, 0)
"""Where "next working day" lands when no time of day is asked for."""
_SATURDAY = 5


class Pace(StrEnum):
    RUNNING = "running"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class _Mark:
    """At machine second `at`, the clock read `reads`."""

    reads: datetime
    at: float
    running: bool


class Clock:
    """Reads one instant with an offset; may be read from any thread, is moved by one.

    `days_off` are dates without work besides Saturdays and Sundays; `monotonic` is the machine's seconds.
    """

    def __init__(
        self,
        start: datetime,
        *,
        running: bool = False,
        days_off: frozenset[date] = frozenset(),
        monotonic: Callable[[], float] = machine.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._days_off = days_off
        self._mark = _Mark(_aware(start), monotonic(), running)

    @property
    def now(self) -> datetime:
        mark = self._mark
        if not mark.running:
            return mark.reads
        return mark.reads + timedelta(seconds=self._monotonic() - mark.at)

    @property
    def pace(self) -> Pace:
        return Pace.RUNNING if self._mark.running else Pace.STILL

    def to(self, instant: datetime) -> None:
        """Set the clock; an instant without an offset is in the clock's own zone."""
        zone = self._mark.reads.tzinfo
        instant = instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)
        self._mark = _Mark(instant, self._monotonic(), self._mark.running)

    def forward(self, by: timedelta) -> None:
        self.to(self.now + by)

    def to_time(self, reading: time) -> None:
        """On to the next instant at which the clock reads this time of day; never backwards."""
        now = self.now
        target = datetime.combine(now.date(), reading, now.tzinfo)
        self.to(target if target > now else target + timedelta(days=1))

    def not_before(self, reading: time) -> None:
        """On to this time of the same day; where it is later already, nothing happens."""
        now = self.now
        target = datetime.combine(now.date(), reading, now.tzinfo)
        if target > now:
            self.to(target)

    def to_next_working_day(self, reading: time = MORNING) -> None:
        day = self.now.date() + timedelta(days=1)
        while day.weekday() >= _SATURDAY or day in self._days_off:
            day += timedelta(days=1)
        self.to(datetime.combine(day, reading, self.now.tzinfo))

    def run(self, running: bool) -> None:
        self._mark = _Mark(self.now, self._monotonic(), running)


def _aware(instant: datetime) -> datetime:
    """An instant without an offset is taken in the machine's zone."""
    return instant if instant.tzinfo is not None else instant.astimezone()
