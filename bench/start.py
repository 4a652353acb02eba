"""`make bench-start`: seconds from the command to the first poll, and the most memory with thousands of updates waiting."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.wire.district import STOPS, prepared
from bench.wire.running import Simulated, crowd

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MANAGERS = 200
PATIENCE_SECONDS = 600.0
LOOK_SECONDS = 0.005


@contextmanager
def bot(simulated: Simulated, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """`visitbot run`, ended with the block."""
    env = {
        "VISITBOT_TOKEN": simulated.token,
        "VISITBOT_API_URL": simulated.url,
        "VISITBOT_DATABASE_URL": url,
        "VISITBOT_LIMITS": "off",
        "VISITBOT_CLOCK": NOW.isoformat(),
    }
    command = [sys.executable, "-m", "bot.main", "run"]
    running = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield running
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(20)
        running.kill()


def quiet(simulated: Simulated, running: subprocess.Popen[bytes]) -> None:
    """Wait until everything is fetched and the next poll waits."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not simulated.call("/sim/updates")["quiet"]:
        if time.monotonic() > end or running.poll() is not None:
            raise RuntimeError("the bot does not poll")
        time.sleep(LOOK_SECONDS)


def start_seconds(simulated: Simulated, url: str) -> tuple[float, float]:
    """From the command to the first poll: by the clock, and of one core."""
    began = time.monotonic()
    with bot(simulated, url) as running:
        quiet(simulated, running)
        return time.monotonic() - began, cpu_seconds(running.pid)


def peak(simulated: Simulated, url: str, users: list[int], names: list[str], updates: int) -> tuple[float, float]:
    """The bot's most memory in MB, and the seconds from the command to the last answer, of so many that waited for it.

    Everybody logs the shops of today's list, a sentence each."""
    texts = [f"{name} 库存{20 + number}条，下周三再来" for number, name in enumerate(names[:STOPS])]
    simulated.call("/sim/load", by=users, updates=updates, texts=texts)
    began, since, answered = time.monotonic(), 0, 0
    with bot(simulated, url) as running:
        while answered < updates:
            if time.monotonic() - began > PATIENCE_SECONDS or running.poll() is not None:
                raise RuntimeError(f"only {answered} of {updates} were answered")
            answer = simulated.call(f"/sim/history?since={since}")
            since = answer["next"]
            answered += sum(one.get("did") == "reacted" for one in answer["entries"])
            time.sleep(0.2)
        return peak_mb(running.pid), time.monotonic() - began


def peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--updates", type=int, default=5_000)
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder, ExitStack() as stack:
        simulated = Simulated(0, NOW.isoformat())
        stack.callback(simulated.stop)
        users = crowd(simulated, MANAGERS)
        url, names = prepared(wish.on, Path(folder), users, NOW, stack)
        starts = sorted(start_seconds(simulated, url) for _ in range(wish.runs))
        every = " ".join(f"{seconds:.2f}" for seconds, _cpu in starts)
        middle, cpu = (statistics.median(one[place] for one in starts) for place in (0, 1))
        load = os.getloadavg()[0]
        print(
            f"{wish.on}, load {load:.1f}: from the command to the first poll {middle:.2f} s [{every}],"
            f" {cpu:.2f} s of one core",
            flush=True,
        )
        most, seconds = peak(simulated, url, users, names, wish.updates)
        print(
            f"{wish.on}: {most:.0f} MB at most with {wish.updates} visit logs waiting, all answered after {seconds:.0f} s"
        )


if __name__ == "__main__":
    main()
