"""Files that administrators send: taken in hand, looked at, accepted or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from domain.chat import Done, Incoming
from domain.people import Action, Person, allow
from handlers import attachments
from screens import import_cards as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, imports

WORKBOOKS = frozenset({".xlsx", ".csv", ".tsv", ".txt", ".xls", ".xlsm", ".et", ""})
"""Names of what is fetched and looked at: what it is, its contents tell."""


def usage(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(screens.usage(),))


def document(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A file: from an administrator to import, unless it answers something; from anybody else one of the day's things."""
    if not allow(person, Action.IMPORT) or incoming.media is None or incoming.reply_object:
        return attachments.sent(tx, person, incoming, now)
    if PurePath(incoming.media.name.lower()).suffix not in WORKBOOKS:
        return Reply(show=(screens.no_workbook(incoming.media.name),))
    done = imports.receive(tx, person, incoming.media, now)
    if isinstance(done.value, datetime):
        return Reply(show=(screens.too_often(done.value),))
    return reply_to(done, Show("import", imports.name_of(done.value)))


def take(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(incoming, imports.accept, _("Taking it in"), tx)


def drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    number, version = _named(incoming)
    return _shown(imports.drop(tx, number, version, now), incoming, _("Not imported"))


def shift(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The degrees are of the other kind of map."""
    return _did(incoming, imports.shift, _("Checking again"), tx)


def _did(incoming: Incoming, verb: Callable[[Tx, int, int], Done[None] | None], toast: str, tx: Tx) -> Reply:
    return _shown(verb(tx, *_named(incoming)), incoming, toast)


def _named(incoming: Incoming) -> tuple[int, int]:
    """The file and the version of it that the button belongs to."""
    return int(incoming.object.partition(":")[2]), int(incoming.args[0])


def _shown(done: Done[None] | None, incoming: Incoming, toast: str) -> Reply:
    into = Show("import", incoming.object, fresh=False)
    if done is None:
        return Reply(into=into, toast=_("This screen is old"))
    return reply_to(done, into=into, toast=toast)
