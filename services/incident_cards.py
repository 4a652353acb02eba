"""What the views of incidents show, loaded for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.escalation import step
from domain.incident_cards import Call, IncidentCard, Matters
from domain.incidents import Incident, IncidentState
from domain.people import Action, Owned, Person, Scope, allow
from domain.shops import Shop
from services.incident_story import Staff, staff
from services.incidents import find, own_shop, successors, suggested_shops
from storage import dialogs, incidents, outbox, people, shops
from storage.database import Tx


def incident_object(tx: Tx, id: str) -> Owned | None:
    return find(tx, f"incident:{id}")


def ring_object(tx: Tx, id: str) -> Owned | None:
    return find(tx, f"ring:{id}")


def evidence_object(tx: Tx, id: str) -> Owned | None:
    return find(tx, f"evidence:{id}")


def matters_object(tx: Tx, id: str) -> Owned | None:
    """A person's own list, which nobody else may open."""
    return Scope(manager=id, addressed=frozenset({id}))


def card(tx: Tx, id: str, reader: Person | None, now: datetime) -> IncidentCard | None:
    """One incident with everything that this reader's card shows."""
    incident = find(tx, f"incident:{id}")
    return None if incident is None else _card(tx, incident, reader, now)


def call(tx: Tx, id: str, reader: Person | None, now: datetime) -> Call | None:
    """The event behind `ring:<id>` or `evidence:<id>`, quoting the reader's own card."""
    found = incidents.event(tx, int(id)) if id.isdecimal() else None
    incident = incidents.incident(tx, found[0]) if found else None
    if found is None or incident is None:
        return None
    lies = outbox.card(tx, reader.user_id, incident.name) if reader else None
    return Call(_card(tx, incident, reader, now), found[1], lies.message_id if lies else 0)


def matters(tx: Tx, id: str, reader: Person | None, now: datetime) -> Matters | None:
    """What is not closed and this reader may see; None for somebody else's list."""
    if reader is None or reader.code != id:
        return None
    seen = [one for one in incidents.live(tx) if allow(reader, Action.SEE_INCIDENT, one)]
    ordered = sorted(seen, key=lambda one: (one.state is not IncidentState.OPEN, one.reported_at, one.id))
    at = shops.some(tx, {one.shop for one in ordered if one.shop})
    named = {person.code: person for person in people.everyone(tx)}
    return Matters(now, tuple(IncidentCard(one, at.get(one.shop), named, now) for one in ordered))


def report_shop(tx: Tx, code: str, reader: Person | None, now: datetime) -> Shop | None:
    """The shop that something abnormal is reported about."""
    return own_shop(tx, reader, code) if reader else None


def _card(tx: Tx, incident: Incident, reader: Person | None, now: datetime) -> IncidentCard:
    known = staff(tx, now)
    shop = shops.by_code(tx, incident.shop) if incident.shop else None
    made = IncidentCard(incident, shop, _named(tx, incident, known), now, next_called=_next_called(incident, known))
    if reader is None:
        return made
    made = replace(
        made,
        may_take=allow(reader, Action.TAKE_INCIDENT, incident),
        may_see_shop=shop is not None and allow(reader, Action.SEE_SHOP, shop),
        successors=successors(tx, incident, now) if incident.taken_by == reader.code else (),
    )
    return _for_reporter(tx, made, reader, now) if reader.code == incident.manager else made


def _for_reporter(tx: Tx, made: IncidentCard, reader: Person, now: datetime) -> IncidentCard:
    asked = dialogs.current(tx, reader.code, now)
    mine = asked is not None and asked.kind == "incident_more" and asked.object == made.incident.name
    if made.incident.shop:
        return replace(made, listening=mine)
    codes: Sequence[str] = asked.data.get("candidates", ()) if asked is not None and mine else ()
    meant = tuple(shop for code in codes if (shop := own_shop(tx, reader, code)) is not None)
    return replace(made, listening=mine, choices=meant or suggested_shops(tx, reader.code, now.date()))


def _named(tx: Tx, incident: Incident, known: Staff) -> dict[str, Person]:
    """Everybody by code, with those named in the story who have left."""
    named = {person.code: person for person in known.everyone}
    mentioned = {incident.manager, incident.taken_by, *(event.who for event in incident.events)} - {""}
    gone = [people.by_code(tx, code) for code in sorted(mentioned - named.keys())]
    return named | {person.code: person for person in gone if person is not None}


def _next_called(incident: Incident, known: Staff) -> tuple[str, ...]:
    """Who hears when the chain climbs once more."""
    if incident.state is not IncidentState.OPEN or incident.next_at is None:
        return ()
    return step(incident.chain, incident.rung, known.admins, known.hears).hears
