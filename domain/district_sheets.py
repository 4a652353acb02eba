"""The sheets of a district workbook: which is which, where the header stands, what columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.district_titles import (
    COLUMNS,
    OTHER_UNITS,
    REQUIRED,
    SALES_COLUMNS,
    SHEET_NAMES,
    SHOP_FACTS,
    TOTALS_WORDS,
    Column,
    Kind,
    Names,
)
from domain.workbooks import Formula, Sheet

HEADER_WITHIN_ROWS = 10
"""The header is looked for in so many rows; titles and blank rows may stand above it."""
MIN_HEADER_MATCHES = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what was understood of it; `titles` are as the file writes them. `shifted`: a title says
    that the degrees are GCJ-02."""

    row: int
    places: Mapping[Column, int]
    titles: Mapping[Column, str]
    ignored: tuple[str, ...]
    shifted: bool = False


_MONTH = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月份?(?:销量|销售量|购进量|条数)")
_SHIFTED = re.compile(r"gcj|高德|腾讯|火星", re.IGNORECASE)


def plain(value: object) -> str:
    """A cell as text for reading words and figures: NFKC, outer blanks gone; formulas read as their text."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _title(value: object) -> str:
    """A column's title in the form that is compared: no blanks, marks or unit in brackets, lower case."""
    text = re.sub(r"[\s*:：_]", "", plain(value)).casefold()
    bracket = re.search(r"\((.*?)\)$", text)
    if bracket and not any(unit in bracket[1] for unit in OTHER_UNITS):
        text = text[: bracket.start()]
    return text


def _lookup(names: Names) -> dict[str, Column]:
    return {_title(name): column for column, synonyms in names.items() for name in synonyms}


_LOOKUPS: Mapping[Kind, Mapping[str, Column]] = {kind: _lookup(names) for kind, names in COLUMNS.items()}


def _column(title: str, kind: Kind) -> Column | None:
    if kind is Kind.SALES and _MONTH.fullmatch(title):
        return Column.CARTONS
    return _LOOKUPS[kind].get(title)


def _as_header(row: int, cells: Sequence[object], kind: Kind) -> Header:
    places: dict[Column, int] = {}
    titles: dict[Column, str] = {}
    ignored: list[str] = []
    for index, cell in enumerate(cells):
        column = _column(_title(cell), kind)
        if column is not None and column not in places:
            places[column], titles[column] = index, plain(cell)
        elif plain(cell):
            ignored.append(plain(cell))
    degrees = [titles[column] for column in (Column.LAT, Column.LON) if column in titles]
    return Header(row, places, titles, tuple(ignored), any(_SHIFTED.search(title) for title in degrees))


def find_header(sheet: Sheet, kind: Kind) -> Header | None:
    """The best matching row of the first ten, or None when no row has three known titles (two of a sales sheet)."""
    top = [(row, cells) for row, cells in sheet.rows if row <= HEADER_WITHIN_ROWS]
    found = [_as_header(row, cells, kind) for row, cells in top]
    best = max(found, key=lambda header: len(header.places), default=None)
    enough = min(MIN_HEADER_MATCHES, len(SALES_COLUMNS) - 1) if kind is Kind.SALES else MIN_HEADER_MATCHES
    return best if best and len(best.places) >= enough else None


def kind_of(sheet: Sheet) -> Kind | None:
    """What a sheet lists: by its name when its header agrees, else by its header, else by its name alone; None: neither shops
    nor people nor a month's sales."""
    named = SHEET_NAMES.get(plain(sheet.name).casefold())
    if named is not None and find_header(sheet, named):
        return named
    if _lists_sales(sheet):
        return Kind.SALES
    for kind in (Kind.PEOPLE, Kind.SHOPS):
        header = find_header(sheet, kind)
        if header and all(column in header.places for column in REQUIRED[kind]):
            return kind
    return named


def has_degrees(sheet: Sheet) -> bool:
    """Whether it is a list that says where its rows lie, in degrees."""
    kind = kind_of(sheet)
    header = find_header(sheet, kind) if kind else None
    return header is not None and {Column.LAT, Column.LON} <= header.places.keys()


def _lists_sales(sheet: Sheet) -> bool:
    """Codes with a month's figure, and nothing that only a list of shops has."""
    header = find_header(sheet, Kind.SALES)
    if header is None or not all(column in header.places for column in REQUIRED[Kind.SALES]):
        return False
    as_shops = find_header(sheet, Kind.SHOPS)
    listed = as_shops.places.keys() & SHOP_FACTS if as_shops else set()
    managers = {Column.MANAGER, Column.MANAGER_NAME}
    monthly = _MONTH.fullmatch(_title(header.titles[Column.CARTONS])) or "销" in plain(sheet.name)
    return not (listed - managers if monthly else listed)


def is_totals(cells: Sequence[object]) -> bool:
    """Whether a row adds up the sheet instead of naming a shop."""
    return any(re.sub(r"\s", "", plain(cell)).casefold() in TOTALS_WORDS for cell in cells)
