"""What a bot must never find about itself: the kinds of things left undone, and after how long each is sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Trouble(StrEnum):
    """What can be wrong, each a finding's kind."""

    OVERDUE = "overdue"
    NO_NEXT_STEP = "no_next_step"
    RESULT_LATE = "result_late"
    GAVE_UP = "gave_up"
    INBOX_WAITS = "inbox_waits"
    SENDING_LONG = "sending_long"
    ALERT_WAITS = "alert_waits"


SURE_AFTER: dict[Trouble, timedelta] = {
    Trouble.OVERDUE: timedelta(seconds=45),
    Trouble.NO_NEXT_STEP: timedelta(seconds=15),
    Trouble.RESULT_LATE: timedelta(seconds=45),
    Trouble.GAVE_UP: timedelta(0),
    Trouble.INBOX_WAITS: timedelta(seconds=30),
    Trouble.SENDING_LONG: timedelta(seconds=60),
    Trouble.ALERT_WAITS: timedelta(seconds=60),
}
"""How long, by machine time, a suspicion has to stand: what is just being done is no finding."""

PLANNING = timedelta(minutes=15)
"""How long planning may take after an import of a whole district."""
INBOX_WAITS_AFTER = timedelta(seconds=30)
"""How long the next update of a chat may wait before it is suspicious; one that is the next for as long again is stuck.

A chat held back for writing too much moves on meanwhile."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that should not be: `what` is a job's kind or an error, `about` names the object (`incident:5`, a code, a row).

    `at`: when it was due, or since when it stands."""

    trouble: Trouble
    about: str
    at: datetime
    what: str = ""
    patience: timedelta | None = None

    @property
    def key(self) -> str:
        """The same for the same thing, however often it is looked at."""
        return f"{self.trouble}|{self.what}|{self.about}"

    @property
    def sure_after(self) -> timedelta:
        return SURE_AFTER[self.trouble] if self.patience is None else self.patience


@dataclass(frozen=True, slots=True)
class Report:
    """The findings that stand, oldest first, with the names of people in them by code; `at`: when it was looked last."""

    at: datetime | None
    findings: tuple[Suspicion, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    def name(self, code: str) -> str:
        return dict(self.names).get(code, code)
