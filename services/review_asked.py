"""What a review asks about: the stops still to decide, the open matters; and what its buttons may still change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.days import DayView, StopLine
from domain.reviews import Asked, Left, Matter, Review, Step, unsettled
from domain.visits import Stop, StopState
from services import review_stops as placing
from services.days import today_of
from services.review_figures import working_day_after
from storage import people, plans, reviews, shops, visits
from storage.database import Tx


class OldStep(Exception):
    """The button belongs to a step that the review has left."""


def review_of(tx: Tx, number: int) -> Review:
    """The review; raises OldStep when it is gone."""
    found = reviews.by_id(tx, number)
    if found is None:
        raise OldStep(f"review {number} is gone")
    return found


def find_review(tx: Tx, id: str) -> Review | None:
    """The review behind the id of `review:<id>`, for policies."""
    return reviews.by_id(tx, int(id)) if id.isdecimal() else None


def manager_name(tx: Tx, review: Review) -> str:
    person = people.by_code(tx, review.manager)
    return person.name if person else review.manager


def begins_with_shop(tx: Tx, manager: str, words: str) -> bool:
    """Whether the words begin with the name of one of the manager's shops: then they are a log."""
    said = words.strip()
    return any(said.startswith(shop.name) for shop in shops.of_manager(tx, manager))


def day_of(tx: Tx, review: Review) -> DayView:
    view = today_of(tx, review.manager, review.day)
    if view is None:
        raise OldStep(f"manager {review.manager} is gone")
    return view


def left_of(tx: Tx, review: Review) -> Left:
    """What is still to decide; before the review has begun, what it will ask."""
    lines = unsettled(day_of(tx, review).stops) if review.step is Step.OPENING else waiting(tx, review)
    matters = 0 if review.draft.settled_matters else len(matters_of(tx, review))
    return Left(len(lines), sum(line.stop.missed is None for line in lines), matters)


def asked_of(tx: Tx, review: Review, now: datetime) -> Asked | None:
    """The missed stop that the present step asks about, with the days on offer; None when all are settled."""
    undecided = waiting(tx, review)
    if not undecided:
        return None
    line = undecided[0]
    reason = line.stop.missed.value if line.stop.missed else ""
    return Asked(
        line=line,
        index=review.draft.queue.index(line.stop.id) + 1,
        total=len(review.draft.queue),
        reason=reason,
        options=placing.options(tx, line, now) if reason else (),
        left=len(undecided),
    )


def waiting(tx: Tx, review: Review) -> list[StopLine]:
    """The stops of the queue that are still undecided, in the order asked."""
    open_ones = {line.stop.id: line for line in unsettled(day_of(tx, review).stops)}
    return [open_ones[stop] for stop in review.draft.queue if stop in open_ones]


def asked_stop(tx: Tx, review: Review, stop: int) -> Stop:
    """The stop, if it is the one being asked about; raises OldStep."""
    undecided = waiting(tx, review)
    if not undecided or undecided[0].stop.id != stop:
        raise OldStep(f"stop {stop} is settled")
    return undecided[0].stop


def missed_stop(tx: Tx, review: Review, stop: int) -> Stop:
    found = plans.stop(tx, stop)
    if found is None or found.manager != review.manager or found.day != review.day:
        raise OldStep(f"stop {stop} is not of this day")
    return found


def matters_of(tx: Tx, review: Review) -> tuple[Matter, ...]:
    """Follow-ups that were due by the day and are not done, important ones first, with the day each goes to."""
    chosen: Mapping[int, str] = review.draft.matters
    due = [one for one in visits.open_of_manager(tx, review.manager) if one.day is None or one.day <= review.day]
    again = (visits.follow_up(tx, number) for number in chosen if number not in {one.id for one in due})
    every = due + [one for one in again if one is not None]
    at = shops.some(tx, {one.shop for one in every})
    important = {stop.shop for stop in plans.of_day(tx, review.manager, review.day) if stop.important}
    found = [
        Matter(
            id=one.id,
            shop=at[one.shop].name if one.shop in at else "",
            what=one.what,
            important=one.shop in important,
            to=_to(tx, review, one.shop, chosen.get(one.id)),
            done=chosen.get(one.id) == "done",
        )
        for one in every
    ]
    return tuple(sorted(found, key=lambda matter: not matter.important))


def _to(tx: Tx, review: Review, shop: str, choice: str | None) -> date | None:
    """The chosen day, else the next visit planned there, else the next working day."""
    if choice is not None:
        return None if choice in {"none", "done"} else date.fromisoformat(choice)
    ahead = plans.of_shop(tx, shop, review.day + timedelta(days=1))
    planned = (stop.day for stop in ahead if stop.state is StopState.PLANNED)
    return next(planned, working_day_after(tx, review.manager, review.day))
