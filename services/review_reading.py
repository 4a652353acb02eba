"""The review on its supervisor's side: who gets it, who has read it, the one sentence that goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.people import CHIEFS, Person, Role
from domain.reviews import Review
from services.days import working_calendar
from storage import dialogs, people, reviews
from storage.database import Tx
from storage.dialogs import Dialog

REPLY = "review_reply"
ANSWERS = timedelta(minutes=15)
WAITS = timedelta(days=7)
"""How long a summary that came late in the evening may wait for a morning to be handed on."""


def superior_of(tx: Tx, manager: Person) -> Person | None:
    """Who reads a manager's review: the nearest joined chief above; a missing rung falls to the next one."""
    seen = {manager.code}
    above = people.by_code(tx, manager.superior) if manager.superior else None
    while above is not None and above.code not in seen:
        if above.joined and above.active and above.role in CHIEFS:
            return above
        seen.add(above.code)
        above = people.by_code(tx, above.superior) if above.superior else None
    return _by_rung(tx, manager)


def _by_rung(tx: Tx, manager: Person) -> Person | None:
    chiefs = [one for one in people.with_roles(tx, CHIEFS) if one.joined]
    for role in (Role.SUPERVISOR, Role.DEPUTY, Role.HEAD):
        fit = (one for one in chiefs if one.role is role)
        for one in fit:
            if role is not Role.SUPERVISOR or one.department == manager.department:
                return one
    return None


def notices_for(tx: Tx, review: Review) -> tuple[Notice, ...]:
    """The summary, silently, to the one who reads it; none when nobody above has joined."""
    manager = people.by_code(tx, review.manager)
    reader = superior_of(tx, manager) if manager else None
    return (Notice(reader.code, "review_read", review.name, Priority.LIST),) if reader else ()


def due_tellings(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """(review, its end) of summaries that no supervisor got yet; only in working hours of working days."""
    hours = tx.office.work_from <= now.timetz().replace(tzinfo=None) < tx.office.work_until
    if not hours or tx.office.quiet(now) or not working_calendar(tx).is_working(now.date()):
        return []
    ended = reviews.closed_since(tx, now - WAITS)
    return [(one.id, one.closed_at) for one in ended if not one.draft.told and one.closed_at]


def tell(tx: Tx, number: int, now: datetime) -> Done[object] | None:
    """Hand on one summary; None when that is done, or nobody is there to read it."""
    review = reviews.by_id(tx, number)
    if review is None or not review.finished or review.draft.told:
        return None
    notices = notices_for(tx, review)
    if not notices:
        return None
    reviews.put(tx, replace(review, draft=replace(review.draft, told=True)))
    return Done(review, notices=notices)


def see(tx: Tx, person: Person, review: Review, now: datetime) -> Done[Review]:
    """Note that a chief has read a finished review; the first reader stays."""
    if person.role not in CHIEFS or not review.finished or review.read_by:
        return Done(review)
    seen = replace(review, read_by=person.code, read_at=now, draft=replace(review.draft, told=True))
    reviews.put(tx, seen)
    return Done(seen, changed=(review.name,))


def ask_reply(tx: Tx, person: Person, review: Review, now: datetime) -> Done[Review]:
    """Open the question for one sentence to the manager."""
    done = see(tx, person, review, now)
    if person.role in CHIEFS:
        dialogs.ask(tx, Dialog(person.code, REPLY, review.name, now + ANSWERS))
    return done


def reply(tx: Tx, person: Person, review: Review, words: str, now: datetime) -> Done[Review]:
    """Send the sentence to the manager; a later one is added below."""
    seen = see(tx, person, review, now).value
    said = "\n".join(part for part in (review.reply, words.strip()) if part)
    answered = replace(seen, reply=said, draft=replace(seen.draft, reply_at=now, answered_by=person.name))
    reviews.put(tx, answered)
    dialogs.close(tx, person.code)
    notice = Notice(review.manager, "review_reply", review.name, Priority.ANSWER)
    return Done(answered, notices=(notice,), changed=(review.name,))


def team_reviews(tx: Tx, person: Person, now: datetime) -> Done[tuple[tuple[Person, Review | None], ...]]:
    """The latest review of today or the working day before, by manager; the finished ones count as read."""
    managers = [one for one in people.with_roles(tx, {Role.MANAGER}) if _leads(person, one)]
    yesterday = working_calendar(tx).previous_working(now.date())
    found: list[tuple[Person, Review | None]] = []
    changed: list[str] = []
    for manager in managers:
        days = (reviews.of_day(tx, manager.code, day) for day in (now.date(), yesterday))
        latest = next((one for one in days if one is not None and one.finished), None)
        if latest is not None:
            done = see(tx, person, latest, now)
            changed += done.changed
            latest = done.value
        found.append((manager, latest))
    return Done(tuple(found), changed=tuple(changed))


def _leads(person: Person, manager: Person) -> bool:
    if person.role is Role.SUPERVISOR:
        return bool(person.department) and manager.department == person.department
    return person.role in CHIEFS
