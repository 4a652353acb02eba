"""Only one process sends: who lost the role between a claim and its call says nothing, even when it was frozen meanwhile."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.limits import Limits
from bot.roles import SENDER, Roles
from bot.sender import Sender
from bot.wire import Outcome, Result
from domain.chat import Priority
from storage import leases, outbox
from storage.database import Database, Tx
from storage.outbox import Letter
from storage.tables import outbox as table
from tests.scenario.running import hurry

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECONDS = 15.0


class Line:
    """A wire that writes down what is sent."""

    def __init__(self, record: Path, who: str) -> None:
        self._record = record
        self._who = who

    async def send(self, chat: int, body: dict[str, Any], edits: int) -> Result:
        with self._record.open("a") as record:
            record.write(f"{self._who} {chat} {body['text']}\n".replace("\n", "|").rstrip("|") + "\n")
        return Result(Outcome.SENT, message=1)


class FrozenOnce(Limits):
    """Limits that stop the whole process right after its first claim."""

    def spend(self, chat: int, *, counts: bool) -> None:
        os.kill(os.getpid(), signal.SIGSTOP)


def _mark(_tx: Tx, _chat: int) -> str:
    return "again"


@asynccontextmanager
async def _sending(url: str, record: Path, who: str, limits: Limits) -> AsyncIterator[tuple[Database, Sender, Roles]]:
    db = Database(url)
    roles = Roles(db)
    sender = Sender(db, Line(record, who), limits, _mark, roles.sender)  # type: ignore[arg-type]
    tasks = [asyncio.create_task(roles.run()), asyncio.create_task(sender.run())]
    try:
        yield db, sender, roles
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await sender.stop()
        db.close()


async def _send_for(url: str, record: Path, who: str, limits: Limits, seconds: float) -> None:
    async with _sending(url, record, who, limits):
        await asyncio.sleep(seconds)


def _frozen(url: str, record: Path) -> None:
    hurry()
    asyncio.run(_send_for(url, record, "frozen", FrozenOnce(on=False), 3.0))


def _letter(words: str, chat: int = 7) -> Letter:
    return Letter(chat, "say", {"text": words}, "answer", Priority.ANSWER, "test")


def _ends(tx: Tx) -> list[tuple[str, bool]]:
    return [(row.state, row.marked) for row in tx.execute(select(table).order_by(table.c.id))]


async def _until(condition: Any) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIFE", "MARGIN", "LOOK_SECONDS"):
        monkeypatch.setattr(f"bot.roles.{name}", getattr(__import__("bot.roles").roles, name))
    hurry()


def test_a_sender_frozen_after_its_claim_sends_nothing_when_it_wakes(postgres_url: str, tmp_path: Path) -> None:
    record = tmp_path / "sent.txt"
    record.touch()
    db = Database(postgres_url)
    db.write(outbox.post, _letter("hello"), NOW).result()
    process = multiprocessing.get_context("spawn").Process(target=_frozen, args=(postgres_url, record))
    process.start()
    pid = process.pid or 0
    until = time.monotonic() + SECONDS
    while "T" not in Path(f"/proc/{pid}/stat").read_text().split()[2] and time.monotonic() < until:
        time.sleep(0.02)
    assert db.read(_ends) == [("sending", False)]

    async def replace_it() -> None:
        async with _sending(postgres_url, record, "second", Limits(on=False)):
            await _until(lambda: db.read(_ends) == [("sent", True)])
            os.kill(pid, signal.SIGCONT)
            await asyncio.to_thread(process.join, SECONDS)

    asyncio.run(replace_it())
    assert process.exitcode == 0
    assert record.read_text() == "second 7 again|hello\n"
    assert db.read(_ends) == [("sent", True)]
    db.close()


def test_who_learns_before_the_call_that_the_role_is_gone_gives_the_message_back_unmarked(
    postgres_url: str, tmp_path: Path
) -> None:
    record = tmp_path / "sent.txt"
    record.touch()

    async def lose_it() -> list[tuple[str, bool]]:
        async with _sending(postgres_url, record, "first", Limits(on=False)) as (db, sender, roles):
            await roles.sender.given()
            taken = await db.awrite_apart(lambda tx: leases.take(tx, SENDER, "other", roles_life(), force=True))
            roles.sender.set(roles.sender.epoch, 0.0)
            assert taken == 2
            await db.awrite(outbox.post, _letter("hello"), NOW)
            sender.woken.set()
            await asyncio.sleep(0.5)
            return await db.aread(_ends)

    assert asyncio.run(lose_it()) == [("queued", False)]
    assert record.read_text() == ""


def roles_life() -> Any:
    from bot import roles

    return roles.LIFE


def test_what_is_posted_by_another_process_is_found_soon(postgres_url: str, tmp_path: Path) -> None:
    record = tmp_path / "sent.txt"
    record.touch()
    other = Database(postgres_url)

    async def post() -> float:
        async with _sending(postgres_url, record, "first", Limits(on=False)) as (_db, _sender, roles):
            await roles.sender.given()
            await asyncio.sleep(0.3)
            began = time.monotonic()
            await other.awrite(outbox.post, _letter("hello"), NOW)
            await _until(lambda: record.read_text() != "")
            return time.monotonic() - began

    assert asyncio.run(post()) < 0.5
    other.close()
