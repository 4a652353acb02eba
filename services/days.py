"""A manager's day: read as one picture, and fixed once with its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import WorkingCalendar
from domain.chat import Place
from domain.days import DayView, OpenIncident, StopLine, is_visit, next_stop, tally
from domain.people import Person
from domain.planning import PlanShop, placed
from domain.planning.distance import travel_matrix
from domain.planning.route import cheapest, improved, length
from domain.shops import Shop
from domain.talking import Facts, objective
from domain.visits import Channel, Objective, Stop, StopState
from services.incidents import open_of
from services.talks import background, facts_on
from storage import people, planning, plans, shops, visits
from storage.database import Tx
from storage.planning import Numbered
from storage.plans import Day

__all__ = [
    "DayView",
    "StopLine",
    "day_object",
    "ensure_day",
    "is_visit",
    "next_stop",
    "parse_day_id",
    "tally",
    "today_of",
    "working_calendar",
]


def day_object(manager: str, day: date) -> str:
    """The name of a manager's day: `day:M01@2026-11-24`."""
    return f"day:{manager}@{day:%Y-%m-%d}"


def parse_day_id(id: str) -> tuple[str, date] | None:
    """`M01@2026-11-24` → manager and day; None when it is neither."""
    manager, _at, day = id.rpartition("@")
    try:
        return (manager, date.fromisoformat(day)) if manager else None
    except ValueError:
        return None


def working_calendar(tx: Tx) -> WorkingCalendar:
    """The public calendar with the office's own days on top."""
    return WorkingCalendar(plans.own_calendar(tx))


def stop_lines(tx: Tx, stops: Sequence[Stop]) -> tuple[StopLine, ...]:
    """The stops with their shops, in the same order; stops of shops that are gone are left out."""
    return _lines(stops, shops.some(tx, {stop.shop for stop in stops}))


def _lines(stops: Sequence[Stop], found: dict[str, Shop]) -> tuple[StopLine, ...]:
    return tuple(StopLine(stop, found[stop.shop]) for stop in stops if stop.shop in found)


def today_of(tx: Tx, manager: str | Person, day: date) -> DayView | None:
    """The day as it stands, in five queries (six by code, one more for each taken incident); None: no such manager."""
    person = people.by_code(tx, manager) if isinstance(manager, str) else manager
    if person is None:
        return None
    stops = plans.of_day(tx, person.code, day)
    fixed = any(stop.number for stop in stops)
    return DayView(
        day=day,
        manager=person,
        stops=_lines([stop for stop in stops if stop.number or not fixed], shops.of_day(tx, person.code, day)),
        logs=tuple(visits.of_day(tx, person.code, day)),
        incidents=tuple(_open_incidents(tx, person.code)),
        fixed=fixed,
    )


def _open_incidents(tx: Tx, manager: str) -> Iterable[OpenIncident]:
    open_ones = open_of(tx, manager)
    at = shops.some(tx, {one.shop for one in open_ones})
    for one in open_ones:
        taker = people.by_code(tx, one.taken_by) if one.taken_by else None
        yield OpenIncident(one, at.get(one.shop), taker.name if taker else "")


def ensure_day(tx: Tx, manager: Person, day: date, now: datetime) -> DayView:
    """Fix the day: every stop gets its number in route order and the objective that today's records call for.

    Once done it is never done again; stops added later get the next numbers."""
    row = plans.day(tx, manager.code, day)
    if row is None or row.state != "fixed":
        _fix(tx, manager, day)
    view = today_of(tx, manager, day)
    assert view is not None
    return view


def _fix(tx: Tx, manager: Person, day: date) -> None:
    waiting = [one for one in planning.ahead(tx, manager.code, day) if one.stop.day == day and not one.stop.number]
    lines = {line.stop.id: line for line in stop_lines(tx, [one.stop for one in waiting])}
    ordered = [(lines[one.stop.id], one.place_in_route) for one in waiting if one.stop.id in lines]
    route = _routed(manager.start, [one for one in ordered if one[0].stop.channel is Channel.ONSITE])
    calls = [line for line, _place in ordered if line.stop.channel is not Channel.ONSITE]
    goals = _goals(tx, manager, [*route.lines, *calls], day)
    first = plans.next_number(tx, manager.code, day)
    planning.number_stops(
        tx,
        [
            Numbered(line.stop.id, number, number, *goals[line.shop.code])
            for number, line in enumerate([*route.lines, *calls], first)
        ],
    )
    plans.put_day(tx, Day(manager.code, day, None, route.km, "fixed"))


@dataclass(frozen=True, slots=True)
class _Route:
    lines: tuple[StopLine, ...]
    km: float


def _routed(start: Place | None, stops: Sequence[tuple[StopLine, int]]) -> _Route:
    """The planned order with what was moved in put where it costs least; km straight-line from the start and back."""
    if not stops:
        return _Route((), 0)
    lines = [line for line, _place in stops]
    places = placed([_bare(line.shop) for line in lines], start)
    matrix = travel_matrix(start, [places[line.shop.code] for line in lines], 1.0, True)
    route = [row for row, (_line, place) in enumerate(stops, 1) if place]
    for row, (_line, place) in enumerate(stops, 1):
        if not place:
            route.insert(cheapest(matrix, route, row)[1], row)
    best = improved(matrix, route)
    return _Route(tuple(lines[row - 1] for row in best), length(matrix, best))


def _bare(shop: Shop) -> PlanShop:
    return PlanShop(shop.code, shop.place, shop.segment, 7, street=shop.street)


def _goals(tx: Tx, manager: Person, lines: Sequence[StopLine], day: date) -> dict[str, tuple[Objective, bool]]:
    """By shop: what the visit is for, and whether it is important and urgent."""
    known = background(tx, manager, [line.shop for line in lines], day)
    troubled = {one.shop for one in open_of(tx, manager.code)}
    goals: dict[str, tuple[Objective, bool]] = {}
    for line in lines:
        facts = facts_on(known, line.shop, day)
        goal = objective(facts, known.focus)
        goals[line.shop.code] = goal, is_important(facts, goal, line.shop.code in troubled)
    return goals


def is_important(facts: Facts, goal: Objective, troubled: bool) -> bool:
    """Quadrant ①: the owner may quit, an abnormal situation is open here, or a key shop was promised today."""
    promised = any(promise.day == facts.today for promise in facts.promises)
    return troubled or goal is Objective.STAYING or (promised and facts.shop.key)


def first_planned(lines: Sequence[StopLine]) -> StopLine | None:
    return next((line for line in lines if line.stop.state is StopState.PLANNED), None)
