"""The plan of the two weeks ahead, read for looking at."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from domain.cadence import overdue
from domain.people import Person
from domain.shops import Shop
from domain.two_weeks import PlannedDay, TwoWeeks
from domain.visits import Channel, Stop, StopState
from services.days import parse_day_id, today_of
from services.plans import stretched_of
from storage import people, planning, plans, shops
from storage.database import Tx

WEEKS = timedelta(days=20)


def load_plan(tx: Tx, id: str, reader: Person | None, now: datetime) -> TwoWeeks | None:
    """The days from today on that have stops, and the one that `id` names opened."""
    named = parse_day_id(id)
    manager = people.by_code(tx, named[0]) if named else None
    if named is None or manager is None:
        return None
    today = now.date()
    own = shops.of_manager(tx, manager.code)
    streets = {shop.code: shop.street for shop in own}
    planned: defaultdict[date, list[Stop]] = defaultdict(list)
    for stop in plans.between(tx, manager.code, today, today + WEEKS):
        if stop.state is StopState.PLANNED:
            planned[stop.day].append(stop)
    leaves = plans.leaves_of(tx, manager.code, today)
    km = planning.lengths(tx, manager.code, today)
    return TwoWeeks(
        manager=manager,
        today=today,
        days=tuple(_day(day, stops, streets, km.get(day, 0)) for day, stops in sorted(planned.items())),
        stretched=stretched_of(tx, manager.code),
        off=tuple(day for leave in leaves for day in _span(leave.first_day, leave.last_day) if day >= today),
        overdue=len(overdue(own, today)),
        waiting=_waiting(own, planned),
        chosen=today_of(tx, manager, named[1]),
    )


def _waiting(own: list[Shop], planned: dict[date, list[Stop]]) -> int:
    """Open shops that fall due by the last planned day and stand on none of the days."""
    if not planned:
        return 0
    met = {stop.shop for stops in planned.values() for stop in stops if stop.channel is not Channel.CALL_BETWEEN}
    due = {one.shop for one in overdue(own, max(planned) + timedelta(days=1))}
    return len(due - met)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(day: date, stops: list[Stop], streets: dict[str, str], km: float) -> PlannedDay:
    on_site = [stop for stop in stops if stop.channel is not Channel.CALL_BETWEEN]
    where = Counter(street for stop in on_site if (street := streets.get(stop.shop, "")))
    return PlannedDay(
        day, len(on_site), len(stops) - len(on_site), tuple(name for name, _n in where.most_common(2)), km
    )
