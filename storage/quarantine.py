"""After a restore: what the copy still had to send may have been sent since, so it is held until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from domain.quarantine import Held
from storage import outbox as box
from storage.database import Tx
from storage.tables import fixed, holds, leases, outbox

HELD = "held"
WHY = "a backup was brought back"

_PENDING = select(outbox.c.id, outbox.c.chat_id, outbox.c.place).where(
    outbox.c.state.in_((fixed("queued"), fixed("sending")))
)
_HOLD = (
    update(outbox)
    .where(outbox.c.state.in_((fixed("queued"), fixed("sending"))))
    .values(state=HELD, reason=WHY, marked=True)
)
_NO_HOLDS = delete(holds)
_NO_LEASES = delete(leases)
_IS_HELD = outbox.c.state == HELD
_KINDS = (
    select(outbox.c.kind, func.count(), func.min(outbox.c.created_at), func.max(outbox.c.created_at))
    .where(_IS_HELD)
    .group_by(outbox.c.kind)
)
_HELD_ROWS = select(outbox.c.id, outbox.c.chat_id, outbox.c.place).where(_IS_HELD).order_by(outbox.c.id)
_QUEUE = update(outbox).where(outbox.c.id == bindparam("row"), _IS_HELD).values(state="queued")
_DROP = update(outbox).where(_IS_HELD).values(state="dropped")


def begin(tx: Tx) -> int:
    """Hold everything that was to be sent; no process of the copied time has a role any more. How many rows."""
    for row in tx.execute(_PENDING).all():
        if row.place:
            box.forget_face(tx, row.chat_id, row.place)
    tx.execute(_NO_HOLDS)
    tx.execute(_NO_LEASES)
    return tx.execute(_HOLD).rowcount


def held(tx: Tx) -> list[Held]:
    """What is held, by kind."""
    return sorted((Held(*row) for row in tx.execute(_KINDS)), key=lambda one: one.kind)


def release(tx: Tx) -> int:
    """Let everything that is held be sent, marked as sent again; what has a newer version waiting is dropped. How many go."""
    rows: Sequence[Any] = tx.execute(_HELD_ROWS).all()
    newest = {(row.chat_id, row.place): row.id for row in rows}
    gone = 0
    for row in rows:
        older = row.place and newest[row.chat_id, row.place] != row.id
        if older or (row.place and box.is_waiting(tx, row.chat_id, row.place)):
            box.end(tx, row.id, "dropped", "a newer version waits")
            continue
        gone += tx.execute(_QUEUE, {"row": row.id}).rowcount
    return gone


def drop(tx: Tx) -> int:
    """Never send what is held; how many messages."""
    return tx.execute(_DROP).rowcount
