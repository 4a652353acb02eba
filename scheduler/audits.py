"""The audit: every job is asked what is due beyond its patience, and rows that stand still are looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain.audits import PLANNING, SURE_AFTER, Suspicion, Trouble
from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, audits
from services.audits import Asked

EVERY = timedelta(seconds=20)
_AT_ONCE = SURE_AFTER[Trouble.OVERDUE]
WATCHED: dict[str, timedelta] = {
    "climb": _AT_ONCE,
    "morning": _AT_ONCE,
    "review": _AT_ONCE,
    "review_close": timedelta(seconds=75),
    "news": timedelta(seconds=75),
    "group_leave": _AT_ONCE,
    "digest": timedelta(seconds=75),
    "weekly": timedelta(seconds=75),
    "weekly_documents": timedelta(minutes=2),
    "task": timedelta(seconds=75),
    "task_reminder": timedelta(seconds=75),
    "task_overdue": timedelta(seconds=75),
    "task_talk": timedelta(seconds=75),
    "reminder": timedelta(seconds=75),
    "replan": timedelta(minutes=2),
    "plan": PLANNING,
}
"""Jobs that must not leave anything due undone, and for how long each may be at work on it."""


def due_audit(tx: Tx, now: datetime) -> list[Due]:
    """One look every `EVERY` of machine time, whoever asks."""
    looked = audits.last_look(tx)
    if looked is not None and timedelta(0) <= tx.machine_now() - looked < EVERY - timedelta(seconds=1):
        return []
    return [Due("office", "", now)]


def undone(tx: Tx, jobs: Sequence[Job], now: datetime) -> list[Asked]:
    """What the watched jobs have to do and have not done."""
    found = []
    for job in jobs:
        if job.kind not in WATCHED:
            continue
        due = list(job.due(tx, now))
        if job.late is not None:
            due = [one for one in due if now - one.at <= job.late]
        if not job.repeatable:
            still = audits.still_open(tx, job.kind, [(one.person, one.slot) for one in due], now)
            due = [one for one in due if (one.person, one.slot) in still]
        found += [Asked(job.kind, one.person, one.slot, one.at, WATCHED[job.kind]) for one in due]
    return found


def look(jobs: Sequence[Job]) -> Callable[[Tx, Due, datetime], object]:
    """Looks for everything suspicious, over these jobs; it only reads."""

    def looked(tx: Tx, due: Due, now: datetime) -> list[Suspicion]:
        return audits.suspicions(tx, undone(tx, jobs, now), now)

    return looked


def judge(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Tell what is sure and new."""
    assert isinstance(due.solved, list)
    done = audits.audit(tx, due.solved, now)
    return Skip("nothing new") if done is None else done


def as_found(found: object) -> object:
    """There is nothing to think about."""
    return found


def jobs(watched: Sequence[Job]) -> tuple[Job, ...]:
    return (Job("audit", due_audit, judge, EVERY, repeatable=True, anyway=True, read=look(watched), solve=as_found),)
