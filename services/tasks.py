"""A chief gives a task: drafted from words, corrected with taps, sent or dropped, withdrawn. Only its giver changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from domain.chat import Done, Notice
from domain.people import Owned, Person, Scope
from domain.task_words import ordered
from domain.tasks import Part, PartState, Task, TaskCard, TaskRefusal, TaskState, may_get, weight_of
from domain.understanding import Understood
from domain.work_hours import before_due
from services.days import working_calendar
from services.news_delivery import can_ring
from services.sentences import understood_of
from storage import dialogs, people, shops, tasks
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["Dialog"]

ASK_WORDS = "task_words"
ASK_DUE = "task_due"
QUESTION_LIFE = timedelta(minutes=15)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, and what of its words led nowhere: codes that are nobody's here, a date that does not exist or is over."""

    task: int
    unknown: tuple[str, ...] = ()
    bad_date: str = ""
    past: bool = False


def task_owned(tx: Tx, number: str) -> Task | None:
    return tasks.find(tx, int(number)) if number.isdecimal() else None


def book_owned(tx: Tx, code: str) -> Owned | None:
    """Everybody's own list; it is nobody else's."""
    person = people.by_code(tx, code)
    return None if person is None else Scope("", "", frozenset({person.code}))


def task_name(number: int) -> str:
    return f"task:{number}"


def names_of(task: Task, parts: tuple[Part, ...] | list[Part]) -> tuple[str, ...]:
    """Everything that shows a task."""
    books = [f"taskbook:{code}" for code in dict.fromkeys([task.giver, *(part.person for part in parts)])]
    return (task_name(task.id), *(f"part:{part.id}" for part in parts), *books)


def choice_for(tx: Tx, giver: Person) -> tuple[Person, ...]:
    return may_get(giver, people.everyone(tx))


def is_order(tx: Tx, person: Person, text: str, *, verb: bool = False) -> bool:
    """Whether words give an order to somebody to whom this person may give tasks; `verb`: only with a word of order."""
    found = ordered(text, choice_for(tx, person))
    return (found.verb if verb else found.order) and bool(found.people or found.unknown)


def ask(tx: Tx, person: Person, kind: str, about: str, now: datetime) -> None:
    """Open a question of this feature; it closes by itself."""
    dialogs.ask(tx, Dialog(person.code, kind, about, now + QUESTION_LIFE))


def close(tx: Tx, person: Person) -> None:
    dialogs.close(tx, person.code)


def draft(
    tx: Tx, person: Person, words: str, understood: Understood | None, origin: int, at: datetime, now: datetime
) -> Done[Drafted | TaskRefusal]:
    """Understand the words as a task and keep it as a draft; nobody hears of it yet."""
    choice = choice_for(tx, person)
    if not choice:
        return Done(TaskRefusal.NOBODY)
    said = understood or understood_of(tx, person, words, at) or Understood()
    found = ordered(words, choice, said.spans.get("due", ()) or said.spans.get("dates", ()))
    what = found.what or words.strip()
    if not what:
        return Done(TaskRefusal.NO_WORDS)
    due = due_of(tx, said)
    past = due is not None and due <= now
    hurried = found.urgent or (due is not None and not past and due.date() == now.date() and found.important)
    new = Task(
        0, person.code, person.department, what, found.important, hurried, None if past else due, said.shop or "",
        TaskState.DRAFT, found.people, now,
    )  # fmt: skip
    return Done(Drafted(tasks.add(tx, new, origin), found.unknown, said.bad_date, past))


def due_of(tx: Tx, said: Understood) -> datetime | None:
    """The moment a sentence sets: its clock, the end of its part of the day, else the end of work on its day; of a week or
    month its last working day."""
    if said.next_day is None:
        return None
    office, calendar = tx.office, working_calendar(tx)
    day = said.until or said.next_day
    if said.until is not None and not calendar.is_working(day):
        day = max(calendar.previous_working(day), said.next_day)
    at = said.next_time or _end_of_part(said) or office.work_until
    return datetime.combine(day, at, office.zone)


def _end_of_part(said: Understood) -> time | None:
    """明天上午 is due at noon."""
    ends = [when.end for when in said.dates if when.grain == "part" and when.end and when.start]
    end = next((end for end in ends if end.date() == said.next_day), None)
    return end.time() if end is not None and end.time() <= NOON else None


def _draft(tx: Tx, number: int) -> Task | None:
    task = tasks.find(tx, number)
    return task if task is not None and task.state is TaskState.DRAFT else None


def _changed(tx: Tx, task: Task) -> Done[TaskRefusal | None]:
    tasks.put(tx, task)
    return Done(None, changed=(task_name(task.id),))


def toggle(tx: Tx, person: Person, number: int, code: str) -> Done[TaskRefusal | None]:
    """Take a manager in or out; `all`: everybody who may be chosen, or nobody."""
    task = _draft(tx, number)
    if task is None:
        return Done(TaskRefusal.OVER)
    order = [one.code for one in choice_for(tx, person)]
    if code == "all":
        chosen = set() if set(order) <= set(task.to_people) else set(order)
    else:
        chosen = set(task.to_people) ^ ({code} & set(order))
    return _changed(tx, replace(task, to_people=tuple(one for one in order if one in chosen)))


