"""The morning: today's list handed over once, with everything that its screens show."""

from __future__ import annotations

from datetime import date, datetime

from domain.chat import Done, Notice, Priority
from domain.days import DayView
from domain.mornings import Morning, MorningLine, Promised, reach, untold
from domain.people import Person
from services import task_parts
from services.days import day_object, ensure_day, parse_day_id, today_of, working_calendar
from services.plans import stretched_of
from services.talks import background, facts_on
from storage import outbox, people, planning, plans, shops, visits
from storage.database import Tx

DAY_PLACE = "day"
FAR_BELOW = 30
"""With more messages of ours below the day card, it is sent anew."""


def morning_object(manager: str, day: date) -> str:
    """The name of a list as it was handed over: `list:M01@2026-11-24`."""
    return f"list:{manager}@{day:%Y-%m-%d}"


def works_today(tx: Tx, manager: str, now: datetime) -> bool:
    """A working day on which the manager is not on leave."""
    return working_calendar(tx).is_working(now.date()) and manager not in plans.on_leave(tx, now.date())


def due_mornings(tx: Tx, now: datetime) -> list[str]:
    """Joined managers at work today whose list waits, once the morning's time has come; in five queries."""
    day = now.date()
    if now.timetz().replace(tzinfo=None) < tx.office.morning_at or not working_calendar(tx).is_working(day):
        return []
    waiting = planning.with_stops(tx, day) - planning.pushed(tx, day) - plans.on_leave(tx, day)
    return [one.code for one in people.everyone(tx) if one.code in waiting and one.joined and one.reachable]


def hand_over(tx: Tx, code: str, now: datetime) -> Done[DayView] | None:
    """Fix today's list and hand it over: the list rings, the day card follows silently. None when it is not to be had."""
    person = people.by_code(tx, code)
    if person is None or not person.joined or not works_today(tx, code, now) or code in planning.pushed(tx, now.date()):
        return None
    view = ensure_day(tx, person, now.date(), now)
    if not view.stops:
        return None
    planning.set_pushed(tx, code, now.date(), now)
    name = morning_object(code, now.date())
    lists = [Notice(code, "morning", name, Priority.LIST), Notice(code, "morning_rest", name, Priority.LIST)]
    card = Notice(code, "day", day_object(code, now.date()), Priority.LIST)
    return Done(view, notices=(*lists, card))


def load_morning(tx: Tx, id: str, reader: Person | None, now: datetime) -> Morning | None:
    """The list behind `list:<manager>@<day>`, as it stood when the day was fixed."""
    named = parse_day_id(id)
    view = today_of(tx, *named) if named else None
    if view is None or not view.fixed:
        return None
    row = plans.day(tx, view.manager.code, view.day)
    lines = tuple(line for line in view.stops if not line.stop.unplanned)
    known = background(tx, view.manager, [line.shop for line in lines], view.day)
    listed = tuple(MorningLine(line, facts_on(known, line.shop, view.day)) for line in lines)
    km = row.km if row else 0
    office = tx.office
    began = row.pushed_at.astimezone(office.zone) if row and row.pushed_at else now
    return Morning(
        view=view,
        lines=listed,
        news=untold(listed, known.news),
        stretched=stretched_of(tx, view.manager.code),
        focus=known.focus,
        km=km,
        reach=reach(lines, km, began, office.morning_at, office.work_until, office.zone),
        tasks=task_parts.open_lines(tx, view.manager.code),
        promised=_promised(tx, view),
    )


def _promised(tx: Tx, view: DayView) -> tuple[Promised, ...]:
    """What was promised up to this day at shops that are not on its list."""
    listed = {line.shop.code for line in view.stops}
    due = [one for one in visits.open_of_manager(tx, view.manager.code) if one.day and one.day <= view.day]
    found = shops.some(tx, {one.shop for one in due} - listed)
    return tuple(
        Promised(found[one.shop], one.what, one.day)
        for one in due
        if one.day and one.shop in found and not found[one.shop].closed
    )


def load_day(tx: Tx, id: str, reader: Person | None, now: datetime) -> DayView | None:
    """The living card of a day: what is done, what comes next, what is open."""
    named = parse_day_id(id)
    return today_of(tx, *named) if named else None


def card_above(tx: Tx, person: Person, day: date) -> int:
    """The message of today's card while it can still be found by a tap on its quote; 0 when it has to be sent anew."""
    card = outbox.card(tx, person.user_id, DAY_PLACE)
    if card is None or not card.message_id or card.object != day_object(person.code, day):
        return 0
    return card.message_id if outbox.messages_below(tx, card.chat_id, card.message_id) <= FAR_BELOW else 0
