"""Excel workbooks: reading an untrusted one within limits, writing one that no spreadsheet will execute."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string, get_column_letter

from domain.workbooks import Formula, Limit, Sheet, UnreadableWorkbook, WorkbookProblem, too_large
from storage import workbook_package
from storage.text_tables import is_text_table, rows_of

MAX_ROWS = 5_000
MAX_COLUMNS = 40
MAX_SHEETS = 20
MAX_CELL = 32_767
"""Characters, as in Excel."""
MAX_CHARACTERS = 20_000_000
"""Of all cells together: one long text may stand in many of them."""
MAX_MERGED = 5_000

_GUARDED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_PARSER_ERRORS = (
    DefusedXmlException,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on parts that are not as they should be."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,40}?ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_EXCEL_ROWS = 1_048_576
_MAX_WIDTH = 60
_SAMPLE_ROWS = 50

Rows = Iterable[Sequence[object]]


def read_sheets(path: Path) -> list[Sheet]:
    """`read_book` of a file that is trusted enough to be read in this process."""
    return read_book(path.read_bytes(), path.name)


def read_book(content: bytes, name: str) -> list[Sheet]:
    """All sheets, their empty rows and empty trailing cells left out. Formulas are not evaluated but marked; cells merged
    downwards all hold what the first one holds. `name` tells a table of text (.csv) from what is no table at all.

    Raises `UnreadableWorkbook` for anything that is not a plain .xlsx or a table of text within the limits."""
    if is_text_table(name) and not workbook_package.is_package(content):
        if len(content) > workbook_package.MAX_FILE_BYTES:
            raise too_large(Limit.FILE)
        return rows_of(content, name, MAX_ROWS, MAX_COLUMNS, MAX_CELL)
    workbook_package.check(content)
    try:
        return _sheets(BytesIO(content))
    except _PARSER_ERRORS as error:
        if "out of memory" in str(error):
            raise too_large(Limit.MEMORY) from error
        raise UnreadableWorkbook(WorkbookProblem.BROKEN, type(error).__name__) from error


def _sheets(stream: BinaryIO) -> list[Sheet]:
    book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            raise too_large(Limit.SHEETS)
        return [Sheet(sheet.title, _filled(list(_rows(sheet)), _merged(book, sheet))) for sheet in book.worksheets]
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    sheet.reset_dimensions()  # the size that the file claims is not believed
    kept = characters = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        if number > _EXCEL_ROWS:
            raise UnreadableWorkbook(WorkbookProblem.BROKEN, "row number")
        if all(cell is EMPTY_CELL for cell in cells):
            continue
        values = [_value(cell) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if not values:
            continue
        kept += 1
        characters += _characters(values)
        if kept > MAX_ROWS:
            raise too_large(Limit.ROWS)
        if len(values) > MAX_COLUMNS:
            raise too_large(Limit.COLUMNS)
        if characters > MAX_CHARACTERS:
            raise too_large(Limit.UNPACKED)
        yield number, values


def _characters(values: Iterable[object]) -> int:
    sizes = [len(value) for value in values if isinstance(value, str)]
    if max(sizes, default=0) > MAX_CELL:
        raise too_large(Limit.CELL)
    return sum(sizes)


def _merged(book: Any, sheet: Any) -> list[tuple[int, int, int]]:
    """(column, first row, last row) of cells merged downwards; a reader that streams does not tell them."""
    found = []
    for match in islice(_MERGE.finditer(book._archive.read(sheet._worksheet_path)), MAX_MERGED):
        column, first, last = match[1].decode(), int(match[2]), int(match[3])
        if last > first:
            found.append((column_index_from_string(column) - 1, first, last))
    return found


def _filled(
    rows: list[tuple[int, list[object]]], merged: Sequence[tuple[int, int, int]]
) -> list[tuple[int, list[object]]]:
    at = dict(rows)
    for column, first, last in merged:
        value = at[first][column] if first in at and column < len(at[first]) else None
        if value is None or column >= MAX_COLUMNS:
            continue
        for number in range(first + 1, min(last, first + MAX_ROWS) + 1):
            cells = at.get(number)
            if cells is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value if cells[column] in (None, "") else cells[column]
    return rows


def _value(cell: Any) -> object:
    if cell.data_type in {"f", "e"}:
        return Formula(str(getattr(cell.value, "text", cell.value)))
    return _unguarded(cell.value) if isinstance(cell.value, str) else cell.value


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a dangerous first character."""
    return f"'{text}" if _GUARDED.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def write_sheets(path: Path | BinaryIO, sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> None:
    """A workbook of (name, header, rows): text as text and guarded, header bold and frozen, columns wide enough for the
    first rows. Rows are taken as they come.

    `read_sheets` gives back the same text."""
    book = openpyxl.Workbook(write_only=True)
    for name, header, rows in sheets:
        sheet = book.create_sheet(name)
        rest = iter(rows)
        first = list(islice(rest, _SAMPLE_ROWS))
        sheet.freeze_panes = "A2"
        for index, width in enumerate(_widths(header, first), start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.append([_cell(sheet, title, bold=True) for title in header])
        for row in chain(first, rest):
            sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=guarded(ILLEGAL_CHARACTERS_RE.sub("", value)))
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value=value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    """Column widths in characters; a Chinese character takes two."""
    columns: list[list[object]] = [[title] for title in header]
    for row in rows:
        for column, value in zip(columns, row, strict=False):
            column.append(value)
    return [min(max(_width(value) for value in column) + 2, _MAX_WIDTH) for column in columns]


def _width(value: object) -> int:
    text = "" if value is None else str(value)
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
