"""The webhook: only Telegram is heard, 200 only after the commit, and the real bot received by posts against the simulator."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.receiving import MOST_BYTES, SECRET_HEADER, Intake, Webhook
from bot.roles import Roles
from bot.settings import Settings
from bot.wire import Wire
from storage import inbox
from storage.database import Database, DatabaseAway
from tests.conftest import TUESDAY
from tests.scenario.harness import world
from tests.scenario.running import ZONE

SECRET = "9f2c4b6ad1e83f7750cc64be0a31d2f8"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 11}, "text": "店"}}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Door:
    """An open webhook on an empty database."""

    def __init__(self, db: Database, hook: Webhook, url: str, session: aiohttp.ClientSession) -> None:
        self.db = db
        self.hook = hook
        self.url = url
        self.session = session

    async def posts(
        self, body: bytes | None = None, secret: str | None = SECRET, kind: str = "application/json", path: str = ""
    ) -> int:
        headers = {"Content-Type": kind} | ({SECRET_HEADER: secret} if secret is not None else {})
        data = json.dumps(UPDATE).encode() if body is None else body
        async with self.session.post(self.url + path, data=io.BytesIO(data), headers=headers) as answer:
            return answer.status

    def kept(self) -> int:
        return self.db.read(inbox.count_waiting)


@asynccontextmanager
async def door(file: Path) -> AsyncIterator[Door]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        webhook_url=url,
        webhook_listen=f"127.0.0.1:{port}",
        webhook_secret=SECRET,
    )
    db = Database(f"sqlite:///{file}")
    hook = Webhook(db, Wire("1:x", "http://127.0.0.1:9"), Clock("", ZONE), Roles(db).poller, settings)
    await hook.open()
    try:
        async with aiohttp.ClientSession() as session:
            yield Door(db, hook, url, session)
    finally:
        await hook.close()
        db.close()


@pytest.fixture
def at_door(sqlite_template: Path, tmp_path: Path) -> Callable[[Callable[[Door], Coroutine[Any, Any, None]]], None]:
    """Runs a test's coroutine at an open door."""
    file = tmp_path / "hook.db"
    file.write_bytes(sqlite_template.read_bytes())

    def run(test: Callable[[Door], Coroutine[Any, Any, None]]) -> None:
        async def at() -> None:
            async with door(file) as opened:
                await test(opened)

        asyncio.run(at())

    return run


AtDoor = Callable[[Callable[[Door], Coroutine[Any, Any, None]]], None]


def test_an_update_is_in_the_database_when_it_is_answered_and_once(at_door: AtDoor) -> None:
    async def test(door: Door) -> None:
        assert await door.posts() == 200
        assert door.kept() == 1
        assert door.hook.arrived.is_set()
        assert await door.posts() == 200
        assert door.kept() == 1
        (row,) = door.db.read(inbox.waiting)
        assert (row.update_id, row.chat_id) == (7, 11)
        assert json.loads(row.payload) == UPDATE

    at_door(test)


@pytest.mark.parametrize(
    "secret", [None, "", "x", SECRET[:-1], SECRET + "0", SECRET.upper(), "\N{LATIN SMALL LETTER E WITH ACUTE}" * 32]
)
def test_who_does_not_know_the_secret_changes_nothing(at_door: AtDoor, secret: str | None) -> None:
    async def test(door: Door) -> None:
        assert await door.posts(secret=secret) == 403
        assert door.kept() == 0

    at_door(test)


def test_what_is_no_update_is_refused(at_door: AtDoor) -> None:
    async def test(door: Door) -> None:
        assert await door.posts(b"{") == 400
        assert await door.posts(b"[1]") == 400
        assert await door.posts(b"\xff") == 400
        assert await door.posts(b"[" * 100_000) == 400
        assert await door.posts(kind="text/plain") == 415
        assert await door.posts(json.dumps(UPDATE | {"x": "x" * MOST_BYTES}).encode()) == 413
        assert await door.posts(path="/more") == 404
        async with door.session.get(door.url, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 405
        assert door.kept() == 0

    at_door(test)


def test_a_database_that_is_away_is_answered_with_a_wish_to_post_again(
    at_door: AtDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise DatabaseAway("gone")

    async def test(door: Door) -> None:
        monkeypatch.setattr(door.db, "awrite_apart", away)
        with capture_logs():
            assert await door.posts() == 503
        monkeypatch.undo()
        assert door.kept() == 0
        assert await door.posts() == 200

    at_door(test)


def test_many_posts_share_few_commits() -> None:
    commits: list[int] = []

    async def store(updates: list[dict[str, Any]]) -> None:
        await asyncio.sleep(0.01)
        commits.append(len(updates))

    async def test() -> None:
        intake = Intake(store)
        await asyncio.gather(*(intake.keep({"update_id": n}) for n in range(150)))

    asyncio.run(test())
    assert sum(commits) == 150
    assert len(commits) <= 4


def test_one_update_that_the_database_refuses_does_not_stop_its_neighbours() -> None:
    kept: list[int] = []

    async def store(updates: list[dict[str, Any]]) -> None:
        await asyncio.sleep(0)
        numbers = [update["update_id"] for update in updates]
        if 3 in numbers:
            raise ValueError("no such value")
        kept.extend(numbers)

    async def test() -> list[Any]:
        intake = Intake(store)
        return await asyncio.gather(*(intake.keep({"update_id": n}) for n in range(6)), return_exceptions=True)

    results = asyncio.run(test())
    assert sorted(kept) == [0, 1, 2, 4, 5]
    assert [type(one) for one in results].count(ValueError) == 1


def test_a_person_is_answered_by_webhook_and_polling_takes_it_away_again(district: Path) -> None:
    port = free_port()
    hook: dict[str, Any] = {
        "webhook_url": f"http://127.0.0.1:{port}/hook",
        "webhook_listen": f"127.0.0.1:{port}",
        "webhook_secret": SECRET,
    }
    with world(district, TUESDAY, **hook) as here:
        manager = here.joins("M01")
        manager.expects("你好")
        manager.says("/today")
        manager.expects("今天")
        assert here.telegram.act(lambda told: told.webhook.url if told.webhook else "") == hook["webhook_url"]
        here.bot.stop()
        for name in hook:
            setattr(here.bot._settings, name, "")  # type: ignore[attr-defined]
        here.bot.start()
        manager.says("/today")
        manager.expects("今天")
        assert here.telegram.act(lambda told: told.webhook) is None
