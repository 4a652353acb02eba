"""Incidents and their events: the story of each is kept whole, nothing in it is ever changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from domain.incidents import Category, Event, Incident, IncidentState
from storage.database import Tx
from storage.tables import incident_events, incidents

_FIND = select(incidents).where(incidents.c.id == bindparam("find"))
_LIVE = select(incidents).where(incidents.c.state.in_(("open", "taken"))).order_by(incidents.c.id)
_LIVE_OF = (
    select(incidents)
    .where(incidents.c.manager == bindparam("who"), incidents.c.state.in_(("open", "taken")))
    .order_by(incidents.c.id)
)
_BETWEEN = (
    select(incidents)
    .where(
        incidents.c.manager == bindparam("who"),
        incidents.c.reported_at >= bindparam("first"),
        incidents.c.reported_at < bindparam("last"),
    )
    .order_by(incidents.c.reported_at, incidents.c.id)
)
_EVERY = select(incidents).order_by(incidents.c.id)
_CLIMBING = (
    select(incidents.c.id, incidents.c.next_at)
    .where(incidents.c.state == "open", incidents.c.next_at <= bindparam("now"))
    .order_by(incidents.c.next_at, incidents.c.id)
)
_OVERDUE = (
    select(incidents.c.id, incidents.c.respond_by)
    .where(incidents.c.state == "taken", incidents.c.respond_by <= bindparam("now"))
    .order_by(incidents.c.respond_by, incidents.c.id)
)
_INSERT = insert(incidents)
_UPDATE = (
    update(incidents)
    .where(incidents.c.id == bindparam("find"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "category", "shop", "state", "respond_by", "rung", "next_at", "taken_by", "closing_words",
                "closed_at", "addressed",
            )
        }
    )
)  # fmt: skip
_EVENT = select(incident_events).where(incident_events.c.id == bindparam("find"))
_EVENTS_OF = (
    select(incident_events)
    .where(incident_events.c.incident.in_(bindparam("ids", expanding=True)))
    .order_by(incident_events.c.id)
)
_ALL_EVENTS = select(incident_events).order_by(incident_events.c.id)
_ADD_EVENT = insert(incident_events)


def _incident(row: Any, events: Sequence[Event]) -> Incident:
    return Incident(
        id=row.id,
        category=Category(row.category),
        manager=row.manager,
        department=row.department,
        shop=row.shop,
        state=IncidentState(row.state),
        reported_at=row.reported_at,
        respond_by=row.respond_by,
        rung=row.rung,
        next_at=row.next_at,
        taken_by=row.taken_by,
        closing_words=row.closing_words,
        addressed=frozenset(row.addressed),
        events=tuple(events),
        chain=tuple(tuple(rung) for rung in row.chain),
        closed_at=row.closed_at,
    )


def _event(row: Any) -> Event:
    return Event(row.at, row.who, row.what, row.words, row.media_kind, row.file_id, row.id)


def _read(tx: Tx, statement: Select[Any], values: dict[str, Any]) -> list[Incident]:
    """The incidents of a query, each with its events, in two queries."""
    rows = tx.execute(statement, values).all()
    events: dict[int, list[Event]] = defaultdict(list)
    if rows:
        for event in tx.execute(_EVENTS_OF, {"ids": [row.id for row in rows]}):
            events[event.incident].append(_event(event))
    return [_incident(row, events[row.id]) for row in rows]


def incident(tx: Tx, number: int) -> Incident | None:
    return next(iter(_read(tx, _FIND, {"find": number})), None)


def live(tx: Tx) -> list[Incident]:
    """Everything open or taken, oldest first."""
    return _read(tx, _LIVE, {})


def live_of(tx: Tx, manager: str) -> list[Incident]:
    return _read(tx, _LIVE_OF, {"who": manager})


def between(tx: Tx, manager: str, first: datetime, last: datetime) -> list[Incident]:
    """What a manager reported from `first` up to, not including, `last`."""
    return _read(tx, _BETWEEN, {"who": manager, "first": first, "last": last})


def every(tx: Tx) -> list[Incident]:
    """All incidents with their events, by id (for the export)."""
    events: dict[int, list[Event]] = defaultdict(list)
    for event in tx.execute(_ALL_EVENTS):
        events[event.incident].append(_event(event))
    return [_incident(row, events[row.id]) for row in tx.execute(_EVERY)]


def climbing(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Open incidents whose next rung is due, with when it was due."""
    return [(row.id, row.next_at) for row in tx.execute(_CLIMBING, {"now": now})]


def overdue(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Taken incidents whose result was due, with when it was."""
    return [(row.id, row.respond_by) for row in tx.execute(_OVERDUE, {"now": now})]


def add(tx: Tx, new: Incident, origin: int = 0) -> int:
    """Store a new incident (its id and events are ignored); `origin` is the inbox row that it came from."""
    values = {
        "category": new.category.value,
        "manager": new.manager,
        "department": new.department,
        "shop": new.shop,
        "state": new.state.value,
        "reported_at": new.reported_at,
        "respond_by": new.respond_by,
        "rung": new.rung,
        "next_at": new.next_at,
        "taken_by": new.taken_by,
        "closing_words": new.closing_words,
        "closed_at": new.closed_at,
        "chain": [list(rung) for rung in new.chain],
        "addressed": sorted(new.addressed),
        "origin": origin,
    }
    return int((tx.execute(_INSERT, values).inserted_primary_key or (0,))[0])


def change(tx: Tx, changed: Incident) -> None:
    """Write what may change of an incident; who reported it, when, and the chain never do."""
    tx.execute(
        _UPDATE,
        {
            "find": changed.id,
            "new_category": changed.category.value,
            "new_shop": changed.shop,
            "new_state": changed.state.value,
            "new_respond_by": changed.respond_by,
            "new_rung": changed.rung,
            "new_next_at": changed.next_at,
            "new_taken_by": changed.taken_by,
            "new_closing_words": changed.closing_words,
            "new_closed_at": changed.closed_at,
            "new_addressed": sorted(changed.addressed),
        },
    )


def add_event(tx: Tx, number: int, new: Event) -> int:
    """Add a line to an incident's story; returns the event's id (the one given is ignored)."""
    values = {
        "incident": number,
        "at": new.at,
        "who": new.who,
        "what": new.what,
        "words": new.words,
        "media_kind": new.media_kind,
        "file_id": new.file_id,
    }
    return int((tx.execute(_ADD_EVENT, values).inserted_primary_key or (0,))[0])


def event(tx: Tx, number: int) -> tuple[int, Event] | None:
    """An event with the id of its incident."""
    row = tx.execute(_EVENT, {"find": number}).first()
    return None if row is None else (row.incident, _event(row))
