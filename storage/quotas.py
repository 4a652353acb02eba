"""How often somebody did what is limited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.database import Tx
from storage.tables import uses

_USED = select(uses.c.at).where(
    uses.c.person == bindparam("who"), uses.c.what == bindparam("which"), uses.c.at > bindparam("since")
)
_NOTE = insert(uses)
_FORGET = delete(uses).where(
    uses.c.person == bindparam("who"), uses.c.what == bindparam("which"), uses.c.at <= bindparam("since")
)


def used(tx: Tx, person: str, what: str, since: datetime) -> list[datetime]:
    return [row.at for row in tx.execute(_USED, {"who": person, "which": what, "since": since})]


def note(tx: Tx, person: str, what: str, at: datetime, since: datetime) -> None:
    """It was done once more; what lies before `since` is forgotten."""
    tx.execute(_FORGET, {"who": person, "which": what, "since": since})
    tx.execute(_NOTE, {"person": person, "what": what, "at": at})
