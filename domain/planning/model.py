"""What the planner takes and gives: shops, pins, settings; stops by day, stretched cadences, distances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf
from typing import Literal

from domain.chat import Place
from domain.shops import Segment
from domain.visits import Channel, Reason

PinKind = Literal["promise", "moved", "task"]


@dataclass(frozen=True, slots=True)
class PlanShop:
    """One open shop to plan. `every_days` ≥ 1; `weekday` 0–6 fixes the day of the week; `minutes` at the shop.

    `times_a_week` above 1: on so many weekdays, the same every week. `closed` weekdays are never planned. `hours`: the
    visit begins within one of these (from, until), in minutes of the day; () is any time. An `important` shop is the
    last of its segment to have its cadence stretched."""

    code: str
    place: Place | None
    segment: Segment
    every_days: int
    call_between: bool = False
    last_visit: date | None = None
    street: str = ""
    weekday: int | None = None
    minutes: float = 15.0
    important: bool = False
    times_a_week: int = 1
    closed: frozenset[int] = frozenset()
    hours: tuple[tuple[float, float], ...] = ()


MORNINGS_OFF: tuple[tuple[float, float], ...] = ((12 * 60.0, 24 * 60.0),)
"""`hours` of a shop that is not to be visited in the morning."""
AFTERNOONS_OFF: tuple[tuple[float, float], ...] = ((0.0, 12 * 60.0),)
"""`hours` of a shop that is to be visited in the morning."""


@dataclass(frozen=True, slots=True)
class DayLimit:
    """The limits of one day that differs from the others: half a day, an afternoon of meetings."""

    shops_min: int
    shops_max: int
    minutes_max: float = inf

    def __post_init__(self) -> None:
        if not 0 <= self.shops_min <= self.shops_max or self.minutes_max < 0:
            raise ValueError(f"shops a day: {self.shops_min}–{self.shops_max} is no range")


@dataclass(frozen=True, slots=True)
class Pin:
    """A visit on a day that is not the planner's to choose; `on` = the day it was promised, or moved from.

    Pins on days outside the horizon, or of shops that are not planned, have no effect."""

    shop: str
    day: date
    kind: PinKind
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """Limits and weights. `shops_min` is aimed at; `shops_max`, and `minutes_max` of road and shops together, are kept
    unless pins alone exceed them.

    A leg takes `speed_kmh` up to `town_leg_km` and `country_kmh` beyond. `day_from` is when the first shop is reached
    at the earliest, in minutes of the day.

    Weights are in mean legs of the manager's own road: `late` for one interval of lateness, `early` for one
    of earliness, `uneven` for a visit one day off the interval since the one before (these three grow with
    the square), `moved` for a published visit put on another day. `steps` bounds the search, or `seconds` of CPU
    where they are given: better with time, but not repeatable."""

    shops_min: int = 15
    shops_max: int = 25
    detour: float = 1.3
    speed_kmh: float = 18.0
    country_kmh: float = 36.0
    town_leg_km: float = 3.0
    minutes_max: float = inf
    day_from: float = 8.5 * 60
    return_to_start: bool = True
    calls_max: int = 5
    early_from: int = 2
    stretch_first: tuple[Segment, ...] = (Segment.WATCH, Segment.DEVELOP)
    stretch_share: float = 0.5
    late: float = 3.0
    early: float = 5.0
    uneven: float = 1.5
    moved: float = 5.0
    steps: int = 60_000
    seconds: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.shops_min <= self.shops_max or self.shops_max < 1:
            raise ValueError(f"shops a day: {self.shops_min}–{self.shops_max} is no range")
        if self.detour < 1 or self.speed_kmh <= 0:
            raise ValueError("detour is at least 1 and speed_kmh above 0")
        if self.country_kmh <= 0 or self.town_leg_km < 0 or self.minutes_max <= 0:
            raise ValueError("country_kmh and minutes_max are above 0, town_leg_km is not below it")

    @property
    def limit(self) -> DayLimit:
        """The limits of an ordinary day."""
        return DayLimit(self.shops_min, self.shops_max, self.minutes_max)


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One stop; `order` counts from 1 within its day, on-site stops in route order, then the calls in
    between."""

    shop: str
    day: date
    order: int
    channel: Channel
    reason: Reason


@dataclass(frozen=True, slots=True)
class Stretch:
    """Shops of a segment with this cadence can't all be seen in time: the interval that the days allow,
    rounded up."""

    segment: Segment
    every_days_wanted: int
    every_days_given: int


@dataclass(frozen=True, slots=True)
class OffHours:
    """A visit that can't begin within the shop's hours: by how many minutes it is early or late."""

    shop: str
    day: date
    minutes: float


class Full(StrEnum):
    """Why a day has no more shops."""

    SHOPS = "shops"
    MINUTES = "minutes"
    ALL_PLANNED = "all_planned"


@dataclass(frozen=True, slots=True)
class Plan:
    """The horizon's stops by day (every day is a key) with the day's road in km and its minutes (road and
    shops).

    `unplaced`: due within the horizon yet without an on-site day, explained by `stretched` or by closed weekdays;
    `not_due`: due only later; `full`: for each day why not more; `next_due`: for each shop when the visit after its
    last one in the plan belongs."""

    days: Mapping[date, tuple[PlannedStop, ...]]
    stretched: tuple[Stretch, ...] = ()
    unplaced: tuple[str, ...] = ()
    km: Mapping[date, float] = field(default_factory=dict)
    minutes: Mapping[date, float] = field(default_factory=dict)
    not_due: tuple[str, ...] = ()
    off_hours: tuple[OffHours, ...] = ()
    full: Mapping[date, Full] = field(default_factory=dict)
    next_due: Mapping[str, date] = field(default_factory=dict)
