"""A table as text (.csv): UTF-8 with or without mark, UTF-16 with one, GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from pathlib import PurePath

from domain.workbooks import Formula, Limit, Sheet, UnreadableWorkbook, WorkbookProblem, too_large

SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNMARKED = ("utf-8", "gb18030")
DELIMITERS = (",", ";", "\t")
EXCEL_ERRORS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_LOOKED_AT_LINES = 20
_QUOTED_BY_FORMULA = re.compile(r'="([^"]*)"')
"""How Excel keeps a code from being read as a number in a text file: it is the text itself."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def is_text_table(name: str) -> bool:
    """Whether a file of this name is read as a table of text."""
    return PurePath(name.lower()).suffix in SUFFIXES


def rows_of(content: bytes, name: str, most_rows: int, most_columns: int, most_characters: int) -> list[Sheet]:
    """The one sheet, called by the file's name; raises `UnreadableWorkbook`. Formulas are marked, as in a workbook."""
    text = _decoded(content)
    csv.field_size_limit(most_characters)
    kept: list[tuple[int, list[object]]] = []
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)), start=1):
            values = [_value(cell) for cell in cells]
            while values and values[-1] is None:
                values.pop()
            if len(values) > most_columns:
                raise too_large(Limit.COLUMNS)
            if values:
                kept.append((number, values))
            if len(kept) > most_rows:
                raise too_large(Limit.ROWS)
    except csv.Error as error:
        too_long = "field larger" in str(error)
        raise (too_large(Limit.CELL) if too_long else UnreadableWorkbook(WorkbookProblem.BROKEN, str(error))) from error
    return [Sheet(PurePath(name).stem, kept)]


def _decoded(content: bytes) -> str:
    marked = next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else UNMARKED:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise UnreadableWorkbook(WorkbookProblem.NOT_A_WORKBOOK, "control characters")
        return text
    raise UnreadableWorkbook(WorkbookProblem.ENCODING)


def _delimiter(text: str) -> str:
    """The delimiter that the first lines have most of."""
    top = text.splitlines()[:_LOOKED_AT_LINES]
    return max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in top))


def _value(cell: str) -> object:
    text = cell.strip()
    quoted = _QUOTED_BY_FORMULA.fullmatch(text)
    if quoted:
        return quoted[1] or None
    if text in EXCEL_ERRORS or (text.startswith("=") and len(text) > 1):
        return Formula(text)
    return cell if text else None
