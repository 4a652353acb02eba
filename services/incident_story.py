"""What every verb about incidents starts and ends with: who can be called, the story written, what must be redrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.calendar import WorkingCalendar
from domain.chat import Done, Notice
from domain.escalation import Hours, administrators, deaf_because
from domain.incidents import Event, Incident
from domain.people import Person
from storage import incidents, people, plans
from storage.database import Tx

RINGING = frozenset({"escalated", "asked", "answered", "reopened"})
"""Events that reach somebody as a message of their own, which is redrawn with the incident."""


class Refused(Exception):
    """The incident is not in a state for this; `incident` is as it stands."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(f"{incident.name} is {incident.state}")
        self.incident = incident


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, and who can't be called on a day."""

    everyone: tuple[Person, ...]
    on_leave: frozenset[str]
    lost: str = ""

    @property
    def admins(self) -> tuple[str, ...]:
        return administrators(self.everyone)

    def why_deaf(self, code: str) -> str:
        """As `deaf_because`; '' when the person can be called."""
        if code == self.lost:
            return "unreachable"
        return deaf_because(next((one for one in self.everyone if one.code == code), None), self.on_leave)

    def hears(self, code: str) -> bool:
        return not self.why_deaf(code)


def staff(tx: Tx, now: datetime, lost: str = "") -> Staff:
    """Everybody as of today; `lost` was found unreachable just now."""
    return Staff(tuple(people.everyone(tx)), plans.on_leave(tx, now.astimezone(tx.office.zone).date()), lost)


def hours(tx: Tx) -> Hours:
    return Hours(WorkingCalendar(plans.own_calendar(tx)), tx.office)


def load(tx: Tx, number: int) -> Incident:
    """The incident; LookupError when there is none."""
    found = incidents.incident(tx, number)
    if found is None:
        raise LookupError(f"no incident {number}")
    return found


def note(tx: Tx, incident: Incident, event: Event) -> Incident:
    """The incident with one more line in its story."""
    written = replace(event, id=incidents.add_event(tx, incident.id, event))
    return replace(incident, events=(*incident.events, written))


def keep(tx: Tx, incident: Incident) -> Incident:
    """Write what changed of it."""
    incidents.change(tx, incident)
    return incident


def done(incident: Incident, now: datetime, notices: Iterable[Notice] = ()) -> Done[Incident]:
    """The outcome of a verb, with every card that shows the incident."""
    readers = sorted({incident.manager, incident.taken_by, *incident.addressed} - {""})
    rings = [ring_name(event) for event in incident.events if event.what in RINGING]
    changed = (
        incident.name,
        *rings,
        f"day:{incident.manager}@{now:%Y-%m-%d}",
        *(f"matters:{code}" for code in readers),
    )
    return Done(incident, tuple(notices), changed)


def ring_name(event: Event) -> str:
    return f"ring:{event.id}"


def evidence_for(incident: Incident, codes: Iterable[str], events: Iterable[Event] | None = None) -> list[Notice]:
    """Pictures, voices and places of the story (or of some events) for people who have the incident."""
    shown = [event for event in (incident.events if events is None else events) if event.media_kind]
    return [Notice(code, "incident_evidence", f"evidence:{event.id}") for code in codes for event in shown]
