"""The inbox: every update as raw JSON, kept before it is acknowledged; known by its exact id and content.

What a person did is known by its content alone: under another id it is the same message, and is kept as done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, select, text, update

from storage.database import Tx
from storage.leases import live_workers
from storage.tables import fixed, inbox

MOST_NUMBER = 2**63 - 1
DONE_ONCE = {"message": "message_id", "edited_message": "message_id", "callback_query": "id"}
"""Kinds whose content says who did what and when, by a number of its own that comes once."""

_NEW_STATE = inbox.c.state == fixed("new")
_FREE = and_(_NEW_STATE, inbox.c.worker == fixed(""))
_ARRIVED = (inbox.c.id, inbox.c.update_id, inbox.c.chat_id, inbox.c.payload, inbox.c.attempts, inbox.c.trade_at)
_KEEP = text(
    "INSERT INTO inbox (update_id, digest, payload, chat_id, state, attempts, error, received_at, trade_at, worker)"
    " VALUES (:update_id, :digest, :payload, :chat_id,"
    " CASE WHEN EXISTS (SELECT 1 FROM inbox WHERE digest = CAST(:digest AS VARCHAR(64))) THEN 'done' ELSE 'new' END,"
    " 0, '', :received_at, :trade_at, '')"
    " ON CONFLICT (update_id, digest) DO NOTHING"
).bindparams(
    bindparam("received_at", type_=inbox.c.received_at.type), bindparam("trade_at", type_=inbox.c.trade_at.type)
)
_WAITING = select(*_ARRIVED).where(_FREE, inbox.c.id > bindparam("after")).order_by(inbox.c.id).limit(bindparam("most"))
_earlier = inbox.alias("earlier")
_HEADS = (
    select(inbox.c.chat_id)
    .where(
        _FREE,
        ~exists().where(
            _earlier.c.state == fixed("new"), _earlier.c.chat_id == inbox.c.chat_id, _earlier.c.id < inbox.c.id
        ),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_OF_CHATS = (
    select(inbox.c.id)
    .where(_FREE, inbox.c.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_TAKE = update(inbox).where(inbox.c.id.in_(_OF_CHATS)).values(worker=bindparam("by"))
_TAKEN = (
    select(*_ARRIVED)
    .where(_NEW_STATE, inbox.c.worker == bindparam("by"), inbox.c.id.not_in(bindparam("known", expanding=True)))
    .order_by(inbox.c.id)
)
_LET_GO = update(inbox).where(_NEW_STATE, inbox.c.worker != fixed("")).values(worker="")
_LET_GO_OF = _LET_GO.where(inbox.c.worker == bindparam("by"))
_LET_GO_DEAD = _LET_GO.where(inbox.c.worker.not_in(live_workers()))
_STATE = select(inbox.c.state, inbox.c.worker).where(inbox.c.id == bindparam("row"))
_BEGIN = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.state == "new", inbox.c.worker == bindparam("by"))
    .values(state="done")
)
_DONE = update(inbox).where(inbox.c.id == bindparam("row")).values(state="done")
_FAILED = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"))
    .values(attempts=inbox.c.attempts + 1, error=bindparam("why"), state=bindparam("to"))
)
_ASIDE = (
    select(func.count())
    .select_from(inbox)
    .where(inbox.c.state == fixed("aside"), inbox.c.trade_at >= bindparam("since"))
)
_COUNT = select(func.count()).select_from(inbox).where(_NEW_STATE)
_FIRST_SINCE = select(inbox.c.id).where(inbox.c.received_at >= bindparam("since")).order_by(inbox.c.id).limit(1)
_NEWEST = select(func.max(inbox.c.id))
_OLD = (
    select(inbox.c.id)
    .where(inbox.c.id < bindparam("upto"), inbox.c.state.in_((fixed("done"), fixed("aside"))))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_PRUNE = delete(inbox).where(inbox.c.id.in_(_OLD))


@dataclass(frozen=True, slots=True)
class Arrived:
    """One inbox row still to be handled; `trade_at` is trade time when it was received."""

    id: int
    update_id: int
    chat_id: int
    payload: str
    attempts: int
    trade_at: datetime


def chat_of(payload: dict[str, Any]) -> int:
    """The chat whose order an update belongs to: its own, its message's, else its sender's (0 when it has none)."""
    for content in payload.values():
        for about in (_in(content, "chat"), _in(_in(content, "message"), "chat"), _in(content, "from")):
            number = about.get("id")
            if isinstance(number, int):
                return number
    return 0


def _in(value: object, name: str) -> dict[str, Any]:
    """The object of that name inside, an empty one when there is none."""
    inner = value.get(name) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def keep(tx: Tx, updates: Sequence[dict[str, Any]], received_at: datetime, trade_at: datetime) -> int:
    """Store a batch; one already here (same id, same content) is passed over. Returns how many were not.

    A message or tap that is here under another id is stored as done."""
    rows = [_row(update, received_at, trade_at) for update in updates]
    return tx.execute(_KEEP, rows).rowcount if rows else 0


def _row(payload: dict[str, Any], received_at: datetime, trade_at: datetime) -> dict[str, Any]:
    words, raw = _written(payload)
    return {
        "update_id": _number(payload.get("update_id")),
        "digest": hashlib.sha256(_content(payload) or raw).hexdigest(),
        "payload": words,
        "chat_id": _number(chat_of(payload)),
        "received_at": received_at,
        "trade_at": trade_at,
    }


def _content(payload: dict[str, Any]) -> bytes:
    """What is done once, without the id that it came under; nothing for other kinds."""
    if not any(number in _in(payload, kind) for kind, number in DONE_ONCE.items()):
        return b""
    return _written({name: value for name, value in payload.items() if name != "update_id"})[1]


def _written(payload: dict[str, Any]) -> tuple[str, bytes]:
    """The update as JSON; half characters, which no database takes, as escapes."""
    words = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    try:
        return words, words.encode()
    except UnicodeEncodeError:
        words = json.dumps(payload, separators=(",", ":"), sort_keys=True)
        return words, words.encode()


def _number(value: object) -> int:
    """A number that a database can hold, 0 for anything else."""
    return value if isinstance(value, int) and -MOST_NUMBER <= value <= MOST_NUMBER else 0


def waiting(tx: Tx, after: int = 0, most: int = 500) -> list[Arrived]:
    """Rows still to be handled that nobody took, oldest first."""
    return [Arrived(*row) for row in tx.execute(_WAITING, {"after": after, "most": most})]


def take(tx: Tx, worker: str, most: int, known: Collection[int]) -> list[Arrived]:
    """Take waiting rows for a worker; returns all that it has but does not know of, oldest first.

    A chat's rows are taken from the oldest on and only while no other worker has one of them."""
    chats = tx.execute(_HEADS, {"most": most}).scalars().all()
    if chats:
        tx.execute(_TAKE, {"by": worker, "chats": chats, "most": most})
    rows = tx.execute(_TAKEN, {"by": worker, "known": sorted(known) or [0]})
    return [Arrived(*row) for row in rows]


