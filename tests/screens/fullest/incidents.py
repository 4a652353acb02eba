"""Abnormal situations in every state, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.chat import Kind
from domain.incident_cards import Call, Matters
from domain.incidents import Category, Event, IncidentState
from domain.people import Role
from screens import incident_calls, incidents
from tests.screens import test_incidents as incident_samples
from tests.screens.fullest.samples import (
    CHEN,
    DU,
    SHOP,
    WHO,
    WORDS,
    Called,
)


def incidents_drawn() -> Iterator[Called]:
    people = {
        code: replace(DU, code=code, role=role) for code, role in (("M01", Role.MANAGER), ("S01", Role.SUPERVISOR))
    }
    people |= {code: replace(DU, code=code, role=Role.INSPECTOR) for code in ("D01", "I01")}
    long = replace(
        incident_samples.CARD,
        shop=SHOP,
        people=people,
        successors=(DU,) * 30,
        choices=(SHOP,) * 3,
        listening=True,
        incident=replace(
            incident_samples.INCIDENT,
            events=(
                Event(incident_samples.at("10:42"), "M01", "reported", WORDS),
                *(Event(incident_samples.at("10:42"), code, "notified") for code in people),
                *(Event(incident_samples.at("10:45"), "M01", "added", WORDS, "photo", "f") for _ in range(30)),
                Event(incident_samples.at("11:00"), "I01", "passed", "leave"),
                Event(incident_samples.at("11:00"), "D01", "escalated", "25", id=9),
            ),
        ),
    )
    unclear = replace(long, incident=replace(long.incident, category=Category.OTHER))
    nowhere = replace(unclear, shop=None, incident=replace(unclear.incident, shop=""))
    taken = Event(incident_samples.at("11:10"), "S01", "taken")
    closed = Event(incident_samples.at("11:50"), "S01", "closed", WORDS)
    cards = [
        long,
        unclear,
        nowhere,
        *(replace(long, incident=replace(long.incident, category=category)) for category in Category),
        incident_samples.now_is(long, taken, state=IncidentState.TAKEN, taken_by="S01"),
        incident_samples.now_is(long, taken, closed, state=IncidentState.CLOSED),
        incident_samples.now_is(long, state=IncidentState.WITHDRAWN),
    ]
    for card in cards:
        what = f"{card.incident.state} {card.incident.category}"
        for reader in (DU, CHEN):
            for page in ("", "ask", "hand", "full0", "full1"):
                yield incidents.incident_screen, f"{what} {page}", (card, reader, page)
        yield incident_calls.group_screen, what, (card, None, "")
        yield incidents.filed, what, (card,)
        for event in (*long.incident.events[-3:], replace(closed, what="asked"), replace(closed, what="answered")):
            yield incident_calls.ring_screen, f"{what} {event.what}", (Call(card, event), CHEN, "")
        for kind, file in ((Kind.PHOTO, "f"), (Kind.VOICE, "f"), (Kind.PLACE, "30.1,114.2")):
            event = Event(incident_samples.at("10:45"), "M01", "added", WORDS, kind.value, file)
            yield incident_calls.evidence_screen, f"{what} {kind}", (Call(card, event), CHEN, "")
    for page in ("", "1", "2"):
        matters = Matters(incident_samples.at("10:42", 30), tuple(cards[-3:-1]) * 25)
        yield incidents.matters_screen, page, (matters, CHEN, page)
    yield incidents.matters_screen, "none", (Matters(incident_samples.at("10:42")), CHEN, "")
    yield incidents.which_shop, "", ([SHOP] * 3,)
    yield incidents.categories, "", (SHOP, DU, "")
    yield incidents.chosen, "", (SHOP,)
    yield incidents.ask_words, "", (WHO,)
    yield incidents.close_words, "", (WHO,)
