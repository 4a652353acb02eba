"""Proposals that touch many managers, with the longest names, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from domain.people import Role
from domain.planning.proposals import Because, Deed
from domain.replans import Change, DayChange, Part, Replan, ReplanCard, ReplanKind, ReplanRefusal, ReplanState
from screens import replans
from tests.screens.fullest.samples import CHEN, DAY, DU, NAME, OTHER_YEAR, SHOP, WORDS, Called

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SHOPS = {f"A{n}": replace(SHOP, code=f"A{n}", name=NAME[:39] + str(n % 2)) for n in range(60)}
DEEDS = tuple(product((Deed.PHONED, Deed.MOVED, Deed.ADDED, Deed.STAND_IN, Deed.WAITS), Because))


def _changes() -> tuple[Change, ...]:
    made = []
    for n, code in enumerate(SHOPS):
        deed, because = DEEDS[n % len(DEEDS)]
        to = None if deed is Deed.WAITS else OTHER_YEAR + timedelta(days=n % 9)
        made.append(Change(n, code, deed, because, DAY, to, "A1"))
    return tuple(made)


def replans_drawn() -> Iterator[Called]:
    days = tuple(DayChange(OTHER_YEAR + timedelta(days=n), 25, 400, 31, 1240, 123.4) for n in range(10))
    stays = tuple((code, DAY) for code in SHOPS)
    managers = tuple(replace(DU, code=f"M{n:02}") for n in range(1, 31))
    parts = tuple(Part(one.code, "0" * 32, 60, _changes(), stays, days) for one in managers)
    staff = {one.code: one for one in (*managers, CHEN)}
    for kind, state, renewed in product(ReplanKind, ReplanState, (False, True)):
        for shown in (parts, parts[:1], ()):
            decided = state in {ReplanState.ACCEPTED, ReplanState.REFUSED}
            ask = Replan(
                12345, "S01", "前川市场部", kind, (DAY, OTHER_YEAR), "村" * 40, tuple(staff), "A1", "morning", state, 3, shown,
                "S01" if decided else "", NOW if decided else None, renewed,
            )  # fmt: skip
            if not shown and state in {ReplanState.OPEN, ReplanState.ACCEPTED, ReplanState.REFUSED}:
                continue
            card = ReplanCard(ask, staff, SHOPS, DAY)
            for page in ("", "1", "9", "m.M07"):
                yield replans.replan_screen, f"{kind} {state} {renewed} {len(shown)} {page}", (card, CHEN, page)
            yield replans.told_screen, f"{kind} {state} {renewed} {len(shown)}", (card, managers[0], "")
    for person in (DU, replace(CHEN, role=Role.SUPERVISOR)):
        yield replans.rain_help, person.role, (person, (DAY, OTHER_YEAR), DAY)
    yield replans.move_help, "", ()
    for why in ReplanRefusal:
        for candidates in ((), tuple(SHOPS.values())):
            yield replans.refused, f"{why} {len(candidates)}", (why.value, WORDS, candidates)
        assert replans.toast_words(why.value)
