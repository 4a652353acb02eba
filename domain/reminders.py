"""Reminders that a person sets for oneself: when they ring, how they are put off, what is left of the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HOUR = "hour"
MORNING = "morning"
SNOOZES = (HOUR, MORNING)
"""In an hour; at the next beginning of work."""
LATE_AFTER = timedelta(minutes=5)
"""A reminder that rings so long after its moment says how late it is."""

_CALL = re.compile(
    r"(?:请|麻烦)?(?:到时候?)?(?:设(?:一)?个?|定个?)?(?:提醒(?:一下)?我?(?:一下)?|闹钟)[:：,，]?|[叫喊催](?:一下)?我(?:一下)?|通知我"
    r"|^(?:千万)?(?:别忘了?|记得)|\bplease\b|\bremind me\b(?: to)?|\breminder\b:?|\bdon'?t (?:let me )?forget(?: to)?\b",
    re.IGNORECASE,
)
_EDGES = " \t\n，,。.;；:：、!！"


class ReminderState(StrEnum):
    """`asked`: kept, its moment is still to be said."""

    ASKED = "asked"
    WAITING = "waiting"
    RUNG = "rung"
    DONE = "done"
    DROPPED = "dropped"


OPEN = frozenset({ReminderState.ASKED, ReminderState.WAITING, ReminderState.RUNG})


class ReminderRefusal(StrEnum):
    OVER = "over"
    PAST = "past"
    NO_DATE = "no_date"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`words` as written, `what` of them to be reminded of; `at` is `asked_at` moved out of quiet hours and days off."""

    id: int
    person: str
    words: str
    what: str
    asked_at: datetime
    at: datetime
    shop: str
    state: ReminderState
    made_at: datetime

    @property
    def manager(self) -> str:
        return ""

    @property
    def department(self) -> str:
        return ""

    @property
    def addressed(self) -> frozenset[str]:
        return frozenset({self.person})

    @property
    def moved(self) -> bool:
        return self.state is ReminderState.WAITING and self.at != self.asked_at


@dataclass(frozen=True, slots=True)
class ReminderList:
    """`/remind` without words: what is open, the soonest first."""

    person: str
    open: tuple[Reminder, ...] = ()


def calls(text: str) -> bool:
    """Whether words ask outright to be reminded."""
    return _CALL.search(text) is not None


def what_of(text: str, days: Iterable[tuple[int, int]]) -> str:
    """The words without the call to remind and without the moment; all of them when nothing is left."""
    spans = list(days)
    left = "".join("\0" if any(start <= at < end for start, end in spans) else sign for at, sign in enumerate(text))
    pieces = [piece.strip(_EDGES) for piece in _CALL.sub("\0", left).split("\0")]
    words = re.sub(r"^to\b\s*", "", " ".join(piece for piece in pieces if piece), flags=re.IGNORECASE)
    return re.sub(r"(?<=[一-龥]) (?=[一-龥])", "，", words) or text.strip()
