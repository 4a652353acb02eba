"""Faults: each does to the wire what its name says, does its work or not, and is told in the history."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.faults import COURSES, Fault, What
from simulator.history import Did, Told
from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]


class Wire:
    """A kept-alive connection of a bot, with a timeout that can be waited for."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._line = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=0.5)

    def close(self) -> None:
        self._line.close()

    def sends(self, chat: int, text: str) -> str:
        """What the client sees, in a word or two."""
        try:
            body = json.dumps({"chat_id": chat, "text": text})
            headers = {"Content-Type": "application/json"}
            self._line.request("POST", f"/bot{self._telegram.token}/sendMessage", body, headers)
            response = self._line.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            return type(error).__name__
        try:
            told = json.loads(content)
        except ValueError:
            return f"{response.status} junk"
        return f"{response.status} {told.get('description', 'ok')}"


@pytest.fixture
def wire(telegram: Telegram) -> Iterator[Wire]:
    made = Wire(telegram)
    yield made
    made.close()


SEEN = {
    What.REFUSE: "ConnectionResetError",
    What.RESET_BEFORE: "ConnectionResetError",
    What.RESET_AFTER: "ConnectionResetError",
    What.HANG: "TimeoutError",
    What.HANG_AFTER: "TimeoutError",
    What.HALF: "IncompleteRead",
    What.HTML: "502 junk",
    What.HTML_AFTER: "502 junk",
    What.JUNK: "200 junk",
    What.JUNK_AFTER: "200 junk",
    What.ERROR: "500 Internal Server Error",
    What.ERROR_AFTER: "500 Internal Server Error",
    What.FLOOD: "429 Too Many Requests: retry after 1",
    What.BAD: "400 Bad Request: can't parse entities",
    What.FORBIDDEN: "403 Forbidden: bot was blocked by the user",
    What.MIGRATE: "400 Bad Request: group chat was upgraded to a supergroup chat",
    What.UNCHANGED: "400 Bad Request: message is not modified",
    What.CONFLICT: "409 Conflict: terminated by other getUpdates request",
    What.DRIP: "200 ok",
    What.CLOSE: "200 ok",
}
"""What a client with a timeout of half a second gets to see; how "not modified" goes on is left out."""


@pytest.mark.parametrize("what", What)
def test_each_fault_is_seen_and_told_as_its_course_says(telegram: Telegram, lan: Phone, wire: Wire, what: What) -> None:
    telegram.spoil(Fault("sendMessage", what, seconds=0.1))
    assert wire.sends(lan.id, "喂").startswith(SEEN[what])
    arrived = [shown.text for shown in lan.messages() if shown.by_bot]
    assert arrived == (["喂"] if COURSES[what].works else [])
    (told,) = telegram.history.faults
    assert (told.fault, told.told, told.method) == (what, COURSES[what].told, "sendMessage")
    assert told.lost == (COURSES[what].told not in (Told.TRUTH, Told.REFUSAL))
    assert telegram.world.problems == []


def test_every_fault_has_a_course() -> None:
    assert COURSES.keys() == set(What)


def test_after_a_refusal_nobody_listens_for_a_while(telegram: Telegram, lan: Phone, wire: Wire) -> None:
    telegram.spoil(Fault("sendMessage", "refuse", seconds=0.3))
    assert wire.sends(lan.id, "一") == "ConnectionResetError"
    assert wire.sends(lan.id, "二") == "ConnectionRefusedError"
    until = time.monotonic() + 5
    while (seen := wire.sends(lan.id, "三")) != "200 ok":
        assert seen == "ConnectionRefusedError"
        assert time.monotonic() < until
        time.sleep(0.02)
    assert [shown.text for shown in lan.messages() if shown.by_bot] == ["三"]


def test_stepping_away_cuts_what_is_open(telegram: Telegram, lan: Phone, api: Api) -> None:
    cut: list[bool] = []

    def poll() -> None:
        try:
            api("getUpdates", timeout=30)
        except (OSError, http.client.HTTPException):
            cut.append(True)

    thread = threading.Thread(target=poll)
    thread.start()
    while not telegram.quiet():
        time.sleep(0.001)
    telegram.goes_away(0.05)
    thread.join(5)
    assert cut == [True]


