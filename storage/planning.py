"""What the planner and the morning need of the stops beside the common queries: pins, published days, renewed objectives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, select, update

from domain.visits import Objective, Stop
from storage.database import Tx
from storage.plans import _stop
from storage.tables import days, stops

_AHEAD = (
    select(stops)
    .where(stops.c.manager == bindparam("who"), stops.c.day >= bindparam("first"), stops.c.state == "planned")
    .order_by(stops.c.day, stops.c.place_in_route, stops.c.id)
)
_LAST_DAYS = (
    select(stops.c.manager, func.max(stops.c.day)).where(stops.c.day >= bindparam("first")).group_by(stops.c.manager)
)
_REFRESH = (
    update(stops)
    .where(stops.c.id == bindparam("find"))
    .values(
        objective=bindparam("goal"),
        important=bindparam("matters"),
        number=bindparam("to"),
        place_in_route=bindparam("route"),
    )
)
_PUSHED = (
    update(days)
    .where(days.c.manager == bindparam("who"), days.c.day == bindparam("on"))
    .values(pushed_at=bindparam("at"))
)
_CLEAR_DAY = delete(stops).where(
    stops.c.manager == bindparam("who"), stops.c.day == bindparam("on"), stops.c.state == "planned", stops.c.number == 0
)
_PLANNED_ON = select(stops.c.manager).where(stops.c.day == bindparam("on")).group_by(stops.c.manager)
_FIXED_ON = select(days.c.manager, days.c.pushed_at).where(days.c.day == bindparam("on"), days.c.state == "fixed")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A stop still to come, with what the planner must respect."""

    stop: Stop
    pinned: bool
    place_in_route: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the morning writes into a stop."""

    stop: int
    number: int
    route: int
    objective: Objective
    important: bool


def ahead(tx: Tx, manager: str, first: date) -> list[Ahead]:
    """The planned stops of a manager from a day on, in route order."""
    rows = tx.execute(_AHEAD, {"who": manager, "first": first})
    return [Ahead(_stop(row), row.pinned, row.place_in_route) for row in rows]


def horizons(tx: Tx, first: date) -> dict[str, date]:
    """The last day from `first` on that has a stop, by manager."""
    return {row[0]: row[1] for row in tx.execute(_LAST_DAYS, {"first": first})}


def number_stops(tx: Tx, stops_of_day: list[Numbered]) -> None:
    """Write the numbers of a day in one statement."""
    if stops_of_day:
        tx.execute(
            _REFRESH,
            [
                {
                    "find": one.stop,
                    "goal": one.objective.value,
                    "matters": one.important,
                    "to": one.number,
                    "route": one.route,
                }
                for one in stops_of_day
            ],
        )


def set_pushed(tx: Tx, manager: str, on: date, at: datetime) -> None:
    """Note when the list of a day was handed over."""
    tx.execute(_PUSHED, {"who": manager, "on": on, "at": at})


def clear_day(tx: Tx, manager: str, on: date) -> None:
    """Take the unnumbered stops off one day (leave), the pinned ones too: they are planned anew."""
    tx.execute(_CLEAR_DAY, {"who": manager, "on": on})


def with_stops(tx: Tx, on: date) -> frozenset[str]:
    """Managers who have any stop on a day."""
    return frozenset(row.manager for row in tx.execute(_PLANNED_ON, {"on": on}))


def pushed(tx: Tx, on: date) -> frozenset[str]:
    """Managers whose list of a day was handed over."""
    return frozenset(row.manager for row in tx.execute(_FIXED_ON, {"on": on}) if row.pushed_at is not None)
