"""Proposals on the sample district: what they ask, what they keep, what becomes of them when the plan is not theirs any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from domain.people import Person
from domain.planning.proposals import Deed
from domain.replans import Refused, Replan, ReplanKind, ReplanRefusal, ReplanState
from domain.visits import Channel
from services import plans, replan_asking, replans
from storage import people, planning, visits
from storage import plans as stored
from storage import replans as kept
from storage.database import Database, Tx
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
THURSDAY = date(2026, 11, 26)


def person(db: Database, code: str) -> Person:
    found = db.read(people.by_code, code)
    assert found is not None
    return found


def proposed(db: Database, ask: Callable[[Tx], object], now: datetime = NOW) -> Replan:
    """Asked for, thought out and written."""
    done = db.write(ask).result()
    asked = done.value  # type: ignore[attr-defined]
    assert isinstance(asked, Replan), asked
    return thought(db, asked.id, now)


def thought(db: Database, number: int, now: datetime = NOW) -> Replan:
    found = db.read(replans.read, number, now)
    assert found is not None
    assert db.write(replans.write, replans.solve(found), now).result() is not None
    written = db.read(kept.find, number)
    assert written is not None
    return written


def rain(db: Database, words: str, code: str = "S01") -> Callable[[Tx], object]:
    who = person(db, code)
    return lambda tx: replan_asking.ask_rain(tx, who, words, NOW, NOW)


def on_day(db: Database, manager: str, day: date) -> list[tuple[str, Channel]]:
    ahead = db.read(planning.ahead, manager, day)
    return [(one.stop.shop, one.stop.channel) for one in ahead if one.stop.day == day]


def onsite(db: Database, manager: str, day: date) -> set[str]:
    return {shop for shop, channel in on_day(db, manager, day) if channel is Channel.ONSITE}


def test_two_wet_days_put_nothing_on_each_other(db: Database) -> None:
    friday = THURSDAY + timedelta(days=1)
    ask = proposed(db, rain(db, "周四到周五 M01"))
    assert ask.days == (THURSDAY, friday)
    (part,) = ask.parts
    assert part.hit == len(onsite(db, "M01", THURSDAY) | onsite(db, "M01", friday))
    assert {change.to for change in part.changes if change.deed is Deed.MOVED}.isdisjoint(ask.days)
    assert db.write(replans.accept, person(db, "S01"), ask, ask.version, NOW).result().value is None
    assert onsite(db, "M01", THURSDAY) == onsite(db, "M01", friday) == set()


def test_moves_stay_within_the_limits_and_are_what_the_days_show(db: Database) -> None:
    ask = proposed(db, rain(db, "周四"))
    assert [part.manager for part in ask.parts] == ["M01", "M02", "M03", "M04", "M05", "M06"]
    before = {(code, day.day): day.shops for part in ask.parts for code in [part.manager] for day in part.days}
    for part in ask.parts:
        for day in part.days:
            assert before[part.manager, day.day] == len(onsite(db, part.manager, day.day))
    db.write(replans.accept, person(db, "S01"), ask, ask.version, NOW).result()
    for part in ask.parts:
        for day in part.days:
            assert day.shops_after == len(onsite(db, part.manager, day.day)) <= 25


def test_the_next_plan_does_not_fill_what_rain_has_emptied(db: Database) -> None:
    ask = proposed(db, rain(db, "周四 M01"))
    db.write(replans.accept, person(db, "S01"), ask, ask.version, NOW).result()
    after = {day: onsite(db, "M01", day) for day in (THURSDAY, THURSDAY + timedelta(days=1))}
    problem = db.read(plans.problem_of, "M01", NOW)
    db.write(plans.apply, problem, plans.solve(problem), NOW).result()
    assert onsite(db, "M01", THURSDAY) == after[THURSDAY] == set()
    called = {shop for shop, channel in on_day(db, "M01", THURSDAY) if channel is Channel.CALL_INSTEAD}
    assert called == {change.shop for change in ask.parts[0].changes if change.deed is Deed.PHONED}
    moved = {change.shop for change in ask.parts[0].changes if change.to == THURSDAY + timedelta(days=1)}
    assert moved <= onsite(db, "M01", THURSDAY + timedelta(days=1))


def test_a_plan_that_changed_is_not_moved_and_thought_of_anew(db: Database) -> None:
    ask = proposed(db, rain(db, "周四 M01"))
    shop = min(onsite(db, "M01", THURSDAY))
    db.write(visits.add_follow_up, shop, "M01", THURSDAY, "送资料", 0, NOW).result()
    before = on_day(db, "M01", THURSDAY)
    done = db.write(replans.accept, person(db, "S01"), ask, ask.version, NOW).result()
    assert done.value is ReplanRefusal.RENEWED
    assert on_day(db, "M01", THURSDAY) == before
    again = thought(db, ask.id)
    assert (again.state, again.version, again.renewed) == (ReplanState.OPEN, 2, True)
    assert again.parts[0].stays == ((shop, THURSDAY),)
    late = db.write(replans.accept, person(db, "S01"), again, ask.version, NOW).result()
    assert late.value is ReplanRefusal.DECIDED


def test_two_who_agree_at_once_make_the_moves_once(db: Database) -> None:
    ask = proposed(db, rain(db, "周四 M01"))
    assert db.write(replans.accept, person(db, "S01"), ask, ask.version, NOW).result().value is None
    after = on_day(db, "M01", THURSDAY)
    second = db.write(replans.refuse, person(db, "D01"), ask, NOW).result()
    assert second.value is ReplanRefusal.DECIDED
    assert on_day(db, "M01", THURSDAY) == after
    final = db.read(kept.find, ask.id)
    assert final is not None
    assert (final.state, final.decided_by) == (ReplanState.ACCEPTED, "S01")


def test_a_plan_that_changes_while_it_is_thought_about_is_thought_about_again(db: Database) -> None:
    asked = db.write(rain(db, "周四 M01")).result().value  # type: ignore[attr-defined]
    found = db.read(replans.read, asked.id, NOW)
    assert found is not None
    solved = replans.solve(found)
    stop = next(one.stop for one in db.read(planning.ahead, "M01", THURSDAY) if one.stop.day == THURSDAY)
    db.write(stored.remove, stop.id).result()
    db.write(replans.write, solved, NOW).result()
    still = db.read(kept.find, asked.id)
    assert still is not None
    assert (still.state, still.version) == (ReplanState.THINKING, 2)
    assert thought(db, asked.id).state is ReplanState.OPEN


def test_a_supervisor_names_only_their_own(db: Database) -> None:
    db.write(people.put, Person("M90", "外人", person(db, "M01").role, "横店市场部")).result()
    refused = db.write(rain(db, "周四 M90")).result().value  # type: ignore[attr-defined]
    assert refused == Refused(ReplanRefusal.UNKNOWN, "M90")
    own = db.write(rain(db, "周四 M02", "M01")).result().value  # type: ignore[attr-defined]
    assert own == Refused(ReplanRefusal.UNKNOWN, "M02")


def test_half_a_day_takes_the_fewest(db: Database) -> None:
    who = person(db, "M01")
    ask = proposed(db, lambda tx: replan_asking.ask_half(tx, who, THURSDAY, "afternoon", NOW))
    assert ask.kind is ReplanKind.HALF
    thursday = next(day for day in ask.parts[0].days if day.day == THURSDAY)
    assert thursday.minutes_after <= thursday.minutes / 2 + 1
    assert thursday.shops_after > 0
