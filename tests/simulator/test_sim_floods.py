"""Flood limits: what Telegram lets through, what it answers beyond that, and who does not wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.faults import Fault
from simulator.floods import Floods
from simulator.phones import Phone, Telegram
from simulator.refusals import Refused

Api = Callable[..., dict[str, Any]]
ME, OTHER, GROUP = 1, 2, -3


class Watch:
    """Machine seconds moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def passes(floods: Floods, chat: int, method: str = "sendMessage") -> bool:
    try:
        floods.take(method, chat)
    except Refused:
        return False
    return True


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    floods = Floods(watch := Watch())
    assert [passes(floods, ME) for _ in range(7)] == [True] * 6 + [False]
    assert passes(floods, OTHER)
    watch.now += 1
    assert [passes(floods, ME) for _ in range(2)] == [True, False]


def test_a_group_takes_twenty_a_minute() -> None:
    floods = Floods(watch := Watch())
    assert sum(passes(floods, GROUP) for _ in range(40)) == 21
    watch.now += 60
    assert sum(passes(floods, GROUP) for _ in range(40)) == 20


def test_all_chats_together_take_thirty_a_second() -> None:
    floods = Floods(watch := Watch())
    assert sum(passes(floods, chat) for chat in range(1, 100)) == 33
    watch.now += 1
    assert sum(passes(floods, chat) for chat in range(101, 200)) == 30


@pytest.mark.parametrize("method", ["answerCallbackQuery", "sendChatAction", "setMessageReaction", "getMe"])
def test_only_messages_and_edits_count(method: str) -> None:
    floods = Floods(Watch())
    assert all(passes(floods, ME, method) for _ in range(100))
    assert not all(passes(floods, ME, "editMessageText") for _ in range(100))


def test_limits_are_off_until_switched_on_and_then_say_how_long_to_wait(
    telegram: Telegram, lan: Phone, api: Api, sim: Api
) -> None:
    def sends() -> list[int]:
        answers = [api("sendMessage", chat_id=lan.id, text="a") for _ in range(10)]
        return [answer.get("parameters", {}).get("retry_after", 0) for answer in answers]

    assert sends() == [0] * 10
    assert sim("/sim/switches", {"floods": True})["body"]["floods"] is True
    assert sends() == [0] * 6 + [1] * 4
    assert sum(shown.by_bot for shown in lan.messages()) == 16


def test_calls_during_a_retry_after_are_counted_by_chat(telegram: Telegram, lan: Phone, api: Api, sim: Api) -> None:
    other = telegram.crowd(1)[0]
    telegram.spoil(Fault("sendMessage", "429", retry_after=30))
    assert api("sendMessage", chat_id=lan.id, text="a")["error_code"] == 429
    api("sendMessage", chat_id=other.id, text="a")
    assert telegram.world.floods.impatient == 0
    api("sendMessage", chat_id=lan.id, text="a")
    assert sim("/sim/floods")["body"] == {"impatient": 1}
    assert telegram.history.faults[0].wait == 30
