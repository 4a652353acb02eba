"""A week's sentences from its records, and which weeks are reported when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.calendar import WorkingCalendar
from domain.incidents import Category, Incident, IncidentState
from domain.people import Person, Role
from domain.reviews import Review, ReviewState, Step
from domain.visits import Channel, Log, Missed, Objective, Reason, Stop, StopState
from domain.weekly import (
    Absence,
    IllegalMove,
    Line,
    LineKind,
    Promise,
    ShopFacts,
    ToldNews,
    WeeklyState,
    WeekRecords,
    last_day,
    monday,
    move,
    weeks_to_report,
)
from domain.weekly_draft import draft
from tests.scenario.running import ZONE

MONDAY = date(2026, 11, 23)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部")
SHOPS = {f"C{n}": ShopFacts(f"百货{n}", "develop" if n < 3 else "guide") for n in range(1, 9)}


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


def stop(number: int, shop: int, day: int = 24, state: StopState = StopState.DONE, why: Missed | None = None) -> Stop:
    return Stop(
        number,
        "M01",
        "前川市场部",
        date(2026, 11, day),
        number,
        f"C{shop}",
        Channel.ONSITE,
        Reason("weekly", 7),
        Objective.ORDERING,
        state,
        why,
    )


def log(number: int, shop: int, outcome: str = "", channel: Channel = Channel.ONSITE, day: int = 24) -> Log:
    return Log(number, "M01", "前川市场部", f"C{shop}", date(2026, 11, day), at(day, 10), channel, outcome)


def week(**records: object) -> WeekRecords:
    return replace(WeekRecords(DU, MONDAY, SHOPS), **records)  # type: ignore[arg-type]


def line(records: WeekRecords, kind: LineKind) -> Line | None:
    return next((one for one in draft(records) if one.kind is kind), None)


def test_a_week_without_anything_says_only_that() -> None:
    assert week().empty
    (only,) = draft(week())
    assert (only.kind, only.figures, only.sources) == (LineKind.NOTHING, {"planned": 0}, ())


def test_lists_without_a_log_are_told_and_count_as_missed() -> None:
    records = week(stops=(stop(1, 1, state=StopState.MISSED), stop(2, 2, state=StopState.MISSED, why=Missed.ROAD)))
    assert not records.empty
    nothing, missed = draft(records)
    assert (nothing.kind, nothing.figures) == (LineKind.NOTHING, {"planned": 2})
    assert (missed.kind, missed.figures) == (LineKind.MISSED, {"n": 2, "reasons": [["road", 1]]})
    assert nothing.sources == missed.sources == ("stop:1", "stop:2")


def test_shops_are_counted_and_not_stops() -> None:
    stops = (
        stop(1, 1, 24, StopState.MOVED, Missed.CLOSED),
        stop(2, 1, 26),
        stop(3, 2),
        stop(4, 3, 25, StopState.MISSED, Missed.ROAD),
    )
    logs = (log(1, 1, day=26), log(2, 2, channel=Channel.CALL_INSTEAD), replace(log(3, 5), unplanned=True))
    records = week(stops=stops, logs=logs)
    visited = line(records, LineKind.VISITED)
    assert visited is not None
    assert visited.figures == {"planned": 3, "visited": 2, "calls": 1, "unplanned": 1}
    assert visited.sources == ("log:1", "log:2", "log:3", "stop:1", "stop:2", "stop:3", "stop:4")
    segments = line(records, LineKind.SEGMENTS)
    assert segments is not None
    assert segments.figures == {"counts": [["develop", 2, 2], ["guide", 0, 1]]}
    missed = line(records, LineKind.MISSED)
    assert missed is not None
    assert missed.figures == {"n": 1, "reasons": [["road", 1]]}
    assert missed.sources == ("stop:4",)


def test_a_shop_counts_with_its_last_answer_to_a_question() -> None:
    logs = (log(1, 1, "not_now"), log(2, 1, "will_try", day=26), log(3, 2, "will_try"), log(4, 3, "as_usual"))
    told = line(week(logs=logs), LineKind.OUTCOMES)
    assert told is not None
    assert told.figures == {"counts": [["ordering", "will_try", 2]]}
    assert told.sources == ("log:1", "log:2", "log:3")


def test_what_a_call_in_between_reached_is_no_visit_by_phone() -> None:
    records = week(stops=(stop(1, 1),), logs=(log(1, 1, channel=Channel.CALL_BETWEEN),))
    visited = line(records, LineKind.VISITED)
    assert visited is not None
    assert visited.figures["calls"] == 0


def test_incidents_tell_how_they_ended_and_the_longest() -> None:
    one = Incident(1, Category.PRICE, "M01", "前川市场部", "C1", IncidentState.CLOSED, at(24, 9), at(25, 9), 0, None)
    closed = replace(one, closed_at=at(24, 12))
    records = week(logs=(log(1, 1),), incidents=(closed, replace(one, id=2, state=IncidentState.TAKEN)))
    told = line(records, LineKind.INCIDENTS)
    assert told is not None
    assert told.figures == {"n": 2, "closed": 1, "open": 1, "longest_minutes": 180}
    assert told.sources == ("incident:1", "incident:2")


def test_news_reviews_leave_and_promises_have_their_sentences() -> None:
    ended = Review(3, "M01", "前川市场部", MONDAY, ReviewState.CONFIRMED, Step.SUMMARY, at(23, 18))
    records = week(
        logs=(log(1, 1),),
        told=(ToldNews("C1", 1), ToldNews("C1", 1), ToldNews("C2", 2)),
        reviews=(
            ended,
            replace(ended, id=4, state=ReviewState.CLOSED),
            replace(ended, id=5, state=ReviewState.WAITING),
        ),
        ahead=tuple(Promise(n, "C1", date(2026, 12, 1), f"事 {n}") for n in range(1, 8)),
        away=(Absence(9, 2),),
    )
    assert [(one.kind, one.sources) for one in draft(records)] == [
        (LineKind.AWAY, ("leave:9",)),
        (LineKind.VISITED, ("log:1",)),
        (LineKind.NEWS, ("log:1", "log:2")),
        (LineKind.REVIEWED, ("review:3", "review:4")),
        (LineKind.AHEAD, tuple(f"follow:{n}" for n in range(1, 8))),
    ]
    ahead = line(records, LineKind.AHEAD)
    assert ahead is not None
    assert ahead.figures["shown"][0] == ["百货1", "事 1", "2026-12-01"]
    assert (len(ahead.figures["shown"]), ahead.figures["more"]) == (5, 2)


def test_sentences_outlive_being_stored() -> None:
    records = week(stops=(stop(1, 1),), logs=(log(1, 1, "will_try"),))
    assert [Line.of_json(one.as_json()) for one in draft(records)] == list(draft(records))


def test_no_report_goes_back_or_is_signed_twice() -> None:
    assert move(WeeklyState.DRAFT, WeeklyState.SIGNED) is WeeklyState.SIGNED
    for state, to in ((WeeklyState.SIGNED, WeeklyState.SIGNED), (WeeklyState.DELIVERED, WeeklyState.DRAFT)):
        with pytest.raises(IllegalMove):
            move(state, to)


def test_two_weeks_back_may_still_be_reported() -> None:
    assert weeks_to_report(date(2026, 12, 2)) == (date(2026, 11, 23), date(2026, 11, 16))
    assert {monday(MONDAY + timedelta(days=n)) for n in range(7)} == {MONDAY}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 10, 5), date(2026, 10, 10)),
        (date(2026, 9, 28), date(2026, 9, 30)),
    ],
    ids=["plain", "make-up Saturday", "National Day"],
)
def test_a_week_ends_with_its_last_working_day(first: date, last: date) -> None:
    assert last_day(first, WorkingCalendar()) == last
