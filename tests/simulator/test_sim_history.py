"""The history: effects and answers in order, in memory within bounds, in a file before the answer."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator import history
from simulator.botapi import KEY_HEADER
from simulator.history import Answer, Did, Effect, Fate, History, Passage, Told
from simulator.phones import Phone, Telegram

from .conftest import TUESDAY

Api = Callable[..., dict[str, Any]]
TAKE = {"inline_keyboard": [[{"text": "受理", "callback_data": "take:1"}]]}


def test_effects_are_what_the_bot_changed_in_order(telegram: Telegram, lan: Phone, api: Api) -> None:
    at = {"chat_id": lan.id}
    card = api("sendMessage", **at, text="异常", reply_markup=TAKE)["result"]["message_id"]
    lan.taps("受理")
    query = api("getUpdates")["result"][-1]["callback_query"]["id"]
    api("answerCallbackQuery", callback_query_id=query, text="已受理")
    api("editMessageText", **at, message_id=card, text="已受理")
    api("editMessageText", **at, message_id=card, text="已受理")
    api("setMessageReaction", **at, message_id=card, reaction=[{"type": "emoji", "emoji": "👍"}])
    api("pinChatMessage", **at, message_id=card)
    api("unpinChatMessage", **at, message_id=card)
    api("deleteMessage", **at, message_id=card)
    seen = [(one.did, one.message, one.text) for one in telegram.history.effects]
    assert seen == [
        (Did.SENT, card, "异常"),
        (Did.ANSWERED, 0, f"{query} 已受理"),
        (Did.EDITED, card, "已受理"),
        (Did.REACTED, card, "👍"),
        (Did.PINNED, card, ""),
        (Did.UNPINNED, card, ""),
        (Did.DELETED, card, ""),
    ]
    assert {one.chat for one in telegram.history.effects} == {lan.id}


def test_answers_tell_what_was_told_and_of_which_call(telegram: Telegram, lan: Phone, api: Api) -> None:
    api("sendMessage", chat_id=lan.id, text="好")
    api("sendMessage", chat_id=42, text="坏")
    done, refused = telegram.history.answers
    assert (done.method, done.told, done.code, done.chat) == ("sendMessage", Told.TRUTH, 200, lan.id)
    assert (refused.told, refused.code, refused.chat) == (Told.REFUSAL, 400, 42)
    (effect,) = telegram.history.effects
    assert effect.call == done.call
    assert effect.number < done.number < refused.number
    assert telegram.history.lost_calls == set()


def test_a_key_in_the_header_names_effect_and_answer(telegram: Telegram, lan: Phone) -> None:
    line = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=5)
    body = json.dumps({"chat_id": lan.id, "text": "好"})
    headers = {"Content-Type": "application/json", KEY_HEADER: "outbox 7"}
    line.request("POST", f"/bot{telegram.token}/sendMessage", body, headers)
    line.getresponse().read()
    line.close()
    assert telegram.history.effects[-1].key == telegram.history.answers[-1].key == "outbox 7"


def test_who_hangs_up_before_the_answer_was_told_nothing(telegram: Telegram, lan: Phone) -> None:
    telegram.switch(reply_seconds=30)
    line = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=5)
    body = json.dumps({"chat_id": lan.id, "text": "好"})
    line.request("POST", f"/bot{telegram.token}/sendMessage", body, {"Content-Type": "application/json"})
    until = time.monotonic() + 5
    while not telegram.history.effects and time.monotonic() < until:
        time.sleep(0.002)
    line.close()
    while not telegram.history.answers and time.monotonic() < until:
        time.sleep(0.002)
    (answer,) = telegram.history.answers
    assert (answer.told, answer.code, answer.call) == (Told.NOTHING, 0, telegram.history.effects[0].call)


def test_the_file_holds_everything_in_order_before_the_answer_comes(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    with Telegram(now=TUESDAY, history=file, remembered=0) as telegram:
        lan = telegram.crowd(1)[0]
        lan.says("在吗")
        line = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=5)
        for method, wish in (("getUpdates", {}), ("sendMessage", {"chat_id": lan.id, "text": "在"})):
            line.request(
                "POST", f"/bot{telegram.token}/{method}", json.dumps(wish), {"Content-Type": "application/json"}
            )
            assert json.loads(line.getresponse().read())["ok"]
            assert len(history.read(file)) == {"getUpdates": 2, "sendMessage": 4}[method]
        line.close()
        assert not telegram.history.effects
    queued, handed, effect, answer = history.read(file)
    assert isinstance(queued, Passage)
    assert isinstance(handed, Passage)
    assert (queued.fate, handed.fate) == (Fate.QUEUED, Fate.HANDED)
    assert isinstance(effect, Effect)
    assert (effect.did, effect.text) == (Did.SENT, "在")
    assert isinstance(answer, Answer)
    assert answer.told is Told.TRUTH


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    kept = History(file=file)
    kept.did(Did.SENT, 1, 2, "a")
    kept.close()
    with file.open("a") as torn:
        torn.write('{"entry": "eff')
    assert history.read(file) == list(kept.effects)


def test_memory_is_bounded_by_kind() -> None:
    kept = History(remembered=3)
    for number in range(10):
        kept.working(kept.called("sendMessage", {"chat_id": 1}))
        kept.did(Did.SENT, 1, number, "")
    assert [effect.message for effect in kept.effects] == [7, 8, 9]
    assert len(kept.calls) == 3


def test_the_history_is_read_in_pages_from_outside(telegram: Telegram, lan: Phone, api: Api, sim: Api) -> None:
    before = sim("/sim/history")["body"]["next"]
    api("sendMessage", chat_id=lan.id, text="好")
    page = sim(f"/sim/history?since={before}")["body"]
    assert [entry["entry"] for entry in page["entries"]] == ["effect", "answer"]
    assert page["next"] == before + 2
    assert sim(f"/sim/history?since={page['next']}")["body"] == {"entries": [], "next": page["next"]}


def test_a_reply_delay_holds_up_nobody_else(telegram: Telegram, api: Api) -> None:
    telegram.switch(reply_seconds=0.2)
    threads = [threading.Thread(target=api, args=("getMe",)) for _ in range(20)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert 0.2 <= time.monotonic() - began < 1.5
