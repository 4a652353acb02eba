"""`doctor` finds each thing that can be wrong, says which setting to look at, and ends with 1."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from bot import doctor
from bot.doctor import run_doctor
from bot.settings import Settings
from simulator.phones import Telegram
from storage.database import Database
from storage.migrations import upgrade
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram(now=NOW) as running:
        yield running


class Office:
    """Settings under which everything is well, to be spoilt one at a time."""

    def __init__(self, folder: Path, telegram: Telegram, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "visits.db"
        self._capsys = capsys
        self._values = {
            "token": telegram.token,
            "api_url": telegram.url,
            "database_url": f"sqlite:///{self.file}",
            "clock": NOW.isoformat(),
        }

    def stores(self) -> Database:
        db = Database(self._values["database_url"])
        upgrade(db)
        return db

    def asks(self, **spoilt: str) -> tuple[int, list[str]]:
        """The status and the lines that tell of something wrong."""
        settings = Settings(_env_file=None, **(self._values | spoilt))  # type: ignore[call-arg, arg-type]
        status = asyncio.run(run_doctor(settings))
        self.lines = self._capsys.readouterr().out.splitlines()
        return status, [line for line in self.lines if not line.startswith("✓ ")]


@pytest.fixture
def office(tmp_path: Path, telegram: Telegram, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, telegram, capsys)


def test_when_all_is_well_every_part_is_named_and_the_status_is_0(office: Office) -> None:
    office.stores().close()
    assert office.asks() == (0, [])
    assert [line.split()[1] for line in office.lines] == ["settings:", "database:", "clock:", "telegram:", "calendar:"]
    assert "2026-11-24 06:50" in office.lines[2]


def test_a_database_that_is_not_there_yet_is_no_fault_and_is_not_made(office: Office) -> None:
    assert office.asks() == (0, [])
    assert not office.file.exists()


def test_a_database_of_a_later_version_is_told(office: Office) -> None:
    db = office.stores()
    with db.engine.connect() as conn, conn.begin():
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.close()
    status, [wrong] = office.asks()
    assert (status, "9999" in wrong) == (1, True)


@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says" * 100, b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_file_that_is_no_database_is_told(office: Office, content: bytes) -> None:
    office.file.write_bytes(content)
    status, [wrong] = office.asks()
    assert (status, "VISITBOT_DATABASE_URL" in wrong) == (1, True)


def test_a_damaged_database_is_told(office: Office) -> None:
    office.stores().close()
    whole = office.file.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    office.file.write_bytes(whole[: 3 * page] + b"\x05" * page + whole[4 * page :])
    status, [wrong] = office.asks()
    assert (status, wrong.startswith("✗ database: ")) == (1, True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/clock", "{telegram}/nowhere"])
def test_a_clock_that_does_not_answer_is_told(office: Office, telegram: Telegram, url: str) -> None:
    status, wrong = office.asks(clock=url.format(port=_closed_port(), telegram=telegram.url))
    assert status == 1
    assert "VISITBOT_CLOCK" in wrong[0]


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"token": ""}, "VISITBOT_TOKEN is empty"),
        ({"token": "1:wrong"}, "VISITBOT_TOKEN"),
        ({"api_url": "closed"}, "VISITBOT_PROXY"),
        ({"proxy": "closed"}, "the proxy of VISITBOT_PROXY"),
    ],
)
def test_what_is_wrong_with_telegram_names_the_setting(office: Office, spoilt: dict[str, str], words: str) -> None:
    closed = f"http://127.0.0.1:{_closed_port()}"
    status, [wrong] = office.asks(**{name: closed if value == "closed" else value for name, value in spoilt.items()})
    assert (status, words in wrong) == (1, True)


def test_a_machine_whose_clock_is_off_is_told(office: Office) -> None:
    async def ask() -> tuple[int, list[str]]:
        async def me(_request: web.Request) -> web.Response:
            bot = {"id": 1, "is_bot": True, "first_name": "x", "username": "visits_bot"}
            wrong = datetime.now(UTC) - timedelta(minutes=10)
            headers = {"Date": f"{wrong:%a, %d %b %Y %H:%M:%S} GMT"}
            return web.json_response({"ok": True, "result": bot}, headers=headers)

        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", me)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            return await asyncio.to_thread(office.asks, api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
        finally:
            await runner.cleanup()

    status, [wrong] = asyncio.run(ask())
    assert (status, "+10 minutes" in wrong) == (1, True)


def test_a_year_whose_holidays_nobody_knows_is_told(office: Office) -> None:
    status, [wrong] = office.asks(clock="2199-03-01T08:00:00+08:00")
    assert (status, "2199" in wrong) == (1, True)


def test_the_next_year_is_told_when_it_comes_near(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.calendar._knows", lambda year: year <= 2026)
    assert office.asks() == (0, [])
    assert "2027 not known yet" in office.lines[-1]
    assert doctor.NEXT_YEAR_FROM_MONTH == 11
