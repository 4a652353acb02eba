"""What the screens of a review show, read for the one who looks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.people import Person
from domain.reviews import NextDay, Review, ReviewState, ReviewView, Step, closes_at, snoozes
from domain.visits import StopState
from services import review_asked as asked
from services.days import today_of
from services.review_figures import figures_of, open_incidents, working_day_after
from storage import outbox, people, reviews, shops, visits
from storage.database import Tx

DAYS_AHEAD = (1, 3, 6)
PLACE = "review"
"""Where the review lies in its manager's chat."""


def load_review(tx: Tx, id: str, reader: Person | None, now: datetime) -> ReviewView | None:
    """The review as it stands; figures are the kept ones once it is finished."""
    review = asked.find_review(tx, id)
    manager = people.by_code(tx, review.manager) if review else None
    if review is None or manager is None:
        return None
    day = asked.day_of(tx, review)
    figures = review.figures if review.finished and review.figures else figures_of(tx, day, review, now)
    going = not review.finished
    by = people.by_code(tx, review.read_by) if review.read_by else None
    return ReviewView(
        review=review,
        manager=manager.name,
        today=now.date(),
        figures=figures,
        left=asked.left_of(tx, review),
        asked=asked.asked_of(tx, review, now) if going and review.step is Step.MISSED else None,
        matters=asked.matters_of(tx, review) if going and review.step is Step.MATTERS else (),
        incidents=open_incidents(tx, manager) if going and review.step is Step.MATTERS else (),
        tomorrow=_next_day(tx, review) if going and review.step is Step.TOMORROW else None,
        days=_days(tx, review) if going and review.step is Step.MATTERS else (),
        snoozes=snoozes(review.day, now, tx.office) if going and review.day == now.date() else (),
        before_evening=now < datetime.combine(review.day, tx.office.evening_at, tx.office.zone),
        reader=by.name if by else "",
        earlier=_earlier(tx, review, now) if review.step is Step.OPENING else None,
    )


def load_reply(tx: Tx, id: str, reader: Person | None, now: datetime) -> ReviewView | None:
    """The supervisor's sentence, quoting the review where it lies; None while there is none."""
    review = asked.find_review(tx, id)
    manager = people.by_code(tx, review.manager) if review else None
    if review is None or manager is None or not review.reply or review.figures is None:
        return None
    card = outbox.card(tx, manager.user_id, PLACE)
    quote = card.message_id if card and card.object == review.name else 0
    at = review.draft.reply_at or now
    return ReviewView(
        review=review,
        manager=manager.name,
        today=now.date(),
        figures=review.figures,
        reader=review.draft.answered_by,
        quote=quote,
        silent=tx.office.quiet(at),
    )


def _next_day(tx: Tx, review: Review) -> NextDay | None:
    day = working_day_after(tx, review.manager, review.day)
    view = today_of(tx, review.manager, day)
    if view is None:
        return None
    due = [one for one in visits.open_of_manager(tx, review.manager) if one.day == day]
    at = shops.some(tx, {one.shop for one in due})
    planned = tuple(line for line in view.stops if line.stop.state is StopState.PLANNED)
    return NextDay(day, planned, tuple((at[one.shop].name, one.what) for one in due if one.shop in at))


def _days(tx: Tx, review: Review) -> tuple[date, ...]:
    """Days on offer for an open matter: the next working day, the third and the sixth."""
    days = [working_day_after(tx, review.manager, review.day)]
    while len(days) < DAYS_AHEAD[-1]:
        days.append(working_day_after(tx, review.manager, days[-1]))
    return tuple(days[n - 1] for n in DAYS_AHEAD)


def _earlier(tx: Tx, review: Review, now: datetime) -> Review | None:
    """The review before this one, when it closed by itself and its manager has not been back."""
    before = reviews.before(tx, review.manager, review.day, 1)
    recent = [one for one in before if one.state is ReviewState.CLOSED and now < closes_at(review.day, tx.office)]
    return next((one for one in recent if review.day - one.day <= timedelta(days=7)), None)
