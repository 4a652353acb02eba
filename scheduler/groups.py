"""Groups that nobody bound are left."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, groups

EVERY = timedelta(seconds=10)


def due_leavings(tx: Tx, now: datetime) -> list[Due]:
    return [Due(f"group:{chat}", at.isoformat(), at) for chat, at in groups.due_leavings(tx, now)]


def leave(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Leave a group that waited in vain."""
    done = groups.leave_unbound(tx, int(due.person.partition(":")[2]), now)
    return Skip("bound, left, or added anew") if done is None else done


JOBS: tuple[Job, ...] = (Job("group_leave", due_leavings, leave, EVERY, repeatable=True),)
