"""Days and their stops, stretched cadences, leave, and the office's own calendar days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.visits import Channel, Missed, Objective, Reason, Stop, StopState
from storage.database import Tx
from storage.tables import calendar_days, days, leaves, stops, stretches

_STOP = select(stops).where(stops.c.id == bindparam("find"))
_OF_DAY = (
    select(stops)
    .where(stops.c.manager == bindparam("who"), stops.c.day == bindparam("on"))
    .order_by(stops.c.number, stops.c.place_in_route, stops.c.id)
)
_NUMBERS = select(stops.c.shop, stops.c.number).where(
    stops.c.manager == bindparam("who"), stops.c.day == bindparam("on")
)
_BETWEEN = (
    select(stops)
    .where(stops.c.manager == bindparam("who"), stops.c.day >= bindparam("first"), stops.c.day <= bindparam("last"))
    .order_by(stops.c.day, stops.c.number, stops.c.place_in_route, stops.c.id)
)
_DAY_OF_SOME = (
    select(stops)
    .where(stops.c.manager.in_(bindparam("whose", expanding=True)), stops.c.day == bindparam("on"))
    .order_by(stops.c.manager, stops.c.number)
)
_OF_SHOP = (
    select(stops)
    .where(stops.c.shop == bindparam("of"), stops.c.day >= bindparam("first"))
    .order_by(stops.c.day, stops.c.id)
)
_PAST_OF_SHOP = (
    select(stops)
    .where(stops.c.shop == bindparam("of"), stops.c.day < bindparam("before"))
    .order_by(stops.c.day.desc(), stops.c.id.desc())
    .limit(bindparam("most"))
)
_INSERT = insert(stops)
_CLEAR = delete(stops).where(
    stops.c.manager == bindparam("who"),
    stops.c.day >= bindparam("first"),
    stops.c.state == "planned",
    stops.c.pinned.is_(False),
    stops.c.number == 0,
)
_NUMBER = (
    update(stops)
    .where(stops.c.id == bindparam("find"))
    .values(number=bindparam("to"), place_in_route=bindparam("route"))
)
_STATE = (
    update(stops)
    .where(stops.c.id == bindparam("find"))
    .values(
        state=bindparam("to"), missed=bindparam("why"), missed_words=bindparam("words"), moved_to=bindparam("moved")
    )
)
_CHANNEL = update(stops).where(stops.c.id == bindparam("find")).values(channel=bindparam("to"))
_DROP_STOP = delete(stops).where(stops.c.id == bindparam("find"))
_HIGHEST = select(func.max(stops.c.number)).where(stops.c.manager == bindparam("who"), stops.c.day == bindparam("on"))
_COUNTS = (
    select(stops.c.day, func.count())
    .where(
        stops.c.manager == bindparam("who"),
        stops.c.day >= bindparam("first"),
        stops.c.state == "planned",
        stops.c.channel == "onsite",
    )
    .group_by(stops.c.day)
)
_DAY = select(days).where(days.c.manager == bindparam("who"), days.c.day == bindparam("on"))
_ADD_DAY = insert(days)
_SET_DAY = (
    update(days)
    .where(days.c.manager == bindparam("who"), days.c.day == bindparam("on"))
    .values(pushed_at=bindparam("at"), km=bindparam("length"), state=bindparam("to"))
)
_STRETCHES = select(stretches).where(stretches.c.manager == bindparam("who")).order_by(stretches.c.segment)
_CLEAR_STRETCHES = delete(stretches).where(stretches.c.manager == bindparam("who"))
_ADD_STRETCH = insert(stretches)
_LEAVES = select(leaves).where(
    leaves.c.manager == bindparam("who"), leaves.c.state == "active", leaves.c.last_day >= bindparam("first")
)
_LEAVES_OF_ALL = (
    select(leaves).where(leaves.c.state == "active", leaves.c.last_day >= bindparam("first")).order_by(leaves.c.id)
)
_LEAVE = select(leaves).where(leaves.c.id == bindparam("find"))
_ON_LEAVE = select(leaves.c.manager).where(
    leaves.c.state == "active", leaves.c.first_day <= bindparam("on"), leaves.c.last_day >= bindparam("on")
)
_ADD_LEAVE = insert(leaves)
_END_LEAVE = update(leaves).where(leaves.c.id == bindparam("find")).values(state="ended")
_CALENDAR = select(calendar_days)
_MISSED_BEFORE = select(stops).where(
    stops.c.manager == bindparam("who"),
    stops.c.day < bindparam("before"),
    stops.c.state == "planned",
    stops.c.number > 0,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A manager's day: `state` planned (the planner may change it) or fixed (numbered and shown); `km` straight-line."""

    manager: str
    day: date
    pushed_at: datetime | None
    km: float
    state: str


