"""Excel workbooks: reading an untrusted one within limits, writing one that no spreadsheet will execute."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
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
from openpyxl.utils import get_column_letter

from domain.districts import Formula, Sheet, UnreadableWorkbook, WorkbookProblem

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM_BYTES = 1024 * 1024
"""Below this a high ratio harms nobody (an empty style sheet packs well)."""
MAX_ENTRIES = 200
MAX_ROWS = 5_000
MAX_COLUMNS = 40
MAX_SHEETS = 20

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
_EXCEL_ROWS = 1_048_576
_MAX_WIDTH = 60
_SAMPLE_ROWS = 50

Rows = Iterable[Sequence[object]]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets, their empty rows and empty trailing cells left out. Formulas are not evaluated but marked.

    Raises `UnreadableWorkbook` for anything that is not a plain .xlsx within the limits."""
    _check_package(path)
    with path.open("rb") as stream:
        try:
            return _sheets(stream)
        except _PARSER_ERRORS as error:
            raise UnreadableWorkbook(WorkbookProblem.BROKEN, type(error).__name__) from error


def _sheets(stream: BinaryIO) -> list[Sheet]:
    book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, f"more than {MAX_SHEETS} sheets")
        return [Sheet(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    sheet.reset_dimensions()  # the size that the file claims is not believed
    kept = 0
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
        if kept > MAX_ROWS:
            raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, f"more than {MAX_ROWS} rows")
        if len(values) > MAX_COLUMNS:
            raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, f"more than {MAX_COLUMNS} columns")
        yield number, values


def _value(cell: Any) -> object:
    if cell.data_type in {"f", "e"}:
        return Formula(str(getattr(cell.value, "text", cell.value)))
    return _unguarded(cell.value) if isinstance(cell.value, str) else cell.value


def _check_package(path: Path) -> None:
    """The zip container: a plain workbook without macros, within the limits whatever its directory says."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, "file")
    head = path.read_bytes()
    if head.startswith(_OLE):
        locked = _ENCRYPTED in head
        raise UnreadableWorkbook(WorkbookProblem.ENCRYPTED if locked else WorkbookProblem.OLD_FORMAT)
    try:
        with zipfile.ZipFile(path) as package:
            _check_entries(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableWorkbook(WorkbookProblem.NOT_A_WORKBOOK, type(error).__name__) from error


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MAX_ENTRIES:
        raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, f"more than {MAX_ENTRIES} parts")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableWorkbook(WorkbookProblem.ENCRYPTED)
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise UnreadableWorkbook(WorkbookProblem.MACROS)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableWorkbook(WorkbookProblem.NOT_A_WORKBOOK)
    if any(name.endswith((".zip", ".xlsx", ".xlsm", ".xls", ".docx")) for name in names):
        raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, "nested file")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, "unpacked")
    room = MAX_UNPACKED_BYTES
    for entry in entries:
        room -= _unpacked_size(package, entry, room)


def _unpacked_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """Bytes that really come out of one part; stops at the first chunk beyond `room` or the allowed ratio."""
    size = 0
    with package.open(entry) as stream:
        while chunk := stream.read(256 * 1024):
            size += len(chunk)
            too_dense = size > RATIO_COUNTS_FROM_BYTES and size > MAX_RATIO * max(entry.compress_size, 1)
            if size > room or too_dense:
                raise UnreadableWorkbook(WorkbookProblem.TOO_LARGE, "unpacked")
    return size


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a dangerous first character."""
    return f"'{text}" if _GUARDED.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def write_sheets(path: Path, sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> None:
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
