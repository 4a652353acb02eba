"""Every import problem has words, and its arguments stand in them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from domain.districts import ProblemCode, RowError
from domain.workbooks import Limit, WorkbookProblem
from screens.districts import error_line, problem_words, workbook_words
from screens.words import speaking

ZONE = ZoneInfo("Asia/Shanghai")

ARGS = {
    ProblemCode.NO_COLUMN: {"column": "店名"},
    ProblemCode.DUPLICATE: {"sheet": "零售客户", "row": "72"},
    ProblemCode.OUT_OF_RANGE: {"low": "1", "high": "5"},
    ProblemCode.FUTURE_DATE: {"today": "2026-11-24"},
    ProblemCode.MANAGER_REJECTED: {"sheet": "人员", "row": "3"},
    ProblemCode.MANAGER_NAME: {"name": "杜兰枝"},
    ProblemCode.TOO_LONG: {"limit": "40"},
    ProblemCode.TWO_MANAGERS: {"codes": "M01, M02"},
    ProblemCode.NOT_A_NUMBER: {"hint": "600"},
}


@pytest.mark.parametrize("problem", ProblemCode)
def test_every_problem_says_what_is_wrong_and_what_to_do(problem: ProblemCode) -> None:
    args = ARGS.get(problem, {})
    error = RowError("零售客户", 214, "月均销量", "约六百", problem, tuple(args.items()))
    with speaking("en", ZONE):
        words = problem_words(error)
        line = error_line(error)
    assert all(words)
    assert "{" not in line
    assert all(value in " ".join(words) for value in args.values())


def test_a_line_names_row_column_and_value() -> None:
    error = RowError("零售客户", 214, "月均销量", "约六百", ProblemCode.NOT_A_NUMBER, (("hint", "600"),))
    with speaking("en", ZONE):
        assert error_line(error) == "Row 214: 月均销量 “约六百” is not a number → write 600"


@pytest.mark.parametrize("limit", Limit)
def test_every_limit_has_words_of_its_own(limit: Limit) -> None:
    with speaking("en", ZONE):
        assert workbook_words(WorkbookProblem.TOO_LARGE, limit) != workbook_words(WorkbookProblem.TOO_LARGE)


@pytest.mark.parametrize("problem", WorkbookProblem)
def test_every_unreadable_file_is_explained(problem: WorkbookProblem) -> None:
    with speaking("en", ZONE):
        assert "{" not in workbook_words(problem)
