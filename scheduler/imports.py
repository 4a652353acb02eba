"""Files sent for import, step by step: checked, taken in pieces, their managers planned, told; forgotten when nobody answers.

Getting a file from Telegram is the wire's work (bot/fetching.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from domain.chat import Done
from domain.imports import ImportState, Report
from domain.planning import Plan
from domain.rejects import Table, rejected
from domain.workbooks import Sheet, UnreadableWorkbook
from scheduler.job import Due, Job, Skip
from screens import import_cards as screens
from screens.words import speaking
from services import Tx, imports, people, plans
from services.districts import Intake
from services.imports import Rows
from services.plans import PlanProblem

OFTEN = timedelta(seconds=2)
EXPIRE_EVERY = timedelta(minutes=1)
AT_ONCE = 8
"""Pieces that one look at the database takes in hand."""
GONE = Skip("nobody waits for this any more")


def _due(tx: Tx, state: ImportState, now: datetime) -> list[Due]:
    return [Due(one.person, f"{one.id}/{one.version}", now) for one in imports.in_state(tx, state)]


def named(due: Due) -> tuple[int, int]:
    """The file's number and version that a slot names."""
    number, _slash, version = due.slot.partition("/")
    return int(number), int(version)


def due_fetches(tx: Tx, now: datetime) -> Sequence[Due]:
    return _due(tx, ImportState.FETCHING, now)


@dataclass(frozen=True, slots=True)
class ToFetch:
    """What is known of a file that is still at Telegram."""

    name: str
    file_id: str


def read_fetch(tx: Tx, due: Due, now: datetime) -> ToFetch | None:
    found = next((one for one in imports.in_state(tx, ImportState.FETCHING) if one.id == named(due)[0]), None)
    return ToFetch(found.name, found.file_id) if found else None


def write_fetched(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    found = due.solved
    if not isinstance(found, list | UnreadableWorkbook):
        return GONE
    sheets: list[Sheet] | UnreadableWorkbook = found
    return imports.fetched(tx, named(due)[0], sheets, now) or GONE


def due_checks(tx: Tx, now: datetime) -> Sequence[Due]:
    return _due(tx, ImportState.CHECKING, now)


def read_rows(tx: Tx, due: Due, now: datetime) -> Rows | None:
    return imports.rows_of(tx, named(due)[0], now)


def check(problem: object) -> object:
    return imports.report_of(problem) if isinstance(problem, Rows) else None


def write_check(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    report = due.solved
    if not isinstance(report, Report):
        return GONE
    return imports.checked(tx, *named(due), report, now) or GONE


def due_pieces(tx: Tx, now: datetime) -> Sequence[Due]:
    """The next pieces of the file that was accepted first; each raises its version, so the slots follow one another."""
    accepted = imports.in_state(tx, ImportState.ACCEPTED)[:1]
    return [Due(one.person, f"{one.id}/{one.version + n}", now) for one in accepted for n in range(AT_ONCE)]


class Pieces:
    """Compares a file once for the pieces that follow; when they are used up it is compared anew, until nothing differs.

    What is kept here spares work only: another process, or this one after a crash, compares again."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], Intake] = {}

    def read(self, tx: Tx, due: Due, now: datetime) -> Rows | Intake | None:
        number, version = named(due)
        file = imports.card(tx, str(number), None, now)
        if file is None or file.version != version:
            return None
        return self._of.pop((file.file_id, version), None) or imports.rows_of(tx, number, now)

    def compare(self, problem: object) -> Intake | None:
        """The piece for the version that was read; those for the versions that follow are kept."""
        if not isinstance(problem, Rows):
            return problem if isinstance(problem, Intake) else None
        file = problem.file
        pieces = imports.pieces_of(imports.intake_of(problem))
        self._of = {(file.file_id, file.version + n): piece for n, piece in enumerate(pieces)}
        return self._of.pop((file.file_id, file.version))


def write_piece(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    if not isinstance(due.solved, Intake):
        return GONE
    return imports.take_piece(tx, *named(due), due.solved, now) or GONE


def due_plans(tx: Tx, now: datetime) -> Sequence[Due]:
    planning = imports.in_state(tx, ImportState.PLANNING)
    return [Due(manager, f"{one.id}/{one.version}", now) for one in planning for manager in one.touched]


def read_plan(tx: Tx, due: Due, now: datetime) -> PlanProblem:
    return plans.problem_of(tx, due.person, now)


def solve_plan(problem: object) -> tuple[PlanProblem, Plan]:
    assert isinstance(problem, PlanProblem)
    return problem, plans.solve(problem)


def write_plan(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    assert isinstance(due.solved, tuple)
    problem, found = due.solved
    done = plans.apply(tx, problem, found, now)
    plans.record(tx, due.person, now)
    imports.planned(tx, named(due)[0], due.person)
    return done


@dataclass(frozen=True, slots=True)
class Ending:
    """A file that is written and planned, and how its sender speaks."""

    rows: Rows
    language: str
    zone: tzinfo


def due_ends(tx: Tx, now: datetime) -> Sequence[Due]:
    planning = imports.in_state(tx, ImportState.PLANNING)
    return [Due(one.person, f"{one.id}/{one.version}", now) for one in planning if not one.touched]


def read_end(tx: Tx, due: Due, now: datetime) -> Ending | None:
    rows = imports.rows_of(tx, named(due)[0], now)
    person = people.find(tx, due.person)
    language = person.language if person else tx.office.language
    return Ending(rows, language, tx.office.zone) if rows else None


def make_rejects(problem: object) -> tuple[str, bytes] | None:
    """The workbook with the refused rows, in its sender's language; None when there are none."""
    if not isinstance(problem, Ending):
        return None
    with speaking(problem.language, problem.zone):
        why = screens.reasons(imports.intake_of(problem.rows).outcome.errors)
        tables: list[Table] = rejected(problem.rows.sheets, why, screens.reason_title())
        return (screens.rejects_name(len(why)), imports.book_of(tables)) if tables else None


def write_end(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    rejects = due.solved if isinstance(due.solved, tuple) else None
    return imports.taken(tx, *named(due), rejects, now) or GONE


def due_expired(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.person, f"{one.id}/{one.version}", now) for one in imports.expired(tx, now)]


def expire(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return imports.expire(tx, named(due)[0], now) or GONE


_pieces = Pieces()

JOBS: tuple[Job, ...] = (
    Job("import_check", due_checks, write_check, OFTEN, read=read_rows, solve=check),
    Job("import_take", due_pieces, write_piece, OFTEN, read=_pieces.read, solve=_pieces.compare),
    Job("import_plan", due_plans, write_plan, OFTEN, read=read_plan, solve=solve_plan),
    Job("import_end", due_ends, write_end, OFTEN, read=read_end, solve=make_rejects),
    Job("import_expire", due_expired, expire, EXPIRE_EVERY),
)
