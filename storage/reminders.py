"""Reminders that people set for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.reminders import OPEN, Reminder, ReminderState
from storage.database import Tx
from storage.tables import reminders

_FIND = select(reminders).where(reminders.c.id == bindparam("find"))
_OPEN_OF = (
    select(reminders)
    .where(reminders.c.person == bindparam("who"), reminders.c.state.in_(sorted(OPEN)))
    .order_by(reminders.c.at, reminders.c.id)
)
_DUE = (
    select(reminders)
    .where(reminders.c.state == ReminderState.WAITING.value, reminders.c.at <= bindparam("now"))
    .order_by(reminders.c.at, reminders.c.id)
)
_INSERT = insert(reminders)
_SET = (
    update(reminders)
    .where(reminders.c.id == bindparam("find"))
    .values(asked_at=bindparam("new_asked"), at=bindparam("new_at"), state=bindparam("new_state"))
)


def _reminder(row: Any) -> Reminder:
    return Reminder(
        row.id,
        row.person,
        row.words,
        row.what,
        row.asked_at,
        row.at,
        row.shop,
        ReminderState(row.state),
        row.made_at,
    )


def find(tx: Tx, number: int) -> Reminder | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _reminder(row)


def open_of(tx: Tx, person: str) -> list[Reminder]:
    """A person's reminders that are not settled, the soonest first."""
    return [_reminder(row) for row in tx.execute(_OPEN_OF, {"who": person})]


def due(tx: Tx, now: datetime) -> list[Reminder]:
    """Reminders whose moment has come, the earliest first."""
    return [_reminder(row) for row in tx.execute(_DUE, {"now": now})]


def add(tx: Tx, new: Reminder, origin: int) -> int:
    """Store a reminder and return its id; the id given is ignored. `origin` is the inbox row it came from."""
    made = tx.execute(
        _INSERT,
        {
            "person": new.person,
            "words": new.words,
            "what": new.what,
            "asked_at": new.asked_at,
            "at": new.at,
            "shop": new.shop,
            "state": new.state.value,
            "made_at": new.made_at,
            "origin": origin,
        },
    )
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def put(tx: Tx, reminder: Reminder) -> None:
    """Write what can change of a reminder."""
    tx.execute(
        _SET,
        {
            "find": reminder.id,
            "new_asked": reminder.asked_at,
            "new_at": reminder.at,
            "new_state": reminder.state.value,
        },
    )
