"""The database away for a while: what can't be stored is not acknowledged, everything goes on by itself, it is told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs
from telegram.error import Conflict

from bot import worker as working
from bot.clock import Clock
from bot.housekeeping import INBOX_KEPT, OUTBOX_KEPT, Housekeeping
from bot.limits import Limits
from bot.outages import Outage
from bot.poller import Poller
from bot.roles import Roles
from bot.routes import ROUTES
from bot.sender import Sender
from bot.wire import Outcome, Result
from bot.worker import Worker
from domain.chat import Priority
from storage import inbox, outbox
from storage.database import Database, DatabaseAway
from storage.outbox import Letter
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECONDS = 10.0


class Away(Database):
    """A database that is away for the next so many writes."""

    away = 0

    def write(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        if not self.away:
            return super().write(function, *args)
        self.away -= 1
        failed: Future[Any] = Future()
        failed.set_exception(DatabaseAway("on purpose"))
        return failed


class Telegram:
    """What the parts ask of the wire: updates come in batches, messages go out."""

    bot = None

    def __init__(self, *batches: list[dict[str, Any]] | Exception) -> None:
        self._batches = list(batches)
        self.offsets: list[int] = []
        self.sent: list[str] = []

    async def updates(self, offset: int, seconds: int, allowed: object) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        if not self._batches:
            await asyncio.sleep(SECONDS)
        if isinstance(self._batches[0], Exception):
            raise self._batches.pop(0)  # type: ignore[misc]
        if offset > self._batches[0][-1]["update_id"]:
            self._batches.pop(0)
            return []
        return self._batches[0]

    async def send(self, chat: int, body: dict[str, Any], edits: int) -> Result:
        self.sent.append(body["text"])
        return Result(Outcome.SENT, message=len(self.sent))


@pytest.fixture
def db(sqlite_template: Path, tmp_path: Path) -> Iterator[Away]:
    path = tmp_path / "away.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Away(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outages.PAUSES_SECONDS", (0.01,))
    monkeypatch.setattr("bot.poller.BACK_OFF_SECONDS", (0.01,))


@asynccontextmanager
async def parts(db: Database, wire: Telegram) -> AsyncIterator[tuple[Roles, Poller, Worker, Sender]]:
    """Everything that stands between Telegram and the database, running."""
    roles = Roles(db)
    clock = Clock("", ZONE)
    sender = Sender(db, wire, Limits(on=False), lambda _tx, _chat: "again", roles.sender)  # type: ignore[arg-type]
    worker = Worker(db, wire, clock, ROUTES, sender, roles)  # type: ignore[arg-type]
    poller = Poller(db, wire, clock, roles.poller)  # type: ignore[arg-type]
    poller.arrived = worker.woken
    runs: list[Callable[[], Coroutine[Any, Any, None]]] = [roles.run, poller.run, worker.run, sender.run]
    tasks = [asyncio.create_task(run()) for run in runs]
    try:
        yield roles, poller, worker, sender
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await roles.leave()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.01)


def message(number: int) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(NOW.timestamp()),
            "chat": {"id": 5, "type": "private"},
            "from": {"id": 5, "is_bot": False, "first_name": "x", "language_code": "en"},
            "text": "hello",
        },
    }


def states(db: Database) -> list[str]:
    return db.read(lambda tx: list(tx.execute(select(inbox_table.c.state).order_by(inbox_table.c.id)).scalars()))


def test_what_cannot_be_stored_is_not_acknowledged(db: Away) -> None:
    wire = Telegram([message(7)], Conflict("another poller"), [message(8)])

    async def live() -> None:
        async with parts(db, wire) as (roles, *_rest):
            await roles.poller.given()
            db.away = 3
            await until(lambda: states(db) == ["done", "done"])

    with capture_logs() as told:
        asyncio.run(live())
    assert [line["event"] for line in told if line.get("part") == "poller"].count("away") <= 2
    first_ack = next(number for number, offset in enumerate(wire.offsets) if offset == 8)
    assert first_ack >= 3
    assert wire.offsets[:first_ack] == [0] * first_ack


def test_everything_is_handled_and_sent_whatever_is_away_in_between(db: Away) -> None:
    wire = Telegram([message(7)])

    async def live() -> None:
        async with parts(db, wire) as (roles, _poller, worker, sender):
            await roles.poller.given()
            for number in range(1, 25):
                db.away = number % 5
                await asyncio.to_thread(Database.write(db, _arrive, 100 + number).result)
                worker.woken.set()
                await until(lambda want=number: states(db).count("done") >= want)  # type: ignore[misc]
            await until(lambda: sender.idle and not db.read(outbox.count_unfinished))

    asyncio.run(live())
    assert db.read(outbox.count_unknown) == 0
    assert wire.sent


def _arrive(tx: Any, number: int) -> None:
    inbox.keep(tx, [message(number)], NOW, NOW)


def test_an_update_that_fails_is_put_aside_even_when_nobody_can_be_told(
    db: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise LookupError("on purpose")

    monkeypatch.setattr(working, "handle_update", fails)
    monkeypatch.setattr(working, "update_failed", fails)
    monkeypatch.setattr(working, "TRY_PAUSES_SECONDS", (0.0, 0.0))
    db.write(_arrive, 1).result()
    db.write(_arrive, 2).result()

    async def live() -> None:
        async with parts(db, Telegram()):
            await until(lambda: states(db) == ["aside", "aside"])

    with capture_logs():
        asyncio.run(live())


def test_a_second_process_on_a_file_waits_and_takes_over_when_the_first_ends(db: Away, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'away.db'}")

    async def live() -> None:
        async with parts(db, Telegram()) as (first, *_rest):
            await first.sender.given()
            async with parts(other, Telegram()) as (second, *_others):
                await asyncio.sleep(0.7)
                assert [second.sender.epoch, second.worker.epoch, second.poller.epoch] == [0, 0, 0]
                await first.leave()
                async with asyncio.timeout(SECONDS):
                    await second.sender.given()
                assert second.sender.sure()

    asyncio.run(live())
    other.close()


def test_an_outage_is_told_once_and_so_is_its_end() -> None:
    outage = Outage("x")
    with capture_logs() as told:
        pauses = [outage.began(DatabaseAway("a")) for _ in range(3)]
        outage.over()
        outage.over()
    assert pauses == [0.01] * 3
    assert [line["event"] for line in told] == ["away", "back"]


def test_what_is_over_is_forgotten_after_its_time(empty: Database) -> None:
    machine = empty.read(lambda tx: tx.machine_now())

    def fill(tx: Any) -> None:
        for age in (INBOX_KEPT * 2, INBOX_KEPT + timedelta(days=1), timedelta(days=8)):
            inbox.keep(tx, [message(int(age.total_seconds()))], machine - age, NOW)
        tx.execute(update(inbox_table).values(state="done"))
        for number in range(3):
            outbox.post(tx, Letter(number + 1, "say", {"text": "x"}, "answer", Priority.ANSWER, "t"), NOW)
        for row, age in zip(
            outbox.claim(tx, (), 9, NOW), (OUTBOX_KEPT * 2, OUTBOX_KEPT * 1.1, timedelta(1)), strict=True
        ):
            outbox.sent(tx, row, 1, machine - age)
        outbox.hold(tx, 5, machine - timedelta(seconds=1), "429")

    empty.write(fill).result()

    async def tidy() -> None:
        await Housekeeping(empty, Roles(empty).hours).tidy()

    asyncio.run(tidy())
    assert len(states(empty)) == 1
    left = empty.read(lambda tx: list(tx.execute(select(outbox_table.c.chat_id)).scalars()))
    assert left == [3]
