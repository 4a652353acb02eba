"""`/why`, and what is decided about messages that are held."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming
from domain.people import Person
from screens import whys as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _, ngettext
from services import Tx, quarantine, whys


def why(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/why WORDS|SHOP|PERSON`."""
    word = incoming.text.strip()
    if not word:
        return Reply(show=(screens.usage(),))
    return Reply(show=(screens.why_screen(whys.about(tx, person, word, now)),))


def release(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Send what is held since a restore."""
    done = quarantine.release(tx)
    toast = ngettext("{n} message goes out now", "{n} messages go out now", done.value).format(n=done.value)
    return reply_to(done, into=Show("quarantine", "quarantine:office", fresh=False), toast=toast)


def drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Never send it."""
    done = quarantine.drop(tx)
    return reply_to(done, into=Show("quarantine", "quarantine:office", fresh=False), toast=_("They will not be sent"))
