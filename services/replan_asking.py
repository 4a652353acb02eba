"""What is asked for when the plan breaks: rain, leave, half a day off, a day promised by hand; thought out beside the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.chat import Done
from domain.leaves import TakenLeave
from domain.people import Person, Role
from domain.rain_words import rain_words
from domain.replans import Refused, Replan, ReplanKind, ReplanRefusal, ReplanState
from domain.understanding import understand
from domain.understanding.when.reading import When
from domain.visits import StopState
from services.days import working_calendar
from services.lookups import visible
from services.plans import record
from services.replan_search import days_of
from services.sentences import understood_of
from storage import people, plans, replans, shops
from storage.database import Tx

MOST_DAYS = 10
READ_AT_MOST = 200


def may_name(tx: Tx, person: Person) -> list[Person]:
    """The managers for whom this person may ask, by code."""
    if person.role is Role.MANAGER:
        return [person]
    known = [one for one in people.with_roles(tx, {Role.MANAGER}) if one.active]
    return [one for one in known if person.role is not Role.SUPERVISOR or one.department == person.department]


def ask_rain(tx: Tx, person: Person, words: str, at: datetime, now: datetime) -> Done[Replan | Refused]:
    """Understand for whom, where and when it rains, and have the moves thought out; without a day: the next one worked."""
    text = words[:READ_AT_MOST]
    said = understand(text, (), at.astimezone(tx.office.zone), working_calendar(tx))
    if said.bad_date:
        return Done(Refused(ReplanRefusal.BAD_DATE, said.bad_date))
    choice = may_name(tx, person)
    streets = {shop.street for one in choice for shop in shops.of_manager(tx, one.code)}
    spans = said.spans.get("dates", ())
    found = rain_words(text, choice, streets, {one.department for one in choice}, spans)
    if found.rest:
        return Done(Refused(ReplanRefusal.UNKNOWN, found.rest))
    days = _worked(tx, _span(said.dates, tx, now), now)
    if not days:
        return Done(Refused(ReplanRefusal.NO_WORK))
    return _ask(tx, person, ReplanKind.RAIN, days, found.street, found.people or [one.code for one in choice], now)


def rain_on(tx: Tx, person: Person, day: date, now: datetime) -> Done[Replan | Refused]:
    """Rain on one day, everywhere, for everybody this person may ask for."""
    days = _worked(tx, (day, day), now)
    if not days:
        return Done(Refused(ReplanRefusal.NO_WORK))
    return _ask(tx, person, ReplanKind.RAIN, days, "", [one.code for one in may_name(tx, person)], now)


def ask_move(tx: Tx, person: Person, words: str, at: datetime, now: datetime) -> Done[Replan | Refused]:
    """A day for one of the person's own shops, promised by hand."""
    text = words[:READ_AT_MOST]
    said = understood_of(tx, person, text, at)
    if said is None or said.shop is None:
        return Done(
            Refused(ReplanRefusal.NO_SHOP, text, tuple(visible(tx, person, said.shop_candidates if said else ())))
        )
    shop = shops.by_code(tx, said.shop)
    if shop is None or shop.manager != person.code or shop.closed:
        return Done(Refused(ReplanRefusal.NO_SHOP, text))
    if said.bad_date:
        return Done(Refused(ReplanRefusal.BAD_DATE, said.bad_date))
    day = said.dates[0].start.date() if said.dates and said.dates[0].start else None
    days = days_of(tx, person.code, now)
    begun = day == now.date() and any(stop.number for stop in plans.of_day(tx, person.code, now.date()))
    if day is None or day not in days or begun:
        return Done(Refused(ReplanRefusal.NO_DAY))
    return _ask(tx, person, ReplanKind.MOVE, (day,), "", (person.code,), now, shop.code)


def ask_leave(tx: Tx, person: Person, taken: TakenLeave, now: datetime) -> Done[Replan | Refused] | None:
    """The moves for a leave just taken, in place of planning all anew at once; None when nothing stands on its days.

    Refused or not answered, the next plan (at night at the latest) leaves the days out anyway."""
    days = [day for day in working_days_of(tx, taken) if day > now.date()]
    if not any(stop.state is StopState.PLANNED for day in days for stop in plans.of_day(tx, taken.manager, day)):
        return None
    record(tx, taken.manager, now)
    return _ask(tx, person, ReplanKind.LEAVE, days, "", (taken.manager,), now)


def ask_half(tx: Tx, person: Person, day: date, half: str, now: datetime) -> Done[Replan | Refused]:
    """Half a day off: the fewest visits leave the day, the others go into its other half."""
    if day not in days_of(tx, person.code, now):
        return Done(Refused(ReplanRefusal.NO_WORK))
    return _ask(tx, person, ReplanKind.HALF, (day,), "", (person.code,), now, half=half)


def working_days_of(tx: Tx, taken: TakenLeave) -> list[date]:
    calendar = working_calendar(tx)
    span = (taken.last - taken.first).days + 1
    return [day for n in range(span) if calendar.is_working(day := taken.first + timedelta(days=n))]


def _span(dates: Sequence[When], tx: Tx, now: datetime) -> tuple[date, date]:
    """The days named, the first to the last; none named: the next one worked."""
    named = [when for when in dates if when.start]
    if not named:
        today = now.date()
        over = now.timetz().replace(tzinfo=None) >= tx.office.work_until
        day = working_calendar(tx).working_days(today + timedelta(days=over), 1)[0]
        return day, day
    first = min(when.start.date() for when in named if when.start)
    ends = [when.end - timedelta(minutes=1) if when.end else when.start for when in named]
    return first, max(end.date() for end in ends if end)


def _worked(tx: Tx, span: tuple[date, date], now: datetime) -> tuple[date, ...]:
    """The working days of a span that are not over, within the two weeks that are planned."""
    over = now.timetz().replace(tzinfo=None) >= tx.office.work_until
    ahead = working_calendar(tx).working_days(now.date() + timedelta(days=over), MOST_DAYS)
    return tuple(day for day in ahead if span[0] <= day <= span[1])


def _ask(
    tx: Tx, person: Person, kind: ReplanKind, days: Sequence[date], street: str, whom: Sequence[str], now: datetime,
    shop: str = "", half: str = "",
) -> Done[Replan | Refused]:  # fmt: skip
    staff = {one.code: one for one in may_name(tx, person)}
    departments = {staff[code].department for code in whom if code in staff}
    department = next(iter(departments)) if len(departments) == 1 else ""
    new = Replan(
        0, person.code, department, kind, tuple(days), street, tuple(whom), shop, half, ReplanState.THINKING, 1, ()
    )
    return Done(replace(new, id=replans.add(tx, new, now)))
