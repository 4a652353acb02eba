"""A manager's part of a task: accepted, asked about, done; what is on one's list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.chat import Done, Media, Notice
from domain.people import Person
from domain.tasks import SNOOZES, Part, PartState, Task, TaskBook, TaskLine, TaskRefusal, TaskState, by_weight, rank
from domain.work_hours import working_moment
from services.days import working_calendar
from services.news_delivery import can_ring
from services.task_times import talk
from services.tasks import card_of, names_of
from storage import people, shops, tasks
from storage.database import Tx

ASK_QUESTION = "task_question"
ASK_ANSWER = "task_answer"
ASK_DONE = "task_done"
GIVEN_SHOWN = 20


def part_owned(tx: Tx, number: str) -> Part | None:
    """The part as its manager (owner) and its giver (addressed) may handle it."""
    found = tasks.part(tx, int(number)) if number.isdecimal() else None
    return None if found is None else found[1]


def _live(tx: Tx, number: int) -> tuple[Task, Part] | None:
    """A part of a task that holds."""
    found = tasks.part(tx, number)
    return found if found is not None and found[0].state is TaskState.SENT else None


def _put(tx: Tx, task: Task, part: Part, now: datetime, *notices: Notice) -> Done[TaskRefusal | None]:
    tasks.put_part(tx, replace(part, changed_at=now))
    return Done(None, notices, names_of(task, [part]))


def _to_giver(tx: Tx, part: Part, view: str, now: datetime) -> tuple[Notice, ...]:
    """The giver hears of it at once when that may be; else the card tells."""
    kind = "partphoto" if view == "task_photo" else "part"
    return (Notice(part.giver, view, f"{kind}:{part.id}"),) if can_ring(tx, part.giver, now) else ()


def accept(tx: Tx, number: int, now: datetime) -> Done[TaskRefusal | None]:
    found = _live(tx, number)
    if found is None or found[1].state not in {PartState.WAITING, PartState.SENT}:
        return Done(TaskRefusal.OVER)
    task, part = found
    return _put(tx, task, replace(part, state=PartState.ACCEPTED), now)


def may_ask(tx: Tx, number: int) -> bool:
    """Whether something can still be asked, answered or said about a part."""
    return _live(tx, number) is not None


def ask_giver(tx: Tx, number: int, words: str, now: datetime) -> Done[TaskRefusal | None]:
    """A question of the manager: the giver reads it at once, or when at work; an older answer makes room."""
    found = _live(tx, number)
    if found is None:
        return Done(TaskRefusal.OVER)
    task, part = found
    asked = replace(part, question=words.strip(), answer="")
    return _put(tx, task, asked, now, *talk(tx, asked, now))


def answer(tx: Tx, number: int, words: str, now: datetime) -> Done[TaskRefusal | None]:
    """The giver's answer: the manager reads it with the task, at once or when at work."""
    found = _live(tx, number)
    if found is None:
        return Done(TaskRefusal.OVER)
    task, part = found
    answered = replace(part, answer=words.strip())
    return _put(tx, task, answered, now, *talk(tx, answered, now))


def finish(tx: Tx, number: int, now: datetime) -> Done[TaskRefusal | None]:
    """It is done; the giver sees it, words and a photo may follow."""
    found = _live(tx, number)
    if found is None or not found[1].open:
        return Done(TaskRefusal.OVER)
    task, part = found
    finished = replace(part, state=PartState.DONE, remind_at=None)
    return _put(tx, task, finished, now, *_to_giver(tx, part, "task_result", now))


def say_done(tx: Tx, number: int, words: str, media: Media | None, now: datetime) -> Done[TaskRefusal | None]:
    """A word or a photo about what was done."""
    found = _live(tx, number)
    if found is None or found[1].open:
        return Done(TaskRefusal.OVER)
    task, part = found
    said = "\n".join(one for one in (part.words, words.strip()) if one)
    photo = _to_giver(tx, part, "task_photo", now) if media else ()
    return _put(tx, task, replace(part, words=said, media=media or part.media), now, *photo)


def snooze(tx: Tx, number: int, minutes: int, now: datetime) -> Done[TaskRefusal | datetime]:
    """Remind again so much later, in working hours; the value is the moment. NO_MORE when it would be due before."""
    found = _live(tx, number)
    if found is None or not found[1].open or minutes not in SNOOZES:
        return Done(TaskRefusal.OVER)
    task, part = found
    at = working_moment(now + timedelta(minutes=minutes), tx.office, working_calendar(tx))
    if task.due_at is not None and at >= task.due_at:
        return Done(TaskRefusal.NO_MORE)
    done = _put(tx, task, replace(part, remind_at=at), now)
    return Done(at, done.notices, done.changed)


def load_part(tx: Tx, number: str, reader: Person | None, now: datetime) -> TaskLine | None:
    """What the card of a part shows, to its manager or its giver."""
    found = tasks.part(tx, int(number)) if number.isdecimal() else None
    return None if found is None else line_of(tx, *found)


def line_of(tx: Tx, task: Task, part: Part) -> TaskLine:
    giver, person = people.by_code(tx, task.giver), people.by_code(tx, part.person)
    shop = shops.by_code(tx, task.shop) if task.shop else None
    return TaskLine(
        task,
        part,
        giver.name if giver else task.giver,
        person.name if person else part.person,
        shop.name if shop else "",
    )


def open_lines(tx: Tx, person: str) -> tuple[TaskLine, ...]:
    """What a manager has to do, heaviest first."""
    return by_weight([line_of(tx, task, part) for task, part in tasks.open_of(tx, person)])


def load_book(tx: Tx, code: str, reader: Person | None, now: datetime) -> TaskBook | None:
    """`/tasks` of one person."""
    given = tasks.sent_by(tx, code, GIVEN_SHOWN)
    parts = tasks.parts_of_some(tx, given)
    open_ones = sorted((task for task in given if any(part.open for part in parts[task.id])), key=rank)
    return TaskBook(
        code, open_lines(tx, code), tuple(card_of(tx, task, tuple(parts[task.id]), now) for task in open_ones)
    )
