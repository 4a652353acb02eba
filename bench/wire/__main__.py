"""`make bench-wire`: visitbot's whole durable path beside a bare echo bot, at once and with replies that take 50 ms."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.wire.district import STOPS, prepare
from bench.wire.running import Load, Run, Simulated, crowd, measure

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MANAGERS = 200
TRIVIAL = "/leave ?"
SENTENCE = "{name} 库存{n}条，下周三再来"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table; `slow` = updates when each reply takes 50 ms."""

    name: str
    fast: int
    slow: int
    run: Callable[[float, int, Path], Run]


def _echo(reply_ms: float, updates: int, folder: Path) -> Run:
    simulated = Simulated(reply_ms, NOW.isoformat())
    try:
        users = crowd(simulated, MANAGERS)
        command = [sys.executable, "-m", "bench.wire.echo", simulated.url, simulated.token]
        return measure(simulated, command, {}, Load(users, updates, ["{n}"], "sent"))
    finally:
        simulated.stop()


def _visitbot(texts: Callable[[list[str]], list[str]], sign: str) -> Callable[[float, int, Path], Run]:
    def run(reply_ms: float, updates: int, folder: Path) -> Run:
        simulated = Simulated(reply_ms, NOW.isoformat())
        url = f"sqlite:///{folder / 'bench.db'}"
        try:
            users = crowd(simulated, MANAGERS)
            names = prepare(url, users, NOW)
            env = {
                "VISITBOT_TOKEN": simulated.token,
                "VISITBOT_API_URL": simulated.url,
                "VISITBOT_DATABASE_URL": url,
                "VISITBOT_LIMITS": "off",
                "VISITBOT_CLOCK": NOW.isoformat(),
            }
            command = [sys.executable, "-m", "bot.main", "run"]
            return measure(simulated, command, env, Load(users, updates, texts(names[0]), sign, lists=True))
        finally:
            simulated.stop()

    return run


def _sentences(names: list[str]) -> list[str]:
    """A sentence for each shop of today's list: every round of the managers logs the next stop."""
    return [SENTENCE.replace("{name}", name).replace("{n}", str(20 + i)) for i, name in enumerate(names[:STOPS])]


CASES = (
    Case("bare echo (python-telegram-bot, nothing kept)", 3000, 200, _echo),
    Case("visitbot, trivial command, everything durable", 3000, 2000, _visitbot(lambda names: [TRIVIAL], "sent")),
    Case("visitbot, a visit logged by sentence", 2000, 2000, _visitbot(_sentences, "reacted")),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=3)
    runs = asked.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="bench-wire-") as folder:
        for reply_ms in (0.0, 50.0):
            print(f"\nreplies after {reply_ms:g} ms, {MANAGERS} chats, {runs} runs: median [all]")
            print("| case | updates/s | × echo | bot CPU ms/update | peak MB | out of order |")
            print("| --- | --- | --- | --- | --- | --- |")
            base = 0.0
            for case in CASES:
                found = [case.run(reply_ms, case.slow if reply_ms else case.fast, Path(folder)) for _ in range(runs)]
                base = base or statistics.median(one.per_second for one in found)
                print(_line(case.name, found, base), flush=True)


def _line(name: str, runs: list[Run], base: float) -> str:
    speeds = sorted(one.per_second for one in runs)
    middle = statistics.median(speeds)
    cpu = statistics.median(one.cpu_ms for one in runs)
    every = " ".join(f"{speed:.0f}" for speed in speeds)
    peak, overtaken = max(one.peak_mb for one in runs), max(one.out_of_order for one in runs)
    return f"| {name} | {middle:.0f} [{every}] | {middle / base:.2f} | {cpu:.2f} | {peak:.0f} | {overtaken} |"


if __name__ == "__main__":
    main()
