"""`visitbot import`: a district's workbook taken in, every bad row named, and the two weeks planned at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import typer

from bot.printing import print_json
from domain.districts import Note, RowError
from domain.intake import NOTHING_USABLE, Outcome, Tally
from domain.planning import Plan
from domain.workbooks import Limit, Sheet, UnreadableWorkbook, too_large
from screens.districts import file_words, problem_words, workbook_words
from screens.imports import outcome_lines, planning_line
from screens.words import speaking
from services import districts, plans
from services.districts import Intake
from services.plans import PlanProblem
from storage.database import Database, Tx
from storage.reading_apart import read_apart
from storage.workbook_package import MAX_FILE_BYTES


def run_import(db: Database, file: Path, now: datetime, *, dry_run: bool, as_json: bool, shifted: bool = False) -> int:
    """Take in a workbook and print what became of it; the exit status of `domain.intake`. `shifted`: its degrees are GCJ-02."""
    with speaking(db.office.language, db.office.zone):
        sheets = _opened(file)
        if not isinstance(sheets, list):
            return _refused(sheets, as_json=as_json)
        today = now.astimezone(db.office.zone).date()
        intake = districts.intake_of(sheets, db.read(districts.known), today, shifted=shifted)
        planned = 0 if dry_run or intake.outcome.status == NOTHING_USABLE else _take(db, intake, now)
        _tell(intake.outcome, dry_run=dry_run, planned=planned, as_json=as_json)
        return intake.outcome.status


def _opened(file: Path) -> list[Sheet] | UnreadableWorkbook | None:
    """The sheets, or why it can't be opened (None: it can't even be read)."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            return too_large(Limit.FILE)
        return read_apart(file.read_bytes(), file.name)
    except UnreadableWorkbook as error:
        return error
    except OSError:
        return None


def _refused(error: UnreadableWorkbook | None, *, as_json: bool) -> int:
    problem, limit = (error.problem, error.limit) if error else (None, None)
    if as_json:
        why, fix = file_words(problem, limit)
        _print_json(Outcome(), [{"sheet": "", "row": 0, "column": "", "value": "", "problem": why, "fix": fix}])
    else:
        typer.echo(workbook_words(problem, limit), err=True)
    return NOTHING_USABLE


def _take(db: Database, intake: Intake, now: datetime) -> int:
    """Write everything, then plan; how many managers were planned."""
    _in_pieces(db, districts.take_people, intake.people)
    _in_pieces(db, districts.take_shops, intake.shops, now)
    _in_pieces(db, districts.mark_shops, intake.marks)
    managers = db.read(districts.to_plan, intake.touched, now)
    for number, code in enumerate(managers, start=1):
        if sys.stderr.isatty():
            typer.echo(planning_line(code, number, len(managers)), err=True)
        problem = db.read(plans.problem_of, code, now)
        db.write(_write_plan, problem, plans.solve(problem), now).result()
    return len(managers)


def _in_pieces(db: Database, write: Callable[..., object], rows: Sequence[object], *args: object) -> None:
    """One transaction a piece: whoever waits for the writer waits for one piece at most."""
    for start in range(0, len(rows), districts.PIECE_ROWS):
        db.write(write, rows[start : start + districts.PIECE_ROWS], *args).result()


def _write_plan(tx: Tx, problem: PlanProblem, found: Plan, now: datetime) -> None:
    plans.apply(tx, problem, found, now)
    plans.record(tx, problem.manager.code, now)


def _tell(outcome: Outcome, *, dry_run: bool, planned: int, as_json: bool) -> None:
    if as_json:
        _print_json(outcome, [_error(error) for error in outcome.errors])
        return
    for line in outcome_lines(outcome, dry_run=dry_run, planned=planned):
        typer.echo(line)


def _error(error: RowError) -> dict[str, object]:
    problem, fix = problem_words(error)
    named = {"sheet": error.sheet, "row": error.row, "column": error.column, "value": error.value}
    return named | {"problem": problem, "fix": fix}


def _print_json(outcome: Outcome, errors: list[dict[str, object]]) -> None:
    """The counts and the errors; `notes` and `proposals` only where there are any."""
    said: dict[str, object] = {"shops": _counts(outcome.shops), "people": _counts(outcome.people), "errors": errors}
    if outcome.notes:
        said["notes"] = [_note(note) for note in outcome.notes]
    if outcome.proposals:
        said["proposals"] = outcome.proposals
    print_json(said)


def _note(note: Note) -> dict[str, object]:
    return {"sheet": note.sheet, "row": note.row, "about": note.code.value, "name": note.name, "args": list(note.args)}


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": tally.rejected,
    }
