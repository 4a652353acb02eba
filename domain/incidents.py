"""Abnormal situations: categories, severities, response times, the escalation chain and its legal moves (METHOD)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Category(StrEnum):
    PRICE = "price"
    COUNTERFEIT = "counterfeit"
    CLOSING = "closing"
    OUT_OF_STOCK = "out_of_stock"
    BACKLOG = "backlog"
    COMPLAINT = "complaint"
    LICENCE = "licence"
    BULK = "bulk"
    SAFETY = "safety"
    OTHER = "other"


class Severity(StrEnum):
    NORMAL = "normal"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """Defaults per category; `respond` is the time until a result is due; `inspectors` hear of it as well."""

    severity: Severity
    respond: timedelta
    inspectors: bool = False
    any_hour: bool = False


CATEGORY_RULES: dict[Category, CategoryRule] = {
    Category.PRICE: CategoryRule(Severity.NORMAL, timedelta(hours=24)),
    Category.COUNTERFEIT: CategoryRule(Severity.SERIOUS, timedelta(hours=2), inspectors=True),
    Category.CLOSING: CategoryRule(Severity.NORMAL, timedelta(hours=24)),
    Category.OUT_OF_STOCK: CategoryRule(Severity.NORMAL, timedelta(hours=8)),
    Category.BACKLOG: CategoryRule(Severity.NORMAL, timedelta(hours=24)),
    Category.COMPLAINT: CategoryRule(Severity.SERIOUS, timedelta(hours=4)),
    Category.LICENCE: CategoryRule(Severity.NORMAL, timedelta(hours=24)),
    Category.BULK: CategoryRule(Severity.SERIOUS, timedelta(hours=4), inspectors=True),
    Category.SAFETY: CategoryRule(Severity.SERIOUS, timedelta(hours=1), any_hour=True),
    Category.OTHER: CategoryRule(Severity.NORMAL, timedelta(hours=24)),
}

RUNG_WAITS: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(minutes=15))
"""How long each rung has before the next hears: 15 minutes to the deputy, 15 more to the head; three rungs at most."""


class IncidentState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


MOVES: dict[IncidentState, frozenset[IncidentState]] = {
    IncidentState.OPEN: frozenset({IncidentState.TAKEN, IncidentState.CLOSED, IncidentState.WITHDRAWN}),
    IncidentState.TAKEN: frozenset({IncidentState.TAKEN, IncidentState.CLOSED, IncidentState.OPEN}),
    IncidentState.CLOSED: frozenset({IncidentState.OPEN}),
    IncidentState.WITHDRAWN: frozenset(),
}


class IllegalMove(Exception):
    """A state change that the incident's life does not know."""


def move(state: IncidentState, to: IncidentState) -> IncidentState:
    """`to`, if it is a legal next state; raises IllegalMove."""
    if to not in MOVES[state]:
        raise IllegalMove(f"incident can't go from {state} to {to}")
    return to


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an incident's story; `what` is one of EVENTS, `who` a code or '' for the bot itself.

    `words` are what a person wrote for kinds in SPOKEN, else a fact: handed → the new taker's code, passed → why
    (`leave`, `not_joined`, `unreachable`, `left`), escalated → minutes late ('' when in time)."""

    at: datetime
    who: str
    what: str
    words: str = ""
    media_kind: str = ""
    file_id: str = ""
    id: int = 0


EVENTS = frozenset(
    {
        "reported", "added", "notified", "taken", "asked", "answered", "closed", "reopened", "handed", "withdrawn",
        "escalated", "passed", "seen", "renamed",
    }
)  # fmt: skip
"""`notified` and `escalated` name the one who was called; `renamed`: another category or shop."""
SPOKEN = frozenset({"reported", "added", "asked", "answered", "closed", "reopened"})
"""Kinds of events whose words a person wrote: what an export shows as said."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One abnormal situation; `addressed` = codes that may take it; `next_at` = when the chain climbs next.

    `shop` is '' while not settled; `rung` -1 = not delivered yet (quiet hours); `chain` = the rungs copied at the start."""

    id: int
    category: Category
    manager: str
    department: str
    shop: str
    state: IncidentState
    reported_at: datetime
    respond_by: datetime
    rung: int
    next_at: datetime | None
    taken_by: str = ""
    closing_words: str = ""
    addressed: frozenset[str] = frozenset()
    events: tuple[Event, ...] = field(default=())
    chain: tuple[tuple[str, ...], ...] = ()
    closed_at: datetime | None = None

    @property
    def rule(self) -> CategoryRule:
        return CATEGORY_RULES[self.category]

    @property
    def live(self) -> bool:
        """Open or taken: somebody still has to do something."""
        return self.state in {IncidentState.OPEN, IncidentState.TAKEN}

    @property
    def name(self) -> str:
        """The name under which cards show it: `incident:5`."""
        return f"incident:{self.id}"

    def since(self, at: datetime | None = None) -> datetime:
        """Since when it has been open (now, or as of `at`): reported, or opened again."""
        again = [event.at for event in self.events if event.what == "reopened" and (at is None or event.at <= at)]
        return max(again, default=self.reported_at)

    def unanswered(self) -> Event | None:
        """The last question that the reporter has not answered."""
        asked = next((event for event in reversed(self.events) if event.what in {"asked", "answered"}), None)
        return asked if asked is not None and asked.what == "asked" else None


def likeliest(heard: Sequence[Category]) -> Category | None:
    """The category meant by words that sound like several: a serious one first, else the first heard."""
    serious = [one for one in heard if CATEGORY_RULES[one].severity is Severity.SERIOUS]
    return next(iter((*serious, *heard)), None)
