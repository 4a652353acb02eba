"""Tasks and each manager's part of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.chat import Kind, Media
from domain.tasks import Part, PartState, Task, TaskState
from storage.database import Tx
from storage.tables import task_parts, tasks

_FIND = select(tasks).where(tasks.c.id == bindparam("find"))
_SOME = select(tasks).where(tasks.c.id.in_(bindparam("ids", expanding=True)))
_SENT_BY = select(tasks).where(
    tasks.c.giver == bindparam("who"), tasks.c.state == TaskState.SENT.value
).order_by(tasks.c.id.desc()).limit(bindparam("most"))  # fmt: skip
_OVERDUE = select(tasks).where(
    tasks.c.state == TaskState.SENT.value, tasks.c.due_at <= bindparam("now"), tasks.c.due_at > bindparam("since")
)
_INSERT = insert(tasks)
_SET = (
    update(tasks)
    .where(tasks.c.id == bindparam("find"))
    .values(
        important=bindparam("new_important"),
        urgent=bindparam("new_urgent"),
        due_at=bindparam("new_due"),
        to_people=bindparam("new_people"),
        state=bindparam("new_state"),
        sent_at=bindparam("new_sent"),
    )
)
_PART = select(task_parts).where(task_parts.c.id == bindparam("find"))
_PARTS_OF = select(task_parts).where(task_parts.c.task == bindparam("find")).order_by(task_parts.c.person)
_PARTS_OF_SOME = (
    select(task_parts).where(task_parts.c.task.in_(bindparam("ids", expanding=True))).order_by(task_parts.c.person)
)
_OPEN_OF = select(task_parts).where(
    task_parts.c.person == bindparam("who"), task_parts.c.state.in_(["waiting", "sent", "accepted"])
)
_TALKED = select(task_parts).where(
    task_parts.c.state.in_(["waiting", "sent", "accepted"]), task_parts.c.question != ""
).order_by(task_parts.c.id)  # fmt: skip
_WAITING = select(task_parts).where(task_parts.c.state == PartState.WAITING.value).order_by(task_parts.c.id)
_TO_REMIND = select(task_parts).where(
    task_parts.c.state.in_(["sent", "accepted"]), task_parts.c.remind_at <= bindparam("now")
).order_by(task_parts.c.remind_at, task_parts.c.id)  # fmt: skip
_ADD_PART = insert(task_parts)
_SET_PART = (
    update(task_parts)
    .where(task_parts.c.id == bindparam("find"))
    .values(
        state=bindparam("new_state"),
        remind_at=bindparam("new_remind"),
        question=bindparam("new_question"),
        answer=bindparam("new_answer"),
        words=bindparam("new_words"),
        media_kind=bindparam("new_kind"),
        file_id=bindparam("new_file"),
        changed_at=bindparam("new_changed"),
    )
)


def _task(row: Any) -> Task:
    return Task(
        row.id,
        row.giver,
        row.department,
        row.words,
        row.important,
        row.urgent,
        row.due_at,
        row.shop,
        TaskState(row.state),
        tuple(row.to_people),
        row.made_at,
        row.sent_at,
    )


def find(tx: Tx, number: int) -> Task | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _task(row)


def some(tx: Tx, numbers: Collection[int]) -> dict[int, Task]:
    """Tasks by their ids."""
    if not numbers:
        return {}
    return {row.id: _task(row) for row in tx.execute(_SOME, {"ids": sorted(numbers)})}


def sent_by(tx: Tx, giver: str, most: int) -> list[Task]:
    """The latest tasks that this person sent."""
    return [_task(row) for row in tx.execute(_SENT_BY, {"who": giver, "most": most})]


def overdue(tx: Tx, since: datetime, now: datetime) -> list[Task]:
    """Tasks whose due moment lies after `since`, up to `now`."""
    return [_task(row) for row in tx.execute(_OVERDUE, {"since": since, "now": now})]


def add(tx: Tx, new: Task, origin: int) -> int:
    """Store a task and return its id; the id given is ignored. `origin` is the inbox row it came from."""
    made = tx.execute(
        _INSERT,
        {
            "giver": new.giver,
            "department": new.department,
            "words": new.words,
            "important": new.important,
            "urgent": new.urgent,
            "due_at": new.due_at,
            "shop": new.shop,
            "state": new.state.value,
            "to_people": list(new.to_people),
            "made_at": new.made_at,
            "sent_at": new.sent_at,
            "origin": origin,
        },
    )
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def put(tx: Tx, task: Task) -> None:
    """Write what can change of a task."""
    tx.execute(
        _SET,
        {
            "find": task.id,
            "new_important": task.important,
            "new_urgent": task.urgent,
            "new_due": task.due_at,
            "new_people": list(task.to_people),
            "new_state": task.state.value,
            "new_sent": task.sent_at,
        },
    )


def _part(row: Any, task: Task) -> Part:
    return Part(
        row.id,
        row.task,
        row.person,
        task.giver,
        task.department,
        PartState(row.state),
        row.remind_at,
        row.question,
        row.answer,
        row.words,
        Media(Kind(row.media_kind), row.file_id) if row.media_kind else None,
        row.changed_at,
    )


def _with_tasks(tx: Tx, rows: Iterable[Any]) -> list[tuple[Task, Part]]:
    """Parts of tasks that were sent, with their tasks."""
    listed = list(rows)
    known = some(tx, {row.task for row in listed})
    return [(known[row.task], _part(row, known[row.task])) for row in listed if _counts(known.get(row.task))]


def _counts(task: Task | None) -> bool:
    return task is not None and task.state is TaskState.SENT


def part(tx: Tx, number: int) -> tuple[Task, Part] | None:
    """A part with its task, whatever became of it."""
    row = tx.execute(_PART, {"find": number}).first()
    task = find(tx, row.task) if row is not None else None
    return None if row is None or task is None else (task, _part(row, task))


def parts_of(tx: Tx, task: Task) -> list[Part]:
    """All parts of a task, by the code of their manager."""
    return [_part(row, task) for row in tx.execute(_PARTS_OF, {"find": task.id})]


def parts_of_some(tx: Tx, found: Collection[Task]) -> dict[int, list[Part]]:
    """The parts of several tasks by the id of the task."""
    by_id = {task.id: task for task in found}
    parts: dict[int, list[Part]] = {task.id: [] for task in found}
    for row in tx.execute(_PARTS_OF_SOME, {"ids": sorted(by_id)}) if by_id else ():
        parts[row.task].append(_part(row, by_id[row.task]))
    return parts


def open_of(tx: Tx, person: str) -> list[tuple[Task, Part]]:
    """What a manager was given and has not done."""
    return _with_tasks(tx, tx.execute(_OPEN_OF, {"who": person}))


def waiting(tx: Tx) -> list[tuple[Task, Part]]:
    """Parts whose manager could not be rung when the task was sent."""
    return _with_tasks(tx, tx.execute(_WAITING))


def to_remind(tx: Tx, now: datetime) -> list[tuple[Task, Part]]:
    """Open parts whose reminder has come."""
    return _with_tasks(tx, tx.execute(_TO_REMIND, {"now": now}))


def talked(tx: Tx) -> list[tuple[Task, Part]]:
    """Open parts about which something was asked."""
    return _with_tasks(tx, tx.execute(_TALKED))


def add_part(tx: Tx, task: int, person: str, state: PartState, remind_at: datetime | None, now: datetime) -> int:
    made = tx.execute(
        _ADD_PART,
        {
            "task": task,
            "person": person,
            "state": state.value,
            "remind_at": remind_at,
            "question": "",
            "answer": "",
            "words": "",
            "media_kind": "",
            "file_id": "",
            "changed_at": now,
        },
    )
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def put_part(tx: Tx, part: Part) -> None:
    """Write what can change of a part."""
    tx.execute(
        _SET_PART,
        {
            "find": part.id,
            "new_state": part.state.value,
            "new_remind": part.remind_at,
            "new_question": part.question,
            "new_answer": part.answer,
            "new_words": part.words,
            "new_kind": part.media.kind.value if part.media else "",
            "new_file": part.media.file_id if part.media else "",
            "new_changed": part.changed_at,
        },
    )
