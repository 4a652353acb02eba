"""Tasks on the clock: given to those who could not be rung, reminded of before they are due, told of when they are over."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime

from domain.chat import Done, Notice, Priority
from domain.tasks import LATE, Part, PartState, Task, TaskState
from domain.work_hours import in_hours
from services.days import working_calendar
from services.news_delivery import can_ring
from services.tasks import names_of, task_name
from storage import pushes, tasks
from storage.database import Tx

TALK = "task_talk"


@dataclass(frozen=True, slots=True)
class Talk:
    """A question or an answer that somebody has to read, in the slot that makes it ring once."""

    to: str
    slot: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One push: `to` a code, about the part or the task `id`, since `at`."""

    to: str
    id: int
    at: datetime


def deliveries_due(tx: Tx, now: datetime) -> list[Waiting]:
    """Managers who may be rung now and still have to get a task."""
    return [
        Waiting(part.person, part.id, task.sent_at or now)
        for task, part in tasks.waiting(tx)
        if can_ring(tx, part.person, now)
    ]


def deliver(tx: Tx, number: int, now: datetime) -> Done[None] | str:
    """Give a manager the task that waited; a reason when nothing is to be done."""
    found = _live(tx, number)
    if found is None or found[1].state is not PartState.WAITING:
        return "nobody waits for it"
    task, part = found
    tasks.put_part(tx, replace(part, state=PartState.SENT, changed_at=now))
    return Done(None, (Notice(part.person, "task", f"part:{part.id}"),), names_of(task, [part]))


def reminders_due(tx: Tx, now: datetime) -> list[Waiting]:
    """Open parts whose reminder has come, in working hours, for managers at work."""
    if not in_hours(now, tx.office, working_calendar(tx)):
        return []
    return [
        Waiting(part.person, part.id, part.remind_at or now)
        for task, part in tasks.to_remind(tx, now)
        if can_ring(tx, part.person, now)
    ]


def remind(tx: Tx, number: int, now: datetime) -> Done[None] | str:
    """Remind a manager once; a task that is due already is not reminded of."""
    found = _live(tx, number)
    if found is None or not found[1].open or found[1].remind_at is None or found[1].remind_at > now:
        return "no need"
    task, part = found
    tasks.put_part(tx, replace(part, remind_at=None))
    if task.due_at is not None and task.due_at <= now:
        return "due already"
    minutes = round((task.due_at - now).total_seconds() / 60) if task.due_at else 0
    return Done(None, (Notice(part.person, "task", f"part:{part.id}", Priority.ANSWER, page=f"remind.{minutes}"),))


def _talk_of(part: Part, now: datetime) -> Talk:
    """Whom the last word about a part is for: the manager an answer, the giver a question."""
    to, words = (part.person, f"a{part.answer}") if part.answer else (part.giver, f"q{part.question}")
    return Talk(to, f"{part.id}.{zlib.crc32(words.encode())}", part.changed_at or now)


def talk(tx: Tx, part: Part, now: datetime) -> tuple[Notice, ...]:
    """Let the other side read the last word at once, and note that; nothing when it must wait for working days and hours."""
    said = _talk_of(part, now)
    if not can_ring(tx, said.to, now):
        return ()
    pushes.done(tx, TALK, said.to, said.slot, "done", "", now)
    return (_heard(part),)


def _heard(part: Part) -> Notice:
    view = "task" if part.answer else "task_result"
    return Notice(part.person if part.answer else part.giver, view, f"part:{part.id}")


def talks_due(tx: Tx, now: datetime) -> list[Talk]:
    """Last words about open parts, for those who may be rung now."""
    said = [_talk_of(part, now) for _task, part in tasks.talked(tx)]
    return [one for one in said if can_ring(tx, one.to, now)]


def pass_on(tx: Tx, to: str, slot: str, now: datetime) -> Done[None] | str:
    """Ring for a word that waited; a reason when another came since, or it is over."""
    found = _live(tx, int(slot.partition(".")[0]))
    if found is None or not found[1].open:
        return "over"
    said = _talk_of(found[1], now)
    return Done(None, (_heard(found[1]),)) if (said.to, said.slot) == (to, slot) else "another word came"


def overdue(tx: Tx, now: datetime) -> list[Waiting]:
    """Givers at work whose tasks are due and not done by everybody."""
    if not in_hours(now, tx.office, working_calendar(tx)):
        return []
    return [
        Waiting(task.giver, task.id, task.due_at or now)
        for task in tasks.overdue(tx, now - LATE, now)
        if can_ring(tx, task.giver, now)
    ]


def tell_overdue(tx: Tx, number: int, now: datetime) -> Done[None] | str:
    """Show the giver who has not done it."""
    task = tasks.find(tx, number)
    if task is None or task.state is not TaskState.SENT:
        return "withdrawn"
    if not any(part.open for part in tasks.parts_of(tx, task)):
        return "done by everybody"
    return Done(None, (Notice(task.giver, "task_card", task_name(task.id)),))


def _live(tx: Tx, number: int) -> tuple[Task, Part] | None:
    found = tasks.part(tx, number)
    return found if found is not None and found[0].state is TaskState.SENT else None
