"""Broadcasts, who read them, and who still has to get them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.broadcasts import Broadcast, BroadcastState, Correction, Read
from domain.chat import Kind, Media
from storage.database import Tx
from storage.tables import broadcast_reads, broadcasts

_FIND = select(broadcasts).where(broadcasts.c.id == bindparam("find"))
_SENT_SINCE = (
    select(broadcasts)
    .where(broadcasts.c.state == BroadcastState.SENT.value, broadcasts.c.sent_at >= bindparam("since"))
    .order_by(broadcasts.c.id)
)
_INSERT = insert(broadcasts)
_CHOOSE = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("find"))
    .values(to_people=bindparam("new_people"), to_groups=bindparam("new_groups"))
)
_SEND = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("find"))
    .values(
        state=BroadcastState.SENT.value,
        sent_at=bindparam("at"),
        shops_total=bindparam("shops"),
        waiting=bindparam("new_waiting"),
    )
)
_STATE = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("find"))
    .values(state=bindparam("new_state"), waiting=bindparam("new_waiting"))
)
_WAITING = update(broadcasts).where(broadcasts.c.id == bindparam("find")).values(waiting=bindparam("new_waiting"))
_CORRECT = update(broadcasts).where(broadcasts.c.id == bindparam("find")).values(corrections=bindparam("new_lines"))
_READS = select(broadcast_reads).where(broadcast_reads.c.broadcast == bindparam("find")).order_by(broadcast_reads.c.at)
_HAS_READ = select(broadcast_reads.c.at).where(
    broadcast_reads.c.broadcast == bindparam("find"),
    broadcast_reads.c.reader == bindparam("who"),
    broadcast_reads.c.chat_id == bindparam("where"),
)
_READ = insert(broadcast_reads)


def _broadcast(row: Any) -> Broadcast:
    media = Media(Kind(row.media_kind), row.file_id) if row.media_kind else None
    return Broadcast(
        row.id,
        row.author,
        row.department,
        row.words,
        media,
        BroadcastState(row.state),
        tuple(row.to_people),
        tuple(row.to_groups),
        row.made_at,
        row.sent_at,
        row.valid_until,
        row.shops_total,
        tuple(Correction(datetime.fromtimestamp(at, UTC), words) for at, words in row.corrections),
        tuple(row.waiting),
    )


def find(tx: Tx, number: int) -> Broadcast | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _broadcast(row)


def sent_since(tx: Tx, since: datetime) -> list[Broadcast]:
    """News that holds and was sent at or after `since`, oldest first."""
    return [_broadcast(row) for row in tx.execute(_SENT_SINCE, {"since": since})]


def add(tx: Tx, new: Broadcast, origin: int) -> int:
    """Store a draft and return its id; the id given is ignored. `origin` is the inbox row it came from."""
    made = tx.execute(
        _INSERT,
        {
            "author": new.author,
            "department": new.department,
            "words": new.words,
            "media_kind": new.media.kind.value if new.media else "",
            "file_id": new.media.file_id if new.media else "",
            "state": new.state.value,
            "to_people": sorted(new.to_people),
            "to_groups": sorted(new.to_groups),
            "made_at": new.made_at,
            "sent_at": None,
            "valid_until": new.valid_until,
            "shops_total": 0,
            "origin": origin,
            "corrections": [],
            "waiting": [],
        },
    )
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def choose(tx: Tx, number: int, people: Iterable[str], groups: Iterable[int]) -> None:
    """Write whom a draft goes to."""
    tx.execute(_CHOOSE, {"find": number, "new_people": sorted(people), "new_groups": sorted(groups)})


def send(tx: Tx, number: int, at: datetime, shops: int, waiting: Iterable[str]) -> None:
    """Make a draft sent; `shops` is how many are to be told, `waiting` who gets it later."""
    tx.execute(_SEND, {"find": number, "at": at, "shops": shops, "new_waiting": sorted(waiting)})


def end(tx: Tx, number: int, state: BroadcastState) -> None:
    """Make it withdrawn or dropped: nobody waits for it any more."""
    tx.execute(_STATE, {"find": number, "new_state": state.value, "new_waiting": []})


def set_waiting(tx: Tx, number: int, waiting: Iterable[str]) -> None:
    tx.execute(_WAITING, {"find": number, "new_waiting": sorted(waiting)})


def set_corrections(tx: Tx, number: int, lines: Iterable[Correction]) -> None:
    """Write all corrections, oldest first."""
    tx.execute(_CORRECT, {"find": number, "new_lines": [[one.at.timestamp(), one.words] for one in lines]})


def note_read(tx: Tx, number: int, read: Read) -> bool:
    """Remember that somebody read it in that chat; False when that was known."""
    key = {"find": number, "who": read.reader, "where": read.group}
    if tx.execute(_HAS_READ, key).first() is not None:
        return False
    tx.execute(_READ, {"broadcast": number, "reader": read.reader, "chat_id": read.group, "at": read.at})
    return True


def reads(tx: Tx, number: int) -> list[Read]:
    """Who read it and where, earliest first."""
    return [Read(row.reader, row.chat_id, row.at) for row in tx.execute(_READS, {"find": number})]
