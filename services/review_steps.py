"""The steps of a review that its manager takes, from the opening to the confirmed summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.chat import Done, Media
from domain.reviews import FINISHED, Review, ReviewState, Step, move, next_step, snoozes, unsettled
from domain.visits import Missed
from services import review_stops as placing
from services.days import day_object
from services.review_asked import (
    OldStep,
    asked_stop,
    day_of,
    left_of,
    matters_of,
    missed_stop,
    review_of,
    waiting,
)
from services.review_keeping import ANSWERS, REASON, WORDS, ask, awake, resumed, stop_asking, touched, with_figures
from services.review_reading import notices_for
from storage import dialogs, reviews, visits
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["Dialog"]


def begin(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """From the opening to the first thing to decide."""
    review = _at(tx, number, Step.OPENING)
    queue = tuple(line.stop.id for line in unsettled(day_of(tx, review).stops))
    draft = replace(review.draft, queue=queue, started=review.draft.started or now)
    review = replace(review, state=move(review.state, ReviewState.UNDER_WAY), draft=draft)
    return Done(_advance(tx, review, Step.OPENING, now))


def resume(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """Go on after a pause or a reminder; one not begun yet begins."""
    review = resumed(tx, _going(tx, number), now)
    return begin(tx, number, now) if review.step is Step.OPENING else Done(review)


def snooze(tx: Tx, number: int, minutes: int, now: datetime) -> Done[Review]:
    """Put it off; raises OldStep when it would ring in quiet hours or after the end."""
    review = _going(tx, number)
    if minutes not in snoozes(review.day, now, tx.office):
        raise OldStep("too late to put off")
    later = replace(review, state=move(review.state, ReviewState.PUT_OFF), wake_at=now + timedelta(minutes=minutes))
    reviews.put(tx, later)
    return Done(later)


def give_reason(tx: Tx, number: int, stop: int, reason: Missed, words: str, now: datetime) -> Done[Review]:
    """Say why the stop was missed; where to is asked next."""
    review = _at(tx, number, Step.MISSED)
    missed = asked_stop(tx, review, stop)
    changed = placing.give_reason(tx, missed, reason, words, now)
    stop_asking(tx, review.manager, now)
    return Done(touched(tx, review, now), changed=changed)


def ask_reason(tx: Tx, number: int, stop: int, now: datetime) -> Done[Review]:
    """Open the question for a reason in one's own words."""
    review = _at(tx, number, Step.MISSED)
    asked_stop(tx, review, stop)
    dialogs.ask(tx, Dialog(review.manager, REASON, review.name, now + ANSWERS, {"stop": stop}))
    return Done(touched(tx, review, now))


def place(tx: Tx, number: int, stop: int, choice: str, now: datetime) -> Done[Review]:
    """Put the missed stop on a day (ISO), make it a `call`, or `drop` it this time."""
    review = _at(tx, number, Step.MISSED)
    missed = asked_stop(tx, review, stop)
    changed = placing.place(tx, missed, choice, now)
    return Done(_advance(tx, review, Step.MISSED, now), changed=changed)


