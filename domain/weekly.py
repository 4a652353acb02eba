"""The weekly report: when it is drafted, its sentences with the records behind each, its life until it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.calendar import WorkingCalendar
from domain.incidents import Incident
from domain.people import Person
from domain.reviews import Review
from domain.visits import Log, Stop

WEEKLY_AT = time(8)
"""When the draft comes on its manager's first day at work of the week."""
REMIND_AT = time(16)
WEEKLY_UNTIL = time(17)
"""Later than that it waits for the next morning at work."""
REMIND_LATE = timedelta(hours=4)
LOOK_BACK = 2
"""Weeks whose report is still drafted, for who was on leave."""
WEEK = timedelta(days=7)
WORDS_MOST = 1000
"""Characters of a sentence that a manager adds."""


class WeeklyState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    DELIVERED = "delivered"


MOVES: Mapping[WeeklyState, frozenset[WeeklyState]] = {
    WeeklyState.DRAFT: frozenset({WeeklyState.SIGNED}),
    WeeklyState.SIGNED: frozenset({WeeklyState.DELIVERED}),
    WeeklyState.DELIVERED: frozenset(),
}
"""SIGNED waits for its documents; DELIVERED lies with whoever reads it."""


class IllegalMove(Exception):
    """A change that the life of a report does not know."""


def move(state: WeeklyState, to: WeeklyState) -> WeeklyState:
    """`to`, if it is a legal next state; raises IllegalMove."""
    if to not in MOVES[state]:
        raise IllegalMove(f"a report can't go from {state} to {to}")
    return to


class Part(StrEnum):
    """What a manager may add in words."""

    MARKET = "market"
    TROUBLE = "trouble"
    INTENT = "intent"


class LineKind(StrEnum):
    """The sentences of a draft, in this order; what has no record has no sentence."""

    AWAY = "away"
    NOTHING = "nothing"
    VISITED = "visited"
    SEGMENTS = "segments"
    OUTCOMES = "outcomes"
    NEWS = "news"
    INCIDENTS = "incidents"
    MISSED = "missed"
    REVIEWED = "reviewed"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its figures, and the names of the records it was made of (`log:5`, `stop:7`, `incident:2` …)."""

    kind: LineKind
    figures: Mapping[str, Any]
    sources: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "figures": dict(self.figures), "sources": list(self.sources)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Line:
        return cls(LineKind(kept["kind"]), kept["figures"], tuple(kept["sources"]))


@dataclass(frozen=True, slots=True)
class ToldNews:
    """A shop heard a piece of news, by that log."""

    shop: str
    log: int


@dataclass(frozen=True, slots=True)
class Promise:
    """An open follow-up with its day."""

    id: int
    shop: str
    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A leave as far as it lies in the week: its working days."""

    id: int
    days: int


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What the sentences say of a shop."""

    name: str
    segment: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class WeekRecords:
    """Everything that was written down in a manager's week; logs that were taken back are not among them."""

    manager: Person
    week: date
    shops: Mapping[str, ShopFacts]
    stops: tuple[Stop, ...] = ()
    logs: tuple[Log, ...] = ()
    told: tuple[ToldNews, ...] = ()
    incidents: tuple[Incident, ...] = ()
    reviews: tuple[Review, ...] = ()
    ahead: tuple[Promise, ...] = ()
    away: tuple[Absence, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing happened: no list, no log, no incident."""
        return not (self.stops or self.logs or self.incidents)


@dataclass(frozen=True, slots=True)
class Report:
    """One manager's report of one week (its Monday); `docx` and `pdf` name stored documents once they are made."""

    id: int
    manager: str
    department: str
    week: date
    state: WeeklyState
    lines: tuple[Line, ...]
    said: Mapping[str, str] = field(default_factory=dict)
    made_at: datetime | None = None
    signed_at: datetime | None = None
    docx: str = ""
    pdf: str = ""
    read_by: str = ""
    read_at: datetime | None = None
    reply: str = ""
    answered_by: str = ""

    @property
    def name(self) -> str:
        """The object's name: `weekly:7`."""
        return f"weekly:{self.id}"

    @property
    def signed(self) -> bool:
        return self.state is not WeeklyState.DRAFT


def monday(day: date) -> date:
    """The Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def weeks_to_report(today: date) -> tuple[date, ...]:
    """Mondays of the weeks whose report may still be drafted today, latest first."""
    return tuple(monday(today) - n * WEEK for n in range(1, LOOK_BACK + 1))


def last_day(week: date, calendar: WorkingCalendar) -> date:
    """The last day of the week that is worked: a make-up Saturday counts; Friday when none is."""
    days = [week + timedelta(days=n) for n in range(7)]
    return next((day for day in reversed(days) if calendar.is_working(day)), days[4])


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a sentence, as the page of sources tells it; `name` says what kind it is, `key` its state."""

    name: str
    at: datetime | None = None
    day: date | None = None
    shop: str = ""
    key: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyView:
    """A report as it is drawn: `records` by name for the page of sources; `reader` who read it, `chief` who gets it.

    `kept`: its documents can still be sent."""

    report: Report
    manager: str
    last: date
    today: date
    chief: str = ""
    reader: str = ""
    records: Mapping[str, Record] = field(default_factory=dict)
    quote: int = 0
    kept: bool = True


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The reports of a chief's managers for one week, by code; None: nothing drafted."""

    week: date
    last: date
    reports: tuple[tuple[Person, Report | None], ...]
