"""Joining, strangers, languages, and what administrators do about people (SCREENS 3 and 9)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from domain.chat import Incoming, Kind
from domain.people import Person
from screens import people as screens
from screens import roster as roster_screens
from screens.screen import Reply, Show, reply_to
from screens.words import LANGUAGES, _, language
from services import Tx
from services import people as verbs
from services.people import Joining


def stranger(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    """Somebody not registered, or anybody with a code: a code joins, anything else gets one sentence a day."""
    if incoming.command == "start" and incoming.text:
        return _joining(tx, incoming, now)
    return Reply(show=(screens.stranger(),)) if verbs.greet(tx, incoming.user_id, now) else Reply()


def _joining(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    done = verbs.join(tx, incoming.text.split()[0], incoming.user_id, language(), now)
    match done.value:
        case Joining.JOINED:
            return reply_to(done)
        case Joining.REFUSED:
            return Reply(show=(screens.bad_code(),))
        case Joining.SILENT:
            return Reply()
        case _:
            assert_never(done.value)


def start(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/start` by a member: the keyboard anew; nothing when the bot was let in again just now and has said so."""
    return Reply() if verbs.just_back(tx, person, now) else Reply(show=(screens.again(person),), menus=(person.code,))


def show_help(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("help", f"own:{person.code}"),))


def show_language(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("language", f"own:{person.code}"),))


def set_language(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The language of the one who taps, whoever's the button was."""
    wanted = incoming.args[0]
    if wanted not in LANGUAGES or wanted == person.language:
        return Reply(toast=_("It is set so already"), refused=True)
    return reply_to(verbs.set_language(tx, person, wanted, now))


def blocked(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    """A private chat was closed to the bot."""
    return reply_to(verbs.lost(tx, incoming.user_id, now))


def unblocked(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    """A private chat is open again: what happened meanwhile, and the keyboard."""
    person = verbs.of_user(tx, incoming.user_id)
    done = verbs.returned(tx, incoming.user_id, now)
    if person is None or done.value is None:
        return reply_to(done)
    first = screens.back(person, done.value)
    if done.value.waiting:
        return reply_to(done, first, Show("matters", f"matters:{person.code}"))
    return reply_to(done, first)


def people(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("people", roster_screens.EVERYBODY),))


def check(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("check", "people:office"),))


def invite(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/invite CODE`, or those who have not joined as buttons."""
    word = incoming.text.strip() if incoming.kind is Kind.COMMAND else ""
    if not word:
        return Reply(show=(Show("people", roster_screens.EVERYBODY, roster_screens.NEW),))
    invited = verbs.find(tx, word)
    if invited is None:
        return Reply(show=(roster_screens.no_person(word),))
    return _proposed(tx, person, invited, now)


def invite_pressed(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    invited = verbs.find(tx, _code(incoming))
    return _old() if invited is None else _proposed(tx, person, invited, now)


def _proposed(tx: Tx, admin: Person, invited: Person, now: datetime) -> Reply:
    done = verbs.propose(tx, admin, invited, now)
    if isinstance(done.value, datetime):
        return Reply(show=(roster_screens.invited_enough(done.value, now),), refused=True)
    if done.value is None:
        return reply_to(done, Show("invitation", f"invitee:{invited.code}"))
    return reply_to(done, roster_screens.link_screen(invited, done.value, now))


def agree(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = verbs.agree(tx, person, _code(incoming), incoming.args[0], now)
    return reply_to(done, toast=_("It is agreed") if done.value else _("This screen is old"))


def decline(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = verbs.decline(tx, person, _code(incoming), incoming.args[0], now)
    return reply_to(done, toast=_("Not agreed") if done.value else _("This screen is old"))


def take_link(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The link that another administrator agreed to, to the one who asked for it."""
    done = verbs.take_link(tx, person, _code(incoming), incoming.args[0], now)
    invited = verbs.find(tx, _code(incoming))
    if done.value is None or invited is None:
        return reply_to(done, toast=_("This screen is old"))
    return reply_to(done, roster_screens.link_screen(invited, done.value, now))


def unbind(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = verbs.unbind(tx, person, _code(incoming), now)
    return reply_to(done, toast=_("Removed from the phone") if done.value else _("This screen is old"))


def _code(incoming: Incoming) -> str:
    return incoming.object.partition(":")[2]


def _old() -> Reply:
    return Reply(toast=_("This screen is old"), refused=True)
