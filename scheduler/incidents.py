"""Incidents that nobody took climb; those taken but not closed in time open again."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, climbing

EVERY = timedelta(seconds=10)


def due_climbs(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"incident:{number}", at.isoformat(), at) for number, at in climbing.due_climbs(tx, now)]


def climb(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Call the one rung that is due."""
    return _or_skip(climbing.climb(tx, _number(due), now))


def due_reopenings(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"incident:{number}", at.isoformat(), at) for number, at in climbing.due_reopenings(tx, now)]


def reopen(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Open again what was not closed by its time."""
    return _or_skip(climbing.reopen_overdue(tx, _number(due), now))


def _number(due: Due) -> int:
    return int(due.person.partition(":")[2])


def _or_skip(did: Done[object] | None) -> Done[object] | Skip:
    return Skip("not due any more, or waits for working time") if did is None else did


JOBS: tuple[Job, ...] = (
    Job("climb", due_climbs, climb, EVERY, repeatable=True),
    Job("reopen", due_reopenings, reopen, EVERY, repeatable=True),
)
