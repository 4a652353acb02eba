"""One-time tokens of buttons that change something; an unused one for the same thing is used again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage.database import Tx
from storage.tables import tokens

TOKEN_BYTES = 16

_SAME = select(tokens.c.token).where(
    tokens.c.chat_id == bindparam("chat_id"),
    tokens.c.action == bindparam("action"),
    tokens.c.object == bindparam("object"),
    tokens.c.args == bindparam("args"),
    tokens.c.used_at.is_(None),
)
_INSERT = insert(tokens)
_FIND = select(tokens.c.chat_id, tokens.c.action, tokens.c.object, tokens.c.args, tokens.c.used_at).where(
    tokens.c.token == bindparam("find")
)
_SPEND = (
    update(tokens)
    .where(tokens.c.token == bindparam("find"), tokens.c.used_at.is_(None))
    .values(used_at=bindparam("at"), used_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class Token:
    chat_id: int
    action: str
    object: str
    args: str
    used_at: datetime | None


def make(tx: Tx, chat_id: int, action: str, object: str, args: str, now: datetime) -> str:
    """The token for this button in this chat (22 characters)."""
    key = {"chat_id": chat_id, "action": action, "object": object, "args": args}
    known = tx.execute(_SAME, key).scalar_one_or_none()
    if known is not None:
        return str(known)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.execute(_INSERT, key | {"token": token, "made_at": now, "used_at": None, "used_by": ""})
    return token


def find(tx: Tx, token: str) -> Token | None:
    row = tx.execute(_FIND, {"find": token}).first()
    return None if row is None else Token(*row)


def spend(tx: Tx, token: str, who: str, now: datetime) -> bool:
    """Use it up; False when somebody was faster."""
    return tx.execute(_SPEND, {"find": token, "who": who, "at": now}).rowcount == 1
