"""An import and the plans that stand: who has one, and what of it goes when a shop gets another manager."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, delete, select, update

from storage.database import Tx
from storage.tables import follow_ups, stops

_PLANNED = select(stops.c.manager).where(stops.c.day >= bindparam("first")).group_by(stops.c.manager)
_DROP_STOPS = delete(stops).where(
    stops.c.shop == bindparam("of"),
    stops.c.manager == bindparam("who"),
    stops.c.day >= bindparam("first"),
    stops.c.state == "planned",
    stops.c.number == 0,
)
_HAND_PROMISES = (
    update(follow_ups)
    .where(follow_ups.c.shop == bindparam("of"), follow_ups.c.state == "open")
    .values(manager=bindparam("to"))
)


def with_plan(tx: Tx, first: date) -> frozenset[str]:
    """Codes of managers who have any stop from a day on."""
    return frozenset(row.manager for row in tx.execute(_PLANNED, {"first": first}))


def drop_stops(tx: Tx, shop: str, manager: str, first: date) -> None:
    """Take the shop's stops off the manager's days from `first` on, the pinned ones too; numbered ones stay."""
    tx.execute(_DROP_STOPS, {"of": shop, "who": manager, "first": first})


def hand_promises(tx: Tx, shop: str, to: str) -> None:
    """What is open at the shop is now the new manager's to keep."""
    tx.execute(_HAND_PROMISES, {"of": shop, "to": to})
