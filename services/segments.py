"""Segments that new figures call for: proposed, never changed silently; agreed to or declined by who leads or administers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from domain.chat import Done
from domain.district_shops import called_for
from domain.people import Action, Owned, Person, Scope, allow
from domain.proposals import ASKED_AGAIN_AFTER, Proposal, Proposals, ProposalState
from domain.shops import Shop
from storage import people, proposals, shops
from storage.database import Tx


def propose(tx: Tx, before: dict[str, Shop], written: Sequence[Shop], now: datetime) -> None:
    """Note which of the shops call by their new figures for another segment than they have (`before`, by code).

    What was proposed for them earlier is void; what was declined of late is not proposed again."""
    open_ones = [shop for shop in written if shop.code in before and not before[shop.code].closed]
    met = [called_for(shop, before[shop.code]) for shop in open_ones]
    proposals.void(tx, (shop.code for shop in met), now)
    called = [shop for shop in met if before[shop.code].segment is not shop.segment]
    declined = proposals.declined_since(tx, (shop.code for shop in called), now - ASKED_AGAIN_AFTER)
    fresh = [shop for shop in called if (shop.code, shop.segment) not in declined]
    proposals.add(tx, ((s.code, before[s.code].segment, s.segment, before[s.code].cartons) for s in fresh), now)


def proposal_object(tx: Tx, id: str) -> Owned | None:
    found = _find(tx, id)
    return Scope(found.manager, found.department) if found else None


def list_object(tx: Tx, code: str) -> Owned | None:
    """Somebody's own list of what they may decide."""
    person = people.by_code(tx, code)
    return Scope(code, person.department) if person else None


def _find(tx: Tx, id: str) -> Proposal | None:
    kept = proposals.find(tx, int(id)) if id.isdecimal() else None
    return next(iter(_with_shops(tx, [kept])), None) if kept else None


def _with_shops(tx: Tx, kept: Iterable[proposals.Kept]) -> list[Proposal]:
    rows = list(kept)
    at = shops.some(tx, (row.shop for row in rows))
    return [
        Proposal(
            row.id,
            at[row.shop],
            row.was,
            row.becomes,
            row.cartons_was,
            row.state,
            at[row.shop].manager,
            at[row.shop].department,
        )
        for row in rows
        if row.shop in at
    ]


def _decidable(tx: Tx, person: Person) -> list[Proposal]:
    return [one for one in _with_shops(tx, proposals.every_open(tx)) if allow(person, Action.SEGMENT, _scope(one))]


def _scope(one: Proposal) -> Scope:
    return Scope(one.manager, one.department)


def load(tx: Tx, code: str, reader: Person | None, now: datetime) -> Proposals | None:
    """What is open for the reader."""
    return Proposals(reader.code, tuple(_decidable(tx, reader))) if reader is not None else None


def load_one(tx: Tx, id: str, reader: Person | None, now: datetime) -> Proposal | None:
    return _find(tx, id)


def decide(tx: Tx, person: Person, number: int, state: ProposalState, now: datetime) -> Done[None] | None:
    """Agree to one, or decline it; None: it was decided already, or is out of date."""
    found = _find(tx, str(number))
    if found is None or not proposals.decide(tx, number, state, person.code, now):
        return None
    if state is ProposalState.AGREED:
        shops.change(tx, [replace(found.shop, segment=found.becomes)])
    return Done(None, changed=_changed(found))


def _changed(one: Proposal) -> tuple[str, ...]:
    return f"proposal:{one.id}", f"shop:{one.shop.code}"


def agree_all(tx: Tx, person: Person, newest: int, now: datetime) -> Done[int]:
    """Agree to everything that the person may decide, up to the newest one that was on the list; how many."""
    agreed = [one for one in _decidable(tx, person) if one.id <= newest]
    agreed = [one for one in agreed if proposals.decide(tx, one.id, ProposalState.AGREED, person.code, now)]
    shops.change(tx, [replace(one.shop, segment=one.becomes) for one in agreed])
    return Done(len(agreed), changed=tuple(name for one in agreed for name in _changed(one)))
