"""Why was this sent, or not: what an administrator may know of a person, a shop, or words that he saw."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.incident_cards import IncidentCard
from domain.people import Action, Person, Role, allow
from domain.shops import Shop
from domain.whys import ListState, Push, Sending, Why
from services.days import working_calendar
from services.incident_cards import card
from services.people import find
from storage import people, planning, plans, shops, whys
from storage.database import Tx
from storage.whys import Fact

MOST_SENDINGS = 8
MOST_PUSHES = 6
MOST_INCIDENTS = 3
SEARCHED = 1_000
"""So many messages are searched for words: alerts, news and what the administrator got himself."""
PASSED_WITHIN = timedelta(days=14)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def about(tx: Tx, reader: Person, word: str, now: datetime) -> Why:
    """What is known about a person (code or name), else a shop, else words in a message."""
    person = find(tx, word)
    if person is not None:
        return _about_person(tx, reader, person, now)
    shop = _shop(tx, reader, word)
    if shop is not None:
        return _about_shop(tx, reader, shop, now)
    return _about_words(tx, reader, word, now)


def _about_person(tx: Tx, reader: Person, person: Person, now: datetime) -> Why:
    facts = whys.to_chat(tx, person.user_id, MOST_SENDINGS) if person.joined else []
    done = [Push(*row) for row in whys.pushes_of(tx, person.code, MOST_PUSHES)]
    passed = whys.passing(tx, person.code, now - PASSED_WITHIN, MOST_INCIDENTS)
    return Why(
        f"{person.name} ({person.code})",
        now,
        list_state(tx, person, now) if person.role is Role.MANAGER else None,
        _sendings(tx, facts),
        tuple(done),
        _cards(tx, reader, passed, now),
    )


def _about_shop(tx: Tx, reader: Person, shop: Shop, now: datetime) -> Why:
    found = whys.of_shop(tx, shop.code, MOST_INCIDENTS)
    return Why(f"{shop.name} ({shop.code})", now, incidents=_cards(tx, reader, found, now))


def _about_words(tx: Tx, reader: Person, words: str, now: datetime) -> Why:
    wanted = _plain(words)
    rows = whys.texts(tx, reader.user_id, SEARCHED) if wanted else []
    found = [row for row, text in rows if wanted in _plain(html.unescape(_TAG.sub("", text)))]
    return Why(words, now, sendings=_sendings(tx, whys.by_ids(tx, found[:MOST_SENDINGS])))


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()


def _shop(tx: Tx, reader: Person, word: str) -> Shop | None:
    """The shop of a code, or the only one of a name, that this reader may see."""
    exact = shops.by_code(tx, word)
    named = [exact] if exact is not None else shops.by_name(tx, word)
    seen = [one for one in named if allow(reader, Action.SEE_SHOP, one)]
    return seen[0] if len(seen) == 1 else None


def _cards(tx: Tx, reader: Person, numbers: Sequence[int], now: datetime) -> tuple[IncidentCard, ...]:
    shown = [card(tx, str(number), reader, now) for number in numbers]
    return tuple(one for one in shown if one is not None and allow(reader, Action.SEE_INCIDENT, one.incident))


def _sendings(tx: Tx, facts: Sequence[Fact]) -> tuple[Sending, ...]:
    asked = whys.updates(tx, {row for fact in facts if (row := _update(fact.origin))})
    return tuple(_sending(tx, fact, asked.get(_update(fact.origin))) for fact in facts)


def _sending(tx: Tx, fact: Fact, asked: tuple[int, datetime] | None) -> Sending:
    source, _colon, rest = fact.origin.partition(":")
    return Sending(
        id=fact.id,
        written=fact.created_at,
        to=_reader(tx, fact.chat_id),
        kind=fact.kind,
        state=fact.state,
        reason=fact.reason,
        sent=fact.sent_at,
        what=fact.view,
        cause=rest.partition(":")[0] if source == "push" else source,
        by=_reader(tx, asked[0]) if asked else "",
        asked=asked[1] if asked else None,
        again=fact.marked,
    )


def _update(origin: str) -> int:
    """The inbox row of an origin; 0 for others."""
    source, _colon, row = origin.partition(":")
    return int(row) if source == "update" and row.isdecimal() else 0


def _reader(tx: Tx, chat: int) -> str:
    """The name of the person or group behind a chat; '' when it is nobody's any more."""
    person = people.by_user(tx, chat)
    if person is not None:
        return person.name
    group = people.group(tx, chat)
    return group.title if group else ""


def list_state(tx: Tx, manager: Person, now: datetime) -> ListState:
    """How it stands with today's list."""
    day = now.astimezone(tx.office.zone).date()
    if not manager.joined:
        return ListState.NOT_JOINED
    if manager.code in planning.pushed(tx, day):
        return ListState.HANDED_OVER
    if not manager.reachable:
        return ListState.UNREACHABLE
    if not working_calendar(tx).is_working(day):
        return ListState.DAY_OFF
    if manager.code in plans.on_leave(tx, day):
        return ListState.ON_LEAVE
    if manager.code not in planning.with_stops(tx, day):
        return ListState.NO_STOPS
    early = now.astimezone(tx.office.zone).time() < tx.office.morning_at
    return ListState.TOO_EARLY if early else ListState.WAITING