@dataclass(frozen=True, slots=True)
class NewStop:
    """A stop to be added; `number` 0 until the morning, `pinned` ones survive a new plan."""

    manager: str
    department: str
    day: date
    shop: str
    channel: Channel
    reason: Reason
    objective: Objective
    place_in_route: int = 0
    number: int = 0
    important: bool = False
    unplanned: bool = False
    pinned: bool = False
    state: StopState = StopState.PLANNED


@dataclass(frozen=True, slots=True)
class Stretched:
    segment: str
    wanted_days: int
    given_days: int


@dataclass(frozen=True, slots=True)
class Leave:
    id: int
    manager: str
    first_day: date
    last_day: date
    made_by: str


def _stop(row: Any) -> Stop:
    """One row, its columns in the table's order: read by the hundred, so by position."""
    number, manager, department, day, in_list, _place, shop, channel, kind, days, on, objective, state, *rest = row
    missed, words, moved_to, important, unplanned, pinned = rest
    return Stop(
        number,
        manager,
        department,
        day,
        in_list,
        shop,
        Channel(channel),
        Reason(kind, days, on),
        Objective(objective),
        StopState(state),
        Missed(missed) if missed else None,
        moved_to,
        important,
        unplanned,
        words,
        pinned,
    )


def stop(tx: Tx, number: int) -> Stop | None:
    row = tx.recall_one(_STOP, {"find": number})
    return None if row is None else _stop(row)


def of_day(tx: Tx, manager: str, day: date) -> list[Stop]:
    """The stops of a day in the order of their numbers (or of the route, before they are numbered)."""
    return [_stop(row) for row in tx.execute(_OF_DAY, {"who": manager, "on": day}).all()]


def numbers_of(tx: Tx, manager: str, day: date) -> dict[str, int]:
    """Shop → its number in the list of a day, 0 before the list is fixed."""
    rows = tx.execute(_NUMBERS, {"who": manager, "on": day}).all()
    return {row[0]: row[1] for row in rows}


def between(tx: Tx, manager: str, first: date, last: date) -> list[Stop]:
    """The stops of several days, both ends included."""
    return [_stop(row) for row in tx.execute(_BETWEEN, {"who": manager, "first": first, "last": last}).all()]


def of_managers(tx: Tx, managers: Collection[str], day: date) -> list[Stop]:
    """Several managers' stops of a day, in one query."""
    wanted = sorted(managers)
    return [_stop(row) for row in tx.execute(_DAY_OF_SOME, {"whose": wanted, "on": day}).all()] if wanted else []


def of_shop(tx: Tx, shop: str, first: date) -> list[Stop]:
    """A shop's stops from a day on, soonest first."""
    return [_stop(row) for row in tx.recall(_OF_SHOP, {"of": shop, "first": first})]


def past_of_shop(tx: Tx, shop: str, before: date, most: int = 5) -> list[Stop]:
    """A shop's earlier stops, latest first."""
    return [_stop(row) for row in tx.execute(_PAST_OF_SHOP, {"of": shop, "before": before, "most": most}).all()]


def unsettled_before(tx: Tx, manager: str, before: date) -> list[Stop]:
    """Numbered stops of earlier days that nobody settled."""
    return [_stop(row) for row in tx.execute(_MISSED_BEFORE, {"who": manager, "before": before}).all()]


def add(tx: Tx, new: Sequence[NewStop]) -> list[int]:
    """Add stops; returns their ids in order."""
    return [int((tx.execute(_INSERT, _values(one)).inserted_primary_key or (0,))[0]) for one in new]


def add_many(tx: Tx, new: Sequence[NewStop]) -> None:
    """Add stops whose ids nobody needs, in one statement."""
    if new:
        tx.execute(_INSERT, [_values(one) for one in new])


def _values(new: NewStop) -> dict[str, Any]:
    return {
        "manager": new.manager,
        "department": new.department,
        "day": new.day,
        "number": new.number,
        "place_in_route": new.place_in_route,
        "shop": new.shop,
        "channel": new.channel.value,
        "reason": new.reason.kind,
        "reason_days": new.reason.days,
        "reason_on": new.reason.on,
        "objective": new.objective.value,
        "state": new.state.value,
        "missed": "",
        "missed_words": "",
        "moved_to": None,
        "important": new.important,
        "unplanned": new.unplanned,
        "pinned": new.pinned,
    }


