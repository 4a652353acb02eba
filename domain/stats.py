"""One's own week in figures: days, segments, answers; nobody is compared with anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayStat:
    """A day: shops on the list, of them visited; `extra` unplanned ones; `off`: not worked, or on leave."""

    day: date
    planned: int = 0
    visited: int = 0
    extra: int = 0
    off: bool = False


@dataclass(frozen=True, slots=True)
class SegmentStat:
    segment: str
    planned: int
    visited: int


@dataclass(frozen=True, slots=True)
class WeekStats:
    """A manager's week so far; `week` its Monday, `today` the day it was asked."""

    manager: str
    department: str
    week: date
    today: date
    days: tuple[DayStat, ...] = ()
    segments: tuple[SegmentStat, ...] = ()
    visited: int = 0
    planned: int = 0
    calls: int = 0
    unplanned: int = 0
    told: int = 0
    incidents: int = 0

    @property
    def name(self) -> str:
        return f"stats:{self.manager}@{self.week:%Y-%m-%d}"

    @property
    def empty(self) -> bool:
        return not any(one.planned or one.visited or one.extra for one in self.days)


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A picture (the name of its stored file) with the figures that it shows."""

    stats: WeekStats
    file: str
