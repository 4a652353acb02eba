"""How a life ended: the trade's tables and what every chat shows, without what differs from life to life."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from simulator.phones import Shown
from storage.database import Tx
from storage.tables import metadata, outbox
from storage.tables import tokens as token_table
from tests.reliability.checker import without_mark
from tests.reliability.stage import MortalWorld

APART = frozenset({"inbox", "outbox", "tokens", "holds", "leases", "cards", "settings", "dialogs", "pushes", "turns"})
"""Tables that are compared otherwise or not: they hold machine time, one-time codes, or the numbers of messages."""

NUMBERED = frozenset({"message_id", "origin"})
"""Columns that name a message or an inbox row: their numbers may have gaps; that causes are single is the checker's."""

_SECONDS = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(\.\d+)?")
"""The seconds of an instant in JSON."""

Rows = list[tuple[Any, ...]]


def trade(tx: Tx) -> dict[str, Rows]:
    """All rows of the trade, instants to the minute; which pushes were done, which buttons were pressed."""
    found = {table.name: _rows(tx, table) for table in metadata.sorted_tables if table.name not in APART}
    pushes = metadata.tables["pushes"]
    columns = (pushes.c.kind, pushes.c.person, pushes.c.slot, pushes.c.state)
    found["pushes"] = sorted(tuple(row) for row in tx.execute(select(*columns)))
    used = select(token_table.c.action, token_table.c.object, token_table.c.args, token_table.c.used_by)
    found["presses"] = sorted(tuple(row) for row in tx.execute(used.where(token_table.c.used_at.is_not(None))))
    cards = metadata.tables["cards"]
    found["cards"] = sorted(
        tuple(row)
        for row in tx.execute(select(cards.c.chat_id, cards.c.place, cards.c.view, cards.c.object, cards.c.page))
    )
    return found


def _rows(tx: Tx, table: Table) -> Rows:
    columns = [column for column in table.c if column.name not in NUMBERED]
    return sorted((tuple(_plain(value) for value in row) for row in tx.execute(select(*columns))), key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    return _SECONDS.sub(r"\1", json.dumps(value)) if isinstance(value, dict | list) else value


def known_messages(tx: Tx) -> set[tuple[int, int]]:
    """The messages that the bot knows to have sent; any other is the trace of a sending whose answer it never got."""
    rows = tx.execute(select(outbox.c.chat_id, outbox.c.message_id).where(outbox.c.message_id != 0))
    return {(row.chat_id, row.message_id) for row in rows}


def chats(world: MortalWorld, known: set[tuple[int, int]]) -> dict[str, list[tuple[str, str]]]:
    """What each chat shows, oldest first, without traces and marks."""
    return {code: list(_shown(world.has(code).phone.messages(), known)) for code in world.codes}


def _shown(messages: Iterable[Shown], known: set[tuple[int, int]]) -> Iterable[tuple[str, str]]:
    for message in messages:
        if not message.by_bot:
            yield message.text, " ".join(message.reactions)
        elif (message.chat_id, message.id) in known:
            yield without_mark(message.text), " | ".join(label for row in message.buttons for label in row)


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """One line for everything in which two endings differ."""
    found = []
    for name in one.keys() | other.keys():
        left, right = one.get(name, []), other.get(name, [])
        if left != right:
            found += [f"{name}: only in the first: {row}" for row in left if row not in right]
            found += [f"{name}: only in the second: {row}" for row in right if row not in left]
            found += [f"{name}: in another order or number"] if len(found) == 0 else []
    return found
