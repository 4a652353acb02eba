"""Figures of the bot's own work, for monitoring: counts and instants, nothing of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from storage.database import Tx
from storage.tables import fixed, inbox, incidents, leases, outbox, people, shops

_INBOX = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state == fixed("new"))
_QUEUED = (
    select(outbox.c.priority, func.count(), func.min(outbox.c.created_at))
    .where(outbox.c.state == fixed("queued"))
    .group_by(outbox.c.priority)
)
_SENDING = select(func.count()).select_from(outbox).where(outbox.c.state == fixed("sending"))
_ENDED = (
    select(outbox.c.state, func.count())
    .where(outbox.c.state.in_((fixed("failed"), fixed("unknown"))))
    .group_by(outbox.c.state)
)
_ASIDE = select(func.count()).select_from(inbox).where(inbox.c.state == fixed("aside"))
_LEASES = (
    select(leases.c.name, leases.c.holder)
    .where(leases.c.until >= bindparam("now"), leases.c.name.not_like("worker:%"))
    .order_by(leases.c.name)
)
_WORKERS = (
    select(func.count())
    .select_from(leases)
    .where(leases.c.until >= bindparam("now"), leases.c.name.startswith("worker:"))
)
_PEOPLE = (
    select(people.c.role, func.count()).where(people.c.active, people.c.user_id.is_not(None)).group_by(people.c.role)
)
_SHOPS = select(func.count()).select_from(shops).where(~shops.c.closed)
_LIVE = select(func.count()).select_from(incidents).where(incidents.c.state.in_(("open", "taken")))
_SQLITE_SIZE = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_POSTGRES_SIZE = text("SELECT pg_database_size(current_database())")
_ANSWERS = (
    select(outbox.c.origin, outbox.c.sent_at)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.sent_at.is_not(None))
    .order_by(outbox.c.sent_at)
)
_RECEIVED = select(inbox.c.id, inbox.c.received_at).where(inbox.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Queued:
    """Messages of one priority that wait; `oldest` in trade time."""

    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """How the queues are. `oldest_update` is machine time; `leases` names who has which role."""

    updates: int = 0
    oldest_update: datetime | None = None
    queued: Mapping[int, Queued] = field(default_factory=dict)
    sending: int = 0
    failed: int = 0
    unknown: int = 0
    aside: int = 0
    leases: Mapping[str, str] = field(default_factory=dict)
    workers: int = 0
    bytes: int = 0


def figures(tx: Tx) -> Figures:
    """All of it, in one snapshot."""
    updates, oldest = tx.execute(_INBOX).one()
    ended = {row[0]: int(row[1]) for row in tx.execute(_ENDED)}
    now = tx.machine_now()
    return Figures(
        updates=updates,
        oldest_update=oldest,
        queued={row[0]: Queued(row[1], row[2]) for row in tx.execute(_QUEUED)},
        sending=int(tx.execute(_SENDING).scalar_one()),
        failed=ended.get("failed", 0),
        unknown=ended.get("unknown", 0),
        aside=int(tx.execute(_ASIDE).scalar_one()),
        leases={row.name: row.holder for row in tx.execute(_LEASES, {"now": now})},
        workers=int(tx.execute(_WORKERS, {"now": now}).scalar_one()),
        bytes=int(tx.execute(_POSTGRES_SIZE if tx.shared else _SQLITE_SIZE).scalar_one()),
    )


@dataclass(frozen=True, slots=True)
class Office:
    """How much trade there is: people who joined, by role; open shops; incidents not closed."""

    joined: Mapping[str, int]
    shops: int
    incidents: int


def office(tx: Tx) -> Office:
    return Office(
        {row[0]: int(row[1]) for row in tx.execute(_PEOPLE)},
        int(tx.execute(_SHOPS).scalar_one()),
        int(tx.execute(_LIVE).scalar_one()),
    )


def answer_seconds(tx: Tx, rows: list[int]) -> list[tuple[int, float]]:
    """For sent messages that answer an update: (inbox row, seconds from receipt), the earliest answer of each."""
    first: dict[int, datetime] = {}
    for origin, sent_at in tx.execute(_ANSWERS, {"ids": rows or [0]}):
        kind, _colon, row = origin.partition(":")
        if kind == "update" and row.isdecimal():
            first.setdefault(int(row), sent_at)
    received = {row.id: row.received_at for row in tx.execute(_RECEIVED, {"ids": sorted(first) or [0]})}
    return [(row, (at - received[row]).total_seconds()) for row, at in first.items() if row in received]
