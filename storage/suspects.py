"""Rows that stand too long where rows only pass through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.database import Tx
from storage.pushes import MOST_ATTEMPTS
from storage.tables import fixed, inbox, incidents, outbox, pushes

MOST = 50
"""How many of a kind are looked at: enough to see that something is wrong."""

_HEADS = (
    select(func.min(inbox.c.id), func.min(inbox.c.received_at))
    .where(inbox.c.state == fixed("new"))
    .group_by(inbox.c.chat_id)
    .having(func.min(inbox.c.received_at) < bindparam("before"))
    .order_by(func.min(inbox.c.id))
    .limit(MOST)
)
_SENDING = (
    select(outbox.c.id, outbox.c.attempts, outbox.c.created_at)
    .where(outbox.c.state == fixed("sending"))
    .order_by(outbox.c.id)
    .limit(MOST)
)
_ALERTS = (
    select(outbox.c.id, outbox.c.created_at)
    .where(outbox.c.state == fixed("queued"), outbox.c.priority == 0)
    .order_by(outbox.c.id)
    .limit(MOST)
)
_GAVE_UP = (
    select(pushes.c.kind, pushes.c.person, pushes.c.slot, pushes.c.error, pushes.c.next_try)
    .where(
        pushes.c.state == "failed",
        pushes.c.attempts >= MOST_ATTEMPTS,
        pushes.c.next_try >= bindparam("since"),
    )
    .order_by(pushes.c.next_try)
    .limit(MOST)
)
_STEPLESS = (
    select(incidents.c.id, incidents.c.reported_at)
    .where(
        incidents.c.state == "open",
        incidents.c.next_at.is_(None) | (incidents.c.next_at > bindparam("latest")),
    )
    .order_by(incidents.c.id)
    .limit(MOST)
)


def waiting(tx: Tx, before: datetime) -> list[tuple[int, datetime]]:
    """The next update of each chat that was received before an instant of machine time, with when it was."""
    return [(row[0], row[1]) for row in tx.execute(_HEADS, {"before": before})]


def sending(tx: Tx) -> list[tuple[str, datetime]]:
    """Messages that are being sent, each attempt by its own name, with when they were written."""
    return [(f"{row.id}.{row.attempts}", row.created_at) for row in tx.execute(_SENDING)]


def alerts(tx: Tx) -> list[tuple[int, datetime]]:
    """Alerts that wait to be sent, with when they were written."""
    return [(row.id, row.created_at) for row in tx.execute(_ALERTS)]


def gave_up(tx: Tx, since: datetime) -> list[tuple[str, str, str, str, datetime]]:
    """Pushes out of attempts since then: kind, person, slot, error, last try."""
    return [(row.kind, row.person, row.slot, row.error, row.next_try) for row in tx.execute(_GAVE_UP, {"since": since})]


def stepless(tx: Tx, latest: datetime) -> list[tuple[int, datetime]]:
    """Open incidents without a next step, or with one after `latest`; with when they were reported."""
    return [(row.id, row.reported_at) for row in tx.execute(_STEPLESS, {"latest": latest})]
