"""After an absence, people are told once: what was made up for, or that something may be missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, absences

EVERY = timedelta(seconds=20)


def due_notes(tx: Tx, now: datetime) -> list[Due]:
    return [Due(code, absence.slot, absence.back) for code, absence in absences.due_notes(tx, now)]


def tell(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Say it to one person, once."""
    done = absences.tell(tx, due.person, due.slot)
    return Skip("nothing to tell any more") if done is None else done


JOBS: tuple[Job, ...] = (Job("absence", due_notes, tell, EVERY),)
