"""The outbox: one waiting version of a card, order within a chat, holds, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.sender import REPEATS, record
from bot.wire import Outcome, Result
from domain.chat import Priority
from storage import inbox, outbox, tokens
from storage.database import Database
from storage.outbox import Card, Claimed, Letter
from storage.tables import metadata
from storage.tables import outbox as table

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path / 'x.db'}")
    metadata.create_all(db.engine)
    yield db
    db.close()


def _letter(
    chat: int, words: str, *, place: str = "", priority: Priority = Priority.ANSWER, kind: str = "answer"
) -> Letter:
    return Letter(chat, "show" if place else "say", {"text": words}, kind, priority, "test", place)


def _post(db: Database, *letters: Letter) -> None:
    for letter in letters:
        db.write(outbox.post, letter, NOW).result()


def _claim(db: Database, at: datetime = NOW, busy: frozenset[int] = frozenset()) -> list[Claimed]:
    return db.write(outbox.claim, busy, 10, at).result()


def _states(db: Database) -> list[tuple[str, str]]:
    return db.read(lambda tx: [(row.state, row.body["text"]) for row in tx.execute(select(table).order_by(table.c.id))])


def test_a_newer_version_of_a_card_replaces_the_waiting_one_and_keeps_its_position(empty: Database) -> None:
    _post(empty, _letter(1, "old", place="day"), _letter(1, "between"), _letter(1, "new", place="day"))
    assert [row.body["text"] for row in _claim(empty)] == ["new"]


def test_one_message_of_a_chat_is_in_flight_and_alarms_come_first(empty: Database) -> None:
    _post(
        empty, _letter(1, "news", priority=Priority.NEWS), _letter(1, "alarm", priority=Priority.ALERT), _letter(2, "b")
    )
    assert [(row.chat_id, row.body["text"]) for row in _claim(empty)] == [(1, "alarm"), (2, "b")]
    assert _claim(empty, busy=frozenset({1, 2})) == []


def test_a_held_chat_waits_and_all_chats_can_be_held(empty: Database) -> None:
    _post(empty, _letter(1, "a"), _letter(2, "b"))
    empty.write(outbox.hold, 1, NOW + timedelta(seconds=30), "429").result()
    assert [row.chat_id for row in _claim(empty)] == [2]
    empty.write(outbox.hold, outbox.ALL_CHATS, NOW + timedelta(seconds=30), "429").result()
    assert _claim(empty) == []
    assert [row.chat_id for row in _claim(empty, NOW + timedelta(seconds=31))] == [1]


def test_an_edit_never_overtakes_the_first_send(empty: Database) -> None:
    empty.write(outbox.put_card, Card(1, "day", 0, "day", "day:x", "", "f1")).result()
    _post(empty, _letter(1, "first", place="day"))
    first = _claim(empty)[0]
    _post(empty, _letter(1, "second", place="day"))
    assert first.edits == 0
    assert _claim(empty, busy=frozenset({1})) == []
    empty.write(record, first, Result(Outcome.SENT, message=77), NOW).result()
    assert _claim(empty)[0].edits == 77


@pytest.mark.parametrize("kind", sorted(REPEATS))
def test_an_unknown_outcome_is_repeated_marked_as_often_as_its_kind_allows(empty: Database, kind: str) -> None:
    _post(empty, _letter(1, "x", kind=kind))
    at = NOW
    for _ in range(REPEATS[kind] + 1):
        at += timedelta(minutes=5)
        row = _claim(empty, at)[0]
        assert row.marked == (row.attempts > 1)
        empty.write(record, row, Result(Outcome.UNKNOWN, why="timeout"), at).result()
    assert _claim(empty, at + timedelta(minutes=5)) == []
    assert _states(empty) == [("unknown", "x")]


def test_an_unknown_row_whose_newer_version_waits_is_not_repeated_and_passes_on_its_mark(empty: Database) -> None:
    empty.write(outbox.put_card, Card(1, "day", 0, "day", "day:x", "", "f1")).result()
    _post(empty, _letter(1, "old", place="day"))
    old = _claim(empty)[0]
    _post(empty, _letter(1, "new", place="day"))
    empty.write(record, old, Result(Outcome.UNKNOWN, why="reset"), NOW).result()
    later = _claim(empty, NOW + timedelta(minutes=1))
    assert [(row.body["text"], row.marked) for row in later] == [("new", True)]
    assert _states(empty)[0] == ("dropped", "old")


def test_an_edit_is_repeated_without_a_mark_until_known(empty: Database) -> None:
    empty.write(outbox.put_card, Card(1, "day", 77, "day", "day:x", "", "f1")).result()
    _post(empty, _letter(1, "x", place="day"))
    row = _claim(empty)[0]
    empty.write(record, row, Result(Outcome.UNKNOWN, why="timeout"), NOW).result()
    again = _claim(empty, NOW + timedelta(minutes=1))[0]
    assert (again.edits, again.marked) == (77, False)


def test_a_card_whose_message_is_gone_is_sent_anew(empty: Database) -> None:
    empty.write(outbox.put_card, Card(1, "day", 77, "day", "day:x", "", "f1")).result()
    _post(empty, _letter(1, "x", place="day"))
    empty.write(record, _claim(empty)[0], Result(Outcome.GONE, why="message to edit not found"), NOW).result()
    assert _claim(empty)[0].edits == 0


def test_bad_formatting_is_sent_once_more_as_plain_text(empty: Database) -> None:
    _post(empty, _letter(1, "<b>价格 &lt;3</b>"))
    empty.write(record, _claim(empty)[0], Result(Outcome.BAD_FORMAT, why="can't parse entities"), NOW).result()
    again = _claim(empty)[0]
    assert (again.body["text"], again.body["parse_mode"]) == ("价格 <3", None)


def test_a_migrated_group_takes_its_waiting_messages_along(empty: Database) -> None:
    _post(empty, _letter(-5, "a"), _letter(-5, "b"))
    empty.write(record, _claim(empty)[0], Result(Outcome.MIGRATED, chat=-1005), NOW).result()
    assert [(row.chat_id, row.body["text"]) for row in _claim(empty)] == [(-1005, "a")]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (
            "SELECT id FROM outbox WHERE state = 'queued' AND chat_id NOT IN (1) ORDER BY priority, id LIMIT 5",
            "ix_outbox_queued",
        ),
        ("SELECT id FROM inbox WHERE state = 'new' AND worker = '' ORDER BY id LIMIT 5", "ix_inbox_new"),
        ("SELECT id FROM outbox WHERE state = 'sending' ORDER BY id", "ix_outbox_sending"),
    ],
)
def test_hot_queries_are_served_by_their_partial_index(empty: Database, statement: str, index: str) -> None:
    plan = empty.read(lambda tx: " ".join(str(row) for row in tx.execute(text(f"EXPLAIN QUERY PLAN {statement}"))))
    assert index in plan


def test_an_update_is_known_by_id_and_content(empty: Database) -> None:
    def keep(*updates: dict[str, object]) -> int:
        return empty.write(inbox.keep, list(updates), NOW, NOW).result()

    one = {"update_id": 5, "message": {"chat": {"id": 1}, "text": "a"}}
    assert keep(one) == 1
    assert keep(one) == 0
    assert keep(one | {"message": {"chat": {"id": 1}, "text": "b"}}) == 1
    assert keep({"update_id": 3, "message": {"chat": {"id": 1}}}) == 1
    assert [row.update_id for row in empty.read(inbox.waiting)] == [5, 5, 3]


def test_a_token_is_used_again_while_unused_and_spent_once(empty: Database) -> None:
    def make() -> str:
        return empty.write(tokens.make, 1, "take", "incident:5", "", NOW).result()

    token = make()
    assert len(token) == 22
    assert make() == token
    assert empty.write(tokens.spend, token, "S01", NOW).result()
    assert not empty.write(tokens.spend, token, "D01", NOW).result()
    assert make() != token
