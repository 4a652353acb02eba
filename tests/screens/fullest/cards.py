"""Cards of stops and shops, whatever became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.days import DayView
from domain.stop_cards import DayChoice, FollowUpLine, LoggedLine
from domain.talking import News
from domain.talking.facts import Near, Promise
from domain.visits import AS_PLANNED, CHIPS, LogState, Missed, Objective, StopState
from screens import stop_pages, stops
from tests.screens import test_visits as visit_samples
from tests.screens.fullest.samples import (
    CHEN,
    DAY,
    DU,
    LINE,
    LOG,
    LOGS,
    NAME,
    OTHER_YEAR,
    SHOP,
    STOP,
    WHO,
    WORDS,
    Called,
)


def cards_drawn() -> Iterator[Called]:
    facts = replace(
        visit_samples.card().facts,
        shop=SHOP,
        manager=WHO,
        news=tuple(News(f"news:{n}", "新" * 60, "做" * 30) for n in range(4)),
        promises=(Promise("1", WORDS), Promise("2", WORDS), Promise("3", WORDS)),
        near=Near(NAME, 350, 5),
        missing_brands=("牌" * 30,),
    )
    stay = {"facts": facts, "shop": SHOP, "manager": DU, "history": LOGS, "previous": visit_samples.SHOP}
    fork = (DayChoice(OTHER_YEAR, 950.0, 25), DayChoice(date(2026, 12, 3), None, 25))
    gone = replace(LINE, stop=replace(STOP, id=4, state=StopState.MISSED, missed=Missed.ERRAND))
    view = DayView(DAY, DU, (LINE, gone))
    full = visit_samples.card(
        **stay, stop=STOP, day=view, choices=fork, closed_times=5, next=replace(LINE, stop=replace(STOP, id=9))
    )
    for goal in Objective:
        again = replace(full, goal=goal, history=tuple(replace(one, outcome=CHIPS[goal][1]) for one in LOGS))
        yield stops.stop_screen, f"about {goal}", (again, DU, "")
        yield stops.stop_screen, f"about {goal} by phone", (again, DU, "phone")
    for page in ("missed", "onsite", "moved:4", "more", "history"):
        yield stops.stop_screen, page, (full, DU, page)
    for state in StopState:
        for missed in Missed:
            settled = replace(STOP, state=state, missed=missed, moved_to=OTHER_YEAR)
            yield stops.stop_screen, f"{state} {missed}", (replace(full, stop=settled), DU, "")
    for outcome in (*(chip for chips in CHIPS.values() for chip in chips), AS_PLANNED):
        for reviewed in (False, True):
            for promised in (False, True):
                later = (FollowUpLine(1, OTHER_YEAR, WORDS), FollowUpLine(2, DAY, WORDS)) if promised else ()
                log = replace(LOG, outcome=outcome, next_day=None, stop=8)
                line = LoggedLine(log, SHOP, 30, "staying", True, later, reviewed)
                after = replace(full, logged=(line,))
                yield stops.stop_screen, f"after {outcome}", (after, DU, f"after:{log.id}")
                undone = replace(line, log=replace(log, state=LogState.UNDONE))
                yield stops.stop_screen, f"undone {outcome}", (replace(full, logged=(undone,)), DU, f"undone:{log.id}")
    looked_up = replace(full, stop=None, history=(replace(LOG, day=DAY), *LOGS))
    for shop in (SHOP, replace(SHOP, closed=True), replace(SHOP, cartons=999, place=None)):
        for reader in (DU, CHEN):
            yield stops.stop_screen, "of a shop", (replace(looked_up, shop=shop), reader, "")
        for inner in stop_pages.INNER_PAGES.values():
            yield inner, "inner", (replace(full, shop=shop),)
