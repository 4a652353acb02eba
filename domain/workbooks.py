"""A workbook as read: its sheets as plain values, why one can't be read, and both as JSON between processes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any


class WorkbookProblem(StrEnum):
    """Why a file could not be opened as a workbook at all."""

    NOT_A_WORKBOOK = "not_a_workbook"
    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    LINKED = "linked"
    ENCODING = "encoding"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    GONE = "gone"


class Limit(StrEnum):
    """Which limit a file is beyond that is too large."""

    FILE = "file"
    UNPACKED = "unpacked"
    RATIO = "ratio"
    PARTS = "parts"
    NESTED = "nested"
    SHEETS = "sheets"
    ROWS = "rows"
    COLUMNS = "columns"
    CELL = "cell"
    MEMORY = "memory"
    CPU = "cpu"
    TIME = "time"


class UnreadableWorkbook(Exception):
    """A file that is not taken as a workbook; nothing of it was read. `limit`: of one that is too large."""

    def __init__(self, problem: WorkbookProblem, detail: str = "", limit: Limit | None = None) -> None:
        super().__init__(f"{problem}: {detail or limit or ''}".removesuffix(": "))
        self.problem = problem
        self.detail = detail
        self.limit = limit


def too_large(limit: Limit) -> UnreadableWorkbook:
    return UnreadableWorkbook(WorkbookProblem.TOO_LARGE, limit=limit)


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is not a value: a formula (never evaluated) or one of Excel's error values."""

    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as read: (row number in the file, its cells) of every row that is not empty, from the top."""

    name: str
    rows: list[tuple[int, list[object]]]


def sheets_to_json(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """Sheets as JSON values that any database keeps; `sheets_of_json` gives the same back."""
    return [
        {
            "name": _words(sheet.name),
            "rows": [[number, [_cell(cell) for cell in cells]] for number, cells in sheet.rows],
        }
        for sheet in sheets
    ]


def sheets_of_json(kept: list[dict[str, Any]]) -> list[Sheet]:
    return [Sheet(one["name"], [(row, [_value(cell) for cell in cells]) for row, cells in one["rows"]]) for one in kept]


def _words(text: str) -> str:
    """Without NUL and lone surrogates, which databases refuse."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _cell(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else {"f": str(value)}
        case Formula():
            return {"f": _words(value.text)}
        case datetime():
            return {"t": value.replace(tzinfo=None).isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time() | timedelta():
            return str(value)
        case _:
            return _words(str(value))


def _value(kept: object) -> object:
    match kept:
        case {"f": str(text)}:
            return Formula(text)
        case {"t": str(text)}:
            return datetime.fromisoformat(text)
        case {"d": str(text)}:
            return date.fromisoformat(text)
        case _:
            return kept
