"""The morning list: every stop with its one thing, what comes first, what the shops don't know yet, and how far the day reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from domain.days import DayView, StopLine
from domain.shops import Segment, Shop
from domain.talking import Facts, News
from domain.tasks import TaskLine
from domain.visits import Channel

LATE_AFTER = timedelta(hours=1)
"""A list handed over so long after its time tells how far the day still reaches."""
VISIT = timedelta(minutes=15)
CALL = timedelta(minutes=5)
ROAD_KMH = 18.0


@dataclass(frozen=True, slots=True)
class MorningLine:
    """One stop of the list with the facts that its second line is made of."""

    line: StopLine
    facts: Facts

    @property
    def important(self) -> bool:
        return self.line.stop.important


@dataclass(frozen=True, slots=True)
class UntoldNews:
    """Valid news, and how many of the day's shops don't know it yet."""

    news: News
    shops: int


@dataclass(frozen=True, slots=True)
class Stretched:
    """A segment whose cadence did not fit: wanted and given days between visits."""

    segment: Segment
    wanted_days: int
    given_days: int


@dataclass(frozen=True, slots=True)
class Promised:
    """A follow-up that is due and whose shop is not on the day's list."""

    shop: Shop
    what: str
    day: date


@dataclass(frozen=True, slots=True)
class Morning:
    """The list of one day. `reach` = how many stops are still in time, None when all are; `km` straight-line.

    `tasks` heaviest first; `promised` soonest first."""

    view: DayView
    lines: tuple[MorningLine, ...] = ()
    news: tuple[UntoldNews, ...] = ()
    stretched: tuple[Stretched, ...] = ()
    focus: tuple[str, ...] = ()
    km: float = 0
    reach: int | None = None
    tasks: tuple[TaskLine, ...] = ()
    promised: tuple[Promised, ...] = ()

    @property
    def day(self) -> date:
        return self.view.day


def untold(lines: Sequence[MorningLine], news: Sequence[News]) -> tuple[UntoldNews, ...]:
    """How many of the day's shops don't know each piece of news; news that all know are left out."""
    counted = [UntoldNews(one, sum(one in line.facts.news for line in lines)) for one in news]
    return tuple(one for one in counted if one.shops)


def reach(
    lines: Sequence[StopLine], km: float, now: datetime, morning_at: time, until: time, zone: tzinfo
) -> int | None:
    """How many stops of today still fit from `now` on, when the list is late; None when it is not, or all fit."""
    day = now.date()
    if now < datetime.combine(day, morning_at, zone) + LATE_AFTER:
        return None
    left = datetime.combine(day, until, zone) - now
    road = timedelta(hours=km / ROAD_KMH) / max(1, len(lines))
    for count, line in enumerate(lines):
        left -= CALL if line.stop.channel is Channel.CALL_BETWEEN else VISIT + road
        if left < timedelta():
            return count
    return None
