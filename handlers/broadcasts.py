"""`/broadcast`, the buttons under news and under its author's card, and the words that answer its questions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from domain.broadcasts import Refusal
from domain.chat import Done, Incoming, Kind, Media
from domain.people import Person
from screens.broadcasts import refusal_words, too_long
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, broadcasts
from services.broadcasts import ASK_CORRECTION, ASK_WORDS, Dialog

_COMMAND = re.compile(r"^/broadcast(@\w+)?(\s+|$)", re.IGNORECASE)
DRAFTED = frozenset({Kind.TEXT, Kind.PHOTO, Kind.DOCUMENT})


def broadcast(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/broadcast WORDS` makes a draft; without words, or by the key, they are asked for."""
    words = incoming.text if incoming.kind is Kind.COMMAND else ""
    if words.strip():
        return _drafted(tx, person, words, None, incoming, now)
    done = broadcasts.ask(tx, person, ASK_WORDS, "", now)
    return reply_to(done, Show("news_ask", done.value))


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The words, photo or file of new news; a photo without words asks for them."""
    if incoming.kind not in DRAFTED or incoming.reply_object:
        return None
    words = _COMMAND.sub("", incoming.text).strip()
    media = incoming.media or _kept(dialog)
    if not words:
        done = broadcasts.ask(tx, person, ASK_WORDS, "", now, media)
        return reply_to(done, Show("news_ask", done.value))
    return _drafted(tx, person, words, media, incoming, now)


def _kept(dialog: Dialog) -> Media | None:
    """The picture or document that came before its words."""
    if not dialog.data.get("file_id"):
        return None
    return Media(Kind(dialog.data["media"]), dialog.data["file_id"])


def _drafted(tx: Tx, person: Person, words: str, media: Media | None, incoming: Incoming, now: datetime) -> Reply:
    done = broadcasts.draft(tx, person, words, media, incoming.update_row, now)
    if done.value is Refusal.TOO_LONG:
        return Reply(show=(too_long(words.strip()),))
    if isinstance(done.value, Refusal):
        return Reply(show=(Screen(refusal_words(done.value)),))
    number = done.value
    preview = (Show("news", f"news:{number}"), Show("news_card", f"newscard:{number}"))
    if media is not None:
        return reply_to(done, Show("news_media", f"newsmedia:{number}"), *preview)
    return reply_to(done, *preview)


def toggle(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Takes a department, group or person in or out."""
    what, *name = incoming.args
    return _did(broadcasts.toggle(tx, person, _number(incoming), what, "|".join(name), now))


def send(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = broadcasts.send(tx, person, _number(incoming), now)
    return _did(done, _("Sent"), Show("news_card", f"newscard:{_number(incoming)}", fresh=False))


def drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(broadcasts.drop(tx, person, _number(incoming), now), _("Not sent"))


def withdraw(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = broadcasts.withdraw(tx, person, _number(incoming), now)
    return _did(done, _("Withdrawn"), Show("news_card", f"newscard:{_number(incoming)}", fresh=False))


def correct(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Asks for the correction; the button stays usable."""
    refused = broadcasts.may_correct(tx, person, _number(incoming))
    if refused is not None:
        return Reply(toast=refusal_words(refused), refused=True)
    done = broadcasts.ask(tx, person, ASK_CORRECTION, incoming.object, now)
    return replace(reply_to(done, Show("news_ask", done.value)), refused=True)


def answer_correction(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """One sentence; it is added to every message of the news."""
    if incoming.kind is not Kind.TEXT or incoming.reply_object or not incoming.text.strip():
        return None
    number = broadcasts.number_of(dialog.object)
    done = broadcasts.correct(tx, person, number, incoming.text, now)
    if done.value is Refusal.TOO_LONG:
        return Reply(show=(too_long(incoming.text, broadcasts.correction_room(tx, number)),))
    if isinstance(done.value, Refusal):
        return reply_to(done, Screen(refusal_words(done.value)))
    return reply_to(done, Screen(_("The correction stands in every message of this news.")))


def never_mind(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Closes the open question."""
    return reply_to(broadcasts.never_mind(tx, person, now))


def read(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """已阅: in a group the button stays for the others, so its token is not spent."""
    group = int(incoming.args[0]) if incoming.args else None
    done = broadcasts.read(tx, person, _number(incoming), group, incoming.at)
    if done.value is not None:
        return Reply(toast=refusal_words(done.value), refused=True)
    return replace(reply_to(done, toast=_("Fine")), refused=group is not None)


def _number(incoming: Incoming) -> int:
    return broadcasts.number_of(incoming.object)


def _did(done: Done[Refusal | None], toast: str = "", into: Show | None = None) -> Reply:
    """What a verb of the author did, or a toast why not."""
    if done.value is not None:
        return Reply(toast=refusal_words(done.value), refused=True, changed=done.changed)
    return reply_to(done, into=into, toast=toast)
