"""Voice notes whose words are to be made out: queued, tried, heard or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from domain.hearings import Hearing, HearingState
from storage.database import Tx
from storage.tables import fixed, hearings

_WAITING = hearings.c.state == fixed("waiting")
_INSERT = insert(hearings)
_DUE = (
    select(hearings)
    .where(_WAITING, hearings.c.not_before <= bindparam("now"))
    .order_by(hearings.c.not_before, hearings.c.id)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(hearings).where(_WAITING)
_ONE = select(hearings).where(hearings.c.id == bindparam("find"))
_OF = select(hearings).where(hearings.c.attachment == bindparam("of"))
_TRY = (
    update(hearings)
    .where(hearings.c.id == bindparam("find"), _WAITING)
    .values(tries=hearings.c.tries + 1, not_before=bindparam("later"))
)
_PUT_OFF = update(hearings).where(hearings.c.id == bindparam("find"), _WAITING).values(not_before=bindparam("later"))
_FREE = update(hearings).where(_WAITING, hearings.c.not_before > bindparam("now")).values(not_before=bindparam("now"))
_END = (
    update(hearings)
    .where(hearings.c.id == bindparam("find"), _WAITING)
    .values(state=bindparam("to"), words=bindparam("said"))
)


def add(tx: Tx, attachment: int, manager: str, message_id: int, origin: int) -> None:
    """Queue a voice note; it is due at once."""
    new = {"attachment": attachment, "manager": manager, "message_id": message_id, "origin": origin}
    tx.execute(_INSERT, new | {"not_before": tx.machine_now(), "state": "waiting", "words": "", "tries": 0})


def due(tx: Tx, most: int) -> list[Hearing]:
    """Those to be tried now, the longest waiting first."""
    return [_hearing(row) for row in tx.execute(_DUE, {"now": tx.machine_now(), "most": most})]


def count_waiting(tx: Tx) -> int:
    return int(tx.execute(_COUNT).scalar_one())


def one(tx: Tx, number: int) -> Hearing | None:
    row = tx.execute(_ONE, {"find": number}).first()
    return None if row is None else _hearing(row)


def of_attachment(tx: Tx, attachment: int) -> Hearing | None:
    row = tx.execute(_OF, {"of": attachment}).first()
    return None if row is None else _hearing(row)


def count_try(tx: Tx, number: int, not_before: datetime) -> bool:
    """Note that a try begins; False when the note does not wait any more."""
    return tx.execute(_TRY, {"find": number, "later": not_before}).rowcount == 1


def put_off(tx: Tx, number: int, not_before: datetime) -> None:
    """It is not due before then."""
    tx.execute(_PUT_OFF, {"find": number, "later": not_before})


def free(tx: Tx) -> None:
    """All that wait are due now."""
    tx.execute(_FREE, {"now": tx.machine_now()})


def end(tx: Tx, number: int, to: HearingState, words: str = "") -> bool:
    """It is heard, or given up; False when that is so already."""
    return tx.execute(_END, {"find": number, "to": to.value, "said": words}).rowcount == 1


def _hearing(row: Any) -> Hearing:
    return Hearing(
        row.id, row.attachment, row.manager, row.message_id, row.origin, HearingState(row.state), row.words, row.tries
    )
