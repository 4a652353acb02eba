"""The planner on a made-up district: cadence, limits, pins, stretching, roads, reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.chat import Place
from domain.planning import (
    Pin,
    Plan,
    PlanSettings,
    PlanShop,
    Stretch,
    km_between,
    nearest_free_day,
    placed,
    plan,
)
from domain.planning.distance import travel_matrix
from domain.planning.route import improved, length
from domain.shops import Segment
from domain.visits import Channel

START = Place(30.88, 114.37)
DAYS = WorkingCalendar().working_days(date(2026, 11, 24), 10)
QUICK = PlanSettings(steps=300)
EVERY = {Segment.DEVELOP: 14, Segment.RETAIN: 7, Segment.GUIDE: 7, Segment.WATCH: 14}
MIX = [
    *[Segment.GUIDE] * 5,
    *[Segment.WATCH] * 2,
    *[Segment.DEVELOP] * 2,
    Segment.RETAIN,
]


def district(count: int, seed: int = 7) -> list[PlanShop]:
    """Shops in villages around a town; last visits within three weeks, some never."""
    rng = Random(seed)
    villages = [(START.lat + rng.gauss(0, 0.05), START.lon + rng.gauss(0, 0.05)) for _ in range(max(1, count // 9))]
    shops = []
    for i in range(count):
        village = rng.randrange(len(villages))
        lat, lon = villages[village]
        segment = rng.choice(MIX)
        last = None if rng.random() < 0.1 else DAYS[0] - timedelta(days=rng.randint(3, 22))
        shops.append(
            PlanShop(
                f"S{i:03}",
                Place(lat + rng.gauss(0, 0.004), lon + rng.gauss(0, 0.004)),
                segment,
                EVERY[segment],
                segment is Segment.DEVELOP,
                last,
                f"村{village}",
            )
        )
    return shops


def visits(result: Plan) -> dict[str, list[date]]:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for day, stops in result.days.items():
        for stop in stops:
            if stop.channel is Channel.ONSITE:
                found[stop.shop].append(day)
    return found


def sizes(result: Plan) -> list[int]:
    return [sum(s.channel is Channel.ONSITE for s in stops) for stops in result.days.values()]


def check_whole(shops: list[PlanShop], result: Plan, limits: PlanSettings) -> None:
    """What holds of every plan without pins: nobody lost, limits kept, stretches explained."""
    seen = visits(result)
    assert set(seen) | set(result.unplaced) | set(result.not_due) == {s.code for s in shops}
    assert not set(seen) & {*result.unplaced, *result.not_due}
    assert max(sizes(result), default=0) <= limits.shops_max
    stretched = {(s.segment, s.every_days_wanted) for s in result.stretched}
    assert all((s.segment, s.every_days) in stretched for s in shops if s.code in result.unplaced)
    for day, stops in result.days.items():
        assert [s.order for s in stops] == list(range(1, len(stops) + 1))
        assert all(s.day == day for s in stops)
        assert len({s.shop for s in stops}) == len(stops)


SHOPS = district(120)
PLAN = plan(SHOPS, DAYS, START, settings=QUICK)


def test_every_shop_is_visited_at_its_cadence_on_its_weekday() -> None:
    check_whole(SHOPS, PLAN, QUICK)
    assert PLAN.stretched == ()
    assert PLAN.unplaced == ()
    seen = visits(PLAN)
    for shop in SHOPS:
        gaps = [(b - a).days for a, b in pairwise(seen[shop.code])]
        assert gaps == ([7] if shop.every_days == 7 else [])


def test_days_hold_the_limits() -> None:
    assert all(QUICK.shops_min - 1 <= n <= QUICK.shops_max for n in sizes(PLAN))
    assert list(PLAN.days) == DAYS
    assert set(PLAN.km) == set(PLAN.minutes) == set(DAYS)


def test_a_village_is_not_spread_over_all_days() -> None:
    fixed = [s for s in SHOPS if s.every_days == 7]
    days_of_village: defaultdict[str, Counter[int]] = defaultdict(Counter)
    seen = visits(PLAN)
    for shop in fixed:
        days_of_village[shop.street][seen[shop.code][0].weekday()] += 1
    together = sum(counts.most_common(1)[0][1] for counts in days_of_village.values())
    assert together / len(fixed) > 0.7


def test_the_longest_overdue_come_in_the_first_week() -> None:
    seen = visits(PLAN)
    late = [s for s in SHOPS if s.every_days == 14 and (s.last_visit is None or (DAYS[0] - s.last_visit).days > 18)]
    fresh = [s for s in SHOPS if s.every_days == 14 and s.last_visit and (DAYS[0] - s.last_visit).days < 7]
    first = {s.code for s in SHOPS if seen[s.code][0] <= DAYS[4]}
    assert sum(s.code in first for s in late) / len(late) > 0.6
    assert sum(s.code in first for s in fresh) / len(fresh) < 0.4


def test_the_same_input_in_any_order_gives_the_same_plan() -> None:
    assert plan(SHOPS[::-1], DAYS, START, settings=QUICK) == PLAN


def test_a_plan_continues_the_one_before() -> None:
    """A week later, with all done as planned, what was published for the second week stays."""
    seen = visits(PLAN)
    done = [replace(s, last_visit=max([d for d in seen[s.code] if d <= DAYS[4]], default=s.last_visit)) for s in SHOPS]
    published = [(code, day) for code, days in seen.items() for day in days]
    days = WorkingCalendar().working_days(DAYS[5], 10)
    later = visits(plan(done, days, START, settings=QUICK, published=published))
    second_week = [(code, day) for code, day in published if day >= DAYS[5]]
    assert sum(day in later[code] for code, day in second_week) / len(second_week) > 0.95


def test_develop_shops_are_called_in_the_other_week_at_the_end_of_the_list() -> None:
    seen = visits(PLAN)
    calls = [(stop, i, len(stops)) for stops in PLAN.days.values() for i, stop in enumerate(stops)]
    called: Counter[str] = Counter()
    for stop, _, _ in calls:
        if stop.channel is Channel.CALL_BETWEEN:
            called[stop.shop] += 1
            assert stop.reason.kind == "call"
            assert 4 <= abs((stop.day - seen[stop.shop][0]).days) <= 10
    assert called == Counter(s.code for s in SHOPS if s.call_between)
    for stops in PLAN.days.values():
        channels = [s.channel for s in stops]
        assert channels == sorted(channels, key=lambda c: c is Channel.CALL_BETWEEN)
        assert channels.count(Channel.CALL_BETWEEN) <= QUICK.calls_max


def test_each_stop_says_why() -> None:
    by_code = {s.code: s for s in SHOPS}
    seen = visits(PLAN)
    for stops in PLAN.days.values():
        for stop in stops:
            shop = by_code[stop.shop]
            previous = max([d for d in seen[shop.code] if d < stop.day], default=shop.last_visit)
            if stop.channel is not Channel.ONSITE:
                continue
            if previous is None:
                assert stop.reason.kind == "never"
            elif stop.reason.kind == "early":
                assert stop.reason.days == shop.every_days - (stop.day - previous).days >= 2
            else:
                assert stop.reason.kind == {7: "weekly", 14: "biweekly"}[shop.every_days]
                assert stop.reason.days == (stop.day - previous).days


def test_too_much_work_stretches_watch_and_develop_with_the_figure() -> None:
    shops = district(155, seed=3)
    tight = replace(QUICK, shops_max=24)
    asked = sum(14 // s.every_days for s in shops)
    assert asked > 240
    result = plan(shops, DAYS, START, settings=tight)
    check_whole(shops, result, tight)
    assert sizes(result) == [24] * 10
    assert {s.segment for s in result.stretched} == {Segment.WATCH, Segment.DEVELOP}
    assert all(s.every_days_given > s.every_days_wanted == 14 for s in result.stretched)
    assert len(result.unplaced) == asked - 240
    dropped = [s for s in shops if s.code in result.unplaced]
    assert all(s.last_visit and s.last_visit > DAYS[0] - timedelta(days=14) for s in dropped)


def test_stretching_goes_on_to_weekly_shops_when_leave_takes_the_days() -> None:
    result = plan(SHOPS, [*DAYS[:3], *DAYS[8:]], START, settings=QUICK)
    check_whole(SHOPS, result, QUICK)
    given = {s.segment: s.every_days_given for s in result.stretched}
    assert given[Segment.WATCH] > 20
    assert given[Segment.GUIDE] > 7


def test_the_stretched_interval_is_what_the_days_allow() -> None:
    shops = [
        replace(s, segment=Segment.WATCH, every_days=14, call_between=False, last_visit=None) for s in district(34)
    ]
    result = plan(shops, DAYS, START, settings=PlanSettings(0, 3, steps=50))
    assert result.stretched == (Stretch(Segment.WATCH, 14, 16),)  # 30 of 34 in 14 days: every 15.9
    assert len(result.unplaced) == 4


def test_an_important_shop_is_the_last_to_wait() -> None:
    shops = [replace(s, segment=Segment.WATCH, every_days=14, last_visit=DAYS[0] - timedelta(9)) for s in SHOPS[:20]]
    shops[4] = replace(shops[4], important=True, last_visit=DAYS[0] - timedelta(3))
    result = plan(shops, DAYS, START, settings=PlanSettings(0, 1, steps=50))
    assert shops[4].code not in result.unplaced
    assert len(result.unplaced) == 10


@pytest.mark.parametrize("kind", ["promise", "moved", "task"])
def test_pins_are_kept_and_named(kind: str) -> None:
    pin = Pin(SHOPS[5].code, DAYS[3], kind, on=DAYS[0])  # type: ignore[arg-type]
    result = plan(SHOPS, DAYS, START, [pin], QUICK)
    stop = next(s for s in result.days[DAYS[3]] if s.shop == pin.shop)
    assert (stop.channel, stop.reason.kind, stop.reason.on) == (Channel.ONSITE, kind, DAYS[0])
    assert len(visits(result)[pin.shop]) == 14 // SHOPS[5].every_days


def test_pins_alone_may_exceed_the_maximum() -> None:
    limits = PlanSettings(1, 3, steps=100)
    result = plan(SHOPS[:12], DAYS, START, [Pin(s.code, DAYS[2], "promise") for s in SHOPS[:6]], limits)
    assert sizes(result)[2] == 6
    assert all(n <= 3 for i, n in enumerate(sizes(result)) if i != 2)


def test_pins_outside_the_horizon_or_of_other_shops_change_nothing() -> None:
    pins = [Pin(SHOPS[0].code, DAYS[0] - timedelta(1), "promise"), Pin("nobody", DAYS[0], "task")]
    assert plan(SHOPS, DAYS, START, pins, QUICK) == PLAN


def test_a_fixed_weekday_is_kept() -> None:
    shops = [replace(s, weekday=3) if i < 8 else s for i, s in enumerate(SHOPS)]
    seen = visits(plan(shops, DAYS, START, settings=QUICK))
    assert {d.weekday() for s in shops[:8] for d in seen[s.code]} == {3}


@pytest.mark.parametrize(("every", "count"), [(3, 5), (4, 4), (10, 2), (21, 1)])
def test_an_override_gets_its_own_number_of_visits(every: int, count: int) -> None:
    shops = [replace(SHOPS[0], every_days=every, last_visit=None), *SHOPS[1:30]]
    seen = visits(plan(shops, DAYS, START, settings=replace(QUICK, shops_min=1)))[SHOPS[0].code]
    assert len(seen) == count
    assert all(abs((b - a).days - every) <= 2 for a, b in pairwise(seen))


def test_a_shop_due_only_later_is_named_not_due() -> None:
    later = replace(SHOPS[0], every_days=28, last_visit=DAYS[0] - timedelta(1))
    result = plan([later, *SHOPS[1:30]], DAYS, START, settings=QUICK)
    assert result.not_due == (later.code,)
    assert result.unplaced == ()


def test_a_week_of_holidays_keeps_the_weekday_across_the_gap() -> None:
    golden = WorkingCalendar().working_days(date(2026, 9, 28), 9)
    shops = [replace(s, last_visit=None) for s in SHOPS]
    result = plan(shops, golden, START, settings=replace(QUICK, shops_max=40))
    check_whole(shops, result, replace(QUICK, shops_max=40))
    assert result.unplaced == ()


def test_no_days_leave_every_shop_unplaced_and_no_shops_leave_every_day_empty() -> None:
    assert plan(SHOPS[:2], [], START).unplaced == tuple(s.code for s in SHOPS[:2])
    assert plan([], DAYS, START).days == dict.fromkeys(DAYS, ())


def test_shops_without_a_place_stand_in_the_middle_of_their_street_else_at_the_start() -> None:
    a, b = Place(30.0, 114.0), Place(30.2, 114.2)
    shops = [
        PlanShop("A", a, Segment.GUIDE, 7, street="前川"),
        PlanShop("B", b, Segment.GUIDE, 7, street="前川"),
        PlanShop("C", None, Segment.GUIDE, 7, street="前川"),
        PlanShop("D", None, Segment.GUIDE, 7, street="横店"),
        PlanShop("E", None, Segment.GUIDE, 7),
    ]
    where = placed(shops, START)
    assert (where["C"].lat, where["C"].lon) == pytest.approx((30.1, 114.1))
    assert where["D"] == where["E"] == START
    assert sum(sizes(plan(shops, DAYS, START, settings=QUICK))) == 10


def test_without_any_place_there_is_still_a_plan() -> None:
    shops = [replace(s, place=None) for s in SHOPS]
    check_whole(shops, plan(shops, DAYS, settings=QUICK), QUICK)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="ascend"):
        plan(SHOPS, DAYS[::-1], START)
    with pytest.raises(ValueError, match="twice"):
        plan([SHOPS[0], SHOPS[0]], DAYS, START)
    with pytest.raises(ValueError, match="no range"):
        PlanSettings(shops_min=9, shops_max=3)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert km_between(Place(30, 114), Place(31, 114)) == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize("start", [START, None])
@pytest.mark.parametrize("back", [True, False])
def test_a_day_of_seven_stops_is_within_three_per_cent_of_the_shortest_road(start: Place | None, back: bool) -> None:
    gaps = []
    for seed in range(6):
        rng = Random(seed)
        places = [Place(30.9 + rng.random() / 9, 114.3 + rng.random() / 9) for _ in range(7)]
        matrix = travel_matrix(start, places, 1.3, back)
        best = min(length(matrix, order) for order in permutations(range(1, 8)))
        gaps.append(length(matrix, improved(matrix, range(1, 8))) / best - 1)
    assert min(gaps) >= -1e-9
    assert sum(gaps) / len(gaps) <= 0.03


def test_a_missed_stop_goes_to_the_next_day_with_room_and_the_smallest_detour() -> None:
    here = Place(30.90, 114.30)
    routes = {
        DAYS[1]: [Place(31.00, 114.30)],
        DAYS[2]: [here, Place(30.95, 114.30)],
        DAYS[3]: [Place(30.901, 114.30), Place(30.96, 114.30)],
        DAYS[7]: [here],
    }
    counts = {**dict.fromkeys(DAYS, 10), DAYS[2]: 25}
    options = nearest_free_day(counts, routes, here, DAYS[0], 25, start=Place(30.9005, 114.30))
    assert [d for d, _ in options] == [DAYS[3], DAYS[4], DAYS[5], DAYS[1]] or options[0][0] in {
        DAYS[4],
        DAYS[5],
    }
    assert DAYS[2] not in dict(options)
    assert DAYS[7] not in dict(options)
    assert all(a[1] <= b[1] for a, b in pairwise(options))


def test_a_full_week_has_no_free_day() -> None:
    assert nearest_free_day(dict.fromkeys(DAYS, 25), {}, START, DAYS[0], 25) == []


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(0, 40),
    seed=st.integers(0, 10_000),
    high=st.integers(1, 12),
    off=st.sets(st.integers(0, 9), max_size=8),
    has_start=st.booleans(),
)
def test_no_shop_is_ever_lost(count: int, seed: int, high: int, off: set[int], has_start: bool) -> None:
    shops = district(count, seed)
    limits = PlanSettings(min(3, high), high, steps=30)
    days = [d for i, d in enumerate(DAYS) if i not in off]
    check_whole(shops, plan(shops, days, START if has_start else None, settings=limits), limits)
