"""Untrusted files are opened in a child process: each limit stops it, and is named."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from domain.workbooks import Formula, Limit, Sheet, UnreadableWorkbook, WorkbookProblem
from storage.reading_apart import read_apart

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    with zipfile.ZipFile(BytesIO(content)) as source:
        parts = {entry: source.read(entry) for entry in source.namelist()} | {name: part}
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for entry, data in parts.items():
            target.writestr(entry, data)
    return kept.getvalue()


def refused(content: bytes, name: str = "a.xlsx", patience: float = 60) -> tuple[WorkbookProblem, Limit | None]:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_apart(content, name, patience)
    return caught.value.problem, caught.value.limit


def test_the_child_reads_what_is_sound() -> None:
    sheets = read_apart(book(["客户编码", 5, 2.5, True, None, "=1+1", "2026-11-09"]), "a.xlsx")
    assert sheets == [Sheet("Sheet", [(1, ["客户编码", 5, 2.5, True, None, Formula("=1+1"), "2026-11-09"])])]


def test_the_child_has_neither_settings_nor_files_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VISITBOT_TOKEN", "1:secret")
    (tmp_path / "storage").mkdir()
    (tmp_path / "storage" / "__init__.py").write_text("raise SystemExit('another storage')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert read_apart(book(["a"]), "a.xlsx")[0].rows == [(1, ["a"])]


def test_memory_has_a_limit() -> None:
    chance = random.Random(1)
    fonts = b"".join(b'<font><b val="%d"/></font>' % chance.randrange(10**6) for _ in range(1_500_000))
    tree = b"<styleSheet " + MAIN + b"><fonts>" + fonts + b"</fonts></styleSheet>"
    assert refused(with_part(book(["a"]), "xl/styles.xml", tree)) == (WorkbookProblem.TOO_LARGE, Limit.MEMORY)


def test_computing_time_has_a_limit() -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d"/><c r="ZZ%d"/></row>' % (n, n, n) for n in range(1, 900_000))
    rows = b"<worksheet " + MAIN + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    assert refused(with_part(book(["a"]), "xl/worksheets/sheet1.xml", rows)) == (WorkbookProblem.TOO_LARGE, Limit.CPU)


def test_patience_has_a_limit() -> None:
    assert refused(book(["a"]), patience=0.001) == (WorkbookProblem.TOO_LARGE, Limit.TIME)


def test_a_file_beyond_what_telegram_hands_out_is_not_even_looked_at() -> None:
    assert refused(bytes(20 * 1024 * 1024 + 1)) == (WorkbookProblem.TOO_LARGE, Limit.FILE)


@pytest.mark.parametrize(
    ("part", "problem", "limit"),
    [
        ("xl/vbaProject.bin", WorkbookProblem.MACROS, None),
        ("xl/macrosheets/sheet1.xml", WorkbookProblem.MACROS, None),
        ("xl/externalLinks/externalLink1.xml", WorkbookProblem.LINKED, None),
        ("xl/connections.xml", WorkbookProblem.LINKED, None),
        ("xl/embeddings/oleObject1.bin", WorkbookProblem.LINKED, None),
        ("xl/embeddings/in.xlsx", WorkbookProblem.TOO_LARGE, Limit.NESTED),
    ],
)
def test_what_could_do_something_is_refused_by_name(part: str, problem: WorkbookProblem, limit: Limit | None) -> None:
    assert refused(with_part(book(["a"]), part, b"x")) == (problem, limit)


def test_one_long_text_in_many_cells_is_counted_as_often_as_it_stands() -> None:
    long = "长" * 30_000
    made = openpyxl.Workbook()
    for _row in range(40):
        made.worksheets[0].append([long] * 40)
    kept = BytesIO()
    made.save(kept)
    assert refused(kept.getvalue())[0] is WorkbookProblem.TOO_LARGE


def test_a_cell_longer_than_excel_allows_is_refused() -> None:
    text = b"".join(b"%d " % n for n in range(10_000))
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>"
    sheet = b"<worksheet " + MAIN + b"><sheetData>" + row + b"</sheetData></worksheet>"
    assert refused(with_part(book(["a"]), "xl/worksheets/sheet1.xml", sheet)) == (
        WorkbookProblem.TOO_LARGE,
        Limit.CELL,
    )
