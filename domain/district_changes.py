"""What an import would change: a district merged with what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from domain.district_rows import District
from domain.people import Person
from domain.shops import Shop, key_shops

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """Rows of the file by what they do to what is stored, already merged with it.

    `writes` is what has to be stored: added, updated, and rows that only a derived mark changes
    (key shop, department), whether the file names them or not."""

    added: tuple[T, ...]
    updated: tuple[T, ...]
    unchanged: tuple[T, ...]
    writes: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import would change."""

    people: Change[Person]
    shops: Change[Shop]


def compare(known_people: Mapping[str, Person], known_shops: Mapping[str, Shop], district: District) -> Comparison:
    """The district merged with what is stored. What the bot owns stays: joining, language; segment,
    difficulty, closed, a visit later than the sheet's. A segment that new figures call for is no update."""
    people = {p.code: _merge_person(known_people.get(p.code), p) for p in district.people}
    shops = {s.code: merge_shop(known_shops.get(s.code), s) for s in district.shops}
    staff = {**known_people, **people}
    final = {s.code: s for s in with_keys(_in_department(s, staff) for s in {**known_shops, **shops}.values())}
    return Comparison(
        _changes(known_people, people, people, lambda old, new: old == new),
        _changes(known_shops, {code: final[code] for code in shops}, final, _same_shop),
    )


def _changes(
    known: Mapping[str, T], rows: Mapping[str, T], everything: Mapping[str, T], same: Callable[[T, T], bool]
) -> Change[T]:
    met = {code: row for code, row in rows.items() if code in known}
    return Change(
        tuple(row for code, row in rows.items() if code not in known),
        tuple(row for code, row in met.items() if not same(known[code], row)),
        tuple(row for code, row in met.items() if same(known[code], row)),
        tuple(row for code, row in everything.items() if code not in known or known[code] != row),
    )


def _same_shop(old: Shop, new: Shop) -> bool:
    return replace(new, key=old.key, department=old.department) == old


def _merge_person(known: Person | None, new: Person) -> Person:
    if known is None:
        return new
    return replace(new, user_id=known.user_id, language=known.language, reachable=known.reachable, active=known.active)


def merge_shop(known: Shop | None, new: Shop) -> Shop:
    """What the sheet says of a shop, with what the bot owns kept as known."""
    if known is None:
        return new
    visits = [day for day in (known.last_visit, new.last_visit) if day]
    return replace(
        new,
        segment=known.segment,
        difficulty=known.difficulty,
        closed=known.closed,
        last_visit=max(visits, default=None),
        place=new.place or known.place,
    )


def _in_department(shop: Shop, staff: Mapping[str, Person]) -> Shop:
    manager = staff.get(shop.manager)
    return replace(shop, department=manager.department) if manager else shop


def with_keys(shops: Iterable[Shop]) -> list[Shop]:
    """All shops with their key mark, figured manager by manager (METHOD, Pareto)."""
    everything = list(shops)
    lists: defaultdict[str, list[Shop]] = defaultdict(list)
    for shop in everything:
        lists[shop.manager].append(shop)
    keys = frozenset[str]().union(*(key_shops(own) for own in lists.values()))
    return [replace(shop, key=shop.code in keys) for shop in everything]
