"""Calling people about an incident, rung by rung, until somebody takes it (METHOD, the chain)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Done, Notice, Priority
from domain.escalation import (
    LATE,
    NOT_DELIVERED,
    Step,
    answer_due,
    inspectors_for,
    may_climb,
    newcomers,
    next_sending,
    step,
)
from domain.incidents import Event, Incident, IncidentState, move
from services.incident_story import Staff, done, evidence_for, hours, keep, load, note, ring_name, staff
from storage import incidents, people
from storage.database import Tx

GROUP_RUNG = 1
"""The department's group hears together with the second rung."""


def due_climbs(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Incidents whose next rung is due, with when it was."""
    return incidents.climbing(tx, now)


def due_reopenings(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Taken incidents not closed in time, with when they should have been."""
    return incidents.overdue(tx, now)


def climb(tx: Tx, number: int, now: datetime) -> Done[Incident] | None:
    """Call the one rung that is due; None when nothing is due any more, or it has to wait for working time."""
    incident = load(tx, number)
    if incident.state is not IncidentState.OPEN or incident.next_at is None or incident.next_at > now:
        return None
    allowed_from = may_climb(now, incident.rung, incident.rule, hours(tx))
    if allowed_from > now:
        keep(tx, replace(incident, next_at=allowed_from))
        return None
    incident, notices = call(tx, incident, staff(tx, now), now)
    return done(incident, now, notices)


def reopen_overdue(tx: Tx, number: int, now: datetime) -> Done[Incident] | None:
    """Open again what was taken but not closed by its time; None when that is no longer so, or must wait for working time."""
    incident = load(tx, number)
    waits = not (incident.rule.any_hour or hours(tx).working(now))
    if incident.state is not IncidentState.TAKEN or incident.respond_by > now or waits:
        return None
    return restart(tx, incident, Event(now, "", "reopened"), now)


def restart(tx: Tx, incident: Incident, event: Event, now: datetime) -> Done[Incident]:
    """Open again: everybody who had it is told, and the chain begins anew."""
    incident = note(tx, incident, event)
    ring = ring_name(incident.events[-1])
    told = sorted((incident.addressed | {incident.manager}) - {event.who})
    notices = [Notice(code, "incident_ring", ring, Priority.ALERT) for code in told]
    incident = replace(
        incident,
        state=move(incident.state, IncidentState.OPEN),
        taken_by="",
        closed_at=None,
        rung=NOT_DELIVERED,
        next_at=now,
        respond_by=answer_due(now, incident.rule, hours(tx)),
    )
    allowed_from = may_climb(now, NOT_DELIVERED, incident.rule, hours(tx))
    if allowed_from > now:
        return done(keep(tx, replace(incident, next_at=allowed_from)), now, notices)
    rung = {one.to for one in notices}
    incident, more = call(tx, incident, staff(tx, now), now)
    return done(incident, now, (*notices, *(one for one in more if one.to not in rung)))


def person_unreachable(tx: Tx, code: str, now: datetime) -> Done[None]:
    """Somebody can't be written to any more: what waits for that person alone goes to the next rung at once."""
    known = staff(tx, now, lost=code)
    notices: list[Notice] = []
    changed: list[str] = []
    for incident in incidents.live(tx):
        if _waits_for(incident, code, known):
            called = _climb_past(tx, incident, known, now)
            notices += called.notices
            changed += called.changed
    return Done(None, tuple(notices), tuple(dict.fromkeys(changed)))


def _waits_for(incident: Incident, code: str, known: Staff) -> bool:
    if incident.state is not IncidentState.OPEN or not 0 <= incident.rung < len(incident.chain):
        return False
    waited = newcomers(incident.chain, incident.rung)
    return code in waited and not any(known.hears(one) for one in waited)


def _climb_past(tx: Tx, incident: Incident, known: Staff, now: datetime) -> Done[Incident]:
    allowed_from = may_climb(now, NOT_DELIVERED, incident.rule, hours(tx))
    if allowed_from > now:
        return done(keep(tx, replace(incident, next_at=allowed_from)), now)
    passed = [one for one in newcomers(incident.chain, incident.rung) if not known.hears(one)]
    for code in passed:
        incident = note(tx, incident, Event(now, code, "passed", known.why_deaf(code)))
    incident, notices = call(tx, incident, known, now)
    return done(incident, now, notices)


def call(tx: Tx, incident: Incident, known: Staff, now: datetime) -> tuple[Incident, tuple[Notice, ...]]:
    """Send to the next rung that can hear: the card to whom it is new, else a short call; the next one counts from now."""
    first = incident.rung == NOT_DELIVERED
    late = _minutes_late(incident, now)
    made = step(incident.chain, incident.rung, known.admins, known.hears)
    incident = _note_passed(tx, incident, made, known, now)
    notices: list[Notice] = []
    for code in (*made.hears, *(_inspectors(incident, known) if first else ())):
        incident = note(tx, incident, Event(now, code, "notified" if first else "escalated", late))
        notices += _calling(incident, code, first=first)
    notices += _groups(tx, incident) if incident.rung < GROUP_RUNG <= made.rung else ()
    incident = replace(
        incident,
        rung=made.rung,
        next_at=next_sending(now, made.rung, len(incident.chain), incident.rule, hours(tx)),
        addressed=incident.addressed | {notice.to for notice in notices if ":" not in notice.to},
    )
    return keep(tx, incident), tuple(notices)


def _calling(incident: Incident, code: str, *, first: bool) -> list[Notice]:
    """The whole card with its pictures for whom it is new; a short call that quotes it for whom it is not."""
    if code not in incident.addressed:
        return [Notice(code, "incident", incident.name, Priority.ALERT), *evidence_for(incident, [code])]
    if first:
        return [Notice(code, "incident", incident.name, Priority.ALERT)]
    return [Notice(code, "incident_ring", ring_name(incident.events[-1]), Priority.ALERT)]


def _minutes_late(incident: Incident, now: datetime) -> str:
    late = now - incident.next_at if incident.next_at else None
    return str(int(late.total_seconds() // 60)) if late is not None and late > LATE else ""


def _note_passed(tx: Tx, incident: Incident, made: Step, known: Staff, now: datetime) -> Incident:
    """Say once of everybody passed over why."""
    said = {event.who for event in incident.events if event.what == "passed" and event.at >= incident.since()}
    for code in made.passed:
        if code not in said:
            incident = note(tx, incident, Event(now, code, "passed", known.why_deaf(code)))
    return incident


def _inspectors(incident: Incident, known: Staff) -> tuple[str, ...]:
    found = inspectors_for(known.everyone, incident.department, incident.rule)
    return tuple(code for code in found if known.hears(code))


def add_inspectors(tx: Tx, incident: Incident, now: datetime) -> tuple[Incident, tuple[Notice, ...]]:
    """Let the inspectors of its category know who have not heard of it yet."""
    new = [code for code in _inspectors(incident, staff(tx, now)) if code not in incident.addressed]
    for code in new:
        incident = note(tx, incident, Event(now, code, "notified"))
    cards = [Notice(code, "incident", incident.name, Priority.ALERT) for code in new]
    return replace(incident, addressed=incident.addressed | set(new)), (*cards, *evidence_for(incident, new))


def _groups(tx: Tx, incident: Incident) -> list[Notice]:
    bound = [group for group in people.groups(tx, "bound") if group.department == incident.department]
    return [Notice(f"group:{group.chat_id}", "incident_group", incident.name, Priority.ALERT) for group in bound]
