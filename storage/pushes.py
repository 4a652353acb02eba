"""What was pushed to whom: the unique key (kind, person, slot) makes a push happen once, whoever asks and however often."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.database import Tx
from storage.tables import pushes

RETRY = timedelta(minutes=1)
MOST_ATTEMPTS = 5

_KEY = (
    (pushes.c.kind == bindparam("of_kind"))
    & (pushes.c.person == bindparam("of_person"))
    & (pushes.c.slot == bindparam("of_slot"))
)
_FIND = select(pushes.c.state, pushes.c.attempts, pushes.c.next_try).where(_KEY)
_OF_KIND = select(pushes.c.person, pushes.c.slot, pushes.c.state, pushes.c.attempts, pushes.c.next_try).where(
    pushes.c.kind == bindparam("of_kind"),
    pushes.c.person.in_(bindparam("people", expanding=True)),
    pushes.c.slot.in_(bindparam("slots", expanding=True)),
)
_INSERT = insert(pushes)
_UPDATE = (
    update(pushes)
    .where(_KEY)
    .values(
        state=bindparam("to"),
        attempts=bindparam("tries"),
        error=bindparam("why"),
        next_try=bindparam("again"),
        done_at=bindparam("at"),
    )
)
_FORGET = delete(pushes).where(_KEY)


def _key(kind: str, person: str, slot: str) -> dict[str, str]:
    return {"of_kind": kind, "of_person": person, "of_slot": slot}


def still_open(tx: Tx, kind: str, keys: Collection[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """Those of the (person, slot) pairs that `may_try` lets through, in one query."""
    if not keys:
        return set()
    values = {
        "of_kind": kind,
        "people": sorted({person for person, _slot in keys}),
        "slots": sorted({slot for _person, slot in keys}),
    }
    closed = {(row.person, row.slot) for row in tx.execute(_OF_KIND, values) if not _open(row, now)}
    return set(keys) - closed


def _open(row: Any, now: datetime) -> bool:
    return bool(row.state == "failed" and row.attempts < MOST_ATTEMPTS and row.next_try <= now)


def may_try(tx: Tx, kind: str, person: str, slot: str, now: datetime) -> bool:
    """Whether this push is still to be done and not waiting for its next try."""
    row = tx.execute(_FIND, _key(kind, person, slot)).first()
    return row is None or _open(row, now)


def done(tx: Tx, kind: str, person: str, slot: str, state: str, why: str, now: datetime) -> None:
    """Record `done` or `skipped` (with its reason)."""
    _put(tx, kind, person, slot, state, why, None, now)


def forget(tx: Tx, kind: str, person: str, slot: str) -> None:
    """It was not done after all: it falls due again."""
    tx.execute(_FORGET, _key(kind, person, slot))


def failed(tx: Tx, kind: str, person: str, slot: str, why: str, now: datetime) -> None:
    """Record a failed attempt; it is tried again a minute later, five times at most."""
    _put(tx, kind, person, slot, "failed", why[:500], now + RETRY, None)


def _put(
    tx: Tx, kind: str, person: str, slot: str, state: str, why: str, again: datetime | None, at: datetime | None
) -> None:
    row = tx.execute(_FIND, _key(kind, person, slot)).first()
    tries = (row.attempts if row else 0) + 1
    values = {"to": state, "tries": tries, "why": why, "again": again, "at": at}
    if tx.execute(_UPDATE, _key(kind, person, slot) | values).rowcount == 0:
        tx.execute(
            _INSERT,
            {
                "kind": kind,
                "person": person,
                "slot": slot,
                "state": state,
                "attempts": tries,
                "error": why,
                "next_try": again,
                "done_at": at,
            },
        )
