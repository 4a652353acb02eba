"""The rows that can't be taken, as they came, below their header, with a column that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.district_sheets import find_header, kind_of
from domain.workbooks import Formula, Sheet

Table = tuple[str, list[str], list[list[object]]]
"""(sheet's name, header, rows)."""


def rejected(sheets: Sequence[Sheet], reasons: Mapping[tuple[str, int], str], title: str) -> list[Table]:
    """The sheets that have refused rows; `reasons` by (sheet, row), `title` stands above them."""
    of_sheet: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for (name, row), why in reasons.items():
        of_sheet[name][row] = why
    return [_table(sheet, of_sheet[sheet.name], title) for sheet in sheets if of_sheet.get(sheet.name)]


def _table(sheet: Sheet, reasons: Mapping[int, str], title: str) -> Table:
    rows = dict(sheet.rows)
    titles = [_shown(cell) for cell in _titles(sheet, rows)]
    wide = max(len(titles), *(len(rows[row]) for row in reasons if row in rows))
    header = [str(cell or "") for cell in _wide(titles, wide)]
    lines = [[*_wide([_shown(cell) for cell in rows[row]], wide), why] for row, why in reasons.items() if row in rows]
    return sheet.name, [*header, title], lines


def _titles(sheet: Sheet, rows: Mapping[int, list[object]]) -> list[object]:
    kind = kind_of(sheet)
    header = find_header(sheet, kind) if kind else None
    return rows[header.row] if header else []


def _wide(cells: Sequence[object], wide: int) -> list[object]:
    return [*cells, *[None] * (wide - len(cells))]


def _shown(cell: object) -> object:
    """As it can be written again: a formula is its own text, a day without a time is a day."""
    match cell:
        case Formula():
            return cell.text
        case datetime() if not (cell.hour or cell.minute):
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case _:
            return cell
