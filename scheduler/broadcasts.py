"""News on the clock: to those who could not be rung at its sending, and reminders to those who have not read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.broadcasts import RHYTHM
from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx
from services.news_delivery import deliver, deliveries_due, remind, reminders_due, slot_of

REMINDER = "news_reminder"


def _waiting(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.to, str(one.news), one.at) for one in deliveries_due(tx, now)]


def _deliver(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(deliver(tx, due.person, int(due.slot), now))


def _unread(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.to, slot_of(one.news, one.turn), one.at) for one in reminders_due(tx, REMINDER, now)]


def _remind(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return _done(remind(tx, due.person, int(due.slot.partition(".")[0]), now))


def _done(result: Done[None] | str) -> Done[object] | Skip:
    """A verb's reason for doing nothing is a skip."""
    if isinstance(result, str):
        return Skip(result)
    return Done(None, result.notices, result.changed)


JOBS = (
    Job("news", _waiting, _deliver, every=timedelta(seconds=30), repeatable=True),
    Job(REMINDER, _unread, _remind, every=timedelta(minutes=1), late=RHYTHM.late),
)
