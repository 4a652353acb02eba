"""Proposals when the day breaks: by tables on a road with five stretches, and what holds on a whole district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.chat import Place
from domain.planning import PlanSettings, PlanShop, plan
from domain.planning.distance import great_circle
from domain.planning.model import DayLimit
from domain.planning.proposals import (
    Because,
    Deed,
    Event,
    Gone,
    Joined,
    Leave,
    Missed,
    Move,
    Proposal,
    Rain,
    Standing,
    Task,
)
from domain.planning.replan import replan
from domain.shops import Segment
from domain.visits import Channel
from tests.domain.test_planning import DAYS, QUICK, START, district

MON, TUE, WED, THU, FRI = (date(2026, 11, 23) + timedelta(days=n) for n in range(5))
ROAD = {MON: {"a1": 1, "a2": 2}, TUE: {"b1": 10, "b2": 11}, WED: {"c1": 20, "c2": 21}, THU: {"d1": 30}, FRI: {}}
"""Shops by day with their km along one road from the start."""


def standing(
    *, most: int = 3, fixed: Iterable[tuple[str, date]] = (), new: float | None = None, minutes: float = 600.0
) -> Standing:
    """Weekly shops, each last seen a week before its day; with `new` km one more that has no day."""
    shops = {
        code: PlanShop(code, _at(km), Segment.GUIDE, 7, last_visit=day - timedelta(days=7))
        for day, road in ROAD.items()
        for code, km in road.items()
    }
    if new is not None:
        shops["new"] = PlanShop("new", _at(new), Segment.GUIDE, 7)
    settings = PlanSettings(shops_min=0, shops_max=most, minutes_max=minutes)
    places = [shop.place for shop in shops.values() if shop.place]
    travel = great_circle(list(shops), places, _at(0), settings)
    return Standing({day: tuple(road) for day, road in ROAD.items()}, shops, travel, settings, frozenset(fixed))


def _at(km: float) -> Place:
    return Place(30.0, 114.0 + km / 96.3)


def told(proposal: Proposal) -> list[tuple[str, Deed, Because, date | None]]:
    return [(move.shop, move.deed, move.because, move.to) for move in proposal.moves]


CASES: dict[str, tuple[Standing, Event, list[tuple[str, Deed, Because, date | None]]]] = {
    "rain: to the day whose road passes": (
        standing(),
        Rain(TUE, frozenset({"b1"})),
        [("b1", Deed.MOVED, Because.NEAR, WED)],
    ),
    "rain: only what stands on that day": (standing(), Rain(TUE, frozenset({"a1", "c1"})), []),
    "rain: a call where every day with room is far": (
        standing(most=2),
        Rain(THU, frozenset({"d1"})),
        [("d1", Deed.PHONED, Because.FAR, THU)],
    ),
    "rain: what was promised stays": (standing(fixed=[("b1", TUE)]), Rain(TUE, frozenset({"b1"})), []),
    "leave: the rest of the week takes it": (
        standing(),
        Leave(frozenset({TUE})),
        [("b2", Deed.MOVED, Because.NEAR, THU), ("b1", Deed.MOVED, Because.NEAR, THU)],
    ),
    "leave: somebody else goes where a day was promised": (
        standing(fixed=[("b1", TUE)]),
        Leave(frozenset({TUE})),
        [("b1", Deed.STAND_IN, Because.PROMISED, TUE), ("b2", Deed.MOVED, Because.NEAR, WED)],
    ),
    "leave: without room it waits and says so": (
        replace(standing(most=2), limits={FRI: DayLimit(0, 0), THU: DayLimit(0, 1)}),
        Leave(frozenset({WED})),
        [("c1", Deed.WAITS, Because.NO_ROOM, None), ("c2", Deed.WAITS, Because.NO_ROOM, None)],
    ),
    "task: what fits beside it stays": (standing(), Task(TUE, 60), []),
    "task: the fewest leave, the cheapest elsewhere": (
        standing(minutes=170),
        Task(TUE, 90),
        [("b2", Deed.MOVED, Because.NEAR, WED)],
    ),
    "task at a shop: its visit comes to that day": (
        standing(),
        Task(TUE, 20, "c1"),
        [("c1", Deed.MOVED, Because.ASKED, TUE)],
    ),
    "missed: the next road that passes": (
        standing(),
        Missed(MON, "a2"),
        [("a2", Deed.MOVED, Because.NEAR, TUE)],
    ),
    "missed: not to a day that is over": (
        standing(),
        Missed(THU, "d1"),
        [("d1", Deed.PHONED, Because.FAR, THU)],
    ),
    "closed": (standing(), Gone("c1"), [("c1", Deed.DROPPED, Because.CLOSED, None)]),
    "handed over": (standing(), Gone("c1", handed_over=True), [("c1", Deed.DROPPED, Because.HANDED_OVER, None)]),
    "new: where the road passes": (standing(new=28), Joined("new"), [("new", Deed.ADDED, Because.NEAR, THU)]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_proposed(name: str) -> None:
    stands, event, expected = CASES[name]
    found = replan(stands, event)
    assert told(found) == expected
    check(stands, found)


def test_what_was_promised_is_named_when_rain_hits_it() -> None:
    stands = standing(fixed=[("b1", TUE)])
    assert replan(stands, Rain(TUE, frozenset({"b1", "b2"}))).stays == (("b1", TUE),)


def test_one_stop_makes_room_when_no_day_has_any() -> None:
    """c1 may go on Friday alone, where nothing is free; d1, there, fits on Monday."""
    stands = standing(most=2)
    shops = {**stands.shops, "c1": replace(stands.shops["c1"], weekday=FRI.weekday())}
    days = {**stands.days, FRI: ("d1", "a2"), THU: (), MON: ("a1",)}
    full = {THU: DayLimit(0, 0)}
    stands = replace(stands, shops=shops, days=days, limits=full, fixed=frozenset({("a2", FRI)}))
    found = replan(stands, Leave(frozenset({WED})))
    assert ("d1", Deed.MOVED, Because.MAKES_ROOM, MON) in told(found)
    assert ("c1", Deed.MOVED, Because.NEXT_ROOM, FRI) in told(found)
    assert next(move.beside for move in found.moves if move.shop == "d1") == "c1"
    check(stands, found)


def check(stands: Standing, found: Proposal) -> None:
    """What holds of every proposal: each change is told, no more changes, what is fixed stays, limits hold, none is lost."""
    before = Counter((code, day) for day, route in found.before.items() for code in route)
    after = Counter((code, day) for day, route in found.after.items() for code in route)
    told_off = Counter((m.shop, m.day) for m in found.moves if m.day in found.before and _leaves(m))
    told_on = Counter((m.shop, m.to) for m in found.moves if m.to is not None and m.deed in (Deed.MOVED, Deed.ADDED))
    assert before - after == told_off
    assert after - before == told_on
    stand_ins = {(m.shop, m.day) for m in found.moves if m.deed in (Deed.STAND_IN, Deed.DROPPED)}
    assert all(one in after or one in stand_ins for one in stands.fixed if one in before)
    for day, route in found.after.items():
        limit = stands.limits.get(day, stands.settings.limit)
        assert len(route) <= max(limit.shops_max, len(found.before[day]))
        assert found.minutes_after[day] <= max(limit.minutes_max, found.minutes_before[day]) + 1e-6


def _leaves(move: Move) -> bool:
    return not (move.deed is Deed.MOVED and move.day == move.to)


@pytest.fixture(scope="module")
def whole() -> Standing:
    """A manager's two weeks, every ninth stop promised."""
    shops = district(140)
    found = plan(shops, DAYS, START, settings=QUICK)
    days = {
        day: tuple(stop.shop for stop in stops if stop.channel is Channel.ONSITE) for day, stops in found.days.items()
    }
    places = [shop.place for shop in shops if shop.place]
    travel = great_circle([shop.code for shop in shops], places, START, QUICK)
    stops = [(code, day) for day, route in days.items() for code in route]
    return Standing(days, {shop.code: shop for shop in shops}, travel, QUICK, frozenset(stops[::9]))


def _events(stands: Standing) -> dict[str, Event]:
    first, _second, third, *_rest = stands.days
    return {
        "rain": Rain(third, frozenset(stands.days[third][::2])),
        "leave": Leave(frozenset(list(stands.days)[2:4])),
        "task": Task(third, 180),
        "task at a shop": Task(third, 60, stands.days[first][1]),
        "missed": Missed(first, stands.days[first][-1]),
        "closed": Gone(stands.days[third][1]),
    }


@pytest.mark.parametrize("name", ["rain", "leave", "task", "task at a shop", "missed", "closed"])
def test_on_a_whole_district_little_moves_and_nothing_is_lost(whole: Standing, name: str) -> None:
    event = _events(whole)[name]
    found = replan(whole, event)
    assert found.moves
    check(whole, found)
    assert found == replan(whole, event)
    assert len(found.moves) <= _hit(whole, event)


def _hit(stands: Standing, event: Event) -> int:
    """The stops that the event itself touches, and half as many that may make room."""
    match event:
        case Rain(day, shops):
            return len(shops.intersection(stands.days[day]))
        case Leave(days):
            return int(1.5 * sum(len(stands.days[day]) for day in days))
        case Task(day):
            return len(stands.days[day])
        case _:
            return 2
