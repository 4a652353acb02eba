"""Files sent for import and changes of segment, with the longest names and the most errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.districts import Note, NoteCode, ProblemCode, RowError
from domain.imports import Import, ImportState, Report
from domain.intake import Outcome, Tally
from domain.proposals import Proposal, Proposals, ProposalState
from domain.shops import Segment
from domain.workbooks import Limit, WorkbookProblem
from screens import import_cards as cards
from screens import segments
from tests.scenario.running import ZONE
from tests.screens.fullest.samples import CHEN, SHOP, Called

NOON = datetime(2026, 11, 24, 12, tzinfo=ZONE)
ARGS = tuple(
    {
        "hint": "",
        "codes": "M01, " * 60,
        "sheet": "零" * 31,
        "row": "9999",
        "name": "王" * 40,
        "low": "1",
        "high": "5",
        "today": "2026-11-24",
        "limit": "500",
        "column": "客" * 40,
    }.items()
)
ERRORS = tuple(
    RowError("零" * 31, 4_000 + n, "客" * 60, "<b>" + "长" * 57, problem, ARGS)
    for n in range(8)
    for problem in ProblemCode
)
NOTES = (
    *(Note(NoteCode.PLACE_OPEN, "店", "零售客户", n, ("missing",)) for n in range(900)),
    *(Note(NoteCode.EXCHANGED, "王" * 40) for _n in range(3)),
    *(Note(NoteCode.SAME_NAME, "店" * 40, args=("4201160000",) * 30) for _n in range(300)),
)
OUTCOME = Outcome(Tally(4999, 4999, 4999, 4999), Tally(99, 99, 99, 99), ERRORS, NOTES, (("王" * 40, -999),) * 20, 999)
FILE = Import(1, "A01", "长" * 95 + ".xlsx", "f", ImportState.READY, True, NOON, 9, Report(OUTCOME, 9_999, True), ())


def imports_drawn() -> Iterator[Called]:
    yield cards.usage, "", ()
    yield cards.too_often, "", (NOON,)
    yield cards.no_workbook, "", ("<" * 100 + ".pdf",)
    for state in ImportState:
        yield cards.import_screen, state, (replace(FILE, state=state), CHEN, "")
        back = replace(FILE.report, rejects="stored:1")
        yield cards.import_screen, f"{state} with rejects", (replace(FILE, state=state, report=back), CHEN, "")
    for limit in Limit:
        report = Report(problem=WorkbookProblem.TOO_LARGE, limit=limit)
        yield cards.import_screen, limit, (replace(FILE, state=ImportState.UNREADABLE, report=report), CHEN, "")
    for page in range(0, 25, 4):
        yield cards.import_screen, f"errors {page}", (FILE, CHEN, f"e{page}")
    yield cards.import_screen, "nothing usable", (replace(FILE, report=Report(Outcome(errors=ERRORS))), CHEN, "")
    yield cards.rejects_screen, "", (replace(FILE, report=Report(OUTCOME, rejects="stored:1")), CHEN, "")
    one = Proposal(1, replace(SHOP, name="店" * 40, cartons=99_999.5), Segment.WATCH, Segment.DEVELOP, 99_999.5)
    for count in (0, 1, 8, 9, 900):
        yield segments.segments_screen, f"{count}", (Proposals("A" * 32, (one,) * count), CHEN, "1")
    for decided in ProposalState:
        yield segments.proposal_screen, decided, (replace(one, state=decided), CHEN, "3")
