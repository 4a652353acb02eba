"""Updates that expire, jump in number, come twice or out of order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator.history import Fate
from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]
TAKE = {"inline_keyboard": [[{"text": "受理", "callback_data": "take:1"}]]}


class Poller:
    """A bot that polls with the last id it got plus one, as Telegram asks for."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._offset = 0

    def polls(self, limit: int = 100) -> list[str]:
        updates = self._api("getUpdates", offset=self._offset, limit=limit)["result"]
        if updates:
            self._offset = updates[-1]["update_id"] + 1
        return [update["message"]["text"] for update in updates]


@pytest.fixture
def poller(lan: Phone, api: Api) -> Poller:
    return Poller(api)


def test_after_a_day_an_update_is_gone(telegram: Telegram, lan: Phone, poller: Poller) -> None:
    lan.says("旧")
    telegram.clock.forward(hours=23)
    lan.says("新")
    telegram.clock.forward(hours=1)
    assert poller.polls() == ["新"]
    assert len(telegram.history.updates(Fate.EXPIRED)) == 1


def test_a_tap_is_gone_after_two_and_a_half_minutes(telegram: Telegram, lan: Phone, api: Api) -> None:
    api("sendMessage", chat_id=lan.id, text="异常", reply_markup=TAKE)
    lan.taps("受理")
    telegram.clock.forward(seconds=149)
    assert len(api("getUpdates")["result"]) == 1
    telegram.clock.forward(seconds=1)
    assert api("getUpdates")["result"] == []


@pytest.mark.parametrize("by", [1, 1_000_000, -50_000_000])
def test_ids_may_jump_and_nothing_is_lost(telegram: Telegram, lan: Phone, poller: Poller, by: int) -> None:
    lan.says("前")
    assert poller.polls() == ["前"]
    telegram.act(lambda world: world.updates.jump(by))
    lan.says("后")
    lan.says("后来")
    assert [poller.polls(limit=1), poller.polls(limit=1), poller.polls()] == [["后"], ["后来"], []]
    first, *others = telegram.history.updates(Fate.CONFIRMED)[-3:]
    assert [number - first for number in others] == [by + 1, by + 2]


def test_what_waits_is_handed_out_before_ids_jump_back(telegram: Telegram, lan: Phone, poller: Poller) -> None:
    lan.says("前")
    telegram.act(lambda world: world.updates.jump(-50_000_000))
    lan.says("后")
    assert [poller.polls(), poller.polls(), poller.polls()] == [["前"], ["后"], []]


def test_ids_never_jump_back_into_those_of_late(telegram: Telegram, lan: Phone) -> None:
    with pytest.raises(ValueError, match="million"):
        telegram.act(lambda world: world.updates.jump(-10))


def test_a_confirmed_update_can_come_again(telegram: Telegram, lan: Phone, poller: Poller, sim: Api) -> None:
    lan.says("一")
    lan.says("二")
    assert poller.polls() == ["一", "二"]
    assert poller.polls() == []
    again = sim("/sim/updates", {"repeat": None})["body"]["update_id"]
    assert telegram.history.updates(Fate.CONFIRMED)[-1] == again
    assert poller.polls() == ["二"]
    anew = sim("/sim/updates", {"repeat": again, "anew": True})["body"]["update_id"]
    assert anew == again + 1
    assert poller.polls() == ["二"]
    assert poller.polls() == []
    assert sim("/sim/updates", {"repeat": 1})["status"] == 400


def test_updates_can_come_out_of_order_and_each_comes_in_the_end(
    telegram: Telegram, lan: Phone, poller: Poller
) -> None:
    for number in range(20):
        lan.says(str(number))
    telegram.act(lambda world: world.updates.shuffle(3))
    seen: list[str] = []
    while batch := poller.polls(limit=7):
        seen += batch
    assert {*seen} == {str(number) for number in range(20)}
    assert seen[:20] != sorted(seen[:20], key=int)


def test_any_update_can_be_queued_even_one_nobody_knows(telegram: Telegram, lan: Phone, api: Api) -> None:
    number = telegram.act(lambda world: world.updates.add_raw({"miracle": {"chat": "?"}, "more": [1]}))
    assert api("getUpdates")["result"] == [{"update_id": number, "miracle": {"chat": "?"}, "more": [1]}]


def test_the_history_follows_an_update_to_its_end(telegram: Telegram, lan: Phone, poller: Poller) -> None:
    said = lan.says("记一笔")
    poller.polls()
    poller.polls()
    steps = [one for one in telegram.history.passages if one.message == said]
    assert [one.fate for one in steps] == [Fate.QUEUED, Fate.HANDED, Fate.CONFIRMED]
    assert {(one.chat, one.kind) for one in steps} == {(lan.id, "message")}


def test_of_many_conflicts_only_the_first_is_told_at_once(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.switch(haste=10)
    told: list[float] = []

    def poll() -> None:
        began = time.monotonic()
        if api("getUpdates", timeout=30).get("error_code") == 409:
            told.append(time.monotonic() - began)

    threads = []
    for _ in range(3):
        threads.append(threading.Thread(target=poll))
        threads[-1].start()
        while not telegram.quiet():
            time.sleep(0.001)
        time.sleep(0.05)
    lan.says("醒醒")
    for thread in threads:
        thread.join(5)
    assert len(told) == 2
    assert max(told) > 0.3 > min(told)