def test_a_connection_closed_behind_the_clients_back_costs_its_next_call(
    telegram: Telegram, lan: Phone, wire: Wire
) -> None:
    telegram.spoil(Fault("sendMessage", "close"))
    assert wire.sends(lan.id, "一") == "200 ok"
    time.sleep(0.05)
    assert wire.sends(lan.id, "二") in ("RemoteDisconnected", "ConnectionResetError", "BrokenPipeError")
    assert [shown.text for shown in lan.messages() if shown.by_bot] == ["一"]


def test_a_drip_outlasts_an_impatient_client_though_the_work_is_done(
    telegram: Telegram, lan: Phone, wire: Wire
) -> None:
    telegram.spoil(Fault("sendMessage", "drip", seconds=30))
    assert wire.sends(lan.id, "慢") == "TimeoutError"
    assert lan.last().text == "慢"
    assert telegram.history.faults[0].lost


def test_a_refusal_can_be_put_into_words(telegram: Telegram, lan: Phone, wire: Wire) -> None:
    telegram.spoil(Fault("sendMessage", "403", words="user is deactivated"))
    assert wire.sends(lan.id, "a") == "403 Forbidden: user is deactivated"


def test_a_migration_names_the_new_chat(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.spoil(Fault("sendMessage", "migrate", migrate_to=-1001))
    assert api("sendMessage", chat_id=lan.id, text="a")["parameters"] == {"migrate_to_chat_id": -1001}


def test_a_fault_strikes_from_the_nth_call_as_often_as_it_is_told(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.spoil(Fault("*", "500", nth=2, times=2))
    assert [api("getMe")["ok"] for _ in range(5)] == [True, False, False, True, True]
    telegram.spoil(Fault("getMe", "500", times=None))
    assert not any(api("getMe")["ok"] for _ in range(5))
    telegram.heal()
    assert api("getMe")["ok"]


def test_chances_come_from_the_seed(telegram: Telegram, api: Api) -> None:
    def course() -> list[bool]:
        telegram.heal()
        telegram.spoil(Fault("getMe", "500", chance=0.3, times=None), seed=7)
        return [api("getMe")["ok"] for _ in range(60)]

    first = course()
    assert first == course()
    assert 10 <= first.count(False) <= 28


def test_a_fault_of_getupdates_loses_no_update(telegram: Telegram, lan: Phone, api: Api) -> None:
    lan.says("在")
    telegram.spoil(Fault("getUpdates", "html_after"))
    with pytest.raises(json.JSONDecodeError):
        api("getUpdates")
    assert api("getUpdates")["result"][0]["message"]["text"] == "在"


def test_under_a_rain_of_faults_the_history_agrees_with_what_clients_saw(telegram: Telegram) -> None:
    slow = {What.REFUSE, What.HANG, What.HANG_AFTER, What.DRIP}
    telegram.spoil(
        *(Fault("sendMessage", what, chance=0.03, times=None, seconds=0.01) for what in What if what not in slow),
        seed=5,
    )
    people = telegram.crowd(6)
    seen: dict[str, list[str]] = {}

    def talk(phone: Phone) -> None:
        wire = Wire(telegram)
        for number in range(60):
            text = f"{phone.id} {number}"
            seen[text] = [wire.sends(phone.id, text)]
            if not seen[text][0].startswith("200 ok"):
                seen[text].append(wire.sends(phone.id, text))
        wire.close()

    threads = [threading.Thread(target=talk, args=(phone,)) for phone in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    sent = [effect for effect in telegram.history.effects if effect.did is Did.SENT]
    surely = Counter(effect.text for effect in sent if effect.call not in telegram.history.lost_calls)
    assert {text: answers.count("200 ok") for text, answers in seen.items()} == {text: surely[text] for text in seen}
    repeated = {text for text, times in Counter(effect.text for effect in sent).items() if times > 1}
    lost = {effect.text for effect in sent if effect.call in telegram.history.lost_calls}
    assert repeated
    assert repeated <= lost


def test_a_checker_can_tell_explained_repeats_from_others(telegram: Telegram, lan: Phone, wire: Wire) -> None:
    telegram.spoil(Fault("sendMessage", "reset_after", match="一"))
    for text in ("一", "一", "二", "二"):
        wire.sends(lan.id, text)
    sent = [effect for effect in telegram.history.effects if effect.did is Did.SENT]
    assert Counter(effect.text for effect in sent) == {"一": 2, "二": 2}
    lost = telegram.history.lost_calls
    assert [effect.call in lost for effect in sent] == [True, False, False, False]
