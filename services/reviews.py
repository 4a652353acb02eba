"""The life of an evening review: opened, offered, called again, reminded of once, closed by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.people import Person
from domain.reviews import REMIND_AFTER, Review, ReviewState, Step, closes_at, move, remind_at, unsettled
from services import review_stops as placing
from services.days import day_object, working_calendar
from services.review_asked import day_of, review_of
from services.review_keeping import resumed, stop_asking, touched, with_figures
from storage import people, plans, reviews
from storage.database import Tx

LOOK_BACK = timedelta(days=14)
"""How long after its day a review nobody made is still closed by itself."""


def works_on(tx: Tx, manager: str, day: date) -> bool:
    """A working day on which the manager is not on leave."""
    return working_calendar(tx).is_working(day) and manager not in plans.on_leave(tx, day)


def day_to_review(tx: Tx, manager: str, now: datetime) -> date | None:
    """Today once its list is due; before that, and on free days, the last worked day that is not confirmed."""
    today = now.date()
    begun = works_on(tx, manager, today) and bool(plans.of_day(tx, manager, today))
    if begun and now.timetz().replace(tzinfo=None) >= tx.office.morning_at:
        return today
    last = reviews.last_fixed_day(tx, manager, today)
    kept = reviews.of_day(tx, manager, last) if last else None
    if begun and (last is None or (kept and kept.state is ReviewState.CONFIRMED)):
        return today
    return last


def open_review(tx: Tx, person: Person, now: datetime) -> Done[Review | None]:
    """Open or continue the review of the day that is to be reviewed; None when there was no such day."""
    day = day_to_review(tx, person.code, now)
    if day is None:
        return Done(None)
    review = _get(tx, person, day, now)
    return Done(resumed(tx, review, now))


def _get(tx: Tx, person: Person, day: date, now: datetime) -> Review:
    known = reviews.of_day(tx, person.code, day)
    return known or reviews.add(tx, person.code, person.department, day, now, remind_at(day, now, tx.office))


def push(tx: Tx, code: str, now: datetime) -> Done[object] | None:
    """The evening's message: None when the review is done, put off, or not to be made today."""
    person = people.by_code(tx, code)
    if person is None or not person.joined or not works_on(tx, code, now.date()):
        return None
    review = _get(tx, person, now.date(), now)
    if review.finished or review.state is ReviewState.PUT_OFF:
        return None
    touched(tx, replace(review, begun_at=now, reminded=False), now)
    return Done(review, notices=(_ring(review),))


def _ring(review: Review, page: str = "") -> Notice:
    return Notice(review.manager, "review", review.name, Priority.LIST, page=page)


def wake(tx: Tx, number: int, now: datetime) -> Done[object] | None:
    """A review that was put off comes back; None when that is no longer so."""
    review = reviews.by_id(tx, number)
    if review is None or review.state is not ReviewState.PUT_OFF or not _rings(tx, review, now):
        return None
    review = resumed(tx, replace(review, begun_at=now, reminded=False), now)
    return Done(review, notices=(_ring(review),))


def remind(tx: Tx, number: int, now: datetime) -> Done[object] | None:
    """The one reminder after a while without a step; None when there is no cause."""
    review = reviews.by_id(tx, number)
    waits = review is not None and review.state in {ReviewState.WAITING, ReviewState.UNDER_WAY}
    if review is None or not waits or review.reminded or not _rings(tx, review, now):
        return None
    reviews.put(tx, replace(review, reminded=True, wake_at=None))
    return Done(review, notices=(_ring(review, "remind"),))


def _rings(tx: Tx, review: Review, now: datetime) -> bool:
    due = review.wake_at is not None and review.wake_at <= now < closes_at(review.day, tx.office)
    return due and not tx.office.quiet(now) and works_on(tx, review.manager, now.date())


def due_evenings(tx: Tx, now: datetime) -> list[str]:
    """Joined managers with a fixed list today, at work, once the evening has come and until reviews close."""
    day = now.date()
    evening = datetime.combine(day, tx.office.evening_at, tx.office.zone)
    if not evening <= now < closes_at(day, tx.office) or tx.office.quiet(now):
        return []
    away = plans.on_leave(tx, day)
    if not working_calendar(tx).is_working(day):
        return []
    return [code for code in reviews.fixed_on(tx, day) if code not in away]


def due_reminders(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """(review, since when) of reviews left alone."""
    states = {ReviewState.WAITING, ReviewState.UNDER_WAY}
    return [(id, at) for id, at in _woken(tx, states, now) if not review_of(tx, id).reminded]


def due_wakings(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """(review, since when) of reviews that were put off until now."""
    return _woken(tx, {ReviewState.PUT_OFF}, now)


def _woken(tx: Tx, states: set[ReviewState], now: datetime) -> list[tuple[int, datetime]]:
    found = [one for one in reviews.open_ones(tx) if one.state in states and _rings(tx, one, now)]
    return [(one.id, one.wake_at.astimezone(now.tzinfo)) for one in found if one.wake_at]


def due_closings(tx: Tx, now: datetime) -> list[tuple[str, date]]:
    """(manager, day) of every day whose review has to close by itself."""
    last = now.date() if now >= closes_at(now.date(), tx.office) else now.date() - timedelta(days=1)
    late = [(one.manager, one.day) for one in reviews.open_ones(tx) if _must_close(tx, one, now)]
    return late + reviews.unreviewed(tx, now.date() - LOOK_BACK, last)


def _must_close(tx: Tx, review: Review, now: datetime) -> bool:
    """Past its closing time, and not taken up again after it within the last 45 minutes."""
    end = closes_at(review.day, tx.office)
    busy = review.wake_at is not None and review.wake_at - REMIND_AFTER >= end and now < review.wake_at
    return now >= end and not busy


def close_by_itself(tx: Tx, manager: str, day: date, now: datetime) -> Done[object] | None:
    """End a day with what is known: stops left over go to the nearest free day; nobody is rung."""
    person = people.by_code(tx, manager)
    known = reviews.of_day(tx, manager, day)
    if person is None or (known is not None and (known.finished or not _must_close(tx, known, now))):
        return None
    review = known or reviews.add(tx, manager, person.department, day, now, None)
    changed = placing.settle_rest(tx, unsettled(day_of(tx, review).stops), now)
    stop_asking(tx, manager, now)
    closed = replace(review, state=move(review.state, ReviewState.CLOSED), by_itself=True, closed_at=now, wake_at=None)
    closed = replace(closed, step=Step.SUMMARY)
    with_figures(tx, closed, now)
    return Done(closed, changed=(review.name, day_object(manager, day), *changed))
