"""One-time tokens of buttons that change something; an unused one for the same thing is used again."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.database import Tx
from storage.tables import tokens

TOKEN_BYTES = 16

Wish = tuple[str, str, str]
"""What a token stands for: the action, the object, the arguments."""

_UNUSED = select(tokens.c.action, tokens.c.object, tokens.c.args, tokens.c.token).where(
    tokens.c.chat_id == bindparam("chat"),
    tokens.c.object.in_(bindparam("objects", expanding=True)),
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
    wanted = (action, object, args)
    return make_all(tx, chat_id, [wanted], now)[wanted]


def make_all(tx: Tx, chat_id: int, wanted: Collection[Wish], now: datetime) -> dict[Wish, str]:
    """The tokens for all buttons of a screen, in two queries."""
    if not wanted:
        return {}
    rows = tx.execute(_UNUSED, {"chat": chat_id, "objects": sorted({one[1] for one in wanted})})
    known: dict[Wish, str] = {(row.action, row.object, row.args): row.token for row in rows}
    new = {one: secrets.token_urlsafe(TOKEN_BYTES) for one in dict.fromkeys(wanted) if one not in known}
    if new:
        tx.execute(_INSERT, [_row(chat_id, one, token, now) for one, token in new.items()])
    return known | new


def _row(chat_id: int, wish: Wish, token: str, now: datetime) -> dict[str, Any]:
    action, object, args = wish
    return {
        "token": token,
        "chat_id": chat_id,
        "action": action,
        "object": object,
        "args": args,
        "made_at": now,
        "used_at": None,
        "used_by": "",
    }


def find(tx: Tx, token: str) -> Token | None:
    row = tx.execute(_FIND, {"find": token}).first()
    return None if row is None else Token(*row)


def spend(tx: Tx, token: str, who: str, now: datetime) -> bool:
    """Use it up; False when somebody was faster."""
    return tx.execute(_SPEND, {"find": token, "who": who, "at": now}).rowcount == 1
