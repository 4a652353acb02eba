"""What a checker finds in a database after a day: messages that were not sent, updates put aside."""

from __future__ import annotations

from sqlalchemy import select

from storage.database import Tx
from storage.tables import inbox, outbox, pushes


def unsent(tx: Tx) -> list[str]:
    """One line for everything that went wrong without anybody seeing it."""
    bad = [f"inbox {row.id}: {row.error}" for row in tx.execute(select(inbox).where(inbox.c.state == "aside"))]
    for row in tx.execute(select(outbox).where(outbox.c.state.in_(("failed", "unknown")))):
        bad.append(f"outbox {row.id} {row.method} {row.place}: {row.state} {row.reason}")
    for row in tx.execute(select(pushes).where(pushes.c.state == "failed")):
        bad.append(f"push {row.kind} {row.person} {row.slot}: {row.error}")
    return bad
