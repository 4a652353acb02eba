"""How a review is written back: awake, reminded of later, its question open or closed, its figures final."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.reviews import Review, ReviewState, Step, closes_at, move, remind_at
from services.review_asked import day_of
from services.review_figures import final_figures
from storage import dialogs, reviews
from storage.database import Tx
from storage.dialogs import Dialog

WORDS = "review_words"
REASON = "review_reason"
ANSWERS = timedelta(minutes=15)


def awake(review: Review) -> ReviewState:
    return ReviewState.WAITING if review.step is Step.OPENING else ReviewState.UNDER_WAY


def touched(tx: Tx, review: Review, now: datetime) -> Review:
    """Write it back; the time until its one reminder counts from now."""
    if not review.finished:
        review = replace(review, wake_at=remind_at(review.day, now, tx.office))
    reviews.put(tx, review)
    return review


def resumed(tx: Tx, review: Review, now: datetime) -> Review:
    """The review goes on: one that was put off is awake, an open question is asked again."""
    if review.finished:
        return review
    if review.state is ReviewState.PUT_OFF:
        review = replace(review, state=move(review.state, awake(review)))
    if review.step is Step.WORDS:
        ask(tx, review, WORDS, now)
    return touched(tx, review, now)


def ask(tx: Tx, review: Review, kind: str, now: datetime) -> None:
    until = max(closes_at(review.day, tx.office), now + ANSWERS)
    dialogs.ask(tx, Dialog(review.manager, kind, review.name, until))


def stop_asking(tx: Tx, manager: str, now: datetime) -> None:
    """Close the review's own question, no other."""
    open_one = dialogs.current(tx, manager, now)
    if open_one is not None and open_one.kind in {WORDS, REASON}:
        dialogs.close(tx, manager)


def with_figures(tx: Tx, review: Review, now: datetime) -> Review:
    final = replace(review, figures=final_figures(tx, day_of(tx, review), review, now))
    reviews.put(tx, final)
    return final