def clear_planned(tx: Tx, manager: str, first: date) -> None:
    """Take away what a new plan replaces: unnumbered, unpinned, still planned stops from a day on."""
    tx.execute(_CLEAR, {"who": manager, "first": first})


def number(tx: Tx, stop_id: int, to: int, route: int) -> None:
    """Give a stop its number of the day and its place in the route."""
    tx.execute(_NUMBER, {"find": stop_id, "to": to, "route": route})


def next_number(tx: Tx, manager: str, day: date) -> int:
    """The first number not used on that day."""
    return int(tx.execute(_HIGHEST, {"who": manager, "on": day}).scalar() or 0) + 1


def set_state(
    tx: Tx, stop_id: int, to: StopState, missed: str = "", words: str = "", moved_to: date | None = None
) -> None:
    tx.execute(_STATE, {"find": stop_id, "to": to.value, "why": missed, "words": words, "moved": moved_to})


def set_channel(tx: Tx, stop_id: int, channel: Channel) -> None:
    tx.execute(_CHANNEL, {"find": stop_id, "to": channel.value})


def remove(tx: Tx, stop_id: int) -> None:
    """Take a stop away altogether (the undo of one that was added)."""
    tx.execute(_DROP_STOP, {"find": stop_id})


def counts(tx: Tx, manager: str, first: date) -> dict[date, int]:
    """Planned on-site stops per day from a day on."""
    return {row[0]: int(row[1]) for row in tx.execute(_COUNTS, {"who": manager, "first": first})}


def day(tx: Tx, manager: str, on: date) -> Day | None:
    row = tx.execute(_DAY, {"who": manager, "on": on}).first()
    return None if row is None else Day(row.manager, row.day, row.pushed_at, row.km, row.state)


def put_day(tx: Tx, new: Day) -> None:
    values = {"who": new.manager, "on": new.day, "at": new.pushed_at, "length": new.km, "to": new.state}
    if tx.execute(_SET_DAY, values).rowcount == 0:
        tx.execute(
            _ADD_DAY,
            {"manager": new.manager, "day": new.day, "pushed_at": new.pushed_at, "km": new.km, "state": new.state},
        )


def stretched(tx: Tx, manager: str) -> list[Stretched]:
    """The cadences that the present plan had to stretch."""
    rows = tx.execute(_STRETCHES, {"who": manager})
    return [Stretched(row.segment, row.wanted_days, row.given_days) for row in rows]


def put_stretched(tx: Tx, manager: str, new: Iterable[Stretched], made_on: date) -> None:
    tx.execute(_CLEAR_STRETCHES, {"who": manager})
    for one in new:
        tx.execute(
            _ADD_STRETCH,
            {
                "manager": manager,
                "segment": one.segment,
                "wanted_days": one.wanted_days,
                "given_days": one.given_days,
                "made_on": made_on,
            },
        )


def leaves_of(tx: Tx, manager: str, first: date) -> list[Leave]:
    """A manager's active leave that has not ended before a day."""
    rows = tx.execute(_LEAVES, {"who": manager, "first": first})
    return [Leave(row.id, row.manager, row.first_day, row.last_day, row.made_by) for row in rows]


def leaves_from(tx: Tx, first: date) -> dict[str, tuple[Leave, ...]]:
    """Everybody's active leave that has not ended before a day, by manager."""
    found: dict[str, tuple[Leave, ...]] = {}
    for row in tx.execute(_LEAVES_OF_ALL, {"first": first}):
        one = Leave(row.id, row.manager, row.first_day, row.last_day, row.made_by)
        found[row.manager] = (*found.get(row.manager, ()), one)
    return found


def leave(tx: Tx, number: int) -> Leave | None:
    """A leave that still holds."""
    row = tx.execute(_LEAVE, {"find": number}).first()
    if row is None or row.state != "active":
        return None
    return Leave(row.id, row.manager, row.first_day, row.last_day, row.made_by)


def on_leave(tx: Tx, on: date) -> frozenset[str]:
    """Codes of everyone on leave that day."""
    return frozenset(row.manager for row in tx.execute(_ON_LEAVE, {"on": on}))


def add_leave(tx: Tx, manager: str, first: date, last: date, made_by: str) -> int:
    values = {"manager": manager, "first_day": first, "last_day": last, "made_by": made_by, "state": "active"}
    return int((tx.execute(_ADD_LEAVE, values).inserted_primary_key or (0,))[0])


def end_leave(tx: Tx, leave: int) -> None:
    tx.execute(_END_LEAVE, {"find": leave})


def own_calendar(tx: Tx) -> dict[date, bool]:
    """The office's overrides of the public calendar: day → working."""
    return {row.day: row.working for row in tx.recall(_CALENDAR, {})}
