"""Everything that was written down in a manager's week, and each record as the page of sources tells it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol

from domain.incidents import IncidentState
from domain.people import Person
from domain.visits import LogState
from domain.weekly import WEEK, Absence, Record, ShopFacts, WeekRecords
from services.days import working_calendar
from storage import incidents, plans, shops, visits, weekly
from storage.database import Tx


class _OfShop(Protocol):
    @property
    def shop(self) -> str: ...


def records_of(tx: Tx, manager: Person, week: date) -> WeekRecords:
    """The records of the week that begins on that Monday, in ten queries."""
    code, last = manager.code, week + WEEK - timedelta(days=1)
    stops = plans.between(tx, code, week, last)
    logs = [log for log in visits.between(tx, code, week, last) if log.state is LogState.ACTIVE]
    told = weekly.told_between(tx, code, week, last)
    zone = tx.office.zone
    start, end = (datetime.combine(day, time(), zone) for day in (week, week + WEEK))
    reported = incidents.between(tx, code, start, end)
    ahead = weekly.promises_between(tx, code, week + WEEK, last + WEEK)
    listed: tuple[tuple[_OfShop, ...], ...] = (tuple(stops), tuple(logs), tuple(told), tuple(reported), tuple(ahead))
    named = {one.shop for some in listed for one in some if one.shop}
    found = shops.some(tx, named)
    return WeekRecords(
        manager=manager,
        week=week,
        shops={key: ShopFacts(one.name, one.segment.value, one.key) for key, one in found.items()},
        stops=tuple(stop for stop in stops if stop.number),
        logs=tuple(logs),
        told=tuple(told),
        incidents=tuple(one for one in reported if one.state is not IncidentState.WITHDRAWN),
        reviews=tuple(weekly.reviews_between(tx, code, week, last)),
        ahead=tuple(ahead),
        away=_away(tx, code, week, last),
    )


def _away(tx: Tx, code: str, first: date, last: date) -> tuple[Absence, ...]:
    calendar = working_calendar(tx)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = weekly.leaves_between(tx, code, first, last)
    spans = [
        (one.id, [d for d in days if one.first_day <= d <= one.last_day and calendar.is_working(d)]) for one in found
    ]
    return tuple(Absence(id, len(worked)) for id, worked in spans if worked)


def by_name(week: WeekRecords) -> dict[str, Record]:
    """Every record of the week by its name (`log:5`, `stop:7` …)."""

    def shop(code: str) -> str:
        return week.shops[code].name if code in week.shops else ""

    found = [
        *(
            Record(f"log:{o.id}", at=o.at, day=o.day, shop=shop(o.shop), key=o.outcome, words=o.words)
            for o in week.logs
        ),
        *(
            Record(f"stop:{o.id}", day=o.day, shop=shop(o.shop), key=o.missed.value if o.missed else o.state.value)
            for o in week.stops
        ),
        *(
            Record(f"incident:{o.id}", at=o.reported_at, shop=shop(o.shop), key=o.category.value, words=o.closing_words)
            for o in week.incidents
        ),
        *(Record(f"review:{o.id}", day=o.day, key=o.state.value) for o in week.reviews),
        *(Record(f"follow:{o.id}", day=o.day, shop=shop(o.shop), words=o.what) for o in week.ahead),
        *(Record(f"leave:{o.id}", key=str(o.days)) for o in week.away),
    ]
    return {one.name: one for one in found}
