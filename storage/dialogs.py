"""A dialogue in progress is a row: one question at a time for a person, with a deadline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from storage.database import Tx
from storage.tables import dialogs

_FIND = select(dialogs).where(dialogs.c.person == bindparam("find"))
_DROP = delete(dialogs).where(dialogs.c.person == bindparam("find"))
_INSERT = insert(dialogs)


@dataclass(frozen=True, slots=True)
class Dialog:
    """An open question: `kind` names the one who understands the answer, `object` what it is about."""

    person: str
    kind: str
    object: str
    deadline: datetime
    data: dict[str, Any] = field(default_factory=dict)
    version: int = 1


def current(tx: Tx, person: str, now: datetime) -> Dialog | None:
    """The open question of a person whose deadline has not passed."""
    row = tx.execute(_FIND, {"find": person}).first()
    if row is None or row.deadline < now:
        return None
    return Dialog(row.person, row.kind, row.object, row.deadline, row.data, row.version)


def ask(tx: Tx, dialog: Dialog) -> None:
    """Open a question; one that was open is superseded."""
    before = tx.execute(_FIND, {"find": dialog.person}).first()
    tx.execute(_DROP, {"find": dialog.person})
    tx.execute(
        _INSERT,
        {
            "person": dialog.person,
            "kind": dialog.kind,
            "object": dialog.object,
            "data": dialog.data,
            "version": (before.version if before else 0) + 1,
            "deadline": dialog.deadline,
        },
    )


def close(tx: Tx, person: str) -> None:
    tx.execute(_DROP, {"find": person})
