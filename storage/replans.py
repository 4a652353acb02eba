"""Proposals of moves, and days that hold fewer visits than others since one was taken up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from domain.planning.proposals import Because, Deed
from domain.replans import Change, DayChange, Part, Replan, ReplanKind, ReplanState
from domain.visits import Channel
from storage.database import Tx
from storage.tables import fixed, narrow_days, replans, stops

_FIND = select(replans).where(replans.c.id == bindparam("find"))
_THINKING = select(replans).where(replans.c.state == fixed("thinking")).order_by(replans.c.id)
_ADD = insert(replans)
_SET = (
    update(replans)
    .where(
        replans.c.id == bindparam("find"), replans.c.state == bindparam("was"), replans.c.version == bindparam("seen")
    )
    .values(
        state=bindparam("to"),
        version=bindparam("turn"),
        parts=bindparam("found"),
        renewed=bindparam("anew"),
        decided_by=bindparam("who"),
        decided_at=bindparam("at"),
    )
)
_NARROW = select(narrow_days.c.day, narrow_days.c.shops_max).where(
    narrow_days.c.manager == bindparam("who"), narrow_days.c.day >= bindparam("first")
)
_WIDEN = delete(narrow_days).where(narrow_days.c.manager == bindparam("who"), narrow_days.c.day == bindparam("on"))
_ADD_NARROW = insert(narrow_days)
_SHIFT = (
    update(stops)
    .where(stops.c.id == bindparam("find"))
    .values(
        day=bindparam("on"),
        place_in_route=0,
        pinned=bindparam("stays"),
        reason=bindparam("why"),
        reason_days=0,
        reason_on=bindparam("since"),
    )
)
_PHONE = update(stops).where(stops.c.id == bindparam("find")).values(channel=Channel.CALL_INSTEAD.value, pinned=True)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _written(part: Part) -> dict[str, Any]:
    return {
        "manager": part.manager,
        "print": part.print,
        "hit": part.hit,
        "changes": [
            [one.stop, one.shop, one.deed.value, one.because.value, _day(one.day), _day(one.to), one.beside]
            for one in part.changes
        ],
        "stays": [[shop, _day(day)] for shop, day in part.stays],
        "days": [
            [_day(one.day), one.shops, one.minutes, one.shops_after, one.minutes_after, one.km] for one in part.days
        ],
    }


def _part(kept: dict[str, Any]) -> Part:
    return Part(
        kept["manager"],
        kept["print"],
        kept["hit"],
        tuple(
            Change(stop, shop, Deed(deed), Because(why), _date(day), _date(to), beside)
            for stop, shop, deed, why, day, to, beside in kept["changes"]
        ),
        tuple((shop, date.fromisoformat(day)) for shop, day in kept["stays"]),
        tuple(DayChange(date.fromisoformat(day), *figures) for day, *figures in kept["days"]),
    )


def _replan(row: Any) -> Replan:
    return Replan(
        row.id,
        row.asked_by,
        row.department,
        ReplanKind(row.kind),
        tuple(date.fromisoformat(day) for day in row.days),
        row.street,
        tuple(row.managers),
        row.shop,
        row.half,
        ReplanState(row.state),
        row.version,
        tuple(_part(one) for one in row.parts),
        row.decided_by,
        row.decided_at,
        row.renewed,
    )


def find(tx: Tx, number: int) -> Replan | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _replan(row)


def thinking(tx: Tx) -> list[tuple[Replan, datetime]]:
    """Those whose moves are still to be found, with when they were asked for, oldest first."""
    return [(_replan(row), row.asked_at) for row in tx.execute(_THINKING)]


def add(tx: Tx, new: Replan, now: datetime) -> int:
    """Store one that is to be thought out; its id (the one given is ignored)."""
    made = tx.execute(
        _ADD,
        {
            "asked_by": new.asked_by,
            "department": new.department,
            "kind": new.kind.value,
            "days": [day.isoformat() for day in new.days],
            "street": new.street,
            "managers": list(new.managers),
            "shop": new.shop,
            "half": new.half,
            "state": new.state.value,
            "version": new.version,
            "parts": [],
            "renewed": False,
            "asked_at": now,
            "decided_by": "",
            "decided_at": None,
        },
    )
    return int((made.inserted_primary_key or (0,))[0])


def put(tx: Tx, old: Replan, new: Replan) -> bool:
    """Write what may change of it; False when it is not as `old` any more: somebody else was first."""
    written = tx.execute(
        _SET,
        {
            "find": old.id,
            "was": old.state.value,
            "seen": old.version,
            "to": new.state.value,
            "turn": new.version,
            "found": [_written(part) for part in new.parts],
            "anew": new.renewed,
            "who": new.decided_by,
            "at": new.decided_at,
        },
    )
    return written.rowcount == 1


def shift(tx: Tx, stop: int, on: date, why: str, since: date | None, pinned: bool = True) -> None:
    """Put a stop without a number on another day, for a reason of kind `why`; pinned there unless that is not wanted."""
    tx.execute(_SHIFT, {"find": stop, "on": on, "why": why, "since": since, "stays": pinned})


def phone(tx: Tx, stop: int) -> None:
    """A stop without a number becomes a call on its day, and stays one when all is planned anew."""
    tx.execute(_PHONE, {"find": stop})


def narrow(tx: Tx, manager: str, rooms: Iterable[tuple[date, int]]) -> None:
    """From now on these days hold so many shops at most."""
    for day, most in rooms:
        tx.execute(_WIDEN, {"who": manager, "on": day})
        tx.execute(_ADD_NARROW, {"manager": manager, "day": day, "shops_max": most})


def narrowed(tx: Tx, manager: str, first: date) -> dict[date, int]:
    """Days from `first` on that hold fewer shops than others, and how many."""
    return {row.day: row.shops_max for row in tx.execute(_NARROW, {"who": manager, "first": first})}
