"""The life of a file sent for import as a table; what is kept of it comes back the same; quotas; the rows that come back."""

from __future__ import annotations

import itertools
import json
from datetime import date, datetime, timedelta

import pytest

from domain.districts import Kind, Note, NoteCode, ProblemCode, RowError
from domain.imports import (
    FOLLOWS,
    KEPT_ERRORS,
    ImportState,
    Report,
    WrongState,
    move,
    report_of_json,
    report_to_json,
)
from domain.intake import Outcome, Tally
from domain.quotas import QUOTAS, Limited, Quota, free_at
from domain.rejects import rejected
from domain.workbooks import Formula, Limit, Sheet, WorkbookProblem, sheets_of_json, sheets_to_json
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
ENDS = {
    ImportState.TAKEN,
    ImportState.UNREADABLE,
    ImportState.DROPPED,
    ImportState.REPLACED,
    ImportState.EXPIRED,
    ImportState.STUCK,
}


def test_every_move_that_is_not_allowed_raises() -> None:
    for now, to in itertools.product(ImportState, ImportState):
        if to in FOLLOWS.get(now, frozenset()):
            assert move(now, to) is to
        else:
            with pytest.raises(WrongState):
                move(now, to)


def test_what_is_over_stays_over_and_everything_else_ends() -> None:
    assert {state for state in ImportState if state not in FOLLOWS} == ENDS
    assert not FOLLOWS[ImportState.ACCEPTED] & {ImportState.REPLACED, ImportState.EXPIRED, ImportState.DROPPED}


def test_a_report_comes_back_as_it_was_kept_but_for_errors_beyond_the_first() -> None:
    error = RowError("零售客户", 2, "店名", "", ProblemCode.DUPLICATE, (("sheet", "a"), ("row", "1")), Kind.SALES)
    outcome = Outcome(
        Tally(1, 2, 3, 4),
        Tally(rejected=5),
        (error,) * (KEPT_ERRORS + 1),
        (Note(NoteCode.SAME_NAME, "甲", args=("1", "2")),),
        (("杜兰枝", -2),),
        7,
    )
    report = Report(outcome, 201, True, WorkbookProblem.TOO_LARGE, Limit.CPU, "stored:3")
    back = report_of_json(json.loads(json.dumps(report_to_json(report))))
    assert len(back.outcome.errors) == KEPT_ERRORS
    assert report_to_json(back) == report_to_json(report)
    assert report_of_json({}) == Report()


def test_sheets_come_back_with_every_kind_of_cell() -> None:
    cells: list[object] = [None, True, 3, 2.5, "长", Formula("=1"), date(2026, 11, 9), datetime(2026, 11, 9, 8, 30)]
    sheets = [Sheet("表", [(1, cells), (9, ["x"])])]
    assert sheets_of_json(json.loads(json.dumps(sheets_to_json(sheets)))) == sheets


def test_what_no_database_keeps_is_made_keepable() -> None:
    odd = sheets_to_json([Sheet("a\x00", [(1, ["b\x00\ud800", float("nan"), timedelta(hours=1)])])])
    assert odd == [{"name": "a", "rows": [[1, ["b?", {"f": "nan"}, "1:00:00"]]]}]


@pytest.mark.parametrize(
    ("minutes_ago", "free_in"),
    [
        ([], None),
        ([1, 2], None),
        ([59, 30, 1], 1),
        ([60, 30, 1], None),
        ([50, 40, 30, 20], 20),
        ([-5, 10, 20], None),
    ],
)
def test_so_many_in_an_hour_and_when_the_next_is_free(minutes_ago: list[int], free_in: int | None) -> None:
    used = [NOW - timedelta(minutes=n) for n in minutes_ago]
    free = free_at(Quota(3, timedelta(hours=1)), used, NOW)
    assert free == (None if free_in is None else NOW + timedelta(minutes=free_in))


def test_the_quotas_of_the_house() -> None:
    assert {
        Limited.IMPORT: Quota(3, timedelta(hours=1)),
        Limited.INVITE: Quota(20, timedelta(days=1)),
    } == QUOTAS


def test_refused_rows_come_back_below_their_titles_as_they_came() -> None:
    rows: list[tuple[int, list[object]]] = [
        (1, ["基础信息表"]),
        (3, ["客户编码", "店名", "客户经理编号"]),
        (4, ["1", "好", "M01"]),
        (5, ["2", Formula("=1+1"), "M01", "多", datetime(2026, 11, 9)]),
        (7, ["3"]),
    ]
    sheets = [Sheet("零售客户", rows), Sheet("说明", [(1, ["x"])])]
    why = {("零售客户", 5): "公式", ("零售客户", 7): "没有店名"}
    assert rejected(sheets, why, "原因") == [
        (
            "零售客户",
            ["客户编码", "店名", "客户经理编号", "", "", "原因"],
            [["2", "=1+1", "M01", "多", "2026-11-09", "公式"], ["3", None, None, None, None, "没有店名"]],
        )
    ]
    assert rejected(sheets, {}, "原因") == []
