"""What taking in a workbook came to: rows by what they did, every bad cell, and the status of the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.districts import Change, Comparison, District, Note, RowError
from domain.people import Person, Role
from domain.shops import Shop

ALL_IN, SOME_REJECTED, NOTHING_USABLE = 0, 1, 2
"""Exit status of the command: every row went in, some did not, or there was nothing to take."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one kind of sheet by what they did to what is stored."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def taken(self) -> int:
        """Rows that went in, or stood there already."""
        return self.added + self.updated + self.unchanged

    @property
    def rows(self) -> int:
        return self.taken + self.rejected


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import came to (or would come to). `moves`: managers by name with the shops that they win or lose, where shops
    were known before; `proposals`: shops whose figures call for another segment than they have."""

    shops: Tally = Tally()
    people: Tally = Tally()
    errors: tuple[RowError, ...] = ()
    notes: tuple[Note, ...] = ()
    moves: tuple[tuple[str, int], ...] = ()
    proposals: int = 0

    @property
    def status(self) -> int:
        if not self.shops.taken and not self.people.taken:
            return NOTHING_USABLE
        return SOME_REJECTED if self.errors else ALL_IN


def outcome_of(
    district: District, comparison: Comparison, known_people: Mapping[str, Person], known_shops: Mapping[str, Shop]
) -> Outcome:
    staff = {**known_people, **{person.code: person for person in district.people}}
    return Outcome(
        _tally(comparison.shops, district.rejected_shops),
        _tally(comparison.people, district.rejected_people),
        district.errors,
        district.notes,
        _moves(staff, known_shops, comparison) if known_shops else (),
        len(called_for(district.shops, known_shops)),
    )


def called_for(shops: Iterable[Shop], known: Mapping[str, Shop]) -> list[Shop]:
    """Shops as read whose figures call for another segment than the known one."""
    return [shop for shop in shops if shop.code in known and known[shop.code].segment is not shop.segment]


def _moves(
    staff: Mapping[str, Person], known: Mapping[str, Shop], comparison: Comparison
) -> tuple[tuple[str, int], ...]:
    moves: Counter[str] = Counter()
    for shop in comparison.shops.writes:
        old = known.get(shop.code)
        if old is None or old.manager != shop.manager:
            moves[shop.manager] += 1
            if old is not None:
                moves[old.manager] -= 1
    return tuple((staff[code].name, n) for code, n in sorted(moves.items()) if n and code in staff)


def _tally(change: Change[Shop] | Change[Person], rejected: int) -> Tally:
    return Tally(len(change.added), len(change.updated), len(change.unchanged), rejected)


def managers_touched(
    known_people: Mapping[str, Person], known_shops: Mapping[str, Shop], comparison: Comparison
) -> frozenset[str]:
    """Codes of managers whose plan no longer fits: a shop came, went, or changed in what the planner looks at, or
    the manager starts from elsewhere."""
    touched = {
        person.code
        for person in comparison.people.writes
        if person.role is Role.MANAGER and _start(known_people.get(person.code)) != _start(person)
    }
    for shop in comparison.shops.writes:
        old = known_shops.get(shop.code)
        if old is None or _planned_by(old) != _planned_by(shop):
            touched |= {shop.manager} | ({old.manager} if old else set())
    return frozenset(touched - {""})


def _start(person: Person | None) -> object:
    return None if person is None else (person.start, person.department)


def _planned_by(shop: Shop) -> object:
    """What the planner looks at."""
    return shop.manager, shop.place, shop.segment, shop.street, shop.key, shop.last_visit, shop.closed
