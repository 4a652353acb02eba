"""What a manager calls a shop: learned, listed, forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from domain.understanding.aliases import Alias
from storage.database import Tx
from storage.tables import aliases

_OF_MANAGER = select(aliases).where(aliases.c.manager == bindparam("who")).order_by(aliases.c.id)
_ONE = select(aliases).where(aliases.c.id == bindparam("find"))
_FORGET = delete(aliases).where(aliases.c.id == bindparam("find"))
_FORGET_WORDS = delete(aliases).where(aliases.c.manager == bindparam("who"), aliases.c.words == bindparam("said"))
_LEARN = insert(aliases)


def of_manager(tx: Tx, manager: str) -> list[Alias]:
    """All that this manager taught, the oldest first."""
    return [Alias(row.id, row.manager, row.words, row.shop) for row in tx.execute(_OF_MANAGER, {"who": manager})]


def one(tx: Tx, number: int) -> Alias | None:
    row = tx.execute(_ONE, {"find": number}).first()
    return None if row is None else Alias(row.id, row.manager, row.words, row.shop)


def learn(tx: Tx, manager: str, words: str, shop: str, log: int, now: datetime) -> None:
    """The words mean this shop from now on, whatever they meant before."""
    tx.execute(_FORGET_WORDS, {"who": manager, "said": words})
    tx.execute(_LEARN, {"manager": manager, "words": words, "shop": shop, "log": log, "learned_at": now})


def forget(tx: Tx, number: int) -> None:
    tx.execute(_FORGET, {"find": number})
