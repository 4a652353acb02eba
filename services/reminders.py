"""Reminders for oneself: kept from a sentence, rung in waking hours of a working day, put off, done, removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.people import Person
from domain.reminders import HOUR, LATE_AFTER, OPEN, Reminder, ReminderList, ReminderRefusal, ReminderState, what_of
from domain.understanding import Understood
from domain.work_hours import next_morning, waking_moment, working_moment
from services.days import working_calendar
from services.news_delivery import can_ring
from services.sentences import understood_of
from storage import dialogs, plans, reminders
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["Dialog"]

ASK_WHEN = "reminder_when"
QUESTION_LIFE = timedelta(minutes=15)
MOST_DAYS_OFF = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A new reminder, and why its moment is still to be said, if it is: a date that does not exist, or one that is over."""

    reminder: int
    bad_date: str = ""
    past: bool = False


def reminder_owned(tx: Tx, number: str) -> Reminder | None:
    return reminders.find(tx, int(number)) if number.isdecimal() else None


def reminder_name(number: int) -> str:
    return f"reminder:{number}"


def _names(reminder: Reminder) -> tuple[str, ...]:
    return reminder_name(reminder.id), f"reminderlist:{reminder.person}"


def keep(
    tx: Tx, person: Person, words: str, understood: Understood | None, origin: int, at: datetime, now: datetime
) -> Done[Kept | ReminderRefusal]:
    """Keep a reminder; without a moment to come it is kept all the same, and its moment is asked for."""
    if not words.strip():
        return Done(ReminderRefusal.NO_WORDS)
    said = understood or understood_of(tx, person, words, at) or Understood()
    moment = moment_of(tx, said, now)
    past = moment is not None and moment <= now
    known = moment is not None and not past
    asked = moment if moment is not None and known else now
    new = Reminder(
        id=0,
        person=person.code,
        words=words.strip(),
        what=what_of(words, said.spans.get("due", ()) or said.spans.get("dates", ())),
        asked_at=asked,
        at=allowed(tx, person.code, asked) if known else asked,
        shop=said.shop or "",
        state=ReminderState.WAITING if known else ReminderState.ASKED,
        made_at=now,
    )
    number = reminders.add(tx, new, origin)
    return Done(Kept(number, said.bad_date, past), changed=(f"reminderlist:{person.code}",))


def moment_of(tx: Tx, said: Understood, now: datetime) -> datetime | None:
    """The clock that was said, the beginning of the part of the day, else the beginning of work; None when neither day nor
    clock is clear, or today without a clock."""
    if said.next_day is None:
        return None
    parts = [when.start for when in said.dates if when.grain == "part" and when.start is not None]
    part = next((max(start.time(), tx.office.work_from) for start in parts if start.date() == said.next_day), None)
    clock = said.next_time or part or (tx.office.work_from if said.next_day > now.date() else None)
    return None if clock is None else datetime.combine(said.next_day, clock, tx.office.zone)


def allowed(tx: Tx, code: str, at: datetime) -> datetime:
    """The first moment from `at` on that is in waking hours of a working day on which the person is not on leave."""
    calendar = working_calendar(tx)
    moment = waking_moment(at, tx.office, calendar)
    for _day in range(MOST_DAYS_OFF):
        if code not in plans.on_leave(tx, moment.date()):
            break
        moment = next_morning(moment, tx.office, calendar)
    return moment


def _open(tx: Tx, number: int) -> Reminder | None:
    found = reminders.find(tx, number)
    return found if found is not None and found.state in OPEN else None


def _put(tx: Tx, reminder: Reminder) -> Done[ReminderRefusal | None]:
    reminders.put(tx, reminder)
    return Done(None, changed=_names(reminder))


def set_moment(tx: Tx, number: int, at: datetime, now: datetime) -> Done[ReminderRefusal | None]:
    """Ring at another moment; what is over is refused."""
    reminder = _open(tx, number)
    if reminder is None:
        return Done(ReminderRefusal.OVER)
    if at <= now:
        return Done(ReminderRefusal.PAST)
    moved = replace(reminder, asked_at=at, at=allowed(tx, reminder.person, at), state=ReminderState.WAITING)
    return _put(tx, moved)


def put_off(tx: Tx, number: int, choice: str, now: datetime) -> Done[ReminderRefusal | None]:
    """An hour later in working hours, or the next beginning of work."""
    calendar = working_calendar(tx)
    hour = working_moment(now + timedelta(hours=1), tx.office, calendar)
    return set_moment(tx, number, hour if choice == HOUR else next_morning(now, tx.office, calendar), now)


def say_moment(
    tx: Tx, person: Person, number: int, words: str, at: datetime, now: datetime
) -> Done[ReminderRefusal | None]:
    """The moment in words; NO_DATE when they name none."""
    said = understood_of(tx, person, words, at)
    moment = moment_of(tx, said, now) if said is not None else None
    return Done(ReminderRefusal.NO_DATE) if moment is None else set_moment(tx, number, moment, now)


def settle(tx: Tx, number: int, state: ReminderState) -> Done[ReminderRefusal | None]:
    """Done, or not needed any more."""
    reminder = _open(tx, number)
    return Done(ReminderRefusal.OVER) if reminder is None else _put(tx, replace(reminder, state=state))


def ask_when(tx: Tx, person: Person, about: str, now: datetime) -> None:
    dialogs.ask(tx, Dialog(person.code, ASK_WHEN, about, now + QUESTION_LIFE))


def close(tx: Tx, person: Person) -> None:
    dialogs.close(tx, person.code)


def due(tx: Tx, now: datetime) -> list[Reminder]:
    """Reminders to ring now; whoever is on leave or asleep is not rung, and they wait."""
    return [one for one in reminders.due(tx, now) if can_ring(tx, one.person, now)]


def ring(tx: Tx, number: int, now: datetime) -> Done[None] | str:
    """Ring once; a reason when there is nothing to ring."""
    reminder = reminders.find(tx, number)
    if reminder is None or reminder.state is not ReminderState.WAITING or reminder.at > now:
        return "nothing to ring"
    if not can_ring(tx, reminder.person, now):
        return "can't be rung now"
    reminders.put(tx, replace(reminder, state=ReminderState.RUNG))
    late = now - reminder.at
    page = f"late.{round(late.total_seconds() / 60)}" if late >= LATE_AFTER else ""
    notice = Notice(reminder.person, "reminder", reminder_name(reminder.id), Priority.ANSWER, page=page)
    return Done(None, (notice,), _names(reminder))


def load_reminder(tx: Tx, number: str, reader: Person | None, now: datetime) -> Reminder | None:
    return reminder_owned(tx, number)


def load_list(tx: Tx, code: str, reader: Person | None, now: datetime) -> ReminderList | None:
    return ReminderList(code, tuple(reminders.open_of(tx, code)))
