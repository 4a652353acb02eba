"""`/why`: each fate of a message has a plain sentence, the chain says whom it passed over, and nobody's words come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.chat import Priority
from domain.incidents import Category
from scheduler.incidents import JOBS
from services import incidents
from services.incidents import Report, Said
from storage import outbox, people, plans, pushes
from storage.database import Tx
from storage.outbox import Letter
from tests.bot.phones import USERS, Desk, opened

SECRET_WORDS = "夫妻俩要离婚"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened(tmp_path / "why.db")
    made.joined("M01", "S01", "D01", "A01")
    yield made
    made.db.close()


def why(desk: Desk, word: str) -> str:
    (answer,) = desk.phone("A01").says(f"/why {word}".strip())
    return answer.text


def posted(desk: Desk, code: str, text: str, kind: str = "answer", origin: str = "push:morning:M01:2026-11-24") -> int:
    body = {"text": text, "rows": [], "keyboard": []}
    desk.write(outbox.post, Letter(USERS[code], "say", body, kind, Priority.ANSWER, origin), desk.now)
    return int(desk.db.read(lambda tx: max(row.id for row in outbox_rows(tx))))


def outbox_rows(tx: Tx) -> list[outbox.Claimed]:
    from sqlalchemy import select

    from storage.tables import outbox as rows

    return list(tx.execute(select(rows)).all())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (
            "failed",
            "Forbidden: bot was blocked by the user",
            "could not be delivered: <code>Forbidden: bot was blocked",
        ),
        ("dropped", "a newer version waits", "not sent: a newer version took its place"),
        ("unknown", "TimedOut", "nobody knows whether it arrived: Telegram did not answer"),
        ("held", "a backup was brought back", "held: a backup was brought back"),
    ],
)
def test_each_fate_has_its_sentence_with_the_cause(desk: Desk, state: str, reason: str, words: str) -> None:
    row = posted(desk, "M01", SECRET_WORDS)
    desk.write(outbox.end, row, state, reason)
    told = why(desk, "M01")
    assert words in told
    assert "by the clock: the morning list" in told
    assert SECRET_WORDS not in told


def test_what_waits_says_for_what(desk: Desk) -> None:
    posted(desk, "M01", "x")
    assert "waits to be sent" in desk_answer(desk, "杜兰枝")


def desk_answer(desk: Desk, word: str) -> str:
    """The answer while what is queued stays queued."""
    from screens.whys import why_screen
    from screens.words import speaking
    from services.whys import about

    with speaking("en", desk.now.tzinfo):  # type: ignore[arg-type]
        return why_screen(desk.db.read(about, desk.person("A01"), word, desk.now)).text


def test_newest_comes_first_and_what_was_asked_is_the_cause(desk: Desk) -> None:
    manager = desk.phone("M01")
    manager.says("/language")
    desk.now += timedelta(minutes=5)
    manager.says("/help")
    lines = [line for line in why(desk, "m01").splitlines() if "because of what 杜兰枝 sent" in line]
    assert len(lines) == 2
    assert lines[0] > lines[1]


def test_pushes_say_why_they_were_left_out(desk: Desk) -> None:
    desk.write(pushes.done, "morning", "M01", "2026-11-24", "skipped", "too late", desk.now)
    assert "the morning list 2026-11-24: left out: it was too late for it" in why(desk, "M01")


def test_a_list_that_did_not_come_has_its_reason(desk: Desk) -> None:
    assert "No list today: the plan has no stop" in why(desk, "M01")
    desk.write(plans.add_leave, "M01", date(2026, 11, 24), date(2026, 11, 24), "M01")
    assert "No list today: on leave" in why(desk, "M01")
    assert "No list: has not joined" in why(desk, "M02")
    desk.write(people.set_reachable, USERS["M01"], False)
    assert "the bot is blocked there" in why(desk, "M01")


def test_a_shop_tells_the_chain_and_who_was_passed_over(desk: Desk) -> None:
    desk.write(plans.add_leave, "S01", date(2026, 11, 24), date(2026, 11, 24), "S01")
    person = desk.person("M01")
    desk.write(incidents.report, person, Report(Category.PRICE, Said(desk.now, SECRET_WORDS), "K1"), desk.now)
    desk.now += timedelta(minutes=20)
    desk.tick(JOBS)
    for word in ("K1", "店K1", "S01"):
        told = why(desk, word)
        assert "price disorder 店K1, reported 11-24 Tue 09:00:" in told
        assert "陈市场 is on leave today; it went straight to 周建华" in told
        assert SECRET_WORDS not in told


def test_words_are_found_in_news_and_alerts_but_not_in_what_others_were_answered(desk: Desk) -> None:
    posted(desk, "M01", "截单提前到 <b>16:00</b>", "news", "push:news:M01:5")
    posted(desk, "M01", SECRET_WORDS)
    assert "news to 杜兰枝" in desk_answer(desk, "提前到16:00")
    assert "I know of nothing" in desk_answer(desk, SECRET_WORDS)


def test_nobody_else_may_ask_and_no_word_is_a_hint(desk: Desk) -> None:
    for code in ("M01", "S01", "D01"):
        (answer,) = desk.phone(code).says("/why M01")
        assert "not for you" in answer.text
    assert "Name a person" in why(desk, "")
    assert "I know of nothing about “&lt;b&gt;”" in why(desk, "<b>")
