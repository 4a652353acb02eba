"""What can become of a stop beside being done: missed, moved, called instead, dropped, taken back; and the days it can move to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.chat import Done, Place
from domain.people import Person
from domain.planning.replace import nearest_free_day
from domain.stop_cards import DayChoice
from domain.visits import Channel, Missed, Reason, Stop, StopState
from services.days import day_object, working_calendar
from storage import people, plans, replans, shops
from storage.database import Tx
from storage.plans import NewStop

CHOOSE_AMONG_DAYS = 5


class Stale(Exception):
    """The stop is not in a state for this any more."""


def find_stop(tx: Tx, id: str) -> Stop | None:
    """The stop behind the id of `stop:<id>`."""
    return plans.stop(tx, int(id)) if id.isdecimal() else None


def stop_of(tx: Tx, object: str) -> Stop:
    """The stop behind `stop:<id>`; Stale when it is gone."""
    stop = find_stop(tx, object.partition(":")[2])
    if stop is None:
        raise Stale(object)
    return stop


def changed_by(stop: Stop, *others: str) -> tuple[str, ...]:
    """The names of what must be redrawn after a change of a stop."""
    return (f"stop:{stop.id}", f"shop:{stop.shop}", day_object(stop.manager, stop.day), *others)


def _now(tx: Tx, stop: Stop) -> Stop:
    return plans.stop(tx, stop.id) or stop


def missed(tx: Tx, stop: Stop, reason: Missed, words: str, now: datetime) -> Done[Stop]:
    """Note why a stop was not made; it stays in the day until it is moved or dropped. Stale once it is done."""
    if stop.state is StopState.DONE:
        raise Stale(f"stop {stop.id} is done")
    plans.set_state(tx, stop.id, StopState.MISSED, reason.value, words)
    return Done(_now(tx, stop), changed=changed_by(stop))


def move_stop(tx: Tx, stop: Stop, to_day: date, now: datetime) -> Done[Stop]:
    """Put a stop on another day as a pinned one; a stop of the shop that is there already is enough.

    The value is the stop on the new day. Stale once it is done or moved, or for a day that is not later."""
    if stop.state in {StopState.DONE, StopState.MOVED} or to_day <= stop.day or to_day < now.date():
        raise Stale(f"stop {stop.id} can't move to {to_day}")
    plans.set_state(tx, stop.id, StopState.MOVED, stop.missed.value if stop.missed else "", stop.missed_words, to_day)
    there = _planned_on(tx, stop, to_day) or _add_on(tx, stop, to_day)
    return Done(there, changed=changed_by(stop, day_object(stop.manager, to_day)))


def _planned_on(tx: Tx, stop: Stop, day: date) -> Stop | None:
    there = [one for one in plans.of_shop(tx, stop.shop, day) if one.day == day and one.manager == stop.manager]
    return next((one for one in there if one.state is StopState.PLANNED), None)


def _add_on(tx: Tx, stop: Stop, day: date) -> Stop:
    row = plans.day(tx, stop.manager, day)
    fixed = row is not None and row.state == "fixed"
    new = NewStop(
        manager=stop.manager,
        department=stop.department,
        day=day,
        shop=stop.shop,
        channel=Channel.ONSITE if stop.channel is Channel.CALL_INSTEAD else stop.channel,
        reason=Reason("moved", on=stop.day),
        objective=stop.objective,
        number=plans.next_number(tx, stop.manager, day) if fixed else 0,
        important=stop.important,
        pinned=True,
    )
    found = plans.stop(tx, plans.add(tx, [new])[0])
    assert found is not None
    return found


def call_instead(tx: Tx, stop: Stop, now: datetime) -> Done[Stop]:
    """The stop of today is made by phone: it is open again, with the channel that counts as the visit. Stale once done."""
    if stop.state in {StopState.DONE, StopState.MOVED}:
        raise Stale(f"stop {stop.id} is {stop.state}")
    plans.set_channel(tx, stop.id, Channel.CALL_INSTEAD)
    plans.set_state(tx, stop.id, StopState.PLANNED, stop.missed.value if stop.missed else "", stop.missed_words)
    return Done(_now(tx, stop), changed=changed_by(stop))


def drop_stop(tx: Tx, stop: Stop, why: str) -> Done[Stop]:
    """The stop is not made at all, this time; the reason stays with it. Stale once it is done."""
    if stop.state is StopState.DONE:
        raise Stale(f"stop {stop.id} is done")
    plans.set_state(tx, stop.id, StopState.DROPPED, stop.missed.value if stop.missed else "", why or stop.missed_words)
    return Done(_now(tx, stop), changed=changed_by(stop))


def take_back(tx: Tx, stop: Stop, now: datetime) -> Done[Stop]:
    """Missed, moved or dropped was not meant: the stop is open again, and what was put on another day goes. Stale once done."""
    if stop.state in {StopState.PLANNED, StopState.DONE}:
        raise Stale(f"stop {stop.id} is {stop.state}")
    days = _remove_moved(tx, stop)
    plans.set_state(tx, stop.id, StopState.PLANNED)
    return Done(_now(tx, stop), changed=changed_by(stop, *days))


def _remove_moved(tx: Tx, stop: Stop) -> tuple[str, ...]:
    """Take away the stop that `move_stop` added; the names of the days that it leaves."""
    there = moved_on(tx, stop)
    if there is None:
        return ()
    plans.remove(tx, there.id)
    return (day_object(there.manager, there.day),)


def moved_on(tx: Tx, stop: Stop) -> Stop | None:
    """The open stop on another day that exists because this one was moved there."""
    if stop.moved_to is None:
        return None
    there = _planned_on(tx, stop, stop.moved_to)
    return there if there is not None and there.reason == Reason("moved", on=stop.day) else None


def day_choices(tx: Tx, stop: Stop, now: datetime) -> tuple[DayChoice, ...]:
    """The day with room and the smallest detour among the next working days, then the very next one."""
    manager = people.by_code(tx, stop.manager)
    shop = shops.by_code(tx, stop.shop)
    if manager is None or shop is None:
        return ()
    days = free_days(tx, manager, max(stop.day, now.date()))
    counts, routes = _loads(tx, manager, days)
    after = days[0] - timedelta(days=1)
    if shop.place is None:
        with_room = [day for day in days if counts[day] < tx.office.shops_max] or days
        best = DayChoice(with_room[0], None, counts[with_room[0]])
    else:
        most = tx.office.shops_max
        found = nearest_free_day(counts, routes, shop.place, after, most, start=manager.start)
        day, km = found[0] if found else (days[0], None)
        best = DayChoice(day, None if km is None else max(0.0, 1000 * km), counts[day])
    soonest = DayChoice(days[0], None, counts[days[0]])
    return (best,) if best.day == soonest.day else (best, soonest)


def free_days(tx: Tx, manager: Person, after: date, count: int = CHOOSE_AMONG_DAYS) -> list[date]:
    """The next working days after `after` on which the manager is not on leave (leave beyond 30 days is not looked past),
    those left out that rain or half a day off has made narrow."""
    calendar = working_calendar(tx)
    leaves, narrow = plans.leaves_of(tx, manager.code, after), replans.narrowed(tx, manager.code, after)
    ahead = calendar.working_days(after + timedelta(days=1), 30)
    free = [day for day in ahead if not any(leave.first_day <= day <= leave.last_day for leave in leaves)]
    return ([day for day in free if day not in narrow] or free or ahead)[:count]


def _loads(tx: Tx, manager: Person, days: list[date]) -> tuple[dict[date, int], dict[date, list[Place]]]:
    """On-site stops of each day and their places in the order of the route."""
    counts = dict.fromkeys(days, 0)
    routes: dict[date, list[Place]] = {day: [] for day in days}
    ahead = [
        stop
        for stop in plans.between(tx, manager.code, days[0], days[-1])
        if stop.day in counts and stop.state is StopState.PLANNED and stop.channel is Channel.ONSITE
    ]
    at = shops.some(tx, {stop.shop for stop in ahead})
    for stop in ahead:
        counts[stop.day] += 1
        shop = at.get(stop.shop)
        if shop is not None and shop.place is not None:
            routes[stop.day].append(shop.place)
    return counts, routes
