"""Importing from the chat: a file is received, read apart, checked, shown, accepted, taken in pieces, planned and told.

Each step is a transaction of its own and raises the file's `version`, which makes it happen once (scheduler/imports.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO

from domain.chat import Done, Media, Notice
from domain.district_sheets import has_degrees
from domain.imports import FOLLOWS, WAITING, Import, ImportState, Report, life_of, move
from domain.intake import NOTHING_USABLE
from domain.people import Owned, Person, Scope
from domain.quotas import Limited
from domain.rejects import Table
from domain.workbooks import Limit, Sheet, UnreadableWorkbook, WorkbookProblem, sheets_to_json
from services import districts, quotas
from services.districts import Intake, Known
from storage import files, imports
from storage.database import Tx
from storage.workbook_package import MAX_FILE_BYTES

NAME_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file is judged by: its rows, what is stored, today."""

    file: Import
    sheets: list[Sheet]
    known: Known
    today: date


def name_of(number: int) -> str:
    return f"import:{number}"


def import_object(tx: Tx, id: str) -> Owned | None:
    """A file sent for import: the administrators' business, whoever of them sent it."""
    return None if _find(tx, id) is None else Scope()


def _find(tx: Tx, id: str) -> Import | None:
    return imports.find(tx, int(id)) if id.isdecimal() else None


def card(tx: Tx, id: str, reader: Person | None, now: datetime) -> Import | None:
    return _find(tx, id)


def rejects_card(tx: Tx, id: str, reader: Person | None, now: datetime) -> Import | None:
    """The same once the workbook with its refused rows is made."""
    found = _find(tx, id)
    return found if found is not None and found.report.rejects else None


def receive(tx: Tx, person: Person, media: Media, now: datetime) -> Done[int | datetime]:
    """Take a file in hand, in place of an earlier one of the same person that waits for an answer.

    The value is its number, or (too many of late) when the next is welcome."""
    free = quotas.spend(tx, person.code, Limited.IMPORT, now)
    if free is not None:
        return Done(free)
    replaced = [one for one in imports.in_states(tx, WAITING) if one.person == person.code]
    for one in replaced:
        _end(tx, one, ImportState.REPLACED, now)
    too_large = media.size > MAX_FILE_BYTES
    report = Report(problem=WorkbookProblem.TOO_LARGE, limit=Limit.FILE) if too_large else Report()
    state = ImportState.UNREADABLE if too_large else ImportState.FETCHING
    number = imports.add(tx, person.code, media.name[:NAME_CHARACTERS], media.file_id, state, report, now)
    return Done(number, changed=tuple(name_of(one.id) for one in replaced))


def in_state(tx: Tx, state: ImportState) -> list[Import]:
    return imports.in_states(tx, {state})


def fetched(tx: Tx, number: int, found: list[Sheet] | UnreadableWorkbook, now: datetime) -> Done[None] | None:
    """The file was opened, or can't be; None: it is not waited for any more."""
    file = imports.find(tx, number)
    if file is None or file.state is not ImportState.FETCHING:
        return None
    if isinstance(found, UnreadableWorkbook):
        imports.put_report(tx, number, Report(problem=found.problem, limit=found.limit))
        _end(tx, file, ImportState.UNREADABLE, now)
    else:
        imports.put_sheets(tx, number, sheets_to_json(found))
        imports.step(tx, number, move(file.state, ImportState.CHECKING))
    return Done(None, changed=(name_of(number),))


def rows_of(tx: Tx, number: int, now: datetime) -> Rows | None:
    """Everything that thinking about a file needs; None when it is gone."""
    file = imports.find(tx, number)
    if file is None:
        return None
    return Rows(file, imports.sheets(tx, number), districts.known(tx), now.astimezone(tx.office.zone).date())


def intake_of(rows: Rows) -> Intake:
    """Pure: what the file would change."""
    return districts.intake_of(rows.sheets, rows.known, rows.today, shifted=rows.file.shifted)


def report_of(rows: Rows) -> Report:
    """Pure: what its card tells before anything is changed."""
    intake = intake_of(rows)
    return Report(intake.outcome, len(intake.outcome.errors), any(map(has_degrees, rows.sheets)))


def checked(tx: Tx, number: int, version: int, report: Report, now: datetime) -> Done[None] | None:
    """The preview is known; None: things have moved on."""
    file = _at(tx, number, version, ImportState.CHECKING)
    if file is None:
        return None
    imports.put_report(tx, number, report)
    imports.step(tx, number, move(file.state, ImportState.READY))
    return Done(None, changed=(name_of(number),))


