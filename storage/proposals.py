"""Proposals of segments: one open at a time for a shop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.proposals import ProposalState
from domain.shops import Segment
from storage.database import Tx
from storage.tables import proposals

_OPEN = select(proposals).where(proposals.c.state == "open").order_by(proposals.c.shop)
_FIND = select(proposals).where(proposals.c.id == bindparam("find"))
_ADD = insert(proposals)
_DECIDE = (
    update(proposals)
    .where(proposals.c.id == bindparam("find"), proposals.c.state == "open")
    .values(state=bindparam("to"), decided_by=bindparam("who"), decided_at=bindparam("at"))
)
_VOID = (
    update(proposals)
    .where(proposals.c.shop.in_(bindparam("codes", expanding=True)), proposals.c.state == "open")
    .values(state="void", decided_at=bindparam("on"))
)
_DECLINED = select(proposals.c.shop, proposals.c.becomes).where(
    proposals.c.shop.in_(bindparam("codes", expanding=True)),
    proposals.c.state == "declined",
    proposals.c.decided_at > bindparam("since"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row; the shop is named by its code."""

    id: int
    shop: str
    was: Segment
    becomes: Segment
    cartons_was: float
    state: ProposalState


def _kept(row: Any) -> Kept:
    return Kept(row.id, row.shop, Segment(row.was), Segment(row.becomes), row.cartons_was, ProposalState(row.state))


def every_open(tx: Tx) -> list[Kept]:
    """By the shops' codes."""
    return [_kept(row) for row in tx.execute(_OPEN)]


def find(tx: Tx, number: int) -> Kept | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _kept(row)


def add(tx: Tx, new: Iterable[tuple[str, Segment, Segment, float]], now: datetime) -> None:
    """(shop, was, becomes, cartons before) of shops that have none open."""
    rows = [
        {
            "shop": shop,
            "was": was.value,
            "becomes": becomes.value,
            "cartons_was": cartons,
            "state": "open",
            "made_at": now,
            "decided_by": "",
        }
        for shop, was, becomes, cartons in new
    ]
    if rows:
        tx.execute(_ADD, rows)


def void(tx: Tx, codes: Iterable[str], now: datetime) -> None:
    """What was open for these shops is out of date."""
    wanted = sorted(codes)
    if wanted:
        tx.execute(_VOID, {"codes": wanted, "on": now})


def declined_since(tx: Tx, codes: Iterable[str], since: datetime) -> set[tuple[str, Segment]]:
    """(shop, segment) that somebody declined after then."""
    wanted = sorted(codes)
    if not wanted:
        return set()
    return {(row.shop, Segment(row.becomes)) for row in tx.execute(_DECLINED, {"codes": wanted, "since": since})}


def decide(tx: Tx, number: int, state: ProposalState, person: str, now: datetime) -> bool:
    """Close an open one; False when it was decided already."""
    values = {"find": number, "to": state.value, "who": person, "at": now}
    return tx.execute(_DECIDE, values).rowcount == 1
