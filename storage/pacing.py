"""Updates of chats that write more than their share: told apart from those of everybody else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from storage.database import Tx
from storage.tables import fixed, inbox

_ANY = (
    select(inbox.c.id)
    .where(inbox.c.state == fixed("new"), inbox.c.chat_id.not_in(bindparam("but", expanding=True)))
    .limit(1)
)


def any_waiting(tx: Tx, but: Collection[int] = ()) -> bool:
    """Whether updates wait to be handled, but for those of some chats."""
    return tx.execute(_ANY, {"but": sorted(but) or [-1]}).first() is not None