def set_weight(tx: Tx, number: int, quadrant: int) -> Done[TaskRefusal | None]:
    task = _draft(tx, number)
    if task is None:
        return Done(TaskRefusal.OVER)
    important, urgent = weight_of(quadrant)
    return _changed(tx, replace(task, important=important, urgent=urgent))


def set_due(tx: Tx, number: int, due: datetime | None, now: datetime) -> Done[TaskRefusal | None]:
    """Set the moment by which it is due; None: no moment."""
    task = _draft(tx, number)
    if task is None:
        return Done(TaskRefusal.OVER)
    if due is not None and due <= now:
        return Done(TaskRefusal.PAST)
    return _changed(tx, replace(task, due_at=due))


def say_due(tx: Tx, person: Person, number: int, words: str, at: datetime, now: datetime) -> Done[TaskRefusal | None]:
    """The moment in words; NO_DATE when they name none."""
    said = understood_of(tx, person, words, at)
    due = due_of(tx, said) if said is not None else None
    return Done(TaskRefusal.NO_DATE) if due is None else set_due(tx, number, due, now)


def drop(tx: Tx, number: int) -> Done[TaskRefusal | None]:
    task = _draft(tx, number)
    return Done(TaskRefusal.OVER) if task is None else _changed(tx, replace(task, state=TaskState.DROPPED))


def send(tx: Tx, person: Person, number: int, now: datetime) -> Done[TaskRefusal | None]:
    """Give it to everybody chosen; who may not be rung now gets it as soon as that is right."""
    task = _draft(tx, number)
    if task is None:
        return Done(TaskRefusal.OVER)
    allowed = {one.code for one in choice_for(tx, person)}
    chosen = tuple(code for code in task.to_people if code in allowed)
    if not chosen:
        return Done(TaskRefusal.NOBODY)
    if task.due_at is not None and task.due_at <= now:
        return Done(TaskRefusal.PAST)
    sent = replace(task, to_people=chosen, state=TaskState.SENT, sent_at=now)
    tasks.put(tx, sent)
    notices = []
    for code in chosen:
        ringing = can_ring(tx, code, now)
        state = PartState.SENT if ringing else PartState.WAITING
        part = tasks.add_part(tx, task.id, code, state, remind_at(tx, sent, now), now)
        notices += [Notice(code, "task", f"part:{part}")] if ringing else []
    return Done(None, tuple(notices), names_of(sent, tasks.parts_of(tx, sent)))


def remind_at(tx: Tx, task: Task, now: datetime) -> datetime | None:
    """When a manager is reminded of it; None when it is due too soon, or at no moment."""
    if task.due_at is None:
        return None
    at = before_due(task.due_at, tx.office, working_calendar(tx))
    return at if at > now else None


def withdraw(tx: Tx, number: int) -> Done[TaskRefusal | None]:
    """Take a sent task back: its cards say so, and nobody is reminded."""
    task = tasks.find(tx, number)
    if task is None or task.state is not TaskState.SENT:
        return Done(TaskRefusal.OVER)
    tasks.put(tx, replace(task, state=TaskState.WITHDRAWN))
    return Done(None, changed=names_of(task, tasks.parts_of(tx, task)))


def load_card(tx: Tx, number: str, reader: Person | None, now: datetime) -> TaskCard | None:
    """The giver's card, in the task's present state."""
    task = task_owned(tx, number)
    return None if task is None else card_of(tx, task, tuple(tasks.parts_of(tx, task)), now)


def card_of(tx: Tx, task: Task, parts: tuple[Part, ...], now: datetime) -> TaskCard:
    giver = people.by_code(tx, task.giver)
    choice = choice_for(tx, giver) if giver and task.state is TaskState.DRAFT else ()
    known = {one.code: one.name for one in people.everyone(tx)}
    shop = shops.by_code(tx, task.shop) if task.shop else None
    return TaskCard(
        task=task,
        names=tuple((code, known.get(code, "")) for code in task.to_people),
        parts=parts,
        choice=choice,
        days=_days(tx, now) if choice else (),
        shop=shop.name if shop else "",
        overdue=task.due_at is not None and task.due_at <= now,
    )


def _days(tx: Tx, now: datetime) -> tuple[datetime, ...]:
    """Moments to choose from: the end of work today, noon and the end of work on the next working day, and of that week."""
    office, calendar = tx.office, working_calendar(tx)
    after = calendar.working_days(now.date() + timedelta(days=1), 5)
    ends = [(now.date(), office.work_until)] if calendar.is_working(now.date()) else []
    ends += [
        (after[0], NOON),
        (after[0], office.work_until),
        (after[1], office.work_until),
        (after[4], office.work_until),
    ]
    moments = [datetime.combine(day, at, office.zone) for day, at in ends]
    return tuple(one for one in moments if one > now)
