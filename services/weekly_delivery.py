"""A signed report on its way: its documents made and handed on, read, answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.chat import Done, Notice, Priority
from domain.people import CHIEFS, Person
from domain.weekly import Report, WeeklyState, WeeklyView, move
from services.review_reading import superior_of
from services.weekly import ANSWERS, find_report, load
from storage import dialogs, files, outbox, people, weekly
from storage.database import Tx
from storage.dialogs import Dialog

REPLY = "weekly_reply"
DOCUMENTS = ("weekly_docx", "weekly_pdf")
"""Views of the two documents, and the kinds of their objects."""


@dataclass(frozen=True, slots=True)
class ToMake:
    """What the documents of a signed report are made of, and the language of the one who reads them."""

    view: WeeklyView
    language: str


def due_documents(tx: Tx, now: datetime) -> list[Report]:
    """Signed reports whose documents are to be made: not in quiet hours, and only once somebody is there to read them."""
    if tx.office.quiet(now):
        return []
    signed = weekly.in_state(tx, WeeklyState.SIGNED)
    return [one for one in signed if (person := people.by_code(tx, one.manager)) and superior_of(tx, person)]


def to_make(tx: Tx, number: int, now: datetime) -> ToMake | None:
    report = weekly.by_id(tx, number)
    view = load(tx, str(number), None, now) if report and report.state is WeeklyState.SIGNED else None
    manager = people.by_code(tx, report.manager) if report else None
    if view is None or manager is None:
        return None
    chief = superior_of(tx, manager)
    return ToMake(view, chief.language if chief else tx.office.language)


def deliver(tx: Tx, number: int, docx: tuple[str, bytes], pdf: tuple[str, bytes], now: datetime) -> Done[Report] | None:
    """Keep the documents (name, bytes) and hand the report on; None: that was done."""
    report = weekly.by_id(tx, number)
    manager = people.by_code(tx, report.manager) if report else None
    if report is None or manager is None or report.state is not WeeklyState.SIGNED:
        return None
    made = replace(
        report,
        state=move(report.state, WeeklyState.DELIVERED),
        docx=files.add(tx, *docx, now),
        pdf=files.add(tx, *pdf, now),
    )
    weekly.put(tx, made)
    chief = superior_of(tx, manager)
    shown = (("weekly_read", report.name), *((kind, f"{kind}:{number}") for kind in DOCUMENTS)) if chief else ()
    notices = tuple(Notice(chief.code, view, object, Priority.LIST) for view, object in shown if chief)
    return Done(made, notices, (report.name,))


def documents(tx: Tx, id: str, reader: Person | None, now: datetime) -> WeeklyView | None:
    """The report whose documents were made, and whether they are still kept."""
    report = find_report(tx, id)
    view = load(tx, id, reader, now) if report is not None and report.docx else None
    if report is None or view is None:
        return None
    return replace(view, kept=all(files.find(tx, one) is not None for one in (report.docx, report.pdf)))


def see(tx: Tx, person: Person, report: Report, now: datetime) -> Done[Report]:
    """Note that a chief has read a signed report; the first reader stays."""
    if person.role not in CHIEFS or not report.signed or report.read_by:
        return Done(report)
    seen = replace(report, read_by=person.code, read_at=now)
    weekly.put(tx, seen)
    return Done(seen, changed=(report.name,))


def ask_reply(tx: Tx, person: Person, report: Report, now: datetime) -> Done[Report]:
    """Open the question for one sentence to the manager; that counts as read."""
    done = see(tx, person, report, now)
    dialogs.ask(tx, Dialog(person.code, REPLY, report.name, now + ANSWERS))
    return done


def reply(tx: Tx, person: Person, report: Report, words: str, now: datetime) -> Done[Report]:
    """Send the sentence to the manager; a later one is added below."""
    seen = see(tx, person, report, now).value
    said = "\n".join(part for part in (seen.reply, words.strip()) if part)
    answered = replace(seen, reply=said, answered_by=person.name)
    weekly.put(tx, answered)
    dialogs.close(tx, person.code)
    notice = Notice(report.manager, "weekly_reply", f"weekly_reply:{report.id}", Priority.ANSWER)
    return Done(answered, notices=(notice,), changed=(report.name,))


def load_reply(tx: Tx, id: str, reader: Person | None, now: datetime) -> WeeklyView | None:
    """The answer to a report, quoting it where it lies; None while there is none."""
    view = load(tx, id, reader, now)
    if view is None or not view.report.reply:
        return None
    card = outbox.card(tx, reader.user_id, view.report.name) if reader else None
    return replace(view, quote=card.message_id if card else 0)
