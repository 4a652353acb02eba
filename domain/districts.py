"""Importing a district: sheets of people and shops to `Person` and `Shop`, every bad cell named."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from domain.district_cells import ProblemCode
from domain.district_changes import Change, Comparison, compare, with_keys
from domain.district_people import read_people
from domain.district_rows import Codes, District, Ignored, Note, NoteCode, Row, RowError, Table
from domain.district_sheets import Header, find_header, kind_of
from domain.district_shops import ShopReader, read_sale
from domain.district_titles import COLUMNS, REQUIRED, Column, Kind
from domain.people import Person
from domain.shops import Shop
from domain.workbooks import Formula, Sheet, UnreadableWorkbook, WorkbookProblem

__all__ = [
    "Change",
    "Comparison",
    "District",
    "Formula",
    "Ignored",
    "Kind",
    "Note",
    "NoteCode",
    "ProblemCode",
    "RowError",
    "Sheet",
    "UnreadableWorkbook",
    "WorkbookProblem",
    "compare",
    "read_district",
]


def read_district(
    sheets: Iterable[Sheet],
    known_people: Mapping[str, Person],
    known_shops: Mapping[str, Shop],
    today: date,
    *,
    shifted: bool = False,
) -> District:
    """Everything the workbook says. A bad cell rejects its row only; what has no column stays as known.

    `shifted`: its degrees are GCJ-02, whether a title says so or not. A month's sales change nothing but cartons.

    Shops come with the segment that the figures call for (hysteresis by the known one), their manager's
    department, and the key mark as it will be once they are merged with the known shops."""
    tables, errors, ignored, lost = _tables(sheets, shifted)
    people, seen = read_people([t for t in tables if t.kind is Kind.PEOPLE], known_people)
    everyone = {**known_people, **{person.code: person for person in people}}
    shops: list[Shop] = []
    shop_codes = Codes()
    for table in (t for t in tables if t.kind is Kind.SHOPS):
        reader = ShopReader(everyone, seen.seen, known_shops, today)
        rows = (Row(table, number, raw) for number, raw in table.rows())
        shops += [shop for row in rows if (shop := reader.read(row, shop_codes))]
    named = _with_sales(tables, {shop.code: shop for shop in shops}, known_shops)
    for table in tables:
        errors += table.errors_in_order()
        lost[table.kind] += len({error.row for error in table.errors})
    merged = {shop.code: shop for shop in with_keys({**known_shops, **named}.values())}
    taken = tuple(merged[code] for code in named)
    return District(
        taken,
        tuple(people),
        tuple(errors),
        tuple(ignored),
        lost[Kind.SHOPS] + lost[Kind.SALES],
        lost[Kind.PEOPLE],
        (*_notes(tables), *_same_names(taken, merged.values())),
    )


def _with_sales(tables: Iterable[Table], listed: dict[str, Shop], known: Mapping[str, Shop]) -> dict[str, Shop]:
    """The shops that the file lists, with the month's figures laid over them and over shops that are known."""
    shops, codes = dict(listed), Codes()
    either = ChainMap(shops, dict(known))
    for table in (t for t in tables if t.kind is Kind.SALES):
        for number, raw in table.rows():
            shop = read_sale(Row(table, number, raw), codes, either, known)
            if shop is not None:
                shops[shop.code] = shop
    return shops


def _notes(tables: Iterable[Table]) -> list[Note]:
    """The notes of rows that were taken."""
    found: list[Note] = []
    for table in tables:
        refused = {error.row for error in table.errors}
        found += [note for note in table.notes if note.row not in refused]
    return found


def _same_names(taken: Iterable[Shop], everything: Iterable[Shop]) -> list[Note]:
    """A note for each name of a taken shop that other shops bear as well, with all their codes."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for shop in everything:
        codes[shop.name].append(shop.code)
    names = dict.fromkeys(shop.name for shop in taken)
    return [Note(NoteCode.SAME_NAME, name, args=tuple(codes[name])) for name in names if len(codes[name]) > 1]


def _tables(
    sheets: Iterable[Sheet], shifted: bool
) -> tuple[list[Table], list[RowError], list[Ignored], dict[Kind, int]]:
    tables: list[Table] = []
    errors: list[RowError] = []
    ignored: list[Ignored] = []
    lost = dict.fromkeys(Kind, 0)
    for sheet in sheets:
        kind = kind_of(sheet)
        if kind is None:
            ignored.append(Ignored(sheet.name))
            continue
        header = find_header(sheet, kind)
        problems = _header_problems(sheet, kind, header)
        if header is None or problems:
            errors += problems
            lost[kind] += sum(1 for row, _ in sheet.rows if header is None or row > header.row)
            continue
        table = Table(sheet, kind, header, shifted)
        tables.append(table)
        ignored += [Ignored(sheet.name, column) for column in header.ignored]
        ignored += table.totals()
    if not tables and not errors:
        errors.append(RowError("", 0, "", "", ProblemCode.NO_SHEET))
    return tables, errors, ignored, lost


def _header_problems(sheet: Sheet, kind: Kind, header: Header | None) -> list[RowError]:
    if header is None:
        return [RowError(sheet.name, 0, "", "", ProblemCode.NO_HEADER, kind=kind)]
    missing = [COLUMNS[kind][column][0] for column in REQUIRED[kind] if column not in header.places]
    if kind is Kind.SHOPS and not {Column.MANAGER, Column.MANAGER_NAME} & header.places.keys():
        missing.append(COLUMNS[kind][Column.MANAGER][0])
    return [
        RowError(sheet.name, header.row, title, "", ProblemCode.NO_COLUMN, (("column", title),), kind)
        for title in missing
    ]
