"""A group is bound by an administrator or left after ten minutes, without a word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.handling import chat_lost
from bot.routes import ROUTES
from scheduler.groups import JOBS
from storage import people
from storage.people import Group
from tests.bot.phones import Desk, Message, opened

ROOM = -100200


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened(tmp_path / "groups.db")
    yield made
    made.db.close()


def group(desk: Desk) -> Group:
    found = desk.db.read(people.group, ROOM)
    assert found is not None
    return found


def added(desk: Desk) -> Message:
    """The administrator's card after the supervisor added the bot."""
    desk.phone("S01").adds_bot(ROOM, "前川<零售>群")
    return desk.phone("A01").last


def test_administrators_bind_a_group_to_a_department(desk: Desk) -> None:
    desk.joined("A01", "A02", "S01")
    card = added(desk)
    assert "陈市场 added me to the group <b>前川&lt;零售&gt;群</b>" in card.text
    assert list(card.buttons) == ["Bind to 前川市场部", "Bind to 横店市场部", "Don't bind"]
    desk.phone("A01").taps("Bind to 前川市场部")
    assert (group(desk).state, group(desk).department) == ("bound", "前川市场部")
    for code in ("A01", "A02"):
        assert desk.phone(code).last.text.endswith("is bound to 前川市场部.")
        assert desk.phone(code).last.buttons == {}
        assert len(desk.phone(code).messages) == 1
    desk.now += timedelta(minutes=11)
    assert desk.tick(JOBS) == 0
    assert desk.left == []
    assert ROOM not in desk.chats


def test_a_group_that_nobody_binds_is_left_after_ten_minutes_without_a_word(desk: Desk) -> None:
    desk.joined("A01", "S01")
    card = added(desk)
    desk.now += timedelta(minutes=9)
    assert desk.tick(JOBS) == 0
    desk.now += timedelta(minutes=1)
    assert desk.tick(JOBS) == 1
    assert desk.tick(JOBS) == 0
    assert desk.left == [ROOM]
    assert "not in the group" in card.text
    assert card.buttons == {}
    assert ROOM not in desk.chats


def test_don_t_bind_leaves_at_once(desk: Desk) -> None:
    desk.joined("A01", "S01")
    added(desk)
    desk.phone("A01").taps("Don't bind")
    assert desk.left == [ROOM]
    assert group(desk).state == "left"


def test_the_second_answer_changes_nothing(desk: Desk) -> None:
    desk.joined("A01", "A02", "S01")
    added(desk)
    li = desk.phone("A02")
    late = li.last.buttons["Don't bind"]["data"]
    desk.phone("A01").taps("Bind to 前川市场部")
    li.presses(late, li.last.id)
    assert group(desk).state == "bound"
    assert desk.left == []


def test_with_no_administrator_the_group_is_left_at_once(desk: Desk) -> None:
    desk.joined("S01")
    desk.phone("S01").adds_bot(ROOM, "群")
    assert desk.left == [ROOM]


def test_a_group_that_puts_the_bot_out_or_refuses_it_is_left(desk: Desk) -> None:
    desk.joined("A01", "S01")
    added(desk)
    desk.phone("A01").taps("Bind to 前川市场部")
    desk.phone("S01").removes_bot(ROOM)
    assert group(desk).state == "left"
    added(desk)
    assert group(desk).state == "pending"
    desk.write(chat_lost, ROOM, ROUTES, desk.now)
    assert group(desk).state == "left"
    assert desk.left == []


def test_a_stranger_who_adds_the_bot_is_not_named(desk: Desk) -> None:
    desk.joined("A01")
    desk.phone(user=99).adds_bot(ROOM, "群")
    assert "Somebody who is not registered" in desk.phone("A01").last.text


def test_only_administrators_bind(desk: Desk) -> None:
    desk.joined("A01", "S01")
    token = added(desk).buttons["Bind to 前川市场部"]["data"]
    desk.phone("S01").presses(token, 1)
    assert desk.phone("S01").presses(f"group:{ROOM}:", 1) == []
    assert group(desk).state == "pending"
