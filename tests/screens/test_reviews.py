"""The screens of the evening review keep their budgets and say only what the figures carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.days import StopLine
from domain.people import Person, Role
from domain.review_lines import KindLine
from domain.reviews import (
    Asked,
    Draft,
    Figures,
    IncidentLine,
    Left,
    Matter,
    MissedLine,
    NextDay,
    Option,
    OutcomeCount,
    Review,
    ReviewState,
    ReviewView,
    Step,
)
from domain.shops import Segment, Shop
from domain.visits import Channel, Objective, Reason, Stop
from screens.review_reading import read_screen, reply_screen, team_screen
from screens.reviews import kind_screen, review_screen
from screens.screen import Screen
from screens.words import speaking

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)
MANAGER = Person("M01", "杜<兰枝", Role.MANAGER, "前川", user_id=1)
CHIEF = Person("S01", "陈市场", Role.SUPERVISOR, "前川", user_id=2)
SHOP = Shop("C1", "龚家口<四季>经营部", street="横店", segment=Segment.WATCH, key=True, last_visit=date(2026, 11, 3))
LINE = StopLine(Stop(71, "M01", "前川", DAY, 3, "C1", Channel.ONSITE, Reason("weekly", 21), Objective.UPKEEP), SHOP)


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=ZONE)


FIGURES = Figures(
    planned=20,
    done=17,
    onsite=15,
    calls=2,
    unplanned=1,
    missed=(
        MissedLine(1, "前川德胜超市", "王", "no_time", "", "2026-11-26"),
        MissedLine(2, "隆兴百货", "李", "closed", "", "2026-11-25"),
        MissedLine(3, "隆兴百货", "张", "other", "<b>断了", "call"),
        MissedLine(4, "顺意", "赵", "road", "", "drop"),
    ),
    outcomes=(OutcomeCount("new_brand", "on_shelf", 3), OutcomeCount("staying", "thinking", 1)),
    told=15,
    told_of=18,
    incidents=(IncidentLine("counterfeit", "顺意名烟名酒", "closed", "陈市场", at(11, 50).isoformat()),),
    carried=2,
    minutes=4,
    kind="plain",
    kind_words=("17",),
    next_day="2026-11-25",
)
REVIEW = Review(7, "M01", "前川", DAY, ReviewState.UNDER_WAY, Step.SUMMARY, at(17, 30))
VIEW = ReviewView(REVIEW, MANAGER.name, DAY, FIGURES, Left(3, 3, 2))
CONFIRMED = replace(REVIEW, state=ReviewState.CONFIRMED, closed_at=at(17, 41), figures=FIGURES)
CLOSED = replace(REVIEW, state=ReviewState.CLOSED, closed_at=at(21, 0), by_itself=True, figures=FIGURES)
ASKED = Asked(LINE, 1, 3, "", left=3)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en", ZONE):
        yield


def at_step(step: Step, **changed: object) -> ReviewView:
    return replace(VIEW, review=replace(REVIEW, step=step), **changed)  # type: ignore[arg-type]


MATTERS = tuple(
    Matter(number, "木兰烟酒店", "操作单送了还没教" * 5, number == 1, date(2026, 11, 26)) for number in range(1, 12)
)


NAMES = (
    "opening",
    "remind",
    "why",
    "where",
    "say",
    "matters",
    "matter",
    "tomorrow",
    "list",
    "words",
    "summary",
    "change",
    "confirmed",
    "closed",
    "put off",
    "read",
    "team",
)


def every_screen() -> dict[str, Screen]:
    """One of each kind, at its fullest."""
    options = (Option(date(2026, 11, 26), 450.0, 19), Option(date(2026, 11, 25), 5200.0, 17))
    many = replace(ASKED, total=9, left=9)
    ahead = NextDay(date(2026, 11, 25), (LINE,) * 30, tuple(("木兰烟酒店", "送价签" * 20) for _ in range(9)))
    days = (date(2026, 11, 25), date(2026, 11, 27), date(2026, 12, 2))
    heard = replace(CONFIRMED, draft=Draft(voices=(("file", 3),)), read_by="S01", read_at=at(18, 5))
    return {
        "opening": review_screen(at_step(Step.OPENING, snoozes=(15, 30, 60), earlier=CLOSED), MANAGER, ""),
        "remind": review_screen(at_step(Step.MISSED), MANAGER, "remind"),
        "why": review_screen(at_step(Step.MISSED, asked=many), MANAGER, ""),
        "where": review_screen(at_step(Step.MISSED, asked=replace(many, reason="road", options=options)), MANAGER, ""),
        "say": review_screen(at_step(Step.MISSED, asked=ASKED), MANAGER, "say"),
        "matters": review_screen(at_step(Step.MATTERS, matters=MATTERS, incidents=FIGURES.incidents), MANAGER, ""),
        "matter": review_screen(at_step(Step.MATTERS, matters=MATTERS, days=days), MANAGER, "m3"),
        "tomorrow": review_screen(at_step(Step.TOMORROW, tomorrow=ahead), MANAGER, ""),
        "list": review_screen(at_step(Step.TOMORROW, tomorrow=ahead), MANAGER, "list"),
        "words": review_screen(at_step(Step.WORDS), MANAGER, ""),
        "summary": review_screen(VIEW, MANAGER, ""),
        "change": review_screen(VIEW, MANAGER, "change"),
        "confirmed": review_screen(replace(VIEW, review=CONFIRMED), MANAGER, ""),
        "closed": review_screen(replace(VIEW, review=CLOSED), MANAGER, ""),
        "put off": review_screen(
            replace(VIEW, review=replace(REVIEW, state=ReviewState.PUT_OFF, wake_at=at(18, 0))), MANAGER, ""
        ),
        "read": read_screen(replace(VIEW, review=heard, reader="陈市场"), CHIEF, ""),
        "team": team_screen([(MANAGER, CONFIRMED)] * 20, DAY),
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_fits_its_limits(name: str) -> None:
    screen = every_screen()[name]
    assert len(screen.text) <= 4000
    assert len(screen.rows) <= 6
    for row in screen.rows:
        assert len(row) <= 3
        for button in row:
            assert len(button.label) <= 22, button.label
            assert len(f"{button.name}:{button.object}:{button.args}".encode()) <= 64


@pytest.mark.parametrize("name", ["opening", "remind", "why", "where", "say", "words", "put off", "change"])
def test_a_step_stays_short(name: str) -> None:
    assert len(every_screen()[name].text) <= 180


def test_names_and_words_of_people_are_escaped() -> None:
    for screen in every_screen().values():
        assert "<兰枝" not in screen.text
        assert "<四季" not in screen.text
        assert "<b>断了" not in screen.text


def test_the_summary_says_what_was_done_missed_and_told() -> None:
    text = every_screen()["summary"].text
    assert "20 planned, 17 visited (15 on-site, 2 by phone), 1 unplanned" in text
    assert "前川德胜超市 no time→Thu 11-26" in text
    assert "隆兴百货·李 shop closed→tomorrow" in text
    assert "隆兴百货·张 &lt;b&gt;断了→by phone" in text
    assert "顺意 bad road→not this time" in text
    assert "News told in 15/18 shops" in text
    assert "closed 11:50 by 陈市场" in text


def test_confirmed_it_has_no_buttons_and_its_time() -> None:
    screen = every_screen()["confirmed"]
    assert screen.rows == ()
    assert "confirmed 17:41" in screen.text.splitlines()[0]


def test_closed_by_itself_is_marked_for_both() -> None:
    assert "closed by itself" in every_screen()["closed"].text
    assert "closed by itself" in read_screen(replace(VIEW, review=CLOSED), CHIEF, "").text


def test_the_managers_summary_tells_who_read_it() -> None:
    seen = replace(CONFIRMED, read_by="S01", read_at=at(18, 5))
    assert review_screen(replace(VIEW, review=seen, reader="陈市场"), MANAGER, "").text.endswith("陈市场 read it 18:05")


def test_the_supervisors_copy_is_silent_and_can_be_answered() -> None:
    screen = read_screen(replace(VIEW, review=CONFIRMED), CHIEF, "")
    assert screen.silent
    assert [button.name for row in screen.rows for button in row] == ["review_seen", "review_answer"]


def test_the_answer_quotes_the_review() -> None:
    view = replace(VIEW, review=replace(CONFIRMED, reply="辛苦了"), reader="陈市场", quote=88)
    screen = reply_screen(view, MANAGER, "")
    assert (screen.text, screen.quote, screen.rows) == ("陈市场: 辛苦了", 88, ())


def test_the_rest_can_be_placed_at_once_only_when_many_are_missed() -> None:
    def names(asked: Asked) -> set[str]:
        screen = review_screen(at_step(Step.MISSED, asked=asked), MANAGER, "")
        return {button.name for row in screen.rows for button in row}

    assert "review_rest" not in names(ASKED)
    assert "review_rest" in names(replace(ASKED, total=6, left=6))


KIND_WORDS: dict[KindLine, tuple[str, ...]] = {
    KindLine.MOVED_UP: ("熊运食杂店", "wait_and_see", "on_shelf"),
    KindLine.PROMISE_KEPT: ("木兰<烟酒店",),
    KindLine.LONG_UNSEEN: ("隆兴百货", "35"),
    KindLine.MATTERS_DONE: ("2",),
    KindLine.INCIDENT_CLOSED: ("顺意名烟名酒",),
    KindLine.KEY_SHOPS: ("3",),
    KindLine.NEWS_TOLD: ("9",),
    KindLine.HARD_ROAD: ("龚家口",),
    KindLine.PLAIN: ("17",),
}


@pytest.mark.parametrize("kind", list(KindLine))
def test_each_kind_line_is_one_short_message_without_buttons(kind: KindLine) -> None:
    review = replace(CONFIRMED, figures=replace(FIGURES, kind=kind.value, kind_words=KIND_WORDS[kind]))
    screen = kind_screen(review)
    assert screen.rows == ()
    assert screen.text.endswith("See you tomorrow.")
    assert len(screen.text) <= 120


@pytest.mark.parametrize(
    ("next_day", "words"),
    [("2026-11-25", "tomorrow"), ("2026-11-30", "on Mon."), ("2026-12-07", "on 12-07 Mon.")],
)
def test_it_says_see_you_on_the_next_working_day(next_day: str, words: str) -> None:
    review = replace(CONFIRMED, figures=replace(FIGURES, next_day=next_day))
    assert words in kind_screen(review).text
