"""Updates: kept until confirmed, handed out by long poll."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from simulator.faults import Fault
from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]


def texts(answer: dict[str, Any]) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


def in_background(call: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    got: list[Any] = []
    thread = threading.Thread(target=lambda: got.append(call()))
    thread.start()
    return thread, got


def until_waiting(telegram: Telegram) -> None:
    while not telegram.quiet():
        time.sleep(0.001)


def test_updates_come_again_until_a_later_offset_confirms_them(lan: Phone, api: Api) -> None:
    lan.says("一")
    lan.says("二")
    first = api("getUpdates")
    assert texts(first) == texts(api("getUpdates")) == ["一", "二"]
    assert texts(api("getUpdates", offset=first["result"][1]["update_id"])) == ["二"]
    assert texts(api("getUpdates", offset=first["result"][1]["update_id"] + 1)) == []


def test_ids_increase_by_one_and_limit_is_kept(lan: Phone, api: Api) -> None:
    for number in range(3):
        lan.says(str(number))
    ids = [update["update_id"] for update in api("getUpdates")["result"]]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert ids[0] > 1_000_000
    assert texts(api("getUpdates", limit=2)) == ["0", "1"]


def test_a_negative_offset_forgets_all_but_the_newest(lan: Phone, api: Api) -> None:
    for number in range(3):
        lan.says(str(number))
    assert texts(api("getUpdates", offset=-1)) == ["2"]
    assert texts(api("getUpdates")) == ["2"]


def test_long_poll_wakes_at_once(telegram: Telegram, lan: Phone, api: Api) -> None:
    began = time.monotonic()
    thread, got = in_background(lambda: api("getUpdates", timeout=30))
    until_waiting(telegram)
    lan.says("醒醒")
    thread.join(5)
    assert texts(got[0]) == ["醒醒"]
    assert time.monotonic() - began < 5


def test_long_poll_ends_empty_after_its_timeout(lan: Phone, api: Api) -> None:
    assert api("getUpdates", timeout=1)["result"] == []


def test_a_second_poll_ends_the_first_with_409(telegram: Telegram, lan: Phone, api: Api) -> None:
    older, got = in_background(lambda: api("getUpdates", timeout=30))
    until_waiting(telegram)
    newer, fresh = in_background(lambda: api("getUpdates", timeout=30))
    older.join(5)
    assert got[0]["error_code"] == 409
    assert got[0]["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    until_waiting(telegram)
    lan.says("还在")
    newer.join(5)
    assert texts(fresh[0]) == ["还在"]


def test_allowed_updates_stick_until_changed(lan: Phone, api: Api) -> None:
    api("getUpdates", allowed_updates=["callback_query"])
    lan.says("没人听")
    assert api("getUpdates")["result"] == []
    api("getUpdates", allowed_updates=[])
    lan.says("听见了")
    assert texts(api("getUpdates")) == ["听见了"]


def test_quiet_means_confirmed_and_waiting(telegram: Telegram, lan: Phone, api: Api, sim: Api) -> None:
    assert not telegram.quiet()
    lan.says("在吗")
    assert sim("/sim/quiet")["body"] == {"quiet": False, "pending": 1}
    last = api("getUpdates")["result"][-1]["update_id"]
    thread, _ = in_background(lambda: api("getUpdates", offset=last + 1, timeout=30))
    until_waiting(telegram)
    assert sim("/sim/quiet")["body"] == {"quiet": True, "pending": 0}
    lan.says("好")
    thread.join(5)


def test_a_poll_whose_bot_died_no_longer_counts(telegram: Telegram, lan: Phone) -> None:
    import socket

    host, _, port = telegram.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        path = f"/bot{telegram.token}/getUpdates?timeout=50"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        until_waiting(telegram)
    while telegram.quiet():
        time.sleep(0.001)
    assert not telegram.quiet()


def test_wrong_token_and_unknown_method_are_told_apart(telegram: Telegram, api: Api, sim: Api) -> None:
    assert sim("/botwrong/getMe")["body"] == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert api("getTea") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert api("GETME")["result"]["is_bot"] is True
    assert telegram.world.problems == []


def test_a_method_that_is_not_simulated_says_so_and_is_recorded(telegram: Telegram, api: Api) -> None:
    answer = api("getForumTopicIconStickers")
    assert answer["error_code"] == 400
    assert answer["description"] == "Bad Request: method getForumTopicIconStickers is not simulated"
    assert len(telegram.world.problems) == 1


def test_a_fault_strikes_the_nth_matching_call_once(telegram: Telegram, lan: Phone, api: Api) -> None:
    faults = telegram.world.faults
    telegram.act(lambda _: faults.append(Fault("sendMessage", "429", nth=2, match="急", retry_after=7)))
    assert api("sendMessage", chat_id=lan.id, text="急 1")["ok"]
    assert api("sendMessage", chat_id=lan.id, text="不")["ok"]
    assert api("sendMessage", chat_id=lan.id, text="急 2") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert api("sendMessage", chat_id=lan.id, text="急 2")["ok"]
    assert [shown.text for shown in lan.messages() if shown.by_bot] == ["急 1", "不", "急 2"]


def test_a_cut_before_changes_nothing_and_a_cut_after_did_its_work(telegram: Telegram, lan: Phone, api: Api) -> None:
    for what, arrived in (("reset_before", []), ("reset_after", ["喂"])):
        telegram.act(lambda world, what=what: world.faults.append(Fault("sendMessage", what)))  # type: ignore[misc]
        try:
            api("sendMessage", chat_id=lan.id, text="喂")
        except OSError:
            cut = True
        else:
            cut = False
        assert cut
        assert [shown.text for shown in lan.messages() if shown.by_bot] == arrived


def test_a_server_error_and_a_page_instead_of_json_can_be_had(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.act(lambda world: world.faults.append(Fault("*", "500")))
    assert api("getMe")["error_code"] == 500
    telegram.act(lambda world: world.faults.append(Fault("*", "html")))
    try:
        api("getMe")
    except json.JSONDecodeError:
        junk = True
    else:
        junk = False
    assert junk
