"""The outbox: one waiting version of a card, order within a chat, holds, and what becomes of a row."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.sender import REPEATS, record
from bot.wire import Outcome, Result
from domain.chat import Priority
from storage import inbox, outbox, tokens
from storage.database import Database
from storage.outbox import Card, Claimed, Letter
from storage.tables import outbox as table

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


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


def test_a_migrated_group_whose_new_chat_has_a_card_waiting_keeps_the_newer(empty: Database) -> None:
    for chat in (-5, -1005):
        empty.write(outbox.put_card, Card(chat, "day", 0, "day", "day:x", "", "f1")).result()
        _post(empty, _letter(chat, f"for {chat}", place="day"))
    empty.write(outbox.move_chat, -5, -1005).result()
    assert [(row.chat_id, row.body["text"]) for row in _claim(empty)] == [(-1005, "for -1005")]
    assert ("dropped", "for -5") in _states(empty)


def test_a_hold_too_far_ahead_was_written_by_a_wrong_clock_and_is_void(empty: Database) -> None:
    _post(empty, _letter(1, "a"))
    empty.write(outbox.hold, 1, NOW + timedelta(hours=2), "no connection").result()
    assert [row.chat_id for row in _claim(empty)] == [1]
    _post(empty, _letter(2, "b"))
    empty.write(outbox.hold, 2, NOW + timedelta(hours=2), "429").result()
    assert _claim(empty) == []


def test_what_an_earlier_sender_left_is_unknown_and_its_late_word_counts_no_more(empty: Database) -> None:
    _post(empty, _letter(1, "x"))
    old = empty.write(outbox.claim, frozenset(), 10, NOW, 1).result()[0]
    assert empty.read(outbox.left_sending, 1) == []
    (left,) = empty.read(outbox.left_sending, 2)
    empty.write(record, left, Result(Outcome.UNKNOWN, why="the process ended"), NOW).result()
    for late in (Result(Outcome.SENT, message=5), Result(Outcome.NEVER, why="403")):
        empty.write(record, old, late, NOW).result()
    assert _states(empty) == [("queued", "x")]
    (again,) = empty.write(outbox.claim, frozenset(), 10, NOW + timedelta(minutes=1), 2).result()
    assert again.marked


def test_what_was_claimed_without_anybody_learning_of_it_is_queued_again_unmarked(empty: Database) -> None:
    _post(empty, _letter(1, "x"), _letter(2, "y"))
    first, _second = empty.write(outbox.claim, frozenset(), 10, NOW, 3).result()
    assert empty.write(outbox.requeue_strays, 3, {first.id}).result() == 1
    (again,) = empty.write(outbox.claim, {1}, 10, NOW, 3).result()
    assert (again.chat_id, again.marked, again.attempts) == (2, False, 1)


def test_hostile_updates_are_kept_like_any_other(empty: Database) -> None:
    odd = [
        {"update_id": 1, "message": {"chat": {"id": 7}, "text": "a\x00b"}},
        {"update_id": 2, "message": {"chat": {"id": 7}, "text": "half \ud83d"}},
        {"update_id": 3, "message": {"chat": {"id": 2**70}, "text": "far"}},
        {"update_id": 2**80},
        {"update_id": "four", "message": None},
        {"update_id": 5, "message": {"chat": {"id": 2**53}, "text": "\U0001f600" * 4096}},
    ]
    assert empty.write(inbox.keep, odd, NOW, NOW).result() == len(odd)
    assert empty.write(inbox.keep, odd, NOW, NOW).result() == 0
    rows = empty.read(inbox.waiting)
    assert [json.loads(row.payload) for row in rows] == odd
    assert [row.chat_id for row in rows] == [7, 7, 0, 0, 0, 2**53]


def test_updates_are_known_for_their_time_and_then_forgotten(empty: Database) -> None:
    def one(number: int) -> dict[str, object]:
        return {"update_id": number, "message": {"chat": {"id": 1}}}

    for day in range(5):
        empty.write(inbox.keep, [one(day)], NOW + timedelta(days=day), NOW).result()
    for row in empty.read(inbox.waiting)[1:]:
        empty.write(inbox.done, row.id).result()
    upto = empty.read(inbox.kept_from, NOW + timedelta(days=3))
    assert empty.write(inbox.prune, upto, 10).result() == 2
    assert empty.write(inbox.keep, [one(0)], NOW, NOW).result() == 0
    assert empty.write(inbox.keep, [one(1)], NOW, NOW).result() == 1
    assert empty.read(inbox.kept_from, NOW + timedelta(days=99)) == max(row.id for row in empty.read(inbox.waiting))


def test_sent_messages_are_forgotten_after_their_time_and_waiting_ones_never(empty: Database) -> None:
    _post(empty, *(_letter(number, f"m{number}") for number in range(1, 5)))
    for day, row in enumerate(_claim(empty)[:3]):
        empty.write(record, row, Result(Outcome.SENT, message=row.chat_id), NOW + timedelta(days=day)).result()
    upto = empty.read(outbox.kept_from, NOW + timedelta(days=2))
    assert empty.write(outbox.prune, upto, 10).result() == 2
    assert _states(empty) == [("sent", "m3"), ("sending", "m4")]