def place_rest(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """All stops still to decide go to their nearest free day."""
    review = _at(tx, number, Step.MISSED)
    changed = placing.settle_rest(tx, waiting(tx, review), now)
    return Done(_advance(tx, review, Step.MISSED, now), changed=changed)


def change_matter(tx: Tx, number: int, follow_up: int, choice: str, now: datetime) -> Done[Review]:
    """Choose another day (ISO), `none`, or `done` for an open matter; it counts once the list is agreed."""
    review = _at(tx, number, Step.MATTERS)
    if follow_up not in {one.id for one in matters_of(tx, review)}:
        raise OldStep(f"matter {follow_up} is not asked about")
    draft = replace(review.draft, matters=dict(review.draft.matters) | {follow_up: choice})
    return Done(touched(tx, replace(review, draft=draft), now))


def settle_matters(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """Carry every open matter to the day shown."""
    review = _at(tx, number, Step.MATTERS)
    chosen = matters_of(tx, review)
    for one in chosen:
        visits.set_follow_up(tx, one.id, "done" if one.done else "open")
        if not one.done:
            visits.move_follow_up(tx, one.id, one.to)
    kept = {one.id: "done" if one.done else one.to.isoformat() if one.to else "none" for one in chosen}
    review = replace(review, draft=replace(review.draft, matters=kept, settled_matters=True))
    return Done(_advance(tx, review, Step.MATTERS, now))


def agree_tomorrow(tx: Tx, number: int, now: datetime) -> Done[Review]:
    return Done(_advance(tx, _at(tx, number, Step.TOMORROW), Step.TOMORROW, now))


def nothing_more(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """No closing words."""
    return Done(_advance(tx, _at(tx, number, Step.WORDS), Step.WORDS, now))


def add_words(tx: Tx, number: int, words: str, voice: Media | None, now: datetime) -> Done[Review]:
    """Keep the closing words, or a voice note, and go on to the summary."""
    review = _at(tx, number, Step.WORDS)
    draft = review.draft
    if voice is not None:
        draft = replace(draft, voices=(*draft.voices, (voice.file_id, voice.seconds)))
    said = "\n".join(part for part in (review.words, words.strip()) if part)
    return Done(_advance(tx, replace(review, words=said, draft=draft), Step.WORDS, now))


def change(tx: Tx, number: int, what: str, stop: int, now: datetime) -> Done[Review]:
    """From the summary back to one thing: a `stop`, the `matters`, the `words`; afterwards the summary again."""
    review = review_of(tx, number)
    if review.state is ReviewState.CONFIRMED or review.step is not Step.SUMMARY:
        raise OldStep("nothing to change")
    review = replace(review, state=move(review.state, ReviewState.UNDER_WAY), closed_at=None)
    draft = replace(review.draft, changing=True)
    changed: tuple[str, ...] = ()
    if what == "stop":
        changed = placing.take_back(tx, missed_stop(tx, review, stop), now)
        review = replace(review, step=Step.MISSED, draft=replace(draft, queue=(stop,)))
    else:
        step = Step(what)
        review = replace(review, step=step, draft=replace(draft, settled_matters=False))
        if step is Step.WORDS:
            ask(tx, review, WORDS, now)
    return Done(touched(tx, review, now), changed=(review.name, *changed))


def confirm(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """The manager stands by the summary; the supervisor gets it (in the morning, when it is late)."""
    review = review_of(tx, number)
    if review.state is ReviewState.CONFIRMED or review.step is not Step.SUMMARY:
        raise OldStep("nothing to confirm")
    return _confirmed(tx, review, now)


def finish(tx: Tx, number: int, now: datetime) -> Done[Review]:
    """Confirm at once with what is known, from any step."""
    return _confirmed(tx, replace(_going(tx, number), step=Step.SUMMARY), now)


def _confirmed(tx: Tx, review: Review, now: datetime) -> Done[Review]:
    changed = placing.settle_rest(tx, unsettled(day_of(tx, review).stops), now)
    stop_asking(tx, review.manager, now)
    review = replace(
        review, state=move(review.state, ReviewState.CONFIRMED), by_itself=False, closed_at=now, wake_at=None
    )
    notices = () if tx.office.quiet(now) or review.draft.told else notices_for(tx, review)
    told = replace(review.draft, told=review.draft.told or bool(notices))
    final = with_figures(tx, replace(review, draft=told), now)
    names = (review.name, day_object(review.manager, review.day), *changed)
    return Done(final, notices=notices, changed=names)


def _at(tx: Tx, number: int, step: Step) -> Review:
    review = _going(tx, number)
    if review.step is not step:
        raise OldStep(f"at {review.step}, not {step}")
    return review


def _going(tx: Tx, number: int) -> Review:
    review = review_of(tx, number)
    if review.state in FINISHED:
        raise OldStep("finished")
    return replace(review, state=awake(review)) if review.state is ReviewState.PUT_OFF else review


def _advance(tx: Tx, review: Review, after: Step, now: datetime) -> Review:
    step = next_step(after, left_of(tx, review), changing=review.draft.changing)
    draft = review.draft
    if step is Step.SUMMARY:
        draft = replace(draft, changing=False)
    review = replace(review, step=step, draft=draft)
    stop_asking(tx, review.manager, now)
    if step is Step.WORDS:
        ask(tx, review, WORDS, now)
    return touched(tx, review, now)
