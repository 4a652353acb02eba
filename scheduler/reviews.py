"""The evening: reviews are offered, called again after a pause, reminded of once, closed by themselves, handed on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx
from services import review_reading as reading
from services import reviews as life

EVERY = timedelta(seconds=20)
EVENING_LATE = timedelta(hours=4)
"""The evening's message is worth sending until about the time when reviews close."""


def due_evenings(tx: Tx, now: datetime) -> list[Due]:
    at = datetime.combine(now.date(), tx.office.evening_at, tx.office.zone)
    return [Due(code, now.date().isoformat(), at) for code in life.due_evenings(tx, now)]


def offer(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Send the opening of today's review."""
    return _or_skip(life.push(tx, due.person, now), "no review to offer")


def due_wakings(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"review:{number}", at.isoformat(), at) for number, at in life.due_wakings(tx, now)]


def wake(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Call again after the pause that was asked for."""
    return _or_skip(life.wake(tx, _number(due), now), "not put off any more")


def due_reminders(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"review:{number}", at.isoformat(), at) for number, at in life.due_reminders(tx, now)]


def remind(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Remind once of a review left alone."""
    return _or_skip(life.remind(tx, _number(due), now), "taken up again")


def due_closings(tx: Tx, now: datetime) -> list[Due]:
    return [Due(manager, day.isoformat(), now) for manager, day in life.due_closings(tx, now)]


def close(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """End a day that nobody reviewed with what is known; however late, and without a sound."""
    return _or_skip(life.close_by_itself(tx, due.person, date.fromisoformat(due.slot), now), "finished")


def due_tellings(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"review:{number}", at.isoformat(), at) for number, at in reading.due_tellings(tx, now)]


def tell(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Hand a summary on that ended in the evening's quiet."""
    return _or_skip(reading.tell(tx, _number(due), now), "told, or nobody to tell")


def _number(due: Due) -> int:
    return int(due.person.partition(":")[2])


def _or_skip(did: Done[object] | None, why: str) -> Done[object] | Skip:
    return Skip(why) if did is None else did


JOBS: tuple[Job, ...] = (
    Job("review_close", due_closings, close, EVERY, repeatable=True),
    Job("review", due_evenings, offer, EVERY, late=EVENING_LATE),
    Job("review_wake", due_wakings, wake, EVERY, repeatable=True),
    Job("review_remind", due_reminders, remind, EVERY, repeatable=True),
    Job("review_tell", due_tellings, tell, EVERY, repeatable=True),
)
