"""`make bench-limits`: thousands of messages under Telegram's limits; how near to 30 a second, and how often we are told to wait.

On a clock moved by hand (seconds of work) the real sender, outbox and limits speak to the simulator's flood limits; with
`--live` a bot of its own process speaks to a simulator over HTTP for as long as it takes (10,000 messages: 333 seconds),
while an alert is posted now and then."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.wire.running import Simulated, crowd
from bot import sender as sending
from bot.limits import ALL, Limits
from bot.outages import within
from bot.roles import Roles
from bot.sender import Sender
from bot.wire import Outcome, Result
from domain.chat import Priority
from simulator.floods import Floods
from simulator.refusals import Refused
from storage import outbox
from storage.database import Database, Tx
from storage.migrations import upgrade
from storage.outbox import Letter

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CHATS = 2_000
TICK_SECONDS = 0.001
"""No clock moves by less."""
ALERT_EVERY_SECONDS = 5.0
ALERT = "alert"
WAIT = "within"
"""The sender's name for waiting."""


@dataclass(slots=True)
class Figures:
    """What was seen at Telegram: when each message came, how often it said 429, how long each alert took from its posting."""

    at: list[float] = field(default_factory=list)
    refused: int = 0
    alerts: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of what the limits allow: a full bucket at once, the rest at its rate."""
        took = max(self.at) - min(self.at)
        return (len(self.at) - ALL.room) / ALL.per_second / took

    def __str__(self) -> str:
        took = max(self.at) - min(self.at)
        late = f", {len(self.alerts)} alerts, the slowest after {max(self.alerts):.2f} s" if self.alerts else ""
        return (
            f"{len(self.at)} messages in {took:.1f} s: {len(self.at) / took:.2f} a second,"
            f" {self.share:.1%} of what is allowed; told to wait {self.refused} times{late}"
        )


def post(tx: Tx, chats: Sequence[int], messages: int) -> None:
    """So many messages, to the chats in turn."""
    now = tx.machine_now()
    for number in range(messages):
        _post(tx, chats[number % len(chats)], f"{number}", "news", Priority.NEWS, now)


def _post(tx: Tx, chat: int, text: str, kind: str, priority: Priority, now: datetime) -> None:
    body: dict[str, Any] = {
        "text": text,
        "rows": [],
        "keyboard": [],
        "placeholder": "",
        "media": None,
        "quote": 0,
        "silent": False,
    }
    outbox.post(tx, Letter(chat, "say", body, kind, priority, "bench"), now)


class HandTime:
    """Seconds that pass only when the sender waits and nothing is on its way."""

    def __init__(self) -> None:
        self.now = 0.0
        self.idle: Callable[[], bool] = lambda: True

    def read(self) -> float:
        return self.now

    async def within(self, event: asyncio.Event, seconds: float | None) -> None:
        if seconds is None or not self.idle():
            await within(event, 1.0)
            return
        self.now += max(seconds, TICK_SECONDS)
        await asyncio.sleep(0)


class Telegram:
    """What the sender asks of the wire, with the simulator's limits behind it."""

    def __init__(self, time: HandTime) -> None:
        self._time = time
        self._floods = Floods(time.read)
        self.figures = Figures()

    async def send(self, chat: int, body: dict[str, Any], edits: int) -> Result:
        try:
            self._floods.take("sendMessage", chat)
        except Refused as refusal:
            self.figures.refused += 1
            return Result(Outcome.WAIT, seconds=float((refusal.parameters or {})["retry_after"]), why="429")
        self.figures.at.append(self._time.now)
        return Result(Outcome.SENT, message=len(self.figures.at))


@contextmanager
def _waiting(time: HandTime) -> Iterator[None]:
    """The sender's waits are the hand's."""
    setattr(sending, WAIT, time.within)
    try:
        yield
    finally:
        setattr(sending, WAIT, within)


async def by_hand(db: Database, messages: int, chats: int) -> Figures:
    """Everything posted is sent, on a clock moved by hand."""
    time = HandTime()
    wire, roles = Telegram(time), Roles(db)
    sender = Sender(db, wire, Limits(clock=time.read), lambda tx, chat: "", roles.sender)  # type: ignore[arg-type]
    time.idle = lambda: sender.idle
    await db.awrite(post, range(1, chats + 1), messages)
    with _waiting(time):
        tasks = [asyncio.create_task(run()) for run in (roles.run, sender.run)]
        while len(wire.figures.at) < messages:
            await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await sender.stop()
    await roles.leave()
    return wire.figures


def live(folder: Path, messages: int) -> Figures:
    """A bot of its own process, over HTTP, in real seconds."""
    simulated = Simulated(0, NOW.isoformat())
    simulated.call("/sim/switches", floods=True)
    url = f"sqlite:///{folder / 'live.db'}"
    chats = crowd(simulated, CHATS)
    with closing(Database(url)) as db:
        upgrade(db)
        db.write(post, chats, messages).result()
        env = {
            "VISITBOT_TOKEN": simulated.token,
            "VISITBOT_API_URL": simulated.url,
            "VISITBOT_DATABASE_URL": url,
            "VISITBOT_LIMITS": "on",
            "VISITBOT_CLOCK": NOW.isoformat(),
        }
        command = [sys.executable, "-m", "bot.main", "run"]
        bot = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            return _watched(simulated, db, chats, messages)
        finally:
            bot.terminate()
            with suppress(subprocess.TimeoutExpired):
                bot.wait(20)
            bot.kill()
            simulated.stop()


def _watched(simulated: Simulated, db: Database, chats: Sequence[int], messages: int) -> Figures:
    """Look on until all news have come, and post an alert now and then."""
    found, since, due = Figures(), 0, time.monotonic() + ALERT_EVERY_SECONDS
    posted: list[float] = []
    while len(found.at) - len(found.alerts) < messages:
        if time.monotonic() >= due:
            posted.append(time.monotonic())
            words = f"{ALERT} {len(posted)}"
            db.write(lambda tx, text: _post(tx, chats[0], text, ALERT, Priority.ALERT, NOW), words).result()
            due += ALERT_EVERY_SECONDS
        answer = simulated.call(f"/sim/history?since={since}")
        since = answer["next"]
        for entry in answer["entries"]:
            found.refused += entry.get("code") == 429
            if entry.get("did") == "sent":
                found.at.append(entry["at"])
                if entry["text"].startswith(ALERT):
                    found.alerts.append(entry["at"] - posted[int(entry["text"].split()[1]) - 1])
        time.sleep(0.2)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--messages", type=int, default=10_000)
    asked.add_argument("--live", action="store_true", help="over HTTP and in real seconds")
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-limits-") as name:
        if wish.live:
            print(f"live, {CHATS} chats: {live(Path(name), wish.messages)}")
            return
        with closing(Database(f"sqlite:///{Path(name) / 'limits.db'}")) as db:
            upgrade(db)
            print(f"by hand, {CHATS} chats: {asyncio.run(by_hand(db, wish.messages, CHATS))}")


if __name__ == "__main__":
    main()
