"""What the rows know about messages that were sent, or not: read for an administrator's question, newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.database import Tx
from storage.tables import cards, inbox, incident_events, incidents, outbox, pushes

_TELLING = ("show", "say", "edit")
_FACTS = (
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.kind,
    outbox.c.state,
    outbox.c.reason,
    outbox.c.origin,
    outbox.c.created_at,
    outbox.c.sent_at,
    outbox.c.marked,
    func.coalesce(cards.c.view, "").label("view"),
)
_WITH_CARDS = outbox.outerjoin(
    cards, (cards.c.chat_id == outbox.c.chat_id) & (cards.c.place == outbox.c.place) & (outbox.c.place != "")
)
_TO_CHAT = (
    select(*_FACTS)
    .select_from(_WITH_CARDS)
    .where(outbox.c.chat_id == bindparam("chat"), outbox.c.method.in_(_TELLING))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_BY_ID = select(*_FACTS).select_from(_WITH_CARDS).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_BODIES = (
    select(outbox.c.id, outbox.c.body)
    .where(
        outbox.c.method.in_(_TELLING),
        outbox.c.kind.in_(("alert", "news")) | (outbox.c.chat_id == bindparam("own")),
    )
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_UPDATES = select(inbox.c.id, inbox.c.chat_id, inbox.c.trade_at).where(inbox.c.id.in_(bindparam("ids", expanding=True)))
_PUSHES = (
    select(pushes)
    .where(pushes.c.person == bindparam("who"))
    .order_by(func.coalesce(pushes.c.done_at, pushes.c.next_try).desc())
    .limit(bindparam("most"))
)
_PASSING = (
    select(incident_events.c.incident)
    .where(
        incident_events.c.who == bindparam("who"),
        incident_events.c.what == "passed",
        incident_events.c.at >= bindparam("since"),
    )
    .group_by(incident_events.c.incident)
    .order_by(incident_events.c.incident.desc())
    .limit(bindparam("most"))
)
_OF_SHOP = (
    select(incidents.c.id)
    .where(incidents.c.shop == bindparam("of"))
    .order_by(incidents.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What an outbox row says about itself; `view` is what its card shows now."""

    id: int
    chat_id: int
    kind: str
    state: str
    reason: str
    origin: str
    created_at: datetime
    sent_at: datetime | None
    marked: bool
    view: str


def to_chat(tx: Tx, chat: int, most: int) -> list[Fact]:
    """The newest messages to a chat."""
    return [Fact(*row) for row in tx.execute(_TO_CHAT, {"chat": chat, "most": most})]


def by_ids(tx: Tx, ids: Collection[int]) -> list[Fact]:
    """These messages, newest first."""
    rows = tx.execute(_BY_ID, {"ids": sorted(ids) or [0]})
    return sorted((Fact(*row) for row in rows), key=lambda one: -one.id)


def texts(tx: Tx, own: int, most: int) -> list[tuple[int, str]]:
    """The words of the newest alerts, news, and messages to the chat `own`: (row, HTML)."""
    return [(row.id, row.body.get("text", "")) for row in tx.execute(_BODIES, {"own": own, "most": most})]


def updates(tx: Tx, ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """The chat and the moment of inbox rows."""
    return {row.id: (row.chat_id, row.trade_at) for row in tx.execute(_UPDATES, {"ids": sorted(ids) or [0]})}


def pushes_of(tx: Tx, person: str, most: int) -> list[tuple[str, str, str, str, datetime | None]]:
    """The newest pushes to a person: kind, slot, state, reason, when."""
    rows = tx.execute(_PUSHES, {"who": person, "most": most})
    return [(row.kind, row.slot, row.state, row.error, row.done_at or row.next_try) for row in rows]


def passing(tx: Tx, person: str, since: datetime, most: int) -> list[int]:
    """The newest incidents in which a person was passed over since then."""
    return list(tx.execute(_PASSING, {"who": person, "since": since, "most": most}).scalars())


def of_shop(tx: Tx, shop: str, most: int) -> list[int]:
    """The newest incidents of a shop."""
    return list(tx.execute(_OF_SHOP, {"of": shop, "most": most}).scalars())
