"""People and their chats: strangers, languages, phones that are lost, blocked and found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done, Notice
from domain.people import Action, Person, allow
from domain.people_cards import NewInvite, Returned
from services.climbing import person_unreachable
from services.invitations import (
    Joining,
    agree,
    changed_by,
    decline,
    invite,
    join,
    other_admins,
    propose,
    take_link,
)
from storage import dialogs, incidents, outbox, people
from storage.database import Tx

__all__ = ["Joining", "NewInvite", "agree", "decline", "invite", "join", "propose", "take_link"]

JUST_BACK = timedelta(minutes=1)
"""A client that lets the bot in again sends /start by itself: within this time it needs no answer of its own."""


def of_user(tx: Tx, user_id: int) -> Person | None:
    """The active person bound to a Telegram user."""
    person = people.by_user(tx, user_id)
    return person if person is not None and person.active else None


def find(tx: Tx, word: str) -> Person | None:
    """The active person of a code (in any case of letters), or the only one of a name."""
    exact = people.by_code(tx, word) or people.by_code(tx, word.upper())
    if exact is not None:
        return exact if exact.active else None
    named = [one for one in people.everyone(tx) if one.name == word]
    return named[0] if len(named) == 1 else None


def greet(tx: Tx, user_id: int, now: datetime) -> bool:
    """Whether a stranger is answered: once a day of the office."""
    today = now.astimezone(tx.office.zone).date()
    known = people.stranger(tx, user_id)
    if known is not None and known.greeted_on == today:
        return False
    people.greet(tx, user_id, today)
    return True


def set_language(tx: Tx, person: Person, language: str, now: datetime) -> Done[None]:
    """Speak another language to a person: menu, keyboard and live cards follow."""
    people.set_language(tx, person.code, language)
    return Done(None, (Notice(person.code, "welcome", f"own:{person.code}", page="language"),), menus=(person.code,))


def lost(tx: Tx, user_id: int, now: datetime) -> Done[None]:
    """A person's chat is closed to us: what waits there goes on at once, and the administrators are told, once."""
    person = people.by_user(tx, user_id)
    if person is None or not person.reachable:
        return Done(None)
    people.set_reachable(tx, user_id, False)
    people.put_setting(tx, _since(person.code), now.isoformat())
    outbox.drop_waiting(tx, user_id, "the chat is closed to us")
    onward = person_unreachable(tx, person.code, now)
    told = tuple(Notice(one.code, "lost", f"person:{person.code}") for one in other_admins(tx, person.code))
    return Done(None, (*onward.notices, *told), (*onward.changed, *changed_by(person.code)))


def _since(code: str) -> str:
    return f"unreachable_since:{code}"


def _back(code: str) -> str:
    return f"back_at:{code}"


def returned(tx: Tx, user_id: int, now: datetime) -> Done[Returned | None]:
    """A person's chat is open again: the menu is set and the cards catch up. None when it was never closed."""
    person = people.by_user(tx, user_id)
    if person is None or person.reachable or not person.active:
        return Done(None)
    since = people.setting(tx, _since(person.code))
    people.set_reachable(tx, user_id, True)
    people.put_setting(tx, _back(person.code), now.isoformat())
    away = now - datetime.fromisoformat(since) if since else timedelta(0)
    waiting = sum(allow(person, Action.SEE_INCIDENT, one) for one in incidents.live(tx))
    return Done(Returned(away, waiting), changed=changed_by(person.code), menus=(person.code,))


def just_back(tx: Tx, person: Person, now: datetime) -> bool:
    """Whether this person let the bot in again a moment ago."""
    at = people.setting(tx, _back(person.code))
    return at is not None and timedelta(0) <= now - datetime.fromisoformat(at) < JUST_BACK


def unbind(tx: Tx, admin: Person, code: str, now: datetime) -> Done[bool]:
    """End the binding of a person to a phone; False when there is none, or it is one's own."""
    person = people.by_code(tx, code)
    if person is None or not person.joined or person.code == admin.code:
        return Done(False, changed=changed_by(code))
    outbox.drop_waiting(tx, person.user_id, "removed from this phone")
    dialogs.close(tx, code)
    people.part(tx, code)
    onward = person_unreachable(tx, code, now)
    return Done(True, onward.notices, (*changed_by(code), *onward.changed))
