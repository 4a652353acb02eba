"""Taking a district in: what a workbook would change, and its people and shops written in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.chat import Done
from domain.district_changes import merge_shop
from domain.districts import Sheet, compare, read_district
from domain.intake import Outcome, managers_touched, outcome_of
from domain.people import Person
from domain.shops import Shop
from services import segments
from services.plans import managers_to_plan
from storage import intake, people, shops
from storage.database import Tx

PIECE_ROWS = 100
"""Rows that are written together: well below 50 ms of the writer's time."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody and every shop stored at one moment, by code."""

    people: dict[str, Person]
    shops: dict[str, Shop]


@dataclass(frozen=True, slots=True)
class Intake:
    """What a workbook would change: people and shops to write, shops of which only a mark changes (key shop,
    department), and the managers whose plan no longer fits."""

    outcome: Outcome
    people: tuple[Person, ...]
    shops: tuple[Shop, ...]
    marks: tuple[Shop, ...]
    touched: frozenset[str]


def known(tx: Tx) -> Known:
    return Known({person.code: person for person in people.everyone(tx)}, {shop.code: shop for shop in shops.every(tx)})


def intake_of(sheets: Iterable[Sheet], before: Known, today: date, *, shifted: bool = False) -> Intake:
    """Pure: the sheets against what was known. `shifted`: the degrees are GCJ-02."""
    district = read_district(sheets, before.people, before.shops, today, shifted=shifted)
    comparison = compare(before.people, before.shops, district)
    named = {shop.code for shop in district.shops}
    writes = comparison.shops.writes
    return Intake(
        outcome_of(district, comparison, before.people, before.shops),
        comparison.people.writes,
        tuple(shop for shop in writes if shop.code in named),
        tuple(shop for shop in writes if shop.code not in named),
        managers_touched(before.people, before.shops, comparison),
    )


def take_people(tx: Tx, new: Sequence[Person]) -> Done[None]:
    """Add or update people; what the chat knows of them stays."""
    for person in new:
        people.put(tx, person)
    return Done(None, changed=tuple(f"person:{person.code}" for person in new))


def take_shops(tx: Tx, new: Sequence[Shop], now: datetime) -> Done[None]:
    """Add or update shops, with what the bot has learned of them up to this moment; a shop with another manager
    leaves the days of the old one, and its open promises go along. Another segment is only proposed."""
    at = shops.some(tx, [shop.code for shop in new])
    segments.propose(tx, at, new, now)
    shops.add(tx, [shop for shop in new if shop.code not in at])
    for shop in new:
        old = at.get(shop.code)
        if old is None:
            continue
        shops.change(tx, [merge_shop(old, shop)])
        if old.manager != shop.manager:
            intake.drop_stops(tx, shop.code, old.manager, now.date())
            intake.hand_promises(tx, shop.code, shop.manager)
    return Done(None, changed=tuple(f"shop:{shop.code}" for shop in new))


def mark_shops(tx: Tx, marked: Sequence[Shop]) -> Done[None]:
    """Set the key mark and department of shops that the workbook does not name."""
    at = shops.some(tx, [shop.code for shop in marked])
    shops.change(tx, [replace(at[s.code], key=s.key, department=s.department) for s in marked if s.code in at])
    return Done(None, changed=tuple(f"shop:{shop.code}" for shop in marked))


def to_plan(tx: Tx, touched: frozenset[str], now: datetime) -> list[str]:
    """Managers to plan after an import, by code: those touched that have shops, and those who have no plan."""
    planned = intake.with_plan(tx, now.date())
    return [code for code in managers_to_plan(tx, now) if code in touched or code not in planned]