def let_go(tx: Tx, worker: str) -> None:
    """Give back what a worker took and did not handle."""
    tx.execute(_LET_GO_OF, {"by": worker})


def let_go_of_dead(tx: Tx) -> int:
    """Give back what workers took that are not alive any more; how many rows."""
    return tx.execute(_LET_GO_DEAD, {"now": tx.machine_now()}).rowcount


def count_waiting(tx: Tx) -> int:
    return int(tx.execute(_COUNT).scalar_one())


def count_aside(tx: Tx, since: datetime) -> int:
    """How many updates received since then were put aside."""
    return int(tx.execute(_ASIDE, {"since": since}).scalar_one())


def is_new(tx: Tx, row: int, worker: str = "") -> bool:
    """Whether a row is still to be handled, and by this worker."""
    found = tx.execute(_STATE, {"row": row}).first()
    return found is not None and found.state == "new" and found.worker == worker


def begin(tx: Tx, row: int, worker: str = "") -> bool:
    """Mark a row done at the beginning of the transaction that handles it; False when it is over, or another worker's."""
    return tx.execute(_BEGIN, {"row": row, "by": worker}).rowcount == 1


def done(tx: Tx, row: int) -> None:
    tx.execute(_DONE, {"row": row})


def failed(tx: Tx, row: int, why: str, *, aside: bool) -> None:
    """Note a failed attempt; `aside` puts the row away for an administrator to see."""
    tx.execute(_FAILED, {"row": row, "why": why[:500], "to": "aside" if aside else "new"})


def kept_from(tx: Tx, since: datetime) -> int:
    """The first row received since then: what is before it may go. The newest row always stays, so that ids go on."""
    first = tx.execute(_FIRST_SINCE, {"since": since}).scalar_one_or_none()
    return int(first or tx.execute(_NEWEST).scalar_one_or_none() or 0)


def prune(tx: Tx, upto: int, most: int) -> int:
    """Forget rows before `upto` that are over; how many went."""
    return tx.execute(_PRUNE, {"upto": upto, "most": most}).rowcount
