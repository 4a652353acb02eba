"""Pictures of a person's own week: asked for, drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update

from storage.database import Tx
from storage.tables import fixed, pictures

_ASK = insert(pictures)
_FIND = select(pictures).where(pictures.c.id == bindparam("find"))
_WAITING = select(pictures).where(pictures.c.file == fixed("")).order_by(pictures.c.id)
_DRAWN = update(pictures).where(pictures.c.id == bindparam("find")).values(file=bindparam("name"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a person's week; `file` '' while it is not drawn."""

    id: int
    person: str
    week: date
    file: str


def ask(tx: Tx, person: str, week: date, now: datetime) -> int:
    made = tx.execute(_ASK, {"person": person, "week": week, "asked_at": now}).inserted_primary_key
    assert made is not None
    return int(made[0])


def find(tx: Tx, number: int) -> Picture | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else Picture(row.id, row.person, row.week, row.file)


def waiting(tx: Tx) -> list[Picture]:
    """What is asked for and not drawn, oldest first."""
    return [Picture(row.id, row.person, row.week, row.file) for row in tx.execute(_WAITING)]


def drawn(tx: Tx, number: int, file: str) -> None:
    tx.execute(_DRAWN, {"find": number, "name": file})
