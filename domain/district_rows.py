"""A sheet being read row by row, and what is made of it: the district, its errors, what was left aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain import district_cells as cells
from domain.chat import Place
from domain.district_cells import BadCell, ProblemCode
from domain.district_sheets import COLUMNS, REQUIRED, Column, Header, Kind, Sheet, is_totals
from domain.people import Person
from domain.shops import Shop

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


class Table:
    """One sheet with its header understood, and the errors found in it so far."""

    def __init__(self, sheet: Sheet, kind: Kind, header: Header) -> None:
        self.sheet, self.kind, self.header = sheet, kind, header
        self.errors: list[RowError] = []

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
        places = [self.header.places[column] for column in REQUIRED[self.kind][:2]]
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
    """Codes seen so far and where: a second row of the same code is refused, whatever became of the first."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, int]] = {}

    def check(self, row: Row, code: str) -> None:
        if not code:
            return
        first = self.seen.setdefault(code, (row.table.sheet.name, row.number))
        if first != (row.table.sheet.name, row.number):
            row.refuse(Column.CODE, BadCell(ProblemCode.DUPLICATE, sheet=first[0], row=first[1]))


def place_of(row: Row, absent: Place | None) -> Place | None:
    if not row.has(Column.LAT) and not row.has(Column.LON):
        return absent
    before = len(row.table.errors)
    lat = row.take(Column.LAT, cells.degrees, None, None)
    lon = row.take(Column.LON, cells.degrees, None, None)
    if len(row.table.errors) > before or (lat is None and lon is None):
        return None
    if lat is None or lon is None:
        row.refuse(Column.LAT if lat is None else Column.LON, BadCell(ProblemCode.HALF_PLACE))
        return None
    try:
        return cells.place(lat, lon)
    except BadCell as bad:
        row.refuse(Column.LAT if not cells.CHINA_LAT[0] <= lat <= cells.CHINA_LAT[1] else Column.LON, bad)
        return None
