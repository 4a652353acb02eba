"""CPU of one update by layer, each measured alone in this process: a miss of the bench names its layer."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.wire.district import prepare
from bench.wire.running import Simulated, crowd
from bot.effects import Effects
from bot.handling import handle_update
from bot.opening import open_database
from bot.parsing import parse
from bot.preparing import is_worded
from bot.routes import ROUTES
from bot.settings import Settings
from bot.wire import Wire
from services import mornings, sentences
from storage import inbox, outbox
from storage.database import Database, Tx
from storage.outbox import Claimed

LAYERS = ("poll and send", "parse", "understand", "storage", "handle and draw")
MANAGERS, WARM = 10, 2


class Clock:
    """CPU seconds of the thread at hand, by layer."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def count(self, layer: str, but: str = "") -> Iterator[None]:
        """What runs inside goes to `layer`, without what went to `but` meanwhile."""
        began, apart = time.thread_time(), self.spent[but]
        try:
            yield
        finally:
            self.spent[layer] += time.thread_time() - began - (self.spent[but] - apart)


def layers(texts: Callable[[list[str]], list[str]], folder: Path, now: datetime, rounds: int = 15) -> dict[str, float]:
    """Milliseconds of CPU of an update: `rounds` of each of some managers, one after another, nothing waiting for anything."""
    simulated = Simulated(0.0, now.isoformat())
    url = f"sqlite:///{folder / 'layers.db'}"
    try:
        users = crowd(simulated, MANAGERS)
        names = prepare(url, users, now)[0]
        db = open_database(Settings(_env_file=None, database_url=url))  # type: ignore[call-arg]
        try:
            db.write(_listed, now).result()
            said = texts(names)
            return asyncio.run(_spent(db, simulated, users, said, now, rounds))
        finally:
            db.close()
    finally:
        simulated.stop()


def _listed(tx: Tx, now: datetime) -> None:
    """Everybody has today's list and the day card."""
    effects = Effects(ROUTES, tx, now, "bench")
    for code in mornings.due_mornings(tx, now):
        done = mornings.hand_over(tx, code, now)
        if done is not None:
            effects.after(done)
    while claimed := outbox.claim(tx, set(), 64, now, 0):
        for letter in claimed:
            outbox.sent(tx, letter, letter.id, now)


async def _spent(
    db: Database, simulated: Simulated, users: list[int], said: list[str], now: datetime, rounds: int
) -> dict[str, float]:
    wire, clock = Wire(simulated.token, simulated.url), Clock()
    simulated.call("/sim/load", by=users, updates=len(users) * (WARM + rounds), texts=said)
    waiting: list[dict[str, Any]] = []
    try:
        while len(waiting) < len(users) * (WARM + rounds):
            with clock.count("poll and send"):
                batch = await wire.updates(waiting[-1]["update_id"] + 1 if waiting else 0, 1, ["message"])
            waiting += batch
        warm = len(users) * WARM
        polled = clock.spent["poll and send"] * 1000 / len(waiting)
        for update in waiting[:warm]:
            await _one(db, wire, clock, update, now)
        clock.spent.clear()
        for update in waiting[warm:]:
            await _one(db, wire, clock, update, now)
    finally:
        await wire.close()
    each = {layer: clock.spent[layer] * 1000 / (len(waiting) - warm) for layer in LAYERS}
    return each | {"poll and send": each["poll and send"] + polled}


async def _one(db: Database, wire: Wire, clock: Clock, update: dict[str, Any], now: datetime) -> None:
    """The way of an update through the bot, step by step."""
    row = db.write(_kept, clock, update, now).result()
    with clock.count("parse"):
        incoming = parse(json.dumps(update), wire.bot, now, believe_dates=False)
    assert incoming is not None
    if is_worded(incoming):
        understood = db.read(_understood, clock, incoming.user_id, incoming.text, now)
        incoming = replace(incoming, understood=understood)
    db.write(_handled, clock, row, incoming, now).result()
    while claimed := db.write(_claimed, clock, now).result():
        for letter in claimed:
            with clock.count("poll and send"):
                message = await _sent(wire, letter)
            db.write(_recorded, clock, letter, message, now).result()


async def _sent(wire: Wire, letter: Claimed) -> int:
    if letter.method == "react":
        return (await wire.react(letter.chat_id, letter.body["message"], letter.body["emoji"])).message
    return (await wire.send(letter.chat_id, letter.body, letter.edits)).message


def _kept(tx: Tx, clock: Clock, update: dict[str, Any], now: datetime) -> int:
    with clock.count("storage"):
        inbox.keep(tx, [update], now, now)
        return inbox.waiting(tx)[-1].id


def _understood(tx: Tx, clock: Clock, user: int, text: str, now: datetime) -> Any:
    with clock.count("understand", but="storage"), _storage_apart(clock):
        return sentences.propose(tx, user, text, now, now)


def _handled(tx: Tx, clock: Clock, row: int, incoming: Any, now: datetime) -> None:
    with clock.count("handle and draw", but="storage"), _storage_apart(clock):
        handle_update(tx, row, incoming, ROUTES, now)


def _claimed(tx: Tx, clock: Clock, now: datetime) -> list[Claimed]:
    with clock.count("storage"):
        return outbox.claim(tx, set(), 64, now, 0)


def _recorded(tx: Tx, clock: Clock, letter: Claimed, message: int, now: datetime) -> None:
    with clock.count("storage"):
        outbox.sent(tx, letter, message, now)


@contextmanager
def _storage_apart(clock: Clock) -> Iterator[None]:
    """Every statement's CPU goes to storage."""

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            with clock.count("storage"):
                return real(*args, **named)

        return run

    with patch.object(Tx, "execute", counted(Tx.execute)), patch.object(Tx, "recall", counted(Tx.recall)):
        yield
