"""Documents that the bot made and sends: kept here until Telegram has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.database import Tx
from storage.tables import files

STORED = "stored:"
"""A `file_id` that begins with this names a row here, not a file at Telegram."""

_ADD = insert(files)
_FIND = select(files.c.name, files.c.content).where(files.c.id == bindparam("find"))
_PRUNE = delete(files).where(files.c.made_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class StoredFile:
    name: str
    content: bytes


def add(tx: Tx, name: str, content: bytes, now: datetime) -> str:
    """Keep a document; the `file_id` by which a message sends it."""
    made = tx.execute(_ADD, {"name": name, "content": content, "made_at": now}).inserted_primary_key
    assert made is not None
    return f"{STORED}{made[0]}"


def find(tx: Tx, file_id: str) -> StoredFile | None:
    row = tx.execute(_FIND, {"find": int(file_id.removeprefix(STORED))}).first()
    return None if row is None else StoredFile(row.name, bytes(row.content))


def prune(tx: Tx, before: datetime) -> None:
    """Forget documents made before then."""
    tx.execute(_PRUNE, {"before": before})
