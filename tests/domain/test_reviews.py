"""The rules of the evening review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.days import StopLine
from domain.office import Office
from domain.review_lines import DayFacts, KindLine, kind_line, moved_up
from domain.reviews import (
    Draft,
    IllegalMove,
    Left,
    ReviewState,
    Step,
    closes_at,
    move,
    next_step,
    remind_at,
    snoozes,
    steps_left,
    unsettled,
)
from domain.shops import Shop
from domain.visits import Channel, Missed, Objective, Reason, Stop, StopState

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)
OFFICE = Office(zone=ZONE)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=ZONE)


def line(number: int, *, key: bool = False, last: date | None = date(2026, 11, 10), **changed: object) -> StopLine:
    stop = Stop(number, "M01", "D", DAY, number, f"S{number}", Channel.ONSITE, Reason("weekly"), Objective.UPKEEP)
    return StopLine(replace(stop, **changed), Shop(f"S{number}", f"店{number}", key=key, last_visit=last))  # type: ignore[arg-type]


def test_missed_stops_come_hardest_first() -> None:
    found = unsettled([line(1), line(2, last=date(2026, 10, 1)), line(3, last=None), line(4, key=True)])
    assert [one.stop.number for one in found] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("stop", "asked"),
    [
        (line(1), True),
        (line(1, state=StopState.MISSED, missed=Missed.ROAD), True),
        (line(1, state=StopState.MISSED, missed=Missed.ROAD, moved_to=date(2026, 11, 26)), False),
        (line(1, state=StopState.MOVED), False),
        (line(1, state=StopState.DROPPED), False),
        (line(1, state=StopState.DONE), False),
        (line(1, channel=Channel.CALL_BETWEEN), False),
        (line(1, unplanned=True), False),
    ],
)
def test_only_undecided_visits_of_the_plan_are_asked_about(stop: StopLine, asked: bool) -> None:
    assert bool(unsettled([stop])) is asked


@pytest.mark.parametrize(
    ("after", "left", "changing", "step"),
    [
        (Step.OPENING, Left(3, 3, 2), False, Step.MISSED),
        (Step.OPENING, Left(0, 0, 2), False, Step.MATTERS),
        (Step.OPENING, Left(), False, Step.TOMORROW),
        (Step.MISSED, Left(1, 0, 2), False, Step.MISSED),
        (Step.MISSED, Left(0, 0, 2), False, Step.MATTERS),
        (Step.MISSED, Left(), False, Step.TOMORROW),
        (Step.MATTERS, Left(), False, Step.TOMORROW),
        (Step.TOMORROW, Left(), False, Step.WORDS),
        (Step.WORDS, Left(), False, Step.SUMMARY),
        (Step.SUMMARY, Left(), False, Step.SUMMARY),
        (Step.MISSED, Left(0, 0, 2), True, Step.SUMMARY),
        (Step.MISSED, Left(1, 1, 2), True, Step.MISSED),
        (Step.MATTERS, Left(), True, Step.SUMMARY),
    ],
)
def test_steps_without_content_are_passed_over(after: Step, left: Left, changing: bool, step: Step) -> None:
    assert next_step(after, left, changing=changing) is step


def test_twenty_stops_three_missed_take_ten_taps_after_the_start() -> None:
    assert steps_left(Step.OPENING, Left(3, 3, 2)) == 10


def test_the_last_step_is_one_tap() -> None:
    assert steps_left(Step.SUMMARY, Left(0, 0, 0)) == 1


@pytest.mark.parametrize("to", list(ReviewState))
def test_a_confirmed_review_never_changes(to: ReviewState) -> None:
    with pytest.raises(IllegalMove):
        move(ReviewState.CONFIRMED, to)


def test_one_that_closed_by_itself_can_still_be_confirmed() -> None:
    assert move(ReviewState.CLOSED, ReviewState.CONFIRMED) is ReviewState.CONFIRMED


@pytest.mark.parametrize(
    ("evening", "end"), [(time(17, 30), time(21)), (time(20, 30), time(22)), (time(23, 30), time(23, 59))]
)
def test_a_day_closes_at_nine_or_after_a_late_evening(evening: time, end: time) -> None:
    assert closes_at(DAY, replace(OFFICE, evening_at=evening)) == datetime.combine(DAY, end, ZONE)


@pytest.mark.parametrize(
    ("now", "minutes"),
    [(at(17, 30), (15, 30, 60)), (at(20, 10), (15, 30)), (at(20, 40), (15,)), (at(20, 50), ()), (at(22), ())],
)
def test_it_can_only_be_put_off_to_a_time_when_it_may_ring(now: datetime, minutes: tuple[int, ...]) -> None:
    assert snoozes(DAY, now, OFFICE) == minutes


@pytest.mark.parametrize(("now", "due"), [(at(10), at(18, 15)), (at(17, 40), at(18, 25))])
def test_the_reminder_counts_from_the_last_step_but_not_before_the_evening(now: datetime, due: datetime) -> None:
    assert remind_at(DAY, now, OFFICE) == due


@pytest.mark.parametrize(
    ("before", "now", "better"),
    [
        ("wait_and_see", "on_shelf", True),
        ("declined", "wait_and_see", True),
        ("on_shelf", "wait_and_see", False),
        ("wait_and_see", "wait_and_see", False),
        ("not_now", "on_shelf", False),
        ("", "on_shelf", False),
        ("not_told", "told", False),
    ],
)
def test_an_outcome_moves_up_only_within_its_own_question(before: str, now: str, better: bool) -> None:
    assert moved_up(before, now) is better


RICH = DayFacts(
    planned=20,
    done=20,
    moved_up=("熊运食杂店", "wait_and_see", "on_shelf"),
    promise_kept="木兰烟酒店",
    long_unseen=("隆兴百货", 31),
    important=2,
    important_done=2,
    incident_closed="顺意名烟名酒",
    key=3,
    key_done=3,
    news_told=9,
    news_told_before=4,
    hard_road="龚家口四季经营部",
)


def test_the_kind_line_takes_the_first_that_holds_and_rests_what_was_said() -> None:
    said: list[str] = []
    for wanted in KindLine:
        kind, _words = kind_line(RICH, said)
        assert kind is wanted
        said.append(kind)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (DayFacts(20, 17, long_unseen=("店", 30)), KindLine.PLAIN),
        (DayFacts(20, 17, long_unseen=("店", 31)), KindLine.LONG_UNSEEN),
        (DayFacts(20, 17, important=2, important_done=1), KindLine.PLAIN),
        (DayFacts(20, 17, key=2, key_done=2), KindLine.PLAIN),
        (DayFacts(20, 17, key=3, key_done=2), KindLine.PLAIN),
        (DayFacts(20, 17, news_told=9, news_told_before=0), KindLine.PLAIN),
        (DayFacts(20, 17, news_told=4, news_told_before=4), KindLine.PLAIN),
        (replace(RICH, done=9), KindLine.PLAIN),
        (DayFacts(0, 0), KindLine.PLAIN),
    ],
)
def test_a_line_is_only_said_when_the_figures_carry_it(facts: DayFacts, kind: KindLine) -> None:
    assert kind_line(facts, ())[0] is kind


def test_the_plain_line_may_come_every_day() -> None:
    assert kind_line(DayFacts(20, 17), ["plain"]) == (KindLine.PLAIN, ("17",))


def test_a_draft_survives_being_written_down() -> None:
    draft = Draft((3, 1), {5: "2026-11-26", 6: "none"}, True, True, at(17, 31), (("file", 12),), True, at(18), "陈市场")
    assert Draft.of_json(draft.as_json()) == draft
