"""Where a row says that something lies. What it does not say well is left open: such a shop is planned by the middle of its
street, and its manager is asked for the place at the next visit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain import district_cells as cells
from domain.chat import Place
from domain.district_cells import BadCell, ProblemCode
from domain.district_rows import Row
from domain.district_titles import Column
from domain.gcj02 import to_wgs84


class Doubt(StrEnum):
    """Why a place is left open."""

    MISSING = "missing"
    HALF = "half"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Spot:
    """What a row says of a place; `doubt` None: it can be believed. Exchanged degrees come exchanged back."""

    place: Place | None
    doubt: Doubt | None = None


def has_columns(row: Row) -> bool:
    return row.has(Column.LAT) or row.has(Column.LON)


def spot_of(row: Row) -> Spot:
    """The row's latitude and longitude; what is no figure, or not in China, is refused. Two zeros are none."""
    before = len(row.table.errors)
    lat = row.take(Column.LAT, cells.degrees, None, None)
    lon = row.take(Column.LON, cells.degrees, None, None)
    if len(row.table.errors) > before:
        return Spot(None)
    if not lat and not lon:
        return Spot(None, Doubt.MISSING)
    if lat is None or lon is None:
        return Spot(None, Doubt.HALF)
    for doubt, north, east in ((None, lat, lon), (Doubt.SWAPPED, lon, lat)):
        if cells.in_china(north, east):
            point = Place(north, east)
            return Spot(to_wgs84(point) if row.table.shifted else point, doubt)
    low, high = cells.CHINA_LAT
    row.refuse(Column.LON if low <= lat <= high else Column.LAT, BadCell(ProblemCode.FAR_PLACE))
    return Spot(None)
