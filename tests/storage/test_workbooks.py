"""Workbooks from strangers are refused before they harm; ours come back as written and execute nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from domain.districts import Formula, Sheet, UnreadableWorkbook, WorkbookProblem
from storage.workbooks import MAX_COLUMNS, MAX_ROWS, read_sheets, write_sheets


def book(path: Path, *rows: list[object]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """`path` with one part replaced or added."""
    with zipfile.ZipFile(path) as source:
        parts = {entry: source.read(entry) for entry in source.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry, data in parts.items():
            target.writestr(entry, data)
    return path


def refused(path: Path) -> WorkbookProblem:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_sheets(path)
    return caught.value.problem


def test_rows_keep_their_numbers_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["title"], [], ["code", None, "", None], [None, 5])
    assert read_sheets(path) == [Sheet("Sheet", [(1, ["title"]), (3, ["code"]), (4, [None, 5])])]


def test_formulas_and_error_values_are_marked_and_not_evaluated(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ['=HYPERLINK("http://127.0.0.1","x")', "#N/A"])
    assert read_sheets(path)[0].rows == [(1, [Formula('=HYPERLINK("http://127.0.0.1","x")'), Formula("#N/A")])]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", WorkbookProblem.NOT_A_WORKBOOK),
        (b"code,name\n1,a\n", WorkbookProblem.NOT_A_WORKBOOK),
        (b"PK\x03\x04 broken", WorkbookProblem.NOT_A_WORKBOOK),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", WorkbookProblem.OLD_FORMAT),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            WorkbookProblem.ENCRYPTED,
        ),
    ],
)
def test_what_is_no_workbook_is_told_by_kind(tmp_path: Path, content: bytes, problem: WorkbookProblem) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refused(path) is problem


def test_macros_and_nested_files_are_refused(tmp_path: Path) -> None:
    assert refused(with_part(book(tmp_path / "a.xlsx"), "xl/vbaProject.bin", b"x")) is WorkbookProblem.MACROS
    nested = with_part(book(tmp_path / "b.xlsx"), "xl/embeddings/in.xlsx", b"x")
    assert refused(nested) is WorkbookProblem.TOO_LARGE


def test_a_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    dense = with_part(book(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", b"<a>" + b" " * 5_000_000)
    assert refused(dense) is WorkbookProblem.TOO_LARGE
    large = with_part(book(tmp_path / "b.xlsx"), "xl/media/x.bin", bytes(range(256)) * 230_000)
    assert refused(large) is WorkbookProblem.TOO_LARGE
    many = tmp_path / "c.xlsx"
    book(many)
    with zipfile.ZipFile(many, "a") as package:
        for number in range(200):
            package.writestr(f"xl/x{number}", "x")
    assert refused(many) is WorkbookProblem.TOO_LARGE


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    path = with_part(book(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", laughs)
    assert refused(path) is WorkbookProblem.BROKEN


def test_rows_and_columns_have_a_limit(tmp_path: Path) -> None:
    write_sheets(tmp_path / "a.xlsx", [("a", ["n"], [[n] for n in range(MAX_ROWS)])])
    assert refused(tmp_path / "a.xlsx") is WorkbookProblem.TOO_LARGE
    assert refused(book(tmp_path / "b.xlsx", [*range(MAX_COLUMNS + 1)])) is WorkbookProblem.TOO_LARGE


def test_a_row_number_beyond_excel_is_not_counted_up_to(tmp_path: Path) -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = with_part(book(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", far)
    assert refused(path) is WorkbookProblem.BROKEN


DANGEROUS = ["=1+1", "+86", "-5", "@x", "\tx", "＝1", "'=1", "''@", "#N/A", "plain", "'quoted'", "=x"]


def test_words_come_back_as_written_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheets(path, [("拜访", ["内容"], [[words] for words in DANGEROUS])])
    assert [values for _, values in read_sheets(path)[0].rows[1:]] == [[words] for words in DANGEROUS]
    cells = [row[0] for row in openpyxl.load_workbook(path)["拜访"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value)[0] in "=+-@\t＝"]


def test_the_header_is_bold_and_frozen_and_columns_are_wide_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheets(
        path,
        [("零售客户", ["客户编码", "地址"], [["1", "武汉市黄陂区前川街前川大道88号"]]), ("空", ["x"], [])],
    )
    made = openpyxl.load_workbook(path)
    page = made["零售客户"]
    assert made.sheetnames == ["零售客户", "空"]
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].width > 25


def test_control_characters_do_not_stop_an_export(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheets(path, [("a", ["x"], [["a\x00b\x0bc\nd"]])])
    assert read_sheets(path)[0].rows[1] == (2, ["abc\nd"])


def test_cells_merged_downwards_all_hold_what_the_first_one_holds(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["基础信息表"],
        ["编码", "坐标", None, "街道"],
        [None, "经度", "纬度", None],
        [1, 114, 30, "前川"],
        [2, 114, 30],
    ):
        sheet.append(row)
    for merged in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "D4:D5"):
        sheet.merge_cells(merged)
    made.save(tmp_path / "a.xlsx")
    rows = dict(read_sheets(tmp_path / "a.xlsx")[0].rows)
    assert rows[1] == ["基础信息表"]
    assert rows[3] == ["编码", "经度", "纬度", "街道"]
    assert [rows[4][3], rows[5][3]] == ["前川", "前川"]
