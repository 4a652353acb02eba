"""Groups in the chat: the bot added and removed, the administrators' answer (SCREENS 9)."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Done, Incoming
from domain.people import Person
from handlers import people
from screens.screen import Reply, reply_to
from screens.words import _
from services import Tx
from services import groups as verbs

INSIDE = frozenset({"member", "administrator"})
OUTSIDE = frozenset({"left", "kicked"})
"""What Telegram calls the bot's own membership; `restricted` changes nothing."""


def member(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    """The bot's own membership changed: a private chat blocks or unblocks it, a group adds or removes it."""
    if incoming.member in INSIDE:
        return people.unblocked(tx, incoming, now) if incoming.private else _added(tx, incoming, now)
    if incoming.member in OUTSIDE:
        return people.blocked(tx, incoming, now) if incoming.private else _removed(tx, incoming, now)
    return Reply()


def _added(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    return reply_to(verbs.added(tx, incoming.chat_id, incoming.chat_title, incoming.user_id, now))


def _removed(tx: Tx, incoming: Incoming, now: datetime) -> Reply:
    return reply_to(verbs.removed(tx, incoming.chat_id, now))


def bind(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    department = "|".join(incoming.args)
    return _did(verbs.bind(tx, _chat(incoming), department, now), _("Bound"))


def refuse(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(verbs.refuse(tx, _chat(incoming), now), _("Not bound"))


def _chat(incoming: Incoming) -> int:
    return int(incoming.object.partition(":")[2])


def _did(done: Done[bool], toast: str) -> Reply:
    """The card is redrawn wherever it lies; too late only means that it shows why."""
    return reply_to(done, toast=toast if done.value else _("This screen is old"))
