"""What the planner and the morning need of the stops beside the common queries: pins, published days, renewed objectives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from domain.visits import Objective, Stop
from storage.database import Tx
from storage.plans import _stop
from storage.tables import days, stops

_AHEAD = (
    select(stops)
    .where(stops.c.manager == bindparam("who"), stops.c.day >= bindparam("first"), stops.c.state == "planned")
    .order_by(stops.c.day, stops.c.place_in_route, stops.c.id)
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
_ROUTE = update(stops).where(stops.c.id == bindparam("find")).values(place_in_route=bindparam("route"))
_PUT_ON = update(stops).where(stops.c.id == bindparam("find")).values(day=bindparam("on"), place_in_route=0)
_LENGTHS = select(days.c.day, days.c.km).where(days.c.manager == bindparam("who"), days.c.day >= bindparam("first"))
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


def set_routes(tx: Tx, routes: dict[int, int]) -> None:
    """Write the places in the route by stop, in one statement."""
    if routes:
        tx.execute(_ROUTE, [{"find": stop, "route": place} for stop, place in routes.items()])


def put_on(tx: Tx, stop: int, on: date) -> None:
    """Put a stop that has no number yet on another day."""
    tx.execute(_PUT_ON, {"find": stop, "on": on})


def lengths(tx: Tx, manager: str, first: date) -> dict[date, float]:
    """Straight-line km of a manager's days from `first` on."""
    return {row.day: row.km for row in tx.execute(_LENGTHS, {"who": manager, "first": first})}


def set_pushed(tx: Tx, manager: str, on: date, at: datetime) -> None:
    """Note when the list of a day was handed over."""
    tx.execute(_PUSHED, {"who": manager, "on": on, "at": at})


def with_stops(tx: Tx, on: date) -> frozenset[str]:
    """Managers who have any stop on a day."""
    return frozenset(row.manager for row in tx.execute(_PLANNED_ON, {"on": on}))


def pushed(tx: Tx, on: date) -> frozenset[str]:
    """Managers whose list of a day was handed over."""
    return frozenset(row.manager for row in tx.execute(_FIXED_ON, {"on": on}) if row.pushed_at is not None)
