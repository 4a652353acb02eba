"""Policy news that a manager still has to pass on to the shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from storage.database import Tx
from storage.tables import broadcasts

MOST = 50

_VALID = (
    select(broadcasts.c.id, broadcasts.c.words, broadcasts.c.to_people)
    .where(
        broadcasts.c.state == "sent",
        or_(broadcasts.c.valid_until.is_(None), broadcasts.c.valid_until >= bindparam("today")),
    )
    .order_by(broadcasts.c.id.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class ValidNews:
    """News that was sent; `id` is the broadcast's number, `words` as written."""

    id: int
    words: str


def valid_news(tx: Tx, manager: str, today: date) -> list[ValidNews]:
    """What was addressed to the manager and still holds today, oldest first: the longest waiting is told first."""
    rows = tx.recall(_VALID, {"today": today})
    return [ValidNews(row.id, row.words) for row in reversed(rows) if manager in row.to_people]
