"""One measured run: the simulator, a bot and a load, each process on its own; what the history says about it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 300.0
SETTLING_SECONDS = 2.0
LOOK_SECONDS = 0.5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run showed: updates a second, the bot's own CPU in ms an update, its peak memory, replies out of order."""

    updates: int
    per_second: float
    cpu_ms: float
    peak_mb: float
    out_of_order: int


class Simulated:
    """The simulator in a process of its own."""

    def __init__(self, reply_ms: float, now: str) -> None:
        command = [sys.executable, "-m", "simulator", "--port", "0", "--unchecked", "--still", "--now", now]
        self._process = subprocess.Popen([*command, "--reply-ms", str(reply_ms)], stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip().rpartition(" ")[2]
        self.token = "7000000001:simulated"  # noqa: S105

    def call(self, path: str, **wish: Any) -> Any:
        data = json.dumps(wish).encode() if wish else None
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def crowd(simulated: Simulated, size: int) -> list[int]:
    """So many people who have started the bot."""
    return list(simulated.call("/sim/load", people=size, updates=0)["people"])


@dataclass(frozen=True, slots=True)
class Load:
    """What is said, which effect (`sent`, `reacted`) shows that one update is answered, and whether everybody is sent
    something first (a list for today)."""

    users: list[int]
    updates: int
    texts: list[str]
    sign: str
    lists: bool = False

    @property
    def chats(self) -> frozenset[int]:
        return frozenset(self.users)


def measure(simulated: Simulated, command: Sequence[str], env: dict[str, str], load: Load) -> Run:
    """Start the bot, wait until it polls, let everybody speak at once, and wait for the last answer."""
    bot = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _until(lambda: simulated.call("/sim/updates")["quiet"], bot)
        since = _settled(simulated, load)
        cpu = _cpu_seconds(bot.pid)
        simulated.call("/sim/load", by=load.users, updates=load.updates, texts=load.texts)
        entries = _answers(simulated, since, load, bot)
        return _judged(entries, load, _cpu_seconds(bot.pid) - cpu, _peak_mb(bot.pid))
    finally:
        bot.terminate()
        with suppress(subprocess.TimeoutExpired):
            bot.wait(20)
        bot.kill()


def _answers(simulated: Simulated, since: int, load: Load, bot: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    """Everything that happened until the last update was answered."""
    entries: list[dict[str, Any]] = []
    end = time.monotonic() + PATIENCE_SECONDS
    while sum(_is_answer(one, load) for one in entries) < load.updates:
        if time.monotonic() > end or bot.poll() is not None:
            raise RuntimeError(f"only {sum(_is_answer(one, load) for one in entries)} of {load.updates} were answered")
        time.sleep(LOOK_SECONDS)
        new, since = _news(simulated, since)
        entries += new
    return entries


def _is_answer(entry: dict[str, Any], load: Load) -> bool:
    return bool(entry.get("did") == load.sign and entry["chat"] in load.chats)


def _judged(entries: list[dict[str, Any]], load: Load, cpu: float, peak: float) -> Run:
    began = min(one["at"] for one in entries if one.get("fate") == "handed")
    answered = [one for one in entries if _is_answer(one, load)]
    seconds = max(one["at"] for one in answered) - began
    return Run(load.updates, load.updates / seconds, 1000 * cpu / load.updates, peak, _overtaken(answered))


def _overtaken(answered: list[dict[str, Any]]) -> int:
    """Answers that came before an earlier one of the same chat (by the message they belong to, or their number)."""
    last: dict[int, int] = {}
    count = 0
    for one in answered:
        number = _number(one)
        count += number < last.get(one["chat"], -1)
        last[one["chat"]] = max(number, last.get(one["chat"], -1))
    return count


def _number(entry: dict[str, Any]) -> int:
    figure = re.search(r"\d+", entry["text"]) if entry["did"] == "sent" else None
    return int(figure[0]) if figure else int(entry["message"])


def _settled(simulated: Simulated, load: Load) -> int:
    """Wait until everybody has a list, if lists go out, and nothing happens any more; the number from which the history goes on."""
    waiting = set(load.users) if load.lists else set()
    since, still = 0, False
    end = time.monotonic() + PATIENCE_SECONDS
    while waiting or not still:
        if time.monotonic() > end:
            raise RuntimeError(f"{len(waiting)} were sent no list")
        time.sleep(SETTLING_SECONDS)
        entries, since = _news(simulated, since)
        waiting -= {one["chat"] for one in entries if one.get("did") == "sent"}
        still = not entries
    return since


def _news(simulated: Simulated, since: int) -> tuple[list[dict[str, Any]], int]:
    """What happened since, and the number from which the history goes on."""
    entries: list[dict[str, Any]] = []
    while (answer := simulated.call(f"/sim/history?since={since}"))["entries"]:
        entries += answer["entries"]
        since = answer["next"]
    return entries, since


def _until(true: Callable[[], bool], bot: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while not true():
        if time.monotonic() > end or bot.poll() is not None:
            raise RuntimeError("the bot does not poll")
        time.sleep(0.05)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak_mb(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
