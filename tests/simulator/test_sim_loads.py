"""Load and switches: many updates at once, checks on and off, bounded chats."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]
LEAST_A_SECOND = 500
"""Far below the 2,000 and more that one free core does, so that a busy machine doesn't fail the test."""


def test_many_people_speak_in_turn(telegram: Telegram, api: Api) -> None:
    people = telegram.crowd(3)
    telegram.load(people, 7, "第{n}句")
    said = api("getUpdates")["result"]
    assert [update["message"]["text"] for update in said] == [f"第{number}句" for number in range(7)]
    assert [update["message"]["chat"]["id"] for update in said] == [people[number % 3].id for number in range(7)]
    assert api("sendMessage", chat_id=people[0].id, text="好")["ok"]
    assert telegram.world.problems == []


def test_load_can_be_asked_for_from_outside(telegram: Telegram, api: Api, sim: Api) -> None:
    people = sim("/sim/load", {"people": 4, "updates": 8})["body"]["people"]
    assert len(set(people)) == 4
    assert sim("/sim/load", {"by": people[:1], "updates": 1, "text": "再"})["status"] == 200
    assert len(api("getUpdates")["result"]) == 9


def test_without_checks_nothing_is_held_against_the_facts(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.switch(checking=False)
    assert api("sendMessage", chat_id=lan.id, text="a", colour="red")["ok"]
    assert api("sendMessage", text="a")["error_code"] == 400
    assert telegram.world.problems == []


def test_of_a_chat_only_the_newest_messages_are_kept_when_asked(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.switch(keep_messages=5)
    for number in range(9):
        api("sendMessage", chat_id=lan.id, text=str(number))
    assert [shown.text for shown in lan.messages()] == ["4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    ("wish", "status"),
    [({"tea": True}, 404), ({"floods": 1}, 400), ({"haste": "fast"}, 400), ({"reply_seconds": -1}, 400)],
)
def test_a_switch_that_is_not_there_or_cannot_be_so_is_refused(
    telegram: Telegram, sim: Api, wish: dict[str, Any], status: int
) -> None:
    before = sim("/sim/switches")["body"]
    assert sim("/sim/switches", wish)["status"] == status
    assert sim("/sim/switches")["body"] == before


def test_faults_can_be_added_and_cleared_from_outside(telegram: Telegram, api: Api, sim: Api) -> None:
    wish = {"add": [{"method": "getMe", "what": "500", "chance": 0.5, "times": None}], "seed": 1}
    assert sim("/sim/faults", wish)["body"] == {"faults": 1}
    assert {api("getMe")["ok"] for _ in range(30)} == {True, False}
    assert sim("/sim/faults", {"clear": True})["body"] == {"faults": 0}
    assert sim("/sim/faults", {"add": [{"method": "*", "what": "tea"}]})["status"] == 400
    assert sim("/sim/faults", {"add": [{"method": "*", "what": "500", "tea": 1}]})["status"] == 404


def test_the_simulator_is_no_bottleneck(telegram: Telegram, lan: Phone) -> None:
    telegram.switch(checking=False)
    body = json.dumps({"chat_id": lan.id, "text": "<b>好</b>", "parse_mode": "HTML"}).encode()
    head = f"POST /bot{telegram.token}/sendMessage HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    host, _, port = telegram.url.removeprefix("http://").partition(":")

    async def talk(calls: int) -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for _ in range(calls):
            writer.write(request)
            headers = await reader.readuntil(b"\r\n\r\n")
            length = int(headers.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
        writer.close()
        await writer.wait_closed()

    async def all_at_once() -> None:
        await asyncio.gather(*(talk(100) for _ in range(8)))

    began = time.monotonic()
    asyncio.run(all_at_once())
    assert 800 / (time.monotonic() - began) > LEAST_A_SECOND
