"""The control API: what the page asks for and does."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simulator.clock import Clock, Pace
from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]
FRIDAY = datetime.fromisoformat("2026-11-27T18:00:00+08:00")


def test_the_clock_tells_an_instant_with_its_offset(sim: Api) -> None:
    assert sim("/clock")["body"] == {"now": "2026-11-24T07:00:00+08:00"}


@pytest.mark.parametrize(
    ("wish", "now"),
    [
        ({"minutes": 15}, "2026-11-24T07:15:00+08:00"),
        ({"to": "2026-11-25T01:00:00+00:00"}, "2026-11-25T09:00:00+08:00"),
        ({"to": "2026-11-25T09:00:00"}, "2026-11-25T09:00:00+08:00"),
        ({"to_time": "17:30"}, "2026-11-24T17:30:00+08:00"),
        ({"to_time": "06:30"}, "2026-11-25T06:30:00+08:00"),
        ({"next_working_day": True}, "2026-11-25T07:00:00+08:00"),
        ({"next_working_day": True, "to_time": "07:29"}, "2026-11-25T07:29:00+08:00"),
    ],
)
def test_the_clock_is_moved_by_hand(sim: Api, wish: dict[str, Any], now: str) -> None:
    assert sim("/sim/clock", wish)["body"] == {"now": now, "clock": "still"}


def test_next_working_day_skips_weekends_and_days_off() -> None:
    clock = Clock(FRIDAY, days_off=frozenset({date(2026, 11, 30)}))
    clock.to_next_working_day()
    assert clock.now == datetime.fromisoformat("2026-12-01T07:00:00+08:00")


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    seconds = [100.0]
    clock = Clock(FRIDAY, running=True, monotonic=lambda: seconds[0])
    seconds[0] += 60
    assert clock.now == FRIDAY + timedelta(minutes=1)
    clock.run(False)
    seconds[0] += 60
    assert (clock.now, clock.pace) == (FRIDAY + timedelta(minutes=1), Pace.STILL)
    clock.run(True)
    clock.forward(timedelta(hours=1))
    seconds[0] += 1
    assert clock.now == FRIDAY + timedelta(hours=1, minutes=1, seconds=1)


def test_a_page_can_live_through_a_conversation(telegram: Telegram, api: Api, sim: Api) -> None:
    made = sim("/sim/phones", {"name": "陈市场", "title": "市场经理", "language_code": "zh-hans"})["body"]
    who = made["phone"]["id"]
    assert made["phone"]["chats"] == [who]
    sim("/sim/say", {"as": who, "chat": who, "text": "/start"})
    markup = {"inline_keyboard": [[{"text": "受理", "callback_data": "t"}], [{"text": "图", "url": "https://x.cn"}]]}
    api("sendMessage", chat_id=who, text="<b>异常</b>", parse_mode="HTML", reply_markup=markup)
    state = sim("/sim/state")["body"]
    assert state["phones"][0]["title"] == "市场经理"
    chat = state["chats"][str(who)]
    assert [message["from"] for message in chat["messages"]] == [who, "bot"]
    assert chat["messages"][1]["html"] == "<b>异常</b>"
    assert chat["messages"][1]["buttons"] == [
        [{"label": "受理", "kind": "callback", "data": "t"}],
        [{"label": "图", "kind": "url", "data": "https://x.cn"}],
    ]
    assert (chat["blocked"], chat["pinned"], chat["keyboard"]) == (False, None, None)
    assert telegram.world.problems == []


def test_a_tap_waits_for_the_bots_answer(lan: Phone, api: Api, sim: Api) -> None:
    markup = {"inline_keyboard": [[{"text": "受理", "callback_data": "t"}]]}
    sent = api("sendMessage", chat_id=lan.id, text="异常", reply_markup=markup)["result"]["message_id"]

    def answer() -> None:
        query = api("getUpdates", timeout=30)["result"][-1]["callback_query"]
        api("answerCallbackQuery", callback_query_id=query["id"], text="已受理")

    bot = threading.Thread(target=answer)
    bot.start()
    tapped = sim("/sim/tap", {"as": lan.id, "chat": lan.id, "message": sent, "data": "t"})
    bot.join(5)
    assert tapped["body"] == {"toast": "已受理", "alert": False, "answered": True}


def test_everything_a_phone_sends_can_be_sent_from_the_page(lan: Phone, sim: Api) -> None:
    here = {"as": lan.id, "chat": lan.id}
    for path, wish in (
        ("/sim/photo", {"caption": "货架", "sample": True}),
        ("/sim/voice", {"seconds": 5}),
        ("/sim/place", {"lat": 30.5, "lon": 114.3}),
        ("/sim/sticker", {}),
    ):
        assert sim(path, here | wish)["status"] == 200
    kinds = [shown.media["kind"] for shown in lan.messages() if shown.media]
    assert kinds == ["photo", "voice", "location", "sticker"]
    assert lan.messages()[1].media == {
        "kind": "photo",
        "url": "/sim/files/photos/file_3.png",
        "name": "photo.png",
        "seconds": None,
        "lat": None,
        "lon": None,
    }
    said = sim("/sim/say", here | {"text": "错字"})["body"]["message"]
    sim("/sim/edit", here | {"message": said, "text": "对了"})
    assert (lan.messages()[-1].text, lan.messages()[-1].edited) == ("对了", True)
    sim("/sim/block", {"as": lan.id, "blocked": True})
    assert sim("/sim/state")["body"]["chats"][str(lan.id)]["blocked"] is True
    assert sim("/sim/say", here | {"text": "喂"})["status"] == 400


def test_groups_are_made_and_the_bot_brought_in(lan: Phone, telegram: Telegram, sim: Api) -> None:
    group = sim("/sim/groups", {"title": "前川一组", "members": [lan.id]})["body"]
    assert (group["type"], group["members"], group["bot"]) == ("group", [lan.id], False)
    changed = sim(f"/sim/groups/{group['id']}/bot", {"by": lan.id, "add": True})["body"]
    assert changed["bot"] is True
    assert changed["messages"][0]["service"]
    assert sim(f"/sim/groups/{group['id']}/bot", {"by": lan.id, "add": False})["body"]["bot"] is False


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("/sim/say", {"as": 1, "chat": 1, "text": "a"}, 404),
        ("/sim/say", {"text": "a"}, 404),
        ("/sim/photo", {"as": 5_000_000_001, "chat": 5_000_000_001}, 400),
        ("/sim/clock", {"to": "soon"}, 400),
        ("/sim/phones", {"name": "x", "id": -5}, 400),
    ],
)
def test_a_wish_that_cannot_be_is_answered_with_a_reason(
    lan: Phone, sim: Api, path: str, wish: dict[str, Any], status: int
) -> None:
    answer = sim(path, wish)
    assert answer["status"] == status
    assert answer["body"]["error"]


def test_events_tell_live_what_happens(telegram: Telegram, lan: Phone, api: Api) -> None:
    connection = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=5)
    connection.request("GET", "/sim/events")
    stream = connection.getresponse()
    assert stream.readline() == b": welcome\n"
    stream.readline()

    def event() -> tuple[str, dict[str, Any]]:
        kind = stream.readline().decode().removeprefix("event: ").strip()
        data: dict[str, Any] = json.loads(stream.readline().decode().removeprefix("data: "))
        stream.readline()
        return kind, data

    said = lan.says("你好")
    kind, data = event()
    assert (kind, data["chat"], data["new"], data["message"]["text"]) == ("message", lan.id, True, "你好")
    update = api("getUpdates")["result"][-1]["update_id"]
    api("getUpdates", offset=update + 1)
    assert event() == ("read", {"chat": lan.id, "read_up_to": said})
    api("sendChatAction", chat_id=lan.id, action="typing")
    assert event() == ("typing", {"chat": lan.id, "action": "typing"})
    telegram.clock.forward(minutes=1)
    assert event() == ("clock", {"now": "2026-11-24T07:01:00+08:00", "clock": "still"})
    sent = api("sendMessage", chat_id=lan.id, text="好")["result"]["message_id"]
    assert event()[1]["message"]["from"] == "bot"
    api("deleteMessage", chat_id=lan.id, message_id=sent)
    assert event() == ("deleted", {"chat": lan.id, "message": sent})
    connection.close()


def test_the_film_is_handed_on_and_problems_are_listed(sim: Api, api: Api) -> None:
    assert sim("/sim/film")["body"] is None
    api("getMe", nonsense=1)
    assert sim("/sim/problems")["body"] == ["getMe: unknown parameter nonsense"]
