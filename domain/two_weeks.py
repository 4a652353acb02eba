"""The plan of the days ahead as it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.days import DayView
from domain.mornings import Stretched
from domain.people import Person


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day ahead: on-site stops, calls, the streets they lie in (most stops first), straight-line km."""

    day: date
    visits: int
    calls: int
    streets: tuple[str, ...]
    km: float = 0


@dataclass(frozen=True, slots=True)
class TwoWeeks:
    """What `/plan` shows. `off` = days of leave; `chosen` the day that is open;
    `overdue` shops are past their interval today, `waiting` ones fall due within the days but wait for the weeks after."""

    manager: Person
    today: date
    days: tuple[PlannedDay, ...]
    stretched: tuple[Stretched, ...] = ()
    off: tuple[date, ...] = ()
    overdue: int = 0
    waiting: int = 0
    chosen: DayView | None = None
