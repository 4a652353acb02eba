"""The rules behind logging: what is told, which figure a correction means, which stop comes next, what a text proposes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.chat import Place
from domain.days import StopLine
from domain.shops import Shop
from domain.stop_cards import Ask, Question, closed_in_a_row, following, ledger_name, near, told_by
from domain.talking import Line, Talk
from domain.understanding import Intent
from domain.visits import AS_PLANNED, Channel, Missed, Objective, Quantity, Reason, Stop, StopState
from services import sentences, stops
from services.stops import Stale
from storage import plans, shops
from storage.database import Database
from tests.handlers.visiting import TODAY, TUESDAY, opened

TALK = Talk((Line("D1", "staying"), Line("D2.3f9a", "compare"), Line("I1.news:5", "news")))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = opened(tmp_path / "visits.db")
    yield db
    db.close()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (AS_PLANNED, ("D1", "D2.3f9a", "news:5")),
        ("thinking", ("D1", "D2.3f9a")),
        ("told", ("news:5",)),
        ("not_told", ()),
        ("owner_away", ()),
        ("missed", ()),
        ("", ()),
    ],
)
def test_an_outcome_tells_the_lines_of_its_objective(outcome: str, told: tuple[str, ...]) -> None:
    assert told_by(TALK, outcome) == told


def test_news_are_told_under_one_name_whatever_the_wording() -> None:
    assert {ledger_name("I1.news:5"), ledger_name("I4.news:5")} == {"news:5"}
    assert ledger_name("D2.3f9a") == "D2.3f9a"


OLD = (Quantity(3, "个", "new_brand"), Quantity(20, "条", "stock"))


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (Quantity(30, "条"), [3, 30]),
        (Quantity(30, "条", "stock"), [3, 30]),
        (Quantity(5, "个"), [5, 20]),
        (Quantity(9, "包"), [3, 20, 9]),
    ],
)
def test_a_correction_finds_the_figure_it_means(said: Quantity, values: list[float]) -> None:
    assert [one.value for one in sentences.corrected(OLD, [said])] == values


def test_the_only_figure_is_meant_when_no_unit_is_said() -> None:
    [figure] = sentences.corrected([Quantity(20, "条", "stock")], [Quantity(30, "")])
    assert figure == Quantity(30, "条", "stock")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("11-31", (date(2026, 11, 30), date(2026, 12, 1))),
        ("2月30号", (date(2027, 2, 28), date(2027, 3, 1))),
        ("13-40", ()),
        ("那天", ()),
    ],
)
def test_a_day_that_does_not_exist_has_its_neighbours(words: str, days: tuple[date, ...]) -> None:
    assert sentences.days_beside(words, TODAY) == days


def _stop(number: int, state: StopState = StopState.PLANNED, missed: Missed | None = None) -> Stop:
    why = Reason("weekly", 7)
    return Stop(number, "M01", "", TODAY, number, "A", Channel.ONSITE, why, Objective.UPKEEP, state, missed)


def test_the_next_stop_is_the_one_behind_and_then_what_was_left_out() -> None:
    lines = [StopLine(_stop(n, StopState.DONE if n == 3 else StopState.PLANNED), Shop("A", "店")) for n in (1, 2, 3, 4)]
    behind = following(lines, lines[2].stop)
    left = following(lines[:3], lines[2].stop)
    assert behind is not None
    assert left is not None
    assert (behind.stop.number, left.stop.number) == (4, 1)
    assert following([], None) is None


def test_only_an_unbroken_row_of_closed_doors_counts() -> None:
    closed = _stop(1, StopState.MISSED, Missed.CLOSED)
    assert closed_in_a_row([closed, closed, _stop(2, StopState.MISSED, Missed.ROAD), closed]) == 2


def test_a_place_is_at_the_shop_within_150_metres() -> None:
    shop = Shop("A", "店", place=Place(30.87, 114.37))
    assert near(shop, Place(30.8712, 114.37)) is True
    assert near(shop, Place(30.8715, 114.37)) is False
    assert near(Shop("B", "店"), Place(30.87, 114.37)) is None


def test_a_question_survives_being_written_down() -> None:
    ask = Ask(Question.DAY, ("A1",), (TODAY,), "周三", 7)
    assert Ask.of_json(ask.as_json()) == ask


def test_a_text_is_understood_by_the_managers_own_shops_first(db: Database) -> None:
    own = db.read(sentences.propose, 11, "熊运食杂店 库存20条", TUESDAY, TUESDAY)
    theirs = db.read(sentences.propose, 11, "鑫源百货 库存20条", TUESDAY, TUESDAY)
    assert own is not None
    assert theirs is not None
    assert (own.shop, own.exact, own.intent) == ("A4", True, Intent.LOG)
    assert (theirs.shop, theirs.shop_candidates[0]) == (None, "B1")
    assert db.read(sentences.propose, 999, "熊运食杂店", TUESDAY, TUESDAY) is None


def test_a_moved_stop_never_vanishes_and_is_not_doubled(db: Database) -> None:
    friday = date(2026, 11, 27)
    stop = db.read(plans.stop, 4)
    assert stop is not None
    there = db.write(stops.move_stop, stop, friday, TUESDAY).result().value
    assert (there.day, there.shop, there.reason) == (friday, "A4", Reason("moved", on=TODAY))
    again = db.read(plans.stop, 5)
    assert again is not None
    db.write(plans.add, [stops_new(again, friday)]).result()
    db.write(stops.move_stop, again, friday, TUESDAY).result()
    assert len(db.read(plans.of_shop, "A5", friday)) == 1


def stops_new(stop: Stop, day: date) -> plans.NewStop:
    return plans.NewStop("M01", "", day, stop.shop, Channel.ONSITE, Reason("weekly", 7), stop.objective)


def test_a_stop_can_not_move_to_the_past_nor_twice(db: Database) -> None:
    stop = db.read(plans.stop, 4)
    assert stop is not None
    with pytest.raises(Stale):
        db.write(stops.move_stop, stop, TODAY, TUESDAY).result()
    db.write(stops.move_stop, stop, date(2026, 11, 26), TUESDAY).result()
    moved = db.read(plans.stop, 4)
    assert moved is not None
    with pytest.raises(Stale):
        db.write(stops.move_stop, moved, date(2026, 11, 27), TUESDAY).result()


def test_days_offered_for_a_stop_are_working_days_off_leave(db: Database) -> None:
    db.write(plans.add_leave, "M01", date(2026, 11, 25), date(2026, 11, 26), "M01").result()
    stop = db.read(plans.stop, 4)
    assert stop is not None
    days = [choice.day for choice in db.read(stops.day_choices, stop, TUESDAY)]
    assert days
    assert min(days) == date(2026, 11, 27)
    assert all(day.weekday() < 5 for day in days)


def test_a_shop_without_a_place_still_finds_a_day(db: Database) -> None:
    stop = db.read(plans.stop, 5)
    assert stop is not None
    assert db.read(stops.day_choices, stop, TUESDAY)
    assert db.read(shops.by_code, "A5").place is None  # type: ignore[union-attr]
