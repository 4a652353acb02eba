"""Evening reviews: one row a manager and day; the summary column holds the draft while it goes on, and the figures after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from domain.reviews import Draft, Figures, Review, ReviewState, Step
from storage.database import Tx
from storage.tables import days, follow_ups, reviews, shops, stops, told

_ID = select(reviews).where(reviews.c.id == bindparam("find"))
_OF_DAY = select(reviews).where(reviews.c.manager == bindparam("who"), reviews.c.day == bindparam("on"))
_LATEST = (
    select(reviews)
    .where(reviews.c.manager == bindparam("who"), reviews.c.day < bindparam("before"))
    .order_by(reviews.c.day.desc())
    .limit(bindparam("most"))
)
_OPEN = (
    select(reviews)
    .where(reviews.c.state.in_(("waiting", "under_way", "put_off")))
    .order_by(reviews.c.day, reviews.c.id)
)
_CLOSED_SINCE = (
    select(reviews)
    .where(reviews.c.state.in_(("confirmed", "closed")), reviews.c.closed_at >= bindparam("since"))
    .order_by(reviews.c.manager, reviews.c.day)
)
_INSERT = insert(reviews)
_UPDATE = (
    update(reviews)
    .where(reviews.c.id == bindparam("find"))
    .values(
        state=bindparam("to"),
        step=bindparam("at_step"),
        begun_at=bindparam("begun"),
        wake_at=bindparam("wake"),
        reminded=bindparam("rung"),
        words=bindparam("said"),
        summary=bindparam("kept"),
        closed_at=bindparam("closed"),
        by_itself=bindparam("itself"),
        read_by=bindparam("reader"),
        read_at=bindparam("seen"),
        reply=bindparam("answer"),
    )
)
_FIXED_DAYS = (
    select(days.c.day)
    .where(days.c.manager == bindparam("who"), days.c.state == "fixed", days.c.day < bindparam("before"))
    .order_by(days.c.day.desc())
    .limit(1)
)
_FIXED_ON = (
    select(days.c.manager).where(days.c.day == bindparam("on"), days.c.state == "fixed").order_by(days.c.manager)
)
_UNREVIEWED = (
    select(days.c.manager, days.c.day)
    .select_from(days.outerjoin(reviews, and_(reviews.c.manager == days.c.manager, reviews.c.day == days.c.day)))
    .where(
        days.c.state == "fixed",
        days.c.day >= bindparam("first"),
        days.c.day <= bindparam("last"),
        reviews.c.id.is_(None),
    )
    .order_by(days.c.day, days.c.manager)
)
_WHY_MISSED = select(stops.c.id, stops.c.missed_words).where(
    stops.c.manager == bindparam("who"), stops.c.day == bindparam("on"), stops.c.missed_words != ""
)
_TOLD_ON = (
    select(func.count())
    .select_from(told.join(shops, shops.c.code == told.c.shop))
    .where(shops.c.manager == bindparam("who"), told.c.day == bindparam("on"), told.c.line.like("news:%"))
)
_KEPT = (
    select(follow_ups.c.shop)
    .where(follow_ups.c.manager == bindparam("who"), follow_ups.c.day == bindparam("on"), follow_ups.c.state == "done")
    .order_by(follow_ups.c.id)
)


def _review(row: Any) -> Review:
    kept = dict(row.summary or {})
    figures = kept.get("figures")
    return Review(
        id=row.id,
        manager=row.manager,
        department=row.department,
        day=row.day,
        state=ReviewState(row.state),
        step=Step(row.step),
        begun_at=row.begun_at,
        wake_at=row.wake_at,
        reminded=row.reminded,
        words=row.words,
        draft=Draft.of_json(kept.get("draft", {})),
        figures=Figures.of_json(figures) if figures else None,
        closed_at=row.closed_at,
        by_itself=row.by_itself,
        read_by=row.read_by,
        read_at=row.read_at,
        reply=row.reply,
    )


def by_id(tx: Tx, number: int) -> Review | None:
    row = tx.execute(_ID, {"find": number}).first()
    return None if row is None else _review(row)


def of_day(tx: Tx, manager: str, day: date) -> Review | None:
    row = tx.execute(_OF_DAY, {"who": manager, "on": day}).first()
    return None if row is None else _review(row)


def before(tx: Tx, manager: str, day: date, most: int) -> list[Review]:
    """The manager's reviews of earlier days, latest first."""
    return [_review(row) for row in tx.execute(_LATEST, {"who": manager, "before": day, "most": most})]


def open_ones(tx: Tx) -> list[Review]:
    """Every review that is neither confirmed nor closed."""
    return [_review(row) for row in tx.execute(_OPEN)]


def closed_since(tx: Tx, since: datetime) -> list[Review]:
    """Reviews confirmed or closed since an instant, by manager and day."""
    return [_review(row) for row in tx.execute(_CLOSED_SINCE, {"since": since})]


def add(tx: Tx, manager: str, department: str, day: date, now: datetime, wake_at: datetime | None) -> Review:
    """A review that waits to be begun."""
    values = {
        "manager": manager,
        "department": department,
        "day": day,
        "state": ReviewState.WAITING.value,
        "step": Step.OPENING.value,
        "begun_at": now,
        "wake_at": wake_at,
        "summary": {},
    }
    tx.execute(_INSERT, values)
    made = of_day(tx, manager, day)
    assert made is not None
    return made


def put(tx: Tx, review: Review) -> None:
    """Write all of a review back."""
    kept = {
        "draft": review.draft.as_json(),
        "figures": asdict(review.figures) if review.figures else None,
    }
    tx.execute(
        _UPDATE,
        {
            "find": review.id,
            "to": review.state.value,
            "at_step": review.step.value,
            "begun": review.begun_at,
            "wake": review.wake_at,
            "rung": review.reminded,
            "said": review.words,
            "kept": kept,
            "closed": review.closed_at,
            "itself": review.by_itself,
            "reader": review.read_by,
            "seen": review.read_at,
            "answer": review.reply,
        },
    )


def last_fixed_day(tx: Tx, manager: str, before: date) -> date | None:
    """The latest earlier day that the manager worked by a list."""
    found: date | None = tx.execute(_FIXED_DAYS, {"who": manager, "before": before}).scalar_one_or_none()
    return found


def fixed_on(tx: Tx, day: date) -> Sequence[str]:
    """Managers whose list of that day is fixed, by code."""
    return [row.manager for row in tx.execute(_FIXED_ON, {"on": day})]


def unreviewed(tx: Tx, first: date, last: date) -> list[tuple[str, date]]:
    """(manager, day) of fixed days, both ends included, without any review."""
    return [(row.manager, row.day) for row in tx.execute(_UNREVIEWED, {"first": first, "last": last})]


def news_told_on(tx: Tx, manager: str, day: date) -> int:
    """How often news was passed on in the manager's shops that day."""
    return int(tx.execute(_TOLD_ON, {"who": manager, "on": day}).scalar_one())


def promises_kept(tx: Tx, manager: str, day: date) -> list[str]:
    """Shops whose follow-up promised for that day is done."""
    return [row.shop for row in tx.execute(_KEPT, {"who": manager, "on": day})]


def why_missed(tx: Tx, manager: str, day: date) -> dict[int, str]:
    """The words given for missed stops of a day, by stop."""
    return {row.id: row.missed_words for row in tx.execute(_WHY_MISSED, {"who": manager, "on": day})}