def _at(tx: Tx, number: int, version: int, state: ImportState) -> Import | None:
    file = imports.find(tx, number)
    return file if file is not None and file.state is state and file.version == version else None


def shift(tx: Tx, number: int, version: int) -> Done[None] | None:
    """Take the degrees as of the other kind of map, and look at the file again."""
    file = _at(tx, number, version, ImportState.READY)
    if file is None:
        return None
    imports.set_shifted(tx, number, not file.shifted)
    imports.step(tx, number, move(file.state, ImportState.CHECKING))
    return Done(None, changed=(name_of(number),))


def accept(tx: Tx, number: int, version: int) -> Done[None] | None:
    """Take it in, as the preview of this very version showed it."""
    file = _at(tx, number, version, ImportState.READY)
    if file is None or file.report.outcome.status == NOTHING_USABLE:
        return None
    imports.step(tx, number, move(file.state, ImportState.ACCEPTED))
    return Done(None, changed=(name_of(number),))


def drop(tx: Tx, number: int, version: int, now: datetime) -> Done[None] | None:
    file = _at(tx, number, version, ImportState.READY)
    if file is None:
        return None
    _end(tx, file, ImportState.DROPPED, now)
    return Done(None, changed=(name_of(number),))


def pieces_of(intake: Intake) -> list[Intake]:
    """Pure: the same in pieces, people before shops; one empty piece when nothing differs."""
    size = districts.PIECE_ROWS
    bare = replace(intake, people=(), shops=(), marks=())
    people = [replace(bare, people=intake.people[n : n + size]) for n in range(0, len(intake.people), size)]
    shops = [replace(bare, shops=intake.shops[n : n + size]) for n in range(0, len(intake.shops), size)]
    marks = [replace(bare, marks=intake.marks[n : n + size]) for n in range(0, len(intake.marks), size)]
    return [*people, *shops, *marks] or [bare]


def take_piece(tx: Tx, number: int, version: int, piece: Intake, now: datetime) -> Done[None] | None:
    """Write a piece of what differs; an empty one says that nothing does, and the managers touched are to be planned."""
    file = _at(tx, number, version, ImportState.ACCEPTED)
    if file is None:
        return None
    touched = {*file.touched, *piece.touched}
    if piece.people:
        done = districts.take_people(tx, piece.people)
    elif piece.shops:
        done = districts.take_shops(tx, piece.shops, now)
    elif piece.marks:
        done = districts.mark_shops(tx, piece.marks)
    else:
        to_plan = districts.to_plan(tx, frozenset(touched), now)
        imports.step(tx, number, move(file.state, ImportState.PLANNING), to_plan)
        return Done(None, changed=(name_of(number),))
    imports.step(tx, number, file.state, touched)
    return Done(None, changed=done.changed)


def planned(tx: Tx, number: int, manager: str) -> None:
    """One manager's two weeks stand."""
    file = imports.find(tx, number)
    if file is not None and file.state is ImportState.PLANNING:
        imports.step(tx, number, file.state, (code for code in file.touched if code != manager))


def book_of(tables: Iterable[Table]) -> bytes:
    """Pure: a workbook of what can't be taken."""
    from storage.workbooks import write_sheets

    stream = BytesIO()
    write_sheets(stream, tables)
    return stream.getvalue()


def taken(tx: Tx, number: int, version: int, rejects: tuple[str, bytes] | None, now: datetime) -> Done[None] | None:
    """All is written and planned: tell it, and give the refused rows back as a workbook (its name, its bytes)."""
    file = _at(tx, number, version, ImportState.PLANNING)
    if file is None or file.touched:
        return None
    _end(tx, file, ImportState.TAKEN, now)
    if rejects is None:
        return Done(None, changed=(name_of(number),))
    imports.put_report(tx, number, replace(file.report, rejects=files.add(tx, *rejects, now)))
    return Done(None, (Notice(file.person, "import_rejects", f"rejects:{number}"),), (name_of(number),))


def expired(tx: Tx, now: datetime) -> list[Import]:
    """Files that nobody answered for, that could not be got, or that are stuck."""
    return [one for one in imports.in_states(tx, FOLLOWS) if now - one.made_at > life_of(one.state)]


def expire(tx: Tx, number: int, now: datetime) -> Done[None] | None:
    file = next((one for one in expired(tx, now) if one.id == number), None)
    if file is None:
        return None
    _end(tx, file, ImportState.EXPIRED if file.state in WAITING else ImportState.STUCK, now)
    return Done(None, changed=(name_of(number),))


def _end(tx: Tx, file: Import, state: ImportState, now: datetime) -> None:
    imports.step(tx, file.id, move(file.state, state))
    imports.end(tx, file.id, now)
