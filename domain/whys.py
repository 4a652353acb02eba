"""Why something was sent or not: what the rows know of it, for administrators; never what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.incident_cards import IncidentCard


class ListState(StrEnum):
    """How it stands with a manager's list of today: the first of these that holds."""

    NOT_JOINED = "not_joined"
    UNREACHABLE = "unreachable"
    DAY_OFF = "day_off"
    ON_LEAVE = "on_leave"
    HANDED_OVER = "handed_over"
    NO_STOPS = "no_stops"
    TOO_EARLY = "too_early"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Sending:
    """One message: `to` a name, `what` its view ('' unknown), `cause` a push's kind ('' when `by` wrote or tapped at `asked`)."""

    id: int
    written: datetime
    to: str
    kind: str
    state: str
    reason: str = ""
    sent: datetime | None = None
    what: str = ""
    cause: str = ""
    by: str = ""
    asked: datetime | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Push:
    """One push of a job to a person: its slot (a day, an instant), what became of it and why."""

    kind: str
    slot: str
    state: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """All that is known about `about` (a name or words): newest first. `today`: of a manager's list."""

    about: str
    now: datetime
    today: ListState | None = None
    sendings: tuple[Sending, ...] = ()
    pushes: tuple[Push, ...] = ()
    incidents: tuple[IncidentCard, ...] = ()

    @property
    def empty(self) -> bool:
        return self.today is None and not (self.sendings or self.pushes or self.incidents)
