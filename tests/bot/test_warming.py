"""What sentences need is loaded behind a running bot, and nothing heavy before it is needed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from bot import warming

MOST_MEGABYTES = 90
HEAVY = "numba numpy openpyxl matplotlib pypinyin opencc dateparser chinese_calendar docx typst alembic"

LOADED = """
import asyncio, json, sys
import bot.app
from bot.warming import warm_up
def memory():
    return next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmRSS"))
before, had = memory(), [name for name in sys.argv[1].split() if name in sys.modules]
turns = 0
async def lives():
    global turns
    while True:
        turns += 1
        await asyncio.sleep(0)
async def main():
    beside = asyncio.create_task(lives())
    await warm_up(lambda: True)
    beside.cancel()
asyncio.run(main())
from domain.understanding import wording
has = [name for name in ("pypinyin", "opencc", "chinese_calendar") if name in sys.modules]
print(json.dumps({"had": had, "has": has, "grown": memory() - before, "turns": turns}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_the_bot_imports_nothing_heavy_and_loads_pinyin_characters_and_calendar_behind() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, HEAVY], capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["had"] == []
    assert {"pypinyin", "chinese_calendar"} <= set(seen["has"])
    assert seen["grown"] < MOST_MEGABYTES
    assert seen["turns"] > 1, "the event loop stood still"


def test_it_waits_for_the_first_answer_of_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[bool] = []
    answered = False
    monkeypatch.setattr(warming, "_load", lambda: loads.append(answered))

    async def lives() -> None:
        nonlocal answered
        work = asyncio.create_task(warming.warm_up(lambda: answered))
        await asyncio.sleep(0)
        assert loads == []
        answered = True
        await work

    asyncio.run(lives())
    assert loads == [True]


def test_where_another_process_polls_it_is_loaded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[bool] = []
    monkeypatch.setattr(warming, "AT_THE_LATEST_SECONDS", 0.0)
    monkeypatch.setattr(warming, "_load", lambda: loads.append(True))
    asyncio.run(warming.warm_up(lambda: False))
    assert loads == [True]


def test_a_failure_is_noted_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("no such library")

    monkeypatch.setattr(warming, "_load", broken)
    with capture_logs() as heard:
        asyncio.run(warming.warm_up(lambda: True))
    assert [(one["event"], one["error"]) for one in heard] == [("understanding not warmed", "ImportError")]
