"""The film as data, the demo's port and its command; the film is played in tests/browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bot.demo.cast import CAST, ENROLLED, GROUP_TITLE, MANAGER
from bot.demo.film import film
from bot.demo.make_district import people
from bot.demo.running import free_port
from bot.demo.script import Json, quoted

CODES = {actor.code: f"code-{actor.code}" for actor in ENROLLED}
GROUP = -4_000_000_001
FILM = film(CODES, GROUP)
STEPS: list[Json] = FILM["steps"]
SIGNS = {"zh": 90, "en": 260}
NOT_OURS = re.compile("尊敬的|特此|务必|督促|落实|高度重视|完成率|排名|考核|打卡|您|！|[他她]")
START_SECONDS = 60.0


def test_steps_have_names_of_their_own() -> None:
    names = [step["id"] for step in STEPS]
    assert len(set(names)) == len(names)
    assert 18 <= len(names) <= 26


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["id"])
def test_a_step_is_told_shortly_and_on_a_phone_that_there_is(step: Json) -> None:
    phones = {actor.user for actor in CAST}
    assert {step["phone"], step["until"]["phone"]} <= phones
    assert {act.get("as", act.get("by", step["phone"])) for act in step["do"]} <= phones
    for language, most in SIGNS.items():
        assert 0 < len(step["say"][language]) <= most, step["say"][language]
    assert not NOT_OURS.search(step["say"]["zh"])
    assert not re.search(r"!|\b(she|he|her|his|him)\b", step["say"]["en"], re.IGNORECASE)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["id"])
def test_what_the_film_waits_for_is_said_in_both_languages(step: Json) -> None:
    labels = [act["label"] for act in step["do"] if act["kind"] == "tap"]
    quotes = [one for label in labels for one in (label if isinstance(label, list) else [label])]
    for words in [*quotes, step["until"]["text"]]:
        if isinstance(words, dict):
            assert words["zh"] != words["en"], f"{words['en']} is in no catalogue"


def test_words_of_the_bot_are_quoted_with_their_placeholders() -> None:
    assert quoted("Take") == {"zh": "受理", "en": "Take"}
    assert quoted("Send to {n} place", "Send to {n} places") == {"zh": "发 {n} 处", "en": "Send to {n} places"}


def test_the_cast_is_of_the_sample_district() -> None:
    names = {person.code: person.name for person in people()}
    assert {actor.code: actor.name for actor in ENROLLED} == {actor.code: names[actor.code] for actor in ENROLLED}
    assert FILM["run"] == CODES[MANAGER.code]
    assert GROUP_TITLE.startswith("前川")


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = free_port("127.0.0.1", port)
    assert found is not None
    assert found > port


def test_the_demo_serves_ends_by_an_interrupt_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.main", "demo", "--port", "0"]
    told = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    assert told.stdout is not None
    with told.stdout as lines:
        address = next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        with urllib.request.urlopen(address, timeout=START_SECONDS) as page:
            assert page.status == 200
        told.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert told.wait(START_SECONDS) == 0
        assert time.monotonic() - began < 10
        rest = lines.read()
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
