"""What a manager calls a shop: taught by a correction, used for the sentences after it, listed and forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Done
from domain.corrections import Taught
from domain.people import Owned, Person, Scope
from domain.shops import Shop
from domain.understanding import Known, Understood
from domain.understanding.aliases import Alias, called, is_a_name
from domain.visits import Log
from storage import aliases, shops
from storage.database import Tx


def learn(tx: Tx, person: Person, log: Log, shop: Shop, understood: Understood, now: datetime) -> str:
    """Keep what `log` called its shop, when it is said only now that `shop` was meant; returns those words, '' for none.

    Nothing is learned from a choice among the shops that the words may mean anyway, nor from another shop's own name."""
    meant = (understood.shop,) if understood.shop else understood.shop_candidates
    words = "" if shop.code in meant else called(log.words, understood)
    if not words or is_a_name(words, (one.name for one in shops.of_manager(tx, person.code))):
        return ""
    aliases.learn(tx, person.code, words, shop.code, log.id, now)
    return words


def named(tx: Tx, manager: str, own: list[Known]) -> list[Known]:
    """The manager's own shops, with what this manager calls them besides."""
    found: dict[str, tuple[str, ...]] = {}
    for one in aliases.of_manager(tx, manager):
        found[one.shop] = (*found.get(one.shop, ()), one.words)
    return (
        [replace(known, aliases=found[known.code]) if known.code in found else known for known in own] if found else own
    )


def taught(tx: Tx, code: str, reader: Person | None, now: datetime) -> Taught | None:
    """All that a person taught; None for somebody else."""
    if reader is None or reader.code != code:
        return None
    known = tuple(reversed(aliases.of_manager(tx, code)))
    return Taught(code, known, shops.some(tx, {one.shop for one in known}))


def alias_object(tx: Tx, id: str) -> Owned | None:
    return aliases.one(tx, int(id)) if id.isdecimal() else None


def names_object(tx: Tx, code: str) -> Owned | None:
    """All that one manager taught."""
    return Scope(code)


def forget(tx: Tx, person: Person, number: int) -> Done[Alias | None]:
    """The words mean nothing special any more; what was logged by them stays."""
    one = aliases.one(tx, number)
    if one is not None:
        aliases.forget(tx, number)
    return Done(one, changed=(f"names:{person.code}",))
