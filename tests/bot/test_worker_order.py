"""A worker whose rows were given back while it lived keeps each chat's order when it takes them again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot import worker as working
from bot.clock import Clock
from bot.handling import handle_update
from bot.limits import Limits
from bot.roles import Roles
from bot.routes import ROUTES
from bot.sender import Sender
from bot.worker import Worker
from storage import inbox
from storage.database import Database, Tx
from tests.scenario.running import ZONE

CHAT = 5
SECONDS = 10.0


@dataclass
class Gate:
    """Lets updates through to their handling, each when it is told to."""

    come: list[int] = field(default_factory=list)
    through: dict[int, asyncio.Event] = field(default_factory=dict)

    async def prepare(self, db: Database, incoming: Any, now: Any) -> Any:
        self.come.append(incoming.update_id)
        await self.through.setdefault(incoming.update_id, asyncio.Event()).wait()
        return incoming

    def open(self, update: int) -> None:
        self.through.setdefault(update, asyncio.Event()).set()


def arrive(tx: Tx, updates: range) -> None:
    one = {"from": {"id": CHAT, "is_bot": False, "first_name": "x"}, "chat": {"id": CHAT, "type": "private"}, "date": 1}
    batch = [{"update_id": number, "message": one | {"message_id": number, "text": "/help"}} for number in updates]
    inbox.keep(tx, json.loads(json.dumps(batch)), tx.machine_now(), tx.machine_now())


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not true():
            await asyncio.sleep(0.01)


async def given_back_and_taken_again(db: Database, gate: Gate, handled: list[int]) -> None:
    """The first update is being prepared when both are given back; the second still stands behind it."""
    roles = Roles(db)
    await roles.look()
    sender = Sender(db, None, Limits(on=False), lambda _tx, _chat: "", roles.sender)  # type: ignore[arg-type]
    worker = Worker(db, _Wire(), Clock("", ZONE), ROUTES, sender, roles)  # type: ignore[arg-type]
    await db.awrite(arrive, range(1, 3))
    await worker.take()
    await until(lambda: gate.come == [1])
    await db.awrite(inbox.let_go, roles.holder)
    gate.open(1)
    await until(lambda: len(gate.come) == 2 or worker.idle)
    await worker.take()
    gate.open(2)
    await until(lambda: len(handled) == 2)
    await worker.stop()
    await roles.leave()


class _Wire:
    bot = None


def test_what_was_given_back_is_handled_in_order_when_it_is_taken_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, handled = Gate(), list[int]()
    handle = handle_update

    def noted(tx: Tx, row: int, incoming: Any, *rest: Any) -> Any:
        found = handle(tx, row, incoming, *rest)
        if found.ours:
            handled.append(incoming.update_id)
        return found

    monkeypatch.setattr(working, "prepare", gate.prepare)
    monkeypatch.setattr(working, "handle_update", noted)
    db = Database(postgres_url)
    asyncio.run(given_back_and_taken_again(db, gate, handled))
    db.close()
    assert handled == [1, 2]
