"""Two weeks on the sample district: planned whole, kept true by leave and promises, handed over once, looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.demo import stories
from domain.chat import Done
from domain.days import DayView
from domain.shops import Segment
from domain.visits import Channel, Missed, StopState
from services import focuses, leaves, mornings, plans, stops, teams, two_weeks
from services.days import working_calendar
from storage import people, planning, shops, visits
from storage import plans as stored
from storage.database import Database, Tx
from tests.scenario.running import ZONE

T = TypeVar("T")
MONDAY_EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=ZONE)
TUESDAY = datetime(2026, 11, 24, 7, 30, tzinfo=ZONE)
TODAY = TUESDAY.date()


def replan(db: Database, manager: str, now: datetime) -> None:
    problem = db.read(plans.problem_of, manager, now)
    db.write(plans.apply, problem, plans.solve(problem), now).result()


def given(found: T | None) -> T:
    """What must be there."""
    assert found is not None
    return found


def handed_over(db: Database, now: datetime = TUESDAY) -> Done[DayView]:
    return given(db.write(mornings.hand_over, "M01", now).result())


def join(tx: Tx, code: str, user: int, now: datetime = TUESDAY) -> None:
    people.join(tx, code, user, "zh_CN", now)


def placed(db: Database, manager: str, first: date = TODAY) -> set[tuple[str, date]]:
    ahead = db.read(planning.ahead, manager, first)
    return {(one.stop.shop, one.stop.day) for one in ahead if one.stop.channel is Channel.ONSITE}


def test_after_an_import_every_manager_has_ten_working_days(db: Database) -> None:
    for manager in db.read(plans.managers_to_plan, MONDAY_EVENING):
        days = {day for _shop, day in placed(db, manager)}
        assert days == set(db.read(working_calendar).working_days(TODAY, 10))


def test_no_day_has_more_stops_than_the_office_allows(db: Database) -> None:
    for manager in db.read(plans.managers_to_plan, MONDAY_EVENING):
        counts = db.read(stored.counts, manager, TODAY)
        assert max(counts.values()) <= 25


def test_a_shop_waits_longer_only_where_its_segment_is_told_to_be_stretched(db: Database) -> None:
    """Nothing is dropped silently, not even by those who have more shops than days."""
    for manager in db.read(plans.managers_to_plan, MONDAY_EVENING):
        planned = {shop for shop, _day in placed(db, manager)}
        missing = [shop for shop in db.read(shops.of_manager, manager) if not shop.closed and shop.code not in planned]
        stretched = {one.segment for one in db.read(plans.stretched_of, manager)}
        assert {shop.segment for shop in missing} <= stretched
        shown = given(db.read(two_weeks.load_plan, f"{manager}@2026-11-24", None, MONDAY_EVENING))
        assert shown.waiting == len(missing)


def test_what_does_not_fit_is_told_as_stretched_cadence(db: Database) -> None:
    for manager in db.read(plans.managers_to_plan, MONDAY_EVENING):
        stretched = db.read(plans.stretched_of, manager)
        if manager in stories.OVERFULL_MANAGERS:
            assert {one.segment for one in stretched} == {Segment.DEVELOP, Segment.WATCH}
            assert all(one.given_days > one.wanted_days == 14 for one in stretched)
        else:
            assert stretched == ()


def test_planning_again_changes_nothing(db: Database) -> None:
    before = placed(db, "M03")
    replan(db, "M03", MONDAY_EVENING)
    moved = before ^ placed(db, "M03")
    assert len(moved) <= 0.05 * len(before)


def test_the_slot_changes_with_the_day_and_with_leave_only(db: Database) -> None:
    def slot(now: datetime) -> str:
        return {one.manager: one.slot for one in db.read(plans.to_plan, now)}["M01"]

    first = slot(TUESDAY)
    assert slot(TUESDAY + timedelta(hours=5)) == first
    assert slot(TUESDAY + timedelta(days=1)) != first
    manager = db.read(people.by_code, "M01")
    taken = db.write(leaves.take_leave, manager, date(2026, 11, 26), 2, TUESDAY).result().value
    assert slot(TUESDAY) != first
    db.write(leaves.give_up, taken).result()
    assert slot(TUESDAY) == first


def test_leave_moves_everything_to_other_days_or_says_what_waits(db: Database) -> None:
    manager = db.read(people.by_code, "M01")
    before = {shop for shop, _day in placed(db, "M01")}
    taken = db.write(leaves.take_leave, manager, date(2026, 11, 26), 2, TUESDAY).result().value
    assert (taken.first, taken.last) == (date(2026, 11, 26), date(2026, 11, 27))
    assert taken.stops > 0
    replan(db, "M01", TUESDAY)
    after = placed(db, "M01")
    assert not {day for _shop, day in after} & {taken.first, taken.last}
    missing = db.read(shops.some, before - {shop for shop, _day in after}).values()
    assert {shop.segment for shop in missing} <= {one.segment for one in db.read(plans.stretched_of, "M01")}


def test_two_days_from_a_friday_end_on_the_next_working_day(db: Database) -> None:
    manager = db.read(people.by_code, "M01")
    taken = db.write(leaves.take_leave, manager, date(2026, 11, 27), 2, TUESDAY).result().value
    assert taken.last == date(2026, 11, 30)


def test_the_same_leave_twice_is_one(db: Database) -> None:
    manager = db.read(people.by_code, "M01")
    first = db.write(leaves.take_leave, manager, date(2026, 11, 26), 1, TUESDAY).result().value
    assert db.write(leaves.take_leave, manager, date(2026, 11, 26), 1, TUESDAY).result().value.id == first.id


def test_leave_does_not_begin_in_the_past(db: Database) -> None:
    manager = db.read(people.by_code, "M01")
    with pytest.raises(leaves.PastLeave):
        db.write(leaves.take_leave, manager, date(2026, 11, 23), 1, TUESDAY).result()


def test_leave_of_today_moves_the_stops_that_were_handed_over(db: Database) -> None:
    db.write(join, "M01", 100).result()
    view = handed_over(db).value
    manager = db.read(people.by_code, "M01")
    db.write(leaves.take_leave, manager, TODAY, 1, TUESDAY + timedelta(hours=1)).result()
    after = db.read(stored.of_day, "M01", TODAY)
    assert {stop.state for stop in after} == {StopState.MOVED}
    assert all(stop.moved_to and stop.moved_to > TODAY for stop in after)
    assert len(after) == len(view.stops)


def test_a_promise_is_kept_on_its_day(db: Database) -> None:
    day = date(2026, 12, 3)
    shop = stories.KEEN_NEIGHBOUR.code
    db.write(visits.add_follow_up, shop, "M01", day, "送资料", 0, TUESDAY).result()
    replan(db, "M01", TUESDAY)
    reasons = {
        one.stop.reason.kind
        for one in db.read(planning.ahead, "M01", TODAY)
        if (one.stop.shop, one.stop.day) == (shop, day)
    }
    assert reasons == {"promise"}


def test_a_promise_on_a_day_off_goes_to_the_first_day_after(db: Database) -> None:
    shop = stories.KEEN_NEIGHBOUR.code
    db.write(visits.add_follow_up, shop, "M01", date(2026, 11, 28), "送资料", 0, TUESDAY).result()
    replan(db, "M01", TUESDAY)
    assert (shop, date(2026, 11, 30)) in placed(db, "M01")


def test_a_moved_stop_stays_where_it_was_put(db: Database) -> None:
    db.write(join, "M01", 100).result()
    view = handed_over(db).value
    stop = view.stops[0].stop
    db.write(stops.missed, stop, Missed.NO_TIME, "", TUESDAY).result()
    to = date(2026, 11, 26)
    db.write(stops.move_stop, stop, to, TUESDAY).result()
    replan(db, "M01", TUESDAY)
    there = [one for one in db.read(planning.ahead, "M01", to) if (one.stop.shop, one.stop.day) == (stop.shop, to)]
    assert [one.pinned for one in there] == [True]


def test_a_fixed_day_is_not_planned_any_more(db: Database) -> None:
    db.write(join, "M01", 100).result()
    db.write(mornings.hand_over, "M01", TUESDAY).result()
    before = db.read(stored.of_day, "M01", TODAY)
    replan(db, "M01", TUESDAY)
    assert db.read(stored.of_day, "M01", TODAY) == before


def test_a_closed_shop_is_not_planned(db: Database) -> None:
    code = stories.KEEN_NEIGHBOUR.code
    db.write(shops.set_closed, code, True).result()
    replan(db, "M01", MONDAY_EVENING)
    assert code not in {shop for shop, _day in placed(db, "M01")}


@pytest.mark.parametrize(
    ("now", "who"),
    [
        (datetime(2026, 11, 24, 7, 29, tzinfo=ZONE), []),
        (TUESDAY, ["M01"]),
        (datetime(2026, 11, 24, 11, 0, tzinfo=ZONE), ["M01"]),
        (datetime(2026, 11, 28, 8, 0, tzinfo=ZONE), []),
    ],
    ids=["too early", "in time", "joined later", "a Saturday"],
)
def test_lists_are_due_for_joined_managers_on_working_mornings(db: Database, now: datetime, who: list[str]) -> None:
    db.write(join, "M01", 100).result()
    assert db.read(mornings.due_mornings, now) == who


def test_nobody_on_leave_gets_a_list(db: Database) -> None:
    db.write(join, "M01", 100).result()
    db.write(leaves.take_leave, db.read(people.by_code, "M01"), TODAY, 1, TUESDAY).result()
    assert db.read(mornings.due_mornings, TUESDAY) == []
    assert db.write(mornings.hand_over, "M01", TUESDAY).result() is None


def test_a_list_is_handed_over_once_in_two_messages_and_a_card(db: Database) -> None:
    db.write(join, "M01", 100).result()
    done = handed_over(db)
    assert [notice.view for notice in done.notices] == ["morning", "morning_rest", "day"]
    numbers = [line.stop.number for line in done.value.stops]
    assert numbers == list(range(1, len(numbers) + 1))
    assert db.write(mornings.hand_over, "M01", TUESDAY).result() is None


def test_the_shop_whose_owner_may_quit_comes_first(db: Database) -> None:
    db.write(join, "M01", 100).result()
    db.write(mornings.hand_over, "M01", TUESDAY).result()
    manager = db.read(people.by_code, "M01")
    morning = given(db.read(mornings.load_morning, "M01@2026-11-24", manager, TUESDAY))
    assert stories.QUITTING.code in {line.line.shop.code for line in morning.lines if line.important}


def test_a_late_list_tells_how_far_the_day_still_reaches(db: Database) -> None:
    db.write(join, "M01", 100).result()
    late = datetime(2026, 11, 24, 14, 0, tzinfo=ZONE)
    db.write(mornings.hand_over, "M01", late).result()
    manager = db.read(people.by_code, "M01")
    morning = given(db.read(mornings.load_morning, "M01@2026-11-24", manager, late))
    assert morning.reach is not None
    assert 0 < morning.reach < len(morning.lines)


def test_the_plan_shows_every_day_and_opens_one(db: Database) -> None:
    manager = db.read(people.by_code, "M01")
    plan = given(db.read(two_weeks.load_plan, "M01@2026-11-26", manager, TUESDAY))
    chosen = given(plan.chosen)
    assert [one.day for one in plan.days] == db.read(working_calendar).working_days(TODAY, 10)
    assert chosen.day == date(2026, 11, 26)
    assert chosen.stops


def test_the_team_is_listed_by_code_with_leave_and_records(db: Database) -> None:
    db.write(join, "M01", 100).result()
    db.write(mornings.hand_over, "M01", TUESDAY).result()
    db.write(leaves.take_leave, db.read(people.by_code, "M03"), TODAY, 1, TUESDAY).result()
    team = given(db.read(teams.load_team, "S01", None, TUESDAY))
    assert [line.manager.code for line in team.lines] == ["M01", "M02", "M03", "M04", "M05", "M06"]
    assert [line.on_leave for line in team.lines] == [False, False, True, False, False, False]
    assert team.lines[0].planned > 0
    assert not team.lines[0].logged


def test_a_supervisor_of_elsewhere_sees_no_team(db: Database) -> None:
    stranger = given(db.read(people.by_code, "S01"))
    assert db.read(teams.managers_of, stranger)
    assert db.read(teams.managers_of, replace(stranger, department="武湖市场部")) == []


def test_a_focus_holds_until_it_is_taken_back(db: Database) -> None:
    chief = db.read(people.by_code, "S01")
    db.write(focuses.set_focus, chief, "价签", TUESDAY).result()
    later = db.write(focuses.set_focus, chief, "网上订货 电子结算", TUESDAY).result().value
    assert db.read(focuses.present, chief) == ("网上订货", "电子结算")
    db.write(focuses.take_back, later).result()
    assert db.read(focuses.present, chief) == ("价签",)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("网上订货 电子结算", ("网上订货", "电子结算")),
        ("网上订货、电子结算；价签", ("网上订货", "电子结算", "价签")),
        ("online ordering; electronic settlement", ("online ordering", "electronic settlement")),
        ("  ", ()),
    ],
)
def test_focus_lines_are_separated_as_people_write_them(words: str, lines: tuple[str, ...]) -> None:
    assert focuses.lines_of(words) == lines


def test_an_empty_or_endless_focus_is_refused(db: Database) -> None:
    chief = db.read(people.by_code, "S01")
    for words in ("", "字" * 500, "、".join("一二三四五六七")):
        with pytest.raises(focuses.BadFocus):
            db.write(focuses.set_focus, chief, words, TUESDAY).result()


def test_years_without_known_holidays_are_told(db: Database) -> None:
    assert db.read(plans.unknown_years, TUESDAY) == []
    assert db.read(plans.unknown_years, datetime(2026, 12, 29, 9, 0, tzinfo=ZONE)) == [2027]
