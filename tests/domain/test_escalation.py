"""The chain in working time: who hears, when the next rung is due, who is passed over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import WorkingCalendar
from domain.escalation import (
    NOT_DELIVERED,
    Chain,
    Hours,
    Step,
    answer_due,
    chain_for,
    deaf_because,
    first_sending,
    inspectors_for,
    may_climb,
    next_sending,
    step,
)
from domain.incidents import CATEGORY_RULES, Category, likeliest
from domain.office import Office
from domain.people import Person, Role

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = Hours(WorkingCalendar(), Office(zone=ZONE))
COUNTERFEIT, PRICE, SAFETY = (CATEGORY_RULES[one] for one in (Category.COUNTERFEIT, Category.PRICE, Category.SAFETY))


def at(reading: str, day: int = 24) -> datetime:
    """A time of November 2026; the 24th is a Tuesday, the 27th a Friday."""
    hours, minutes = map(int, reading.split(":"))
    return datetime(2026, 11, day, hours, minutes, tzinfo=ZONE)


def person(code: str, role: Role, department: str = "前川市场部") -> Person:
    return Person(code, code, role, department, user_id=1)


S, D, H, A, I1 = (
    person("S01", Role.SUPERVISOR),
    person("D01", Role.DEPUTY, "营销部"),
    person("H01", Role.HEAD, "营销部"),
    person("A01", Role.ADMIN, "营销部"),
    person("I01", Role.INSPECTOR, "营销部"),
)
OTHERS = person("S02", Role.SUPERVISOR, "横店市场部")


@pytest.mark.parametrize(
    ("people", "chain"),
    [
        ([S, D, H, A], (("S01",), ("S01", "D01"), ("H01",))),
        ([S, OTHERS, D, H, A], (("S01",), ("S01", "D01"), ("H01",))),
        ([S, H, A], (("S01",), ("S01", "H01", "A01"), ("H01",))),
        ([S, D, A], (("S01",), ("S01", "D01"), ("A01",))),
        ([D, H, A], (("D01", "A01"), ("D01",), ("H01",))),
        ([OTHERS, H, A], (("H01", "A01"), ("H01", "A01"), ("H01",))),
        ([S, A], (("S01",), ("S01", "A01"), ("A01",))),
        ([A], (("A01",), ("A01",), ("A01",))),
        ([], ((), (), ())),
    ],
)
def test_a_missing_rung_falls_to_the_next_above_and_to_the_administrators(people: list[Person], chain: Chain) -> None:
    assert chain_for(people, "前川市场部") == chain


def test_inspectors_hear_of_their_categories_only() -> None:
    assert inspectors_for([S, I1], "前川市场部", COUNTERFEIT) == ("I01",)
    assert inspectors_for([S, I1], "前川市场部", PRICE) == ()


CHAIN = (("S01",), ("S01", "D01"), ("H01",))


@pytest.mark.parametrize(
    ("rung", "deaf", "expected"),
    [
        (NOT_DELIVERED, "", Step(0, ("S01",))),
        (0, "", Step(1, ("S01", "D01"))),
        (1, "", Step(2, ("H01",))),
        (2, "", Step(3, ("H01", "A01"))),
        (7, "", Step(8, ("H01", "A01"))),
        (NOT_DELIVERED, "S01", Step(1, ("D01",), ("S01",))),
        (0, "D01", Step(2, ("H01",), ("D01",))),
        (NOT_DELIVERED, "S01 D01", Step(2, ("H01",), ("S01", "D01"))),
        (NOT_DELIVERED, "S01 D01 H01", Step(3, ("A01",), ("S01", "D01", "H01"))),
        (NOT_DELIVERED, "S01 D01 H01 A01", Step(3, (), ("S01", "D01", "H01"))),
    ],
)
def test_one_rung_is_called_and_those_who_cannot_hear_are_passed_over(rung: int, deaf: str, expected: Step) -> None:
    assert step(CHAIN, rung, ("A01",), lambda code: code not in deaf.split()) == expected


@pytest.mark.parametrize(
    ("now", "called", "due"),
    [
        (at("10:42"), 0, at("10:57")),
        (at("10:57"), 1, at("11:12")),
        (at("11:12"), 2, at("12:12")),
        (at("12:12"), 3, at("13:12")),
        (at("14:12"), 5, at("8:00", 25)),
        (at("17:50"), 0, at("8:00", 25)),
        (at("20:00"), 0, at("8:00", 25)),
        (at("7:10"), 0, at("8:00")),
        (at("17:50", 27), 0, at("8:00", 30)),
        (at("11:00", 28), 0, at("8:00", 30)),
    ],
)
def test_the_next_rung_is_due_in_working_time(now: datetime, called: int, due: datetime) -> None:
    assert next_sending(now, called, 3, COUNTERFEIT, HOURS) == due


def test_safety_climbs_at_any_hour() -> None:
    assert next_sending(at("23:00"), 0, 3, SAFETY, HOURS) == at("23:15")
    assert first_sending(at("23:00"), SAFETY, HOURS) == at("23:00")
    assert may_climb(at("23:00"), 1, SAFETY, HOURS) == at("23:00")
    assert answer_due(at("23:30"), SAFETY, HOURS) == at("0:30", 25)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (at("10:42"), at("10:42")),
        (at("20:59"), at("20:59")),
        (at("21:00"), at("7:00", 25)),
        (at("3:00"), at("7:00")),
        (at("23:00", 27), at("7:00", 28)),
    ],
)
def test_quiet_hours_hold_the_first_sending_back(now: datetime, sent: datetime) -> None:
    assert first_sending(now, COUNTERFEIT, HOURS) == sent


@pytest.mark.parametrize(
    ("now", "category", "due"),
    [
        (at("10:42"), Category.COUNTERFEIT, at("12:42")),
        (at("17:00"), Category.COUNTERFEIT, at("9:00", 25)),
        (at("20:00"), Category.COUNTERFEIT, at("10:00", 25)),
        (at("16:00", 27), Category.COUNTERFEIT, at("18:00", 27)),
        (at("17:30", 27), Category.COUNTERFEIT, at("9:30", 30)),
        (at("10:42"), Category.PRICE, at("10:42", 25)),
        (at("10:42", 27), Category.PRICE, at("10:42", 30)),
    ],
)
def test_a_result_is_due_after_so_much_working_time(now: datetime, category: Category, due: datetime) -> None:
    assert answer_due(now, CATEGORY_RULES[category], HOURS) == due


def test_a_climb_found_late_in_the_evening_waits_for_the_morning() -> None:
    assert may_climb(at("20:00"), 0, COUNTERFEIT, HOURS) == at("8:00", 25)
    assert may_climb(at("20:00"), NOT_DELIVERED, COUNTERFEIT, HOURS) == at("20:00")
    assert may_climb(at("10:00"), 1, COUNTERFEIT, HOURS) == at("10:00")


def test_why_somebody_cannot_be_called() -> None:
    assert deaf_because(None, ()) == "left"
    assert deaf_because(Person("S01", "陈", Role.SUPERVISOR), ()) == "not_joined"
    assert deaf_because(Person("S01", "陈", Role.SUPERVISOR, user_id=1, reachable=False), ()) == "unreachable"
    assert deaf_because(S, {"S01"}) == "leave"
    assert deaf_because(S, {"S02"}) == ""


def test_words_that_sound_like_several_mean_the_serious_one() -> None:
    assert likeliest((Category.PRICE, Category.COUNTERFEIT)) is Category.COUNTERFEIT
    assert likeliest((Category.OUT_OF_STOCK, Category.CLOSING)) is Category.OUT_OF_STOCK
    assert likeliest(()) is None


def test_hours_add_whole_days_as_working_days() -> None:
    assert HOURS.after(at("9:00", 27), timedelta(days=2)) == at("9:00", 1).replace(month=12)
