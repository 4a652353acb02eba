"""What of an incident reaches people beside its card: the group's message, calls that ring, pictures and places."""

from __future__ import annotations

from typing import assert_never

from domain.chat import Kind, Media, Place
from domain.incident_cards import Call, IncidentCard
from domain.incidents import Event, IncidentState
from domain.people import Person
from screens.incident_words import called_words, heading, person_words, reopened_words, said_words, when_words
from screens.screen import Rows, Screen, do, link
from screens.terms import age_words, category_word, map_link
from screens.words import _, safe

CAPTION_WORDS = 300
RING_WORDS = 3000


def group_screen(card: IncidentCard, reader: Person | None, page: str) -> Screen:
    """For a group: what and in which part of town, never owner, phone, picture or words."""
    incident = card.incident
    parts = [
        f"⚠️ <b>{category_word(incident.category)}</b>",
        safe(card.shop.street) if card.shop else "",
        _group_state(card),
    ]
    rows = ((do(_("Take"), "take_incident", incident.name),),) if incident.state is IncidentState.OPEN else ()
    return Screen(" · ".join(part for part in parts if part), rows)


def _group_state(card: IncidentCard) -> str:
    incident = card.incident
    match incident.state:
        case IncidentState.OPEN:
            return _who_will(card)
        case IncidentState.TAKEN:
            return _group_line(card, "taken", "handed")
        case IncidentState.CLOSED:
            return _("closed {time}").format(time=when_words(incident.closed_at or card.now, card.now))
        case IncidentState.WITHDRAWN:
            return _("taken back")
        case _:
            assert_never(incident.state)


def _who_will(card: IncidentCard) -> str:
    """When the group was called, and how long nobody had taken it then (nothing of that for a call at once)."""
    since = card.incident.since()
    called = [event.at for event in card.incident.events if event.what == "escalated" and event.at >= since]
    if not called:
        return _("{time}. Who will take it?").format(time=when_words(since, card.now))
    return _("{time}, nobody took it for {age}. Who will?").format(
        time=when_words(called[-1], card.now), age=age_words(called[-1] - since)
    )


def _group_line(card: IncidentCard, *kinds: str) -> str:
    last = next(event for event in reversed(card.incident.events) if event.what in kinds)
    return _("{name} took it, {time}").format(
        name=person_words(card, card.incident.taken_by), time=when_words(last.at, card.now)
    )


def ring_screen(call: Call, reader: Person | None, page: str) -> Screen:
    """A short message that rings, quoting the card (named in words where there is none to quote)."""
    card, incident = call.card, call.card.incident
    rows: Rows = ()
    calls = call.event.what in {"escalated", "reopened"} and call.event.at >= incident.since()
    if calls and card.may_take and incident.state is IncidentState.OPEN:
        rows = ((do(_("Take"), "take_incident", incident.name),),)
    about = "" if call.quote else f"{heading(card)}\n"
    return Screen(f"{about}{_ring_words(card, call.event)}", rows, quote=call.quote)


def _ring_words(card: IncidentCard, event: Event) -> str:
    name, words = person_words(card, event.who), safe(event.words[:RING_WORDS])
    match event.what:
        case "escalated":
            return f"⚠️ {called_words(card, event)}"
        case "reopened":
            return f"⚠️ {reopened_words(card, event)}"
        case "asked":
            return _("{name} asks: {words}").format(name=name, words=words)
        case _:
            said = words or _("see what was sent")
            return _("{name} answers: {words}").format(name=name, words=said)


def evidence_screen(call: Call, reader: Person | None, page: str) -> Screen | None:
    """A picture, voice note or file of an incident, quoting its card; a place as a link to the map. None for mere words."""
    card, event = call.card, call.event
    if not event.media_kind:
        return None
    line = _("{what}, {name} {time}").format(
        what=heading(card), name=person_words(card, event.who), time=when_words(event.at, card.now)
    )
    words = safe(said_words(card, event)[:CAPTION_WORDS])
    text = f"{line}\n{words}" if words else line
    if event.media_kind == Kind.PLACE:
        lat, _comma, lon = event.file_id.partition(",")
        way = link(_("Navigate"), map_link(Place(float(lat), float(lon)), card.shop.name if card.shop else ""))
        return Screen(_("{line}: a place").format(line=line), ((way,),), quote=call.quote)
    return Screen(text, media=Media(Kind(event.media_kind), event.file_id), quote=call.quote)
