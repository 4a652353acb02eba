"""The supervisor's morning digest: who gets it when, and the figures of the working day before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from domain.broadcasts import Broadcast
from domain.chat import Done, Notice, Priority
from domain.days import is_visit
from domain.digests import DIGEST_AT, Digest, NewsReach, OpenOne
from domain.incidents import Incident, IncidentState
from domain.people import Action, Owned, Person, Role, Scope, allow
from domain.reviews import ReviewState
from domain.visits import Missed, Stop, StopState
from domain.weekly import WEEK, monday
from services import segments
from services.days import parse_day_id, working_calendar
from services.teams import managers_of
from storage import broadcasts, incidents, people, plans, shops, visits, weekly
from storage.database import Tx

NEWS_DAYS = 5
"""Working days within which a piece of news is to reach every shop (METHOD)."""


def due_digests(tx: Tx, now: datetime) -> list[str]:
    """Joined supervisors at work today, once the hour has come."""
    today = now.date()
    if now.timetz().replace(tzinfo=None) < DIGEST_AT or tx.office.quiet(now):
        return []
    if not working_calendar(tx).is_working(today):
        return []
    away = plans.on_leave(tx, today)
    chiefs = people.with_roles(tx, {Role.SUPERVISOR})
    return [one.code for one in chiefs if one.joined and one.reachable and one.code not in away]


def push(tx: Tx, code: str, now: datetime) -> Done[None] | None:
    """The digest of the working day before; None when it is not to be had."""
    chief = people.by_code(tx, code)
    if chief is None or not chief.joined or not managers_of(tx, chief):
        return None
    return Done(None, (Notice(code, "digest", digest_object(tx, code, now), Priority.LIST),))


def digest_object(tx: Tx, code: str, now: datetime) -> str:
    """`digest:S01@2026-11-24`: of the working day before today."""
    return f"digest:{code}@{working_calendar(tx).previous_working(now.date()):%Y-%m-%d}"


def find_digest(tx: Tx, id: str) -> Owned | None:
    """A chief's own digest, which nobody else may open."""
    named = parse_day_id(id)
    chief = people.by_code(tx, named[0]) if named else None
    return Scope(chief.code, chief.department, frozenset({chief.code})) if chief else None


def load(tx: Tx, id: str, reader: Person | None, now: datetime) -> Digest | None:
    """The figures of the day in `id`, in a dozen queries however many managers there are."""
    named = parse_day_id(id)
    chief = people.by_code(tx, named[0]) if named else None
    if named is None or chief is None:
        return None
    day, managers = named[1], managers_of(tx, chief)
    codes = [one.code for one in managers]
    planned = [stop for stop in plans.of_managers(tx, codes, day) if stop.number and is_visit(stop)]
    reviews = [one for one in weekly.reviews_on(tx, codes, day) if one.finished]
    confirmed = sum(one.state is ReviewState.CONFIRMED for one in reviews)
    reported = _reported(tx, set(codes), day)
    away = plans.on_leave(tx, day)
    waiting = segments.load(tx, chief.code, chief, now)
    return Digest(
        chief=chief.code,
        department=chief.department,
        day=day,
        now=now,
        managers=len(managers),
        planned=len(planned),
        done=sum(stop.state is StopState.DONE for stop in planned),
        missed=_missed(planned),
        reported=len(reported),
        closed=sum(one.state is IncidentState.CLOSED for one in reported),
        open=_open(tx, chief, {one.code: one.name for one in managers}),
        news=_news(tx, chief, day),
        confirmed=confirmed,
        by_itself=len(reviews) - confirmed,
        away=tuple(one.name for one in managers if one.code in away),
        segments=len(waiting.open) if waiting else 0,
        unread=_unread(tx, codes, now),
    )


def _missed(planned: list[Stop]) -> tuple[tuple[str, int], ...]:
    """Reasons of the stops that were not done, the most frequent first; '' for none given."""
    order = [*(one.value for one in Missed), ""]
    left = [stop for stop in planned if stop.state is not StopState.DONE]
    counted = Counter(stop.missed.value if stop.missed else "" for stop in left)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], order.index(one[0]))))


def _reported(tx: Tx, managers: Collection[str], day: date) -> list[Incident]:
    start = datetime.combine(day, time(), tx.office.zone)
    found = [one for code in sorted(managers) for one in incidents.between(tx, code, start, start + timedelta(days=1))]
    return [one for one in found if one.state is not IncidentState.WITHDRAWN]


def _open(tx: Tx, chief: Person, names: dict[str, str]) -> tuple[OpenOne, ...]:
    """Every matter of the team that is not closed: open before taken, then oldest first."""
    seen = [one for one in incidents.live(tx) if one.manager in names and allow(chief, Action.SEE_INCIDENT, one)]
    ordered = sorted(seen, key=lambda one: (one.state is not IncidentState.OPEN, one.reported_at, one.id))
    at = shops.some(tx, {one.shop for one in ordered if one.shop})
    return tuple(OpenOne(one, at[one.shop].name if one.shop in at else "", names[one.manager]) for one in ordered)


def _news(tx: Tx, chief: Person, day: date) -> NewsReach | None:
    """The latest piece of news within its five working days."""
    calendar = working_calendar(tx)
    first = day
    for _ in range(NEWS_DAYS):
        first = calendar.previous_working(first)
    since = datetime.combine(first, time(), tx.office.zone)
    sent = [one for one in broadcasts.sent_since(tx, since) if _reaches(one, chief)]
    if not sent:
        return None
    latest = sent[-1]
    assert latest.sent_at is not None
    went = latest.sent_at.astimezone(tx.office.zone).date()
    days = [went + timedelta(days=n) for n in range(1, (day - went).days + 1)]
    used = sum(calendar.is_working(one) for one in days)
    return NewsReach(visits.how_many_told(tx, f"news:{latest.id}"), latest.shops_total, max(0, NEWS_DAYS - used))


def _reaches(news: Broadcast, chief: Person) -> bool:
    return news.shops_total > 0 and news.department in {"", chief.department}


def _unread(tx: Tx, codes: list[str], now: datetime) -> int:
    """Signed reports of last week that nobody has read."""
    found = weekly.of_managers(tx, codes, monday(now.date()) - WEEK)
    return sum(one.signed and not one.read_by for one in found.values())
