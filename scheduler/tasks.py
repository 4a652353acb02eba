"""Tasks on the clock: handed over, reminded of, told of when they are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.chat import Done
from domain.tasks import LATE
from scheduler.job import Due, Job, Skip
from services import Tx, task_times
from services.task_times import Waiting

TASK_EVERY = timedelta(seconds=20)


def _dues(waiting: Sequence[Waiting]) -> list[Due]:
    return [Due(one.to, str(one.id), one.at) for one in waiting]


def _deliveries(tx: Tx, now: datetime) -> Sequence[Due]:
    return _dues(task_times.deliveries_due(tx, now))


def _deliver(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(task_times.deliver(tx, int(due.slot), now))


def _reminders(tx: Tx, now: datetime) -> Sequence[Due]:
    """Each moment of a reminder is a push of its own: putting it off makes another."""
    return [Due(one.to, f"{one.id}.{round(one.at.timestamp())}", one.at) for one in task_times.reminders_due(tx, now)]


def _remind(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(task_times.remind(tx, int(due.slot.partition(".")[0]), now))


def _overdue(tx: Tx, now: datetime) -> Sequence[Due]:
    return _dues(task_times.overdue(tx, now))


def _tell(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(task_times.tell_overdue(tx, int(due.slot), now))


def _talks(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.to, one.slot, one.at) for one in task_times.talks_due(tx, now)]


def _talk(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(task_times.pass_on(tx, due.person, due.slot, now))


def _done(result: Done[None] | str) -> Done[object] | Skip:
    """A verb's reason for doing nothing is a skip."""
    if isinstance(result, str):
        return Skip(result)
    return Done(None, result.notices, result.changed)


JOBS = (
    Job("task", _deliveries, _deliver, TASK_EVERY),
    Job("task_reminder", _reminders, _remind, TASK_EVERY, late=LATE),
    Job("task_overdue", _overdue, _tell, TASK_EVERY, late=LATE),
    Job(task_times.TALK, _talks, _talk, TASK_EVERY, late=LATE),
)
"""A task waits for its manager however long the leave; its reminder is worth something until the task is due."""
