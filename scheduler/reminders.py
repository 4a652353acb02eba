"""Reminders ring at their moment, each moment once; late is better than never, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, reminders


def _due(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.person, f"{one.id}.{round(one.at.timestamp())}", one.at) for one in reminders.due(tx, now)]


def _ring(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    result = reminders.ring(tx, int(due.slot.partition(".")[0]), now)
    return Skip(result) if isinstance(result, str) else Done(None, result.notices, result.changed)


JOBS = (Job("reminder", _due, _ring, timedelta(seconds=10)),)
