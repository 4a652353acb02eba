"""The inbox: every update as raw JSON, kept before it is acknowledged; known by its exact id and content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from storage.database import Tx
from storage.tables import inbox

_KNOWN = select(inbox.c.id).where(inbox.c.update_id == bindparam("update_id"), inbox.c.digest == bindparam("digest"))
_INSERT = insert(inbox)
_NEW = (
    select(inbox.c.id, inbox.c.update_id, inbox.c.chat_id, inbox.c.payload, inbox.c.attempts, inbox.c.trade_at)
    .where(inbox.c.state == "new", inbox.c.id > bindparam("after"))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_STATE = select(inbox.c.state).where(inbox.c.id == bindparam("row"))
_DONE = update(inbox).where(inbox.c.id == bindparam("row")).values(state="done")
_FAILED = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"))
    .values(attempts=inbox.c.attempts + 1, error=bindparam("why"), state=bindparam("to"))
)
_ASIDE = select(func.count()).select_from(inbox).where(inbox.c.state == "aside", inbox.c.trade_at >= bindparam("since"))
_WAITING = select(func.count()).select_from(inbox).where(inbox.c.state == "new")


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
    """The chat whose order an update belongs to (0 when it has none)."""
    for value in payload.values():
        if isinstance(value, dict):
            chat = value.get("chat") or (value.get("message") or {}).get("chat") or value.get("from") or {}
            number = chat.get("id") if isinstance(chat, dict) else None
            if isinstance(number, int):
                return number
    return 0


def keep(tx: Tx, updates: Sequence[dict[str, Any]], received_at: datetime, trade_at: datetime) -> int:
    """Store a batch; one already here (same id, same content) is passed over. Returns how many were new."""
    kept = 0
    for payload in updates:
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        key = {
            "update_id": payload.get("update_id", 0),
            "digest": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        }
        if tx.execute(_KNOWN, key).first() is not None:
            continue
        tx.execute(
            _INSERT,
            key
            | {
                "payload": text,
                "chat_id": chat_of(payload),
                "state": "new",
                "attempts": 0,
                "error": "",
                "received_at": received_at,
                "trade_at": trade_at,
            },
        )
        kept += 1
    return kept


def waiting(tx: Tx, after: int = 0, most: int = 500) -> list[Arrived]:
    """Rows still to be handled, oldest first."""
    return [Arrived(*row) for row in tx.execute(_NEW, {"after": after, "most": most})]


def count_waiting(tx: Tx) -> int:
    return int(tx.execute(_WAITING).scalar_one())


def count_aside(tx: Tx, since: datetime) -> int:
    """How many updates received since then were put aside."""
    return int(tx.execute(_ASIDE, {"since": since}).scalar_one())


def is_new(tx: Tx, row: int) -> bool:
    return tx.execute(_STATE, {"row": row}).scalar_one_or_none() == "new"


def done(tx: Tx, row: int) -> None:
    tx.execute(_DONE, {"row": row})


def failed(tx: Tx, row: int, why: str, *, aside: bool) -> None:
    """Note a failed attempt; `aside` puts the row away for an administrator to see."""
    tx.execute(_FAILED, {"row": row, "why": why[:500], "to": "aside" if aside else "new"})
