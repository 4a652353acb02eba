"""Moves are found beside the chat as soon as somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.chat import Done
from scheduler.job import Due, Job, Skip
from services import Tx, replans
from services.replans import Thought

EVERY = timedelta(seconds=1)


def due_replans(tx: Tx, now: datetime) -> Sequence[Due]:
    """Every proposal to be thought out, once for each turn of it."""
    return [Due(one.asked_by, f"{one.id}.{one.version}", asked_at) for one, asked_at in replans.due(tx)]


def read(tx: Tx, due: Due, now: datetime) -> Thought | None:
    return replans.read(tx, int(due.slot.partition(".")[0]), now)


def solve(thought: object) -> Thought | None:
    return replans.solve(thought) if isinstance(thought, Thought) else None


def write(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """What was found, checked again."""
    done = replans.write(tx, due.solved, now) if isinstance(due.solved, Thought) else None
    return Skip("not wanted any more") if done is None else done


JOBS: tuple[Job, ...] = (Job("replan", due_replans, write, EVERY, read=read, solve=solve),)
