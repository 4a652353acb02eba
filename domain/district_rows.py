"""A sheet being read row by row, and what is made of it: the district, its errors, what was left aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from domain import district_cells as cells
from domain.district_cells import BadCell, ProblemCode
from domain.district_sheets import Header, is_totals
from domain.district_titles import COLUMNS, NAMING, Column, Kind
from domain.people import Person
from domain.shops import Shop
from domain.workbooks import Sheet

T = TypeVar("T")
D = TypeVar("D")
Raw = Sequence[object]

PRIVATE_COLUMNS = frozenset({Column.PHONE})


@dataclass(frozen=True, slots=True)
class RowError:
    """One bad cell. `row` is the row in the file (0: the whole sheet), `column` its title as in the file.

    `value` is what stood there, never a telephone number; `args` are what the wording of `problem` needs."""

    sheet: str
    row: int
    column: str
    value: str
    problem: ProblemCode
    args: tuple[tuple[str, str], ...] = ()
    kind: Kind = Kind.SHOPS


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that was left aside: a whole sheet, a column (`column`), or a totals row (`row`)."""

    sheet: str
    column: str = ""
    row: int = 0


class NoteCode(StrEnum):
    """What is worth knowing of rows that are taken."""

    PLACE_OPEN = "place_open"
    EXCHANGED = "exchanged"
    SAME_NAME = "same_name"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row that is taken (0: about several). `args`: why the place is open; codes of one name."""

    code: NoteCode
    name: str
    sheet: str = ""
    row: int = 0
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """What a workbook says: the rows that can be taken, and every cell that can't.

    `rejected_shops` and `rejected_people` count rows; a sheet without a usable header loses all its rows."""

    shops: tuple[Shop, ...]
    people: tuple[Person, ...]
    errors: tuple[RowError, ...]
    ignored: tuple[Ignored, ...] = ()
    rejected_shops: int = 0
    rejected_people: int = 0
    notes: tuple[Note, ...] = ()


class Table:
    """One sheet with its header understood, and the errors and notes found in it so far. `shifted`: its degrees are GCJ-02."""

    def __init__(self, sheet: Sheet, kind: Kind, header: Header, shifted: bool = False) -> None:
        self.sheet, self.kind, self.header = sheet, kind, header
        self.shifted = shifted or header.shifted
        self.errors: list[RowError] = []
        self.notes: list[Note] = []

    def rows(self) -> Iterable[tuple[int, Raw]]:
        for row, raw in self.sheet.rows:
            if row > self.header.row and not self._skipped(raw):
                yield row, raw

    def errors_in_order(self) -> list[RowError]:
        """By row, then by column as in the file."""
        places = {self.header.titles[column]: place for column, place in self.header.places.items()}
        return sorted(self.errors, key=lambda error: (error.row, places.get(error.column, len(places))))

    def totals(self) -> tuple[Ignored, ...]:
        below = ((row, raw) for row, raw in self.sheet.rows if row > self.header.row)
        return tuple(Ignored(self.sheet.name, row=row) for row, raw in below if self._nameless(raw) and is_totals(raw))

    def _skipped(self, raw: Raw) -> bool:
        return self._nameless(raw) and (is_totals(raw) or all(cells.is_blank(cell) for cell in raw))

    def _nameless(self, raw: Raw) -> bool:
        """No code, and no name but a word such as 合计."""
        places = [self.header.places[column] for column in NAMING[self.kind]]
        return all(cells.is_blank(_at(raw, place)) or is_totals([_at(raw, place)]) for place in places)


def _at(raw: Raw, place: int) -> object:
    return raw[place] if place < len(raw) else None


class Row:
    """One row being read: `take` gives a cell's value, or notes what is wrong and gives the default."""

    def __init__(self, table: Table, number: int, raw: Raw) -> None:
        self.table, self.number, self.raw = table, number, raw
        self.good = True

    def has(self, column: Column) -> bool:
        return column in self.table.header.places

    def cell(self, column: Column) -> object:
        return _at(self.raw, self.table.header.places[column]) if self.has(column) else None

    def take(self, column: Column, read: Callable[[object], T], empty: D, absent: D) -> T | D:
        """The cell's value; `empty` when it is blank or bad, `absent` when the sheet has no such column."""
        if not self.has(column):
            return absent
        value = self.cell(column)
        if cells.is_blank(value):
            return empty
        try:
            return read(value)
        except BadCell as bad:
            self.refuse(column, bad)
            return empty

    def need(self, column: Column, read: Callable[[object], str]) -> str:
        """The text of a cell that must not be blank."""
        if cells.is_blank(self.cell(column)):
            self.refuse(column, BadCell(ProblemCode.MISSING))
            return ""
        return self.take(column, read, "", "")

    def refuse(self, column: Column, bad: BadCell) -> None:
        self.good = False
        header, names = self.table.header, COLUMNS[self.table.kind]
        title = header.titles.get(column, names[column][0])
        value = cells.shown(self.cell(column), column in PRIVATE_COLUMNS)
        sheet, kind = self.table.sheet.name, self.table.kind
        self.table.errors.append(RowError(sheet, self.number, title, value, bad.problem, bad.args_, kind))


class Codes:
    """Where codes stood first (`seen`), and which row was taken: another row of the same code is refused, unless the first
    one was itself refused."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, int]] = {}
        self._taken: dict[str, tuple[str, int]] = {}

    def note(self, row: Row, code: str) -> None:
        if code:
            self.seen.setdefault(code, (row.table.sheet.name, row.number))

    def take(self, row: Row, code: str) -> None:
        """Take a row whose cells have all been read, if it is good; one whose code is taken is refused."""
        taken = self._taken.get(code)
        if taken is not None:
            row.refuse(Column.CODE, BadCell(ProblemCode.DUPLICATE, sheet=taken[0], row=taken[1]))
        elif code and row.good:
            self._taken[code] = (row.table.sheet.name, row.number)
