"""The weekly report's life: due, drafted from the records, added to, signed; what comes after: `weekly_delivery`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.people import Person, Role
from domain.weekly import (
    REMIND_AT,
    WEEK,
    WEEKLY_AT,
    WEEKLY_UNTIL,
    WORDS_MOST,
    Part,
    Report,
    TeamWeek,
    WeeklyState,
    WeeklyView,
    last_day,
    monday,
    move,
    weeks_to_report,
)
from domain.weekly_draft import draft
from services.days import working_calendar
from services.review_reading import superior_of
from services.teams import managers_of
from services.week_records import by_name, records_of
from storage import dialogs, people, plans, weekly
from storage.database import Tx
from storage.dialogs import Dialog

WORDS = "weekly_words"
ANSWERS = timedelta(minutes=30)
"""How long an open question about a report takes the next words as its answer."""


class TooLong(Exception):
    """More words than a report takes."""


def find_report(tx: Tx, id: str) -> Report | None:
    """The report behind the id of `weekly:<id>`, for policies."""
    return weekly.by_id(tx, int(id)) if id.isdecimal() else None


def due_drafts(tx: Tx, now: datetime) -> list[tuple[str, date]]:
    """(manager, week) of reports to draft now: of joined managers at work today, for weeks with records and no report."""
    at_work = _at_work(tx, now)
    weeks = weeks_to_report(now.date())
    done = weekly.known(tx, weeks[-1]) if at_work else set()
    due: list[tuple[str, date]] = []
    for week in weeks if at_work else ():
        open_ones = [code for code in at_work if (code, week) not in done]
        busy = weekly.busy_in(tx, open_ones, week, week + WEEK - timedelta(days=1)) if open_ones else frozenset()
        due += [(code, week) for code in open_ones if code in busy]
    return due


def _at_work(tx: Tx, now: datetime) -> list[str]:
    """Joined managers at work, in the hours in which a draft comes."""
    if not WEEKLY_AT <= now.timetz().replace(tzinfo=None) < WEEKLY_UNTIL or tx.office.quiet(now):
        return []
    if not working_calendar(tx).is_working(now.date()):
        return []
    away = plans.on_leave(tx, now.date())
    managers = people.with_roles(tx, {Role.MANAGER})
    return [one.code for one in managers if one.joined and one.reachable and one.code not in away]


def write_draft(tx: Tx, code: str, week: date, now: datetime) -> Done[Report] | None:
    """Draft a week and send it to its manager; None when that was done, or there is nothing to write about."""
    person = people.by_code(tx, code)
    if person is None or not person.joined or weekly.of_week(tx, code, week) is not None:
        return None
    records = records_of(tx, person, week)
    if records.empty:
        return None
    report = weekly.add(tx, code, person.department, week, draft(records), now)
    return Done(report, (Notice(code, "weekly", report.name, Priority.LIST),))


def due_reminders(tx: Tx, now: datetime) -> list[tuple[Report, datetime]]:
    """Drafts made today that are not signed by the afternoon, with when that was due."""
    at = datetime.combine(now.date(), REMIND_AT, tx.office.zone)
    if now < at or tx.office.quiet(now):
        return []
    drafts = weekly.in_state(tx, WeeklyState.DRAFT)
    return [(one, at) for one in drafts if one.made_at and one.made_at.astimezone(tx.office.zone).date() == now.date()]


def remind(tx: Tx, number: int, now: datetime) -> Done[Report] | None:
    report = weekly.by_id(tx, number)
    if report is None or report.signed or report.manager in plans.on_leave(tx, now.date()):
        return None
    return Done(report, (Notice(report.manager, "weekly", report.name, Priority.LIST, page="remind"),))


def load(tx: Tx, id: str, reader: Person | None, now: datetime) -> WeeklyView | None:
    """The report as it stands, with the records behind its sentences."""
    report = find_report(tx, id)
    manager = people.by_code(tx, report.manager) if report else None
    if report is None or manager is None:
        return None
    by = people.by_code(tx, report.read_by) if report.read_by else None
    chief = superior_of(tx, manager)
    return WeeklyView(
        report=report,
        manager=manager.name,
        last=last_day(report.week, working_calendar(tx)),
        today=now.date(),
        chief=chief.name if chief else "",
        reader=by.name if by else "",
        records=by_name(records_of(tx, manager, report.week)),
    )


def ask_words(tx: Tx, person: Person, report: Report, part: Part, now: datetime) -> bool:
    """Open the question for a sentence; False: it is signed."""
    if report.signed:
        return False
    dialogs.ask(tx, Dialog(person.code, WORDS, report.name, now + ANSWERS, {"part": part.value}))
    return True


def add_words(tx: Tx, person: Person, report: Report, part: Part, words: str) -> Done[Report] | None:
    """Keep the sentence, in place of an earlier one for the same part; None: it is signed. Raises TooLong, and asks on."""
    if report.signed:
        return None
    if len(words.strip()) > WORDS_MOST:
        raise TooLong
    said = dict(report.said) | {part.value: words.strip()}
    changed = replace(report, said=said)
    weekly.put(tx, changed)
    dialogs.close(tx, person.code)
    return Done(changed, changed=(report.name,))


@dataclass(frozen=True, slots=True)
class Signing:
    """`signed` False: the records have changed since the draft was drawn; it is drawn anew, and looked at again."""

    report: Report
    signed: bool


def sign(tx: Tx, person: Person, report: Report, now: datetime) -> Done[Signing] | None:
    """Sign what the records still say; None: that was done."""
    if report.signed:
        return None
    fresh = draft(records_of(tx, person, report.week))
    if [line.as_json() for line in fresh] != [line.as_json() for line in report.lines]:
        redrawn = replace(report, lines=fresh)
        weekly.put(tx, redrawn)
        return Done(Signing(redrawn, False), changed=(report.name,))
    signed = replace(report, state=move(report.state, WeeklyState.SIGNED), signed_at=now)
    weekly.put(tx, signed)
    open_one = dialogs.current(tx, person.code, now)
    if open_one is not None and open_one.kind == WORDS:
        dialogs.close(tx, person.code)
    return Done(Signing(signed, True), changed=(report.name,))


def manager_name(tx: Tx, report: Report) -> str:
    person = people.by_code(tx, report.manager)
    return person.name if person else report.manager


def newest(tx: Tx, person: Person) -> Report | None:
    """A manager's own latest report."""
    return weekly.latest(tx, person.code)


def team_week(tx: Tx, chief: Person, now: datetime) -> TeamWeek:
    """Last week's reports of the managers whom this person leads, by code."""
    week = monday(now.date()) - WEEK
    managers = managers_of(tx, chief)
    found = weekly.of_managers(tx, [one.code for one in managers], week)
    reports = tuple((one, found.get(one.code)) for one in managers)
    return TeamWeek(week, last_day(week, working_calendar(tx)), reports)
