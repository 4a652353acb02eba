"""Tables of text in every encoding that people's programs write, and what is none."""

from __future__ import annotations

import codecs

import pytest

from domain.workbooks import Formula, Limit, Sheet, UnreadableWorkbook, WorkbookProblem
from storage.workbooks import MAX_COLUMNS, MAX_ROWS, read_book

TABLE = '客户编码,店名,备注\r\n4201,晨曦烟酒,"老店，\r\n下午开门"\r\n\r\n4202,渡口,\r\n'
ROWS: list[tuple[int, list[object]]] = [
    (1, ["客户编码", "店名", "备注"]),
    (2, ["4201", "晨曦烟酒", "老店，\r\n下午开门"]),
    (4, ["4202", "渡口"]),
]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("gb18030"),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 marked", "gb18030", "utf-16-le", "utf-16-be", "semicolons", "tabs"],
)
def test_a_table_is_read_whatever_wrote_it(content: bytes) -> None:
    assert read_book(content, "11月.csv") == [Sheet("11月", ROWS)]


def test_formulas_are_marked_and_codes_kept_from_excel_are_codes() -> None:
    rows = read_book(b'="0042",=1+1,-5,#N/A,+86 132', "a.CSV")[0].rows
    assert rows == [(1, ["0042", Formula("=1+1"), "-5", Formula("#N/A"), "+86 132"])]


@pytest.mark.parametrize(
    ("content", "name", "problem", "limit"),
    [
        (TABLE.encode(), "a.xlsx", WorkbookProblem.NOT_A_WORKBOOK, None),
        (b"\x00\x01\x02", "a.csv", WorkbookProblem.NOT_A_WORKBOOK, None),
        (b"PK\x03\x04", "a.csv", WorkbookProblem.NOT_A_WORKBOOK, None),
        (b"\xff\xff\x80\x80", "a.csv", WorkbookProblem.ENCODING, None),
        (b"1\n" * (MAX_ROWS + 1), "a.csv", WorkbookProblem.TOO_LARGE, Limit.ROWS),
        (b",".join([b"1"] * (MAX_COLUMNS + 1)), "a.csv", WorkbookProblem.TOO_LARGE, Limit.COLUMNS),
        (b"x" * 40_000, "a.csv", WorkbookProblem.TOO_LARGE, Limit.CELL),
        (b"1" * (20 * 1024 * 1024 + 1), "a.csv", WorkbookProblem.TOO_LARGE, Limit.FILE),
    ],
    ids=["another name", "control characters", "a package", "no encoding", "rows", "columns", "cell", "file"],
)
def test_what_is_no_table_within_the_limits_is_told(
    content: bytes, name: str, problem: WorkbookProblem, limit: Limit | None
) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_book(content, name)
    assert (caught.value.problem, caught.value.limit) == (problem, limit)
