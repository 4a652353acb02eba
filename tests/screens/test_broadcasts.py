"""News looks the same in the preview as at the readers', and the author's card keeps the limits of a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.broadcasts import (
    Broadcast,
    BroadcastState,
    Choice,
    Chosen,
    Correction,
    NewsFace,
    Refusal,
    Room,
    SenderFace,
    first_choice,
)
from domain.chat import Kind, Media
from domain.people import Person, Role
from screens.broadcasts import (
    card_screen,
    media_screen,
    news_screen,
    question_screen,
    refusal_words,
    reminder_screen,
    too_long,
)
from screens.screen import Screen
from screens.words import LANGUAGES, speaking

ZONE = ZoneInfo("Asia/Shanghai")
SENT_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NEWS = Broadcast(
    5,
    "S01",
    "前川市场部",
    "Orders close at <16:00>. Tell all.",
    None,
    BroadcastState.SENT,
    ("M01", "M02"),
    (-1, -2),
    SENT_AT,
)
SENT = replace(NEWS, sent_at=SENT_AT, shops_total=97)
DRAFT = replace(NEWS, state=BroadcastState.DRAFT)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", user_id=11)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", user_id=1)


def face(news: Broadcast = SENT, **more: object) -> NewsFace:
    return replace(NewsFace(news, "陈<市场>", group_reads=(0, 5)), **more)  # type: ignore[arg-type]


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def in_english(draw: object, *args: object) -> Screen:
    with speaking("en", ZONE):
        made = draw(*args)  # type: ignore[operator]
    assert isinstance(made, Screen)
    return made


def test_words_and_names_are_escaped_and_signed_with_the_day() -> None:
    screen = in_english(news_screen, face(), DU, "")
    assert screen.text == "Orders close at &lt;16:00&gt;. Tell all.\n陈&lt;市场&gt;, 11-24"
    assert [(b.label, b.kind, b.name) for row in screen.rows for b in row] == [("Read", "do", "news_read")]


@pytest.mark.parametrize(("later", "label"), [(timedelta(minutes=72), "Read 10:12"), (timedelta(days=1), "Read 11-25")])
def test_a_reader_sees_when_it_was_read(later: timedelta, label: str) -> None:
    screen = in_english(news_screen, face(read_at=SENT_AT + later), DU, "")
    assert [(b.label, b.kind) for row in screen.rows for b in row] == [(label, "show")]


def test_the_preview_has_the_text_that_readers_get() -> None:
    preview = in_english(news_screen, face(DRAFT, own=True), CHEN, "")
    assert preview.text == in_english(news_screen, face(), DU, "").text
    assert labels(preview) == ["Read"]
    assert labels(in_english(news_screen, face(own=True), CHEN, "")) == []


@pytest.mark.parametrize(("page", "shown"), [("0", ["Read"]), ("1", ["Read 5"]), ("7", []), ("", []), ("x", [])])
def test_a_group_sees_how_many_read_and_no_names(page: str, shown: list[str]) -> None:
    assert labels(in_english(news_screen, face(), None, page)) == shown


def test_withdrawn_news_leaves_one_sentence_and_no_buttons() -> None:
    gone = face(replace(SENT, state=BroadcastState.WITHDRAWN))
    for draw in (news_screen, reminder_screen):
        assert in_english(draw, gone, DU, "") == Screen("This news was withdrawn.")


def test_corrections_stand_below_with_their_time() -> None:
    lines = (
        Correction(SENT_AT + timedelta(hours=5, minutes=20), "<16:30>"),
        Correction(SENT_AT + timedelta(days=1), "b"),
    )
    text = in_english(news_screen, face(replace(SENT, corrections=lines)), DU, "").text
    assert "\nCorrection 14:20: &lt;16:30&gt;\nCorrection 11-25 09:00: b\n" in text


def test_a_reminder_loses_its_button_when_read() -> None:
    assert labels(in_english(reminder_screen, face(), DU, "")) == ["Read"]
    assert in_english(reminder_screen, face(read_at=SENT_AT), DU, "").rows == ()


def test_the_picture_goes_ahead_unchanged() -> None:
    photo = Media(Kind.PHOTO, "file")
    first = in_english(media_screen, face(replace(DRAFT, media=photo)), DU, "")
    assert first == in_english(media_screen, face(replace(SENT, media=photo), read_at=SENT_AT), DU, "")
    assert first.media == photo


def choice(people: int, rooms: int, departments: int = 1) -> Choice:
    return Choice(
        tuple(
            Person(f"M{n:02}", "名" * 3, Role.MANAGER, f"第{n % departments}市场部的很长名字") for n in range(people)
        ),
        tuple(Room(-n, f"横店群{n}", "前川市场部") for n in range(1, rooms + 1)),
    )


def test_sending_is_absent_while_nobody_is_chosen() -> None:
    whom = choice(6, 1)
    chosen = in_english(card_screen, SenderFace(DRAFT, whom, first_choice(whom), 2), CHEN, "")
    assert chosen.text.startswith("Who gets it? Chosen now: 6 people, 1 group\n2 of them")
    assert "Send to 7 places" in labels(chosen)
    nobody = in_english(card_screen, SenderFace(DRAFT, whom, Chosen()), CHEN, "")
    assert not any(label.startswith("Send") for label in labels(nobody))
    assert "✅" not in "".join(labels(nobody))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "places.1", "places.99", "people.0", "people.3", "people.x", "unread"])
def test_choosing_keeps_to_five_rows_and_short_labels(page: str, language: str) -> None:
    whom = choice(40, 9, 5)
    with speaking(language, ZONE):
        screen = card_screen(SenderFace(DRAFT, whom, first_choice(whom)), CHEN, page)
    assert 1 <= len(screen.rows) <= 5
    assert all(len(row) <= 3 for row in screen.rows)
    assert all(len(label) <= (12 if language == "zh_CN" else 20) for label in labels(screen))


def test_every_person_can_be_reached_by_turning_pages() -> None:
    whom = choice(19, 0)
    shown: set[str] = set()
    for page in range(3):
        screen = in_english(card_screen, SenderFace(DRAFT, whom, Chosen()), CHEN, f"people.{page}")
        shown |= {b.args for row in screen.rows for b in row if b.kind == "do"}
    assert shown == {f"person|M{n:02}" for n in range(19)}


def test_the_authors_card_counts_readers_and_shops() -> None:
    card = SenderFace(replace(SENT, waiting=("M02",)), readers=6, unread=(DU,), group_readers=5, told=62)
    screen = in_english(card_screen, card, CHEN, "")
    assert screen.text == (
        "<b>Orders close at &lt;16…</b>, sent 11-24 9:00. Read by 5/6. 5 people read it in a group. Told to 62/97 shops."
        "\n1 recipient gets it later: at rest, on leave or not joined yet."
    )
    assert labels(screen) == ["Unread", "Correct", "Withdraw"]
    assert "M01 杜兰枝" in in_english(card_screen, card, CHEN, "unread").text


def test_withdrawing_is_asked_twice_and_leaves_no_buttons() -> None:
    screen = in_english(card_screen, SenderFace(SENT), CHEN, "withdraw")
    assert [button.name for row in screen.rows for button in row if button.danger] == ["news_withdraw"]
    for state in (BroadcastState.WITHDRAWN, BroadcastState.DROPPED):
        assert in_english(card_screen, SenderFace(replace(SENT, state=state)), CHEN, "").rows == ()


def test_questions_can_be_given_up_and_closed_ones_have_no_buttons() -> None:
    for kind in ("broadcast_words", "broadcast_correction", "media"):
        assert labels(in_english(question_screen, kind, CHEN, "")) == ["Never mind"]
    assert in_english(question_screen, "", CHEN, "").rows == ()


def test_refusals_fit_a_toast_and_lengths_are_named() -> None:
    with speaking("en", ZONE):
        assert all(0 < len(refusal_words(refusal)) <= 20 for refusal in Refusal)
        assert too_long("x" * 3605).text.startswith("That is 5 characters too long: 3600 fit.")
