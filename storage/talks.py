"""What was said in many shops at once: the records behind a day's talking points, a few queries for all shops."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, select

from domain.visits import Quantity
from storage.database import Tx
from storage.tables import follow_ups, incidents, logs

_LOGS = (
    select(logs.c.shop, logs.c.day, logs.c.words, logs.c.objective, logs.c.outcome, logs.c.quantities)
    .where(
        logs.c.shop.in_(bindparam("shops", expanding=True)),
        logs.c.state == "active",
        logs.c.day >= bindparam("since"),
    )
    .order_by(logs.c.shop, logs.c.at.desc(), logs.c.id.desc())
)
_PROMISES = (
    select(
        follow_ups.c.id, follow_ups.c.shop, follow_ups.c.what, follow_ups.c.day, follow_ups.c.made_at, logs.c.objective
    )
    .select_from(follow_ups.outerjoin(logs, and_(logs.c.id == follow_ups.c.log, logs.c.outcome != "")))
    .where(follow_ups.c.manager == bindparam("who"), follow_ups.c.state == "open")
    .order_by(follow_ups.c.day.nulls_first(), follow_ups.c.id)
)
_PRICE = select(incidents.c.shop).where(
    incidents.c.manager == bindparam("who"),
    incidents.c.category == "price",
    incidents.c.state.in_(("open", "taken")),
)


@dataclass(frozen=True, slots=True)
class SaidLog:
    """The part of a log that later talks lean on; `objective` and `outcome` are '' when no chip was tapped."""

    day: date
    words: str
    objective: str
    outcome: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """An open follow-up; `made_on` the day it was given, `objective` the question it came from ('' when none)."""

    id: int
    shop: str
    what: str
    day: date | None
    made_on: date
    objective: str


def said_in(tx: Tx, shops: Collection[str], since: date) -> dict[str, list[SaidLog]]:
    """Active logs of these shops from a day on, latest first."""
    found: dict[str, list[SaidLog]] = {shop: [] for shop in shops}
    if found:
        for row in tx.execute(_LOGS, {"shops": sorted(found), "since": since}):
            figures = tuple(Quantity(**one) for one in row.quantities)
            found[row.shop].append(SaidLog(row.day, row.words, row.objective, row.outcome, figures))
    return found


def open_promises(tx: Tx, manager: str) -> list[OpenPromise]:
    """A manager's open follow-ups, those without a day first, then the soonest."""
    rows = tx.execute(_PROMISES, {"who": manager})
    return [
        OpenPromise(
            row.id, row.shop, row.what, row.day, row.made_at.astimezone(tx.office.zone).date(), row.objective or ""
        )
        for row in rows
    ]


def price_disorders(tx: Tx, manager: str) -> frozenset[str]:
    """Shops of the manager with a price disorder that is not closed."""
    return frozenset(row.shop for row in tx.execute(_PRICE, {"who": manager}))
