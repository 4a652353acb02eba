"""Tasks, their parts and reminders are read back as they were written, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.chat import Kind, Media
from domain.reminders import Reminder, ReminderState
from domain.tasks import PartState, Task, TaskState
from storage import reminders, tasks
from storage.database import Database

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TASK = Task(1, "S01", "前川市场部", "横店检查价签", True, False, NOW + HOUR, "42", TaskState.DRAFT, ("M01", "M03"), NOW)


def test_a_task_and_its_parts(empty: Database) -> None:
    number = empty.write(tasks.add, TASK, 7).result()
    kept = replace(TASK, id=number)
    assert empty.read(tasks.find, number) == kept
    assert empty.read(tasks.overdue, NOW, NOW + 2 * HOUR) == []
    sent = replace(kept, state=TaskState.SENT, sent_at=NOW, due_at=NOW + 2 * HOUR, urgent=True, to_people=("M03",))
    empty.write(tasks.put, sent).result()
    assert empty.read(tasks.sent_by, "S01", 5) == [sent]
    assert empty.read(tasks.overdue, NOW, NOW + 2 * HOUR) == [sent]
    part = empty.write(tasks.add_part, number, "M03", PartState.WAITING, NOW + HOUR, NOW).result()
    assert [one.id for _task, one in empty.read(tasks.waiting)] == [part]
    assert empty.read(tasks.to_remind, NOW + HOUR) == []
    written = empty.read(tasks.part, part)
    assert written is not None
    task, found = written
    accepted = replace(found, state=PartState.ACCEPTED, question="几家？", words="好", media=Media(Kind.PHOTO, "f"))
    empty.write(tasks.put_part, accepted).result()
    assert empty.read(tasks.part, part) == (task, accepted)
    assert empty.read(tasks.to_remind, NOW + HOUR) == [(sent, accepted)]
    assert empty.read(tasks.talked) == [(sent, accepted)]
    assert empty.read(tasks.open_of, "M03") == [(sent, accepted)]
    assert empty.read(tasks.parts_of_some, [sent]) == {number: [accepted]}
    empty.write(tasks.put, replace(sent, state=TaskState.WITHDRAWN)).result()
    assert empty.read(tasks.open_of, "M03") == []


def test_reminders_come_due_in_their_order(empty: Database) -> None:
    later = Reminder(0, "M01", "原话", "做事", NOW, NOW + HOUR, "", ReminderState.WAITING, NOW)
    first = empty.write(reminders.add, later, 1).result()
    second = empty.write(reminders.add, replace(later, at=NOW), 2).result()
    assert [one.id for one in empty.read(reminders.due, NOW + HOUR)] == [second, first]
    assert empty.read(reminders.find, first) == replace(later, id=first)
    empty.write(reminders.put, replace(later, id=second, at=NOW, state=ReminderState.DONE)).result()
    assert [one.id for one in empty.read(reminders.due, NOW + HOUR)] == [first]
    assert [one.id for one in empty.read(reminders.open_of, "M01")] == [first]
