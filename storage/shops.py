"""Shops, as the district's workbook and the day's work leave them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.chat import Place
from domain.shops import Segment, Shop
from storage.database import Tx
from storage.tables import shops, stops

_ALL = select(shops).order_by(shops.c.code)
_BY_CODE = select(shops).where(shops.c.code == bindparam("find"))
_OF_MANAGER = select(shops).where(shops.c.manager == bindparam("find")).order_by(shops.c.code)
_IN_SEGMENTS = (
    select(shops)
    .where(
        shops.c.manager == bindparam("who"),
        shops.c.segment.in_(bindparam("kinds", expanding=True)),
        shops.c.closed.is_(False),
    )
    .order_by(shops.c.code)
)
_NAMES = (
    select(shops.c.code, shops.c.name, shops.c.owner, shops.c.street)
    .where(shops.c.manager == bindparam("find"))
    .order_by(shops.c.code)
)
_NAMES_IN = select(shops.c.code, shops.c.name, shops.c.owner, shops.c.street, shops.c.manager).order_by(shops.c.code)
_NAMES_IN_DEPARTMENT = _NAMES_IN.where(shops.c.department == bindparam("where"))
_SOME = select(shops).where(shops.c.code.in_(bindparam("codes", expanding=True))).order_by(shops.c.code)
_OF_DAY = select(shops).where(
    shops.c.code.in_(select(stops.c.shop).where(stops.c.manager == bindparam("who"), stops.c.day == bindparam("on")))
)
_BY_NAME = select(shops).where(shops.c.name == bindparam("find")).order_by(shops.c.code)
_INSERT = insert(shops)
_DELETE_FIELDS = ("code",)
_UPDATE = (
    update(shops)
    .where(shops.c.code == bindparam("find"))
    .values({column: bindparam(f"new_{column.name}") for column in shops.c if column.name not in _DELETE_FIELDS})
)
_LAST_VISIT = update(shops).where(shops.c.code == bindparam("find")).values(last_visit=bindparam("on"))
_CLOSED = update(shops).where(shops.c.code == bindparam("find")).values(closed=bindparam("yes"))
_SETTLEMENT = update(shops).where(shops.c.code == bindparam("find")).values(settlement=bindparam("yes"))
_ORDERING = update(shops).where(shops.c.code == bindparam("find")).values(ordering=bindparam("yes"))
_PLACE = (
    update(shops).where(shops.c.code == bindparam("find")).values(lat=bindparam("new_lat"), lon=bindparam("new_lon"))
)
_DIFFICULTY = update(shops).where(shops.c.code == bindparam("find")).values(difficulty=bindparam("grade"))
_WILLINGNESS = update(shops).where(shops.c.code == bindparam("find")).values(willingness=bindparam("grade"))


def _shop(row: Any) -> Shop:
    """One row, its columns in the table's order: read by the hundred, so by position."""
    code, name, manager, department, licence, owner, phone, street, address, lat, lon, *facts = row
    cartons, skus, display, willingness, age, trade, settlement, ordering, last_visit, remark, kind, *marks = facts
    place = None if lat is None or lon is None else Place(lat, lon)
    known = (code, name, manager, department, licence, owner, phone, street, address, place)
    said = (cartons, skus, display, willingness, age, trade, settlement, ordering, last_visit, remark)
    return Shop(*known, *said, Segment(kind), *marks)


def _row(shop: Shop) -> dict[str, Any]:
    values = {column.name: getattr(shop, column.name) for column in shops.c if column.name not in {"lat", "lon"}}
    values["segment"] = shop.segment.value
    values["lat"] = shop.place.lat if shop.place else None
    values["lon"] = shop.place.lon if shop.place else None
    return values


def every(tx: Tx) -> list[Shop]:
    return [_shop(row) for row in tx.execute(_ALL).all()]


def by_code(tx: Tx, code: str) -> Shop | None:
    row = tx.recall_one(_BY_CODE, {"find": code})
    return None if row is None else _shop(row)


def of_manager(tx: Tx, manager: str) -> list[Shop]:
    """The manager's shops, the closed ones too, by code."""
    return [_shop(row) for row in tx.execute(_OF_MANAGER, {"find": manager}).all()]


def in_segments(tx: Tx, manager: str, kinds: Collection[Segment]) -> list[Shop]:
    """The manager's open shops in these segments, by code."""
    if not kinds:
        return []
    wanted = sorted(kind.value for kind in kinds)
    return [_shop(row) for row in tx.execute(_IN_SEGMENTS, {"who": manager, "kinds": wanted}).all()]


def names_of(tx: Tx, manager: str) -> list[tuple[str, str, str, str]]:
    """Code, name, owner and street of each of the manager's shops, by code."""
    return [tuple(row) for row in tx.execute(_NAMES, {"find": manager}).all()]


def names_in(tx: Tx, department: str | None, but: str = "") -> list[tuple[str, str, str, str]]:
    """The same of a whole department (None: of all), without those of the manager `but`."""
    rows = (
        tx.execute(_NAMES_IN).all()
        if department is None
        else tx.execute(_NAMES_IN_DEPARTMENT, {"where": department}).all()
    )
    return [tuple(row[:4]) for row in rows if row.manager != but]


def some(tx: Tx, codes: Iterable[str]) -> dict[str, Shop]:
    """The shops of these codes, one query."""
    wanted = sorted(set(codes))
    return {row.code: _shop(row) for row in tx.execute(_SOME, {"codes": wanted}).all()} if wanted else {}


def of_day(tx: Tx, manager: str, day: date) -> dict[str, Shop]:
    """The shops of all stops of a day, by code."""
    return {row.code: _shop(row) for row in tx.execute(_OF_DAY, {"who": manager, "on": day}).all()}


def by_name(tx: Tx, name: str) -> list[Shop]:
    return [_shop(row) for row in tx.execute(_BY_NAME, {"find": name}).all()]


def add(tx: Tx, new: list[Shop]) -> None:
    if new:
        tx.execute(_INSERT, [_row(shop) for shop in new])


def change(tx: Tx, changed: list[Shop]) -> None:
    for shop in changed:
        tx.execute(_UPDATE, {"find": shop.code} | {f"new_{name}": value for name, value in _row(shop).items()})


def set_last_visit(tx: Tx, code: str, on: date | None) -> None:
    tx.execute(_LAST_VISIT, {"find": code, "on": on})


def set_closed(tx: Tx, code: str, yes: bool) -> None:
    tx.execute(_CLOSED, {"find": code, "yes": yes})


def set_settlement(tx: Tx, code: str, yes: bool) -> None:
    tx.execute(_SETTLEMENT, {"find": code, "yes": yes})


def set_ordering(tx: Tx, code: str, yes: bool) -> None:
    tx.execute(_ORDERING, {"find": code, "yes": yes})


def set_place(tx: Tx, code: str, place: Place) -> None:
    tx.execute(_PLACE, {"find": code, "new_lat": place.lat, "new_lon": place.lon})


def set_difficulty(tx: Tx, code: str, grade: int) -> None:
    tx.execute(_DIFFICULTY, {"find": code, "grade": grade})


def set_willingness(tx: Tx, code: str, grade: int) -> None:
    tx.execute(_WILLINGNESS, {"find": code, "grade": grade})
