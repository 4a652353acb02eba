"""`make bench-wire`: visitbot's whole durable path beside a bare echo bot, at once and with replies that take 50 ms."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.wire.district import STOPS, prepared
from bench.wire.layers import LAYERS, layers
from bench.wire.running import Load, Run, Simulated, crowd, measure

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MANAGERS = 200
TRIVIAL = "/leave ?"
SENTENCE = "{name} 库存{n}条，下周三再来"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table. `texts`: what is said, by the names of a manager's shops (None: the echo bot's); `sign`: the effect
    that shows an update answered; `fast` and `slow`: how many updates at once and with replies that take 50 ms."""

    name: str
    fast: int
    slow: int
    sign: str
    texts: Callable[[list[str]], list[str]] | None = None

    def run(self, kind: str, reply_ms: float, folder: Path) -> Run:
        updates = self.slow if reply_ms else self.fast
        with ExitStack() as stack:
            simulated = Simulated(reply_ms, NOW.isoformat())
            stack.callback(simulated.stop)
            users = crowd(simulated, MANAGERS)
            if self.texts is None:
                command = [sys.executable, "-m", "bench.wire.echo", simulated.url, simulated.token]
                return measure(simulated, command, {}, Load(users, updates, ["{n}"], self.sign))
            url, names = prepared(kind, folder, users, NOW, stack)
            env = {
                "VISITBOT_TOKEN": simulated.token,
                "VISITBOT_API_URL": simulated.url,
                "VISITBOT_DATABASE_URL": url,
                "VISITBOT_LIMITS": "off",
                "VISITBOT_CLOCK": NOW.isoformat(),
            }
            load = Load(users, updates, self.texts(names), self.sign, lists=True)
            return measure(simulated, [sys.executable, "-m", "bot.main", "run"], env, load)


def _trivial(names: list[str]) -> list[str]:
    return [TRIVIAL]


def _sentences(names: list[str]) -> list[str]:
    """A sentence for each shop of today's list: every round of the managers logs the next stop."""
    return [SENTENCE.replace("{name}", name).replace("{n}", str(20 + i)) for i, name in enumerate(names[:STOPS])]


CASES = (
    Case("bare echo (python-telegram-bot, nothing kept)", 3000, 200, "sent"),
    Case("visitbot, trivial command, everything durable", 3000, 2000, "sent", _trivial),
    Case("visitbot, a visit logged by sentence", 2000, 2000, "reacted", _sentences),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-wire-") as folder:
        for reply_ms in (0.0, 50.0):
            print(f"\n{wish.on}, replies after {reply_ms:g} ms, {MANAGERS} chats, {wish.runs} runs: median [all]")
            print("| case | updates/s | × echo | bot CPU ms/update | peak MB | out of order |")
            print("| --- | --- | --- | --- | --- | --- |")
            rounds = [[case.run(wish.on, reply_ms, Path(folder)) for case in CASES] for _ in range(wish.runs)]
            cases = list(zip(*rounds, strict=True))
            base = statistics.median(one.per_second for one in cases[0])
            for case, found in zip(CASES, cases, strict=True):
                print(_line(case.name, found, base), flush=True)
        if wish.on == "sqlite":
            _print_layers(Path(folder))


def _print_layers(folder: Path) -> None:
    """What an update costs in each layer, measured alone: without waiting, waking and sharing commits."""
    print("\nCPU ms of an update by layer, one after another")
    print(f"| case | {' | '.join(LAYERS)} | all |")
    print("| --- " * (len(LAYERS) + 2) + "|")
    for case in CASES:
        if case.texts is not None:
            spent = layers(case.texts, folder, NOW)
            figures = " | ".join(f"{spent[layer]:.2f}" for layer in LAYERS)
            print(f"| {case.name} | {figures} | {sum(spent.values()):.2f} |", flush=True)


def _line(name: str, runs: Sequence[Run], base: float) -> str:
    speeds = sorted(one.per_second for one in runs)
    middle = statistics.median(speeds)
    cpu = statistics.median(one.cpu_ms for one in runs)
    every = " ".join(f"{speed:.0f}" for speed in speeds)
    peak, overtaken = max(one.peak_mb for one in runs), max(one.out_of_order for one in runs)
    return f"| {name} | {middle:.0f} [{every}] | {middle / base:.2f} | {cpu:.2f} | {peak:.0f} | {overtaken} |"


if __name__ == "__main__":
    main()
