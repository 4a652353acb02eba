"""Leave: days on which a manager is not planned and hears nothing; what stood on them is planned anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.chat import Done
from domain.leaves import TakenLeave
from domain.people import Person
from domain.visits import StopState
from services.days import day_object, is_visit, working_calendar
from services.stops import day_choices, move_stop
from storage import people, plans, shops, visits
from storage.database import Tx

MOST_DAYS = 60


class PastLeave(Exception):
    """The leave would begin before today."""


def find_leave(tx: Tx, id: str) -> TakenLeave | None:
    """The leave behind `leave:<id>`, None when it was given up."""
    leave = plans.leave(tx, int(id)) if id.isdecimal() else None
    person = people.by_code(tx, leave.manager) if leave else None
    if leave is None or person is None:
        return None
    return TakenLeave(leave.id, person.code, person.department, leave.first_day, leave.last_day, leave.first_day)


def last_day(tx: Tx, first: date, days: int) -> date:
    """The last of so many working days from `first` on."""
    return max(first, working_calendar(tx).working_days(first, min(max(days, 1), MOST_DAYS))[-1])


def take_leave(tx: Tx, person: Person, first: date, days: int, now: datetime) -> Done[TakenLeave]:
    """Take `days` working days off from `first` on; the same again changes nothing. PastLeave before today.

    What stands on a list already handed over moves to the nearest day with room; the planner plans the rest anew."""
    today = now.date()
    if first < today:
        raise PastLeave
    last = last_day(tx, first, days)
    same = [one for one in plans.leaves_of(tx, person.code, first) if (one.first_day, one.last_day) == (first, last)]
    stops = [stop for stop in plans.between(tx, person.code, first, last) if stop.state is StopState.PLANNED]
    number = same[0].id if same else plans.add_leave(tx, person.code, first, last, person.code)
    taken = TakenLeave(
        number,
        person.code,
        person.department,
        first,
        last,
        today,
        sum(is_visit(stop) for stop in stops),
        _promised(tx, person, first, last),
    )
    moved = _clear_today(tx, person, now) if first == today else ()
    return Done(taken, changed=(taken.name, *moved, *_days(taken)))


def _promised(tx: Tx, person: Person, first: date, last: date) -> tuple[str, ...]:
    """Names of the shops that were promised a day of the leave."""
    due = [one.shop for one in visits.open_of_manager(tx, person.code) if one.day and first <= one.day <= last]
    names = shops.some(tx, due)
    return tuple(names[code].name for code in dict.fromkeys(due) if code in names)


def _clear_today(tx: Tx, person: Person, now: datetime) -> tuple[str, ...]:
    """Move what is left of today's list to the nearest days with room."""
    changed: list[str] = []
    for stop in plans.of_day(tx, person.code, now.date()):
        if stop.number and stop.state in {StopState.PLANNED, StopState.MISSED}:
            changed += move_stop(tx, stop, day_choices(tx, stop, now)[0].day, now).changed
    return tuple(dict.fromkeys(changed))


def _days(taken: TakenLeave) -> tuple[str, ...]:
    count = (taken.last - taken.first).days + 1
    return tuple(day_object(taken.manager, taken.first + timedelta(days=n)) for n in range(count))


def give_up(tx: Tx, taken: TakenLeave) -> Done[TakenLeave]:
    """Not on leave after all; the planner fills the days again."""
    plans.end_leave(tx, taken.id)
    return Done(taken, changed=(taken.name, *_days(taken)))
