"""`visitbot demo`: the simulator, the sample district and the real bot in one process, with a film that leads a newcomer."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import tempfile
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
import typer

from bot.app import App
from bot.demo import stories
from bot.demo.cast import CAST, ENROLLED, GROUP_TITLE, IN_GROUP, JOINED
from bot.demo.film import film
from bot.demo.script import SPOKEN
from bot.demo.trade_clock import WorldClock
from bot.effects import Effects
from bot.importing import run_import
from bot.opening import open_database
from bot.routes import ROUTES
from bot.settings import Settings
from services import people as verbs
from simulator import acts
from simulator.server import Server, new_world
from simulator.world import World
from storage import people
from storage.database import Database, Tx

DISTRICT = Path(__file__).parent / "district.xlsx"
ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime.combine(stories.FIRST_DAY, time(7, 20), ZONE)
BEFORE = datetime.combine(stories.FIRST_DAY, time(6, 0), ZONE)
DATABASE = "demo.db"
PORTS_TRIED = 20
STOP_SECONDS = 9.0


def run_demo(host: str, port: int) -> int:
    """Serve until interrupted (0), or until the bot fails (1); 2 when there is no port. Nothing is left behind."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    free = free_port(host, port)
    if free is None:
        typer.echo(
            f"No free port from {port} to {port + PORTS_TRIED - 1} on {host}. Name another: --port 9000", err=True
        )
        return 2
    if free != port:
        typer.echo(f"Port {port} is taken, so the page is at {free}. To choose one: visitbot demo --port 9000")
    with tempfile.TemporaryDirectory(prefix="visitbot-demo-") as folder:
        return asyncio.run(_serve(host, free, Path(folder)))


async def _serve(host: str, port: int, folder: Path) -> int:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    typer.echo("Importing the sample district and planning two weeks for six managers (some seconds) …")
    demo = Demo(folder, await asyncio.to_thread(prepare, folder))
    if told.is_set():
        return 0
    address = await demo.start(host, port)
    typer.echo(f"\n  Open {address} in a browser.\n  Ctrl-C ends it; nothing is kept.\n")
    try:
        return await _until(told, demo)
    finally:
        await asyncio.wait_for(demo.stop(), STOP_SECONDS)


async def _until(told: asyncio.Event, demo: Demo) -> int:
    """Wait until told to stop (0), or until a part of the bot ends by an error (1)."""
    assert demo.app.failed is not None
    waiting = asyncio.ensure_future(told.wait())
    ends: set[asyncio.Future[Any]] = {waiting, demo.app.failed}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return int(demo.app.failed.done() and demo.app.failed.exception() is not None)


def free_port(host: str, port: int) -> int | None:
    """The first port from `port` on that can be listened at; 0 stays 0; None when all that are tried are taken."""
    for number in range(port, port + PORTS_TRIED if port else 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, number))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                continue
            return number
    return None


def prepare(folder: Path) -> dict[str, str]:
    """Import and plan the sample district in `folder`; an invitation code for everybody of the cast."""
    db = open_database(_settings(folder))
    try:
        if run_import(db, DISTRICT, BEFORE, dry_run=False, as_json=False):
            raise RuntimeError("the sample district does not import")
    finally:
        db.close()
    return invite_all(folder)


def invite_all(folder: Path) -> dict[str, str]:
    """An invitation code for everybody of the cast, into a district that was prepared in `folder`."""
    db = open_database(_settings(folder))
    try:
        return {actor.code: _invite(db, actor.code) for actor in ENROLLED}
    finally:
        db.close()


def _settings(folder: Path, **values: str) -> Settings:
    """No environment and no `.env` has a say in the demo's own database."""
    return Settings(_env_file=None, database_url=f"sqlite:///{folder / DATABASE}", limits="off", **values)  # type: ignore[call-arg, arg-type]


def _invite(db: Database, code: str) -> str:
    return db.write(lambda tx: verbs.invite(tx, code, "", BEFORE).value.code).result()


class Demo:
    """A district prepared in `folder`, people with phones, and the bot; `start` and `stop` belong to one event loop."""

    def __init__(self, folder: Path, codes: dict[str, str]) -> None:
        self._folder = folder
        self._codes = codes
        self._entered = False
        self.world = new_world(now=MORNING, running=True)
        self.app: App
        self._server: Server

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve the page and start the bot; the page's address."""
        script = film(self._codes, _give_phones(self.world))
        self._server = Server(self.world, host=host, port=port, film=script, speak=self.speak)
        address = await self._server.start()
        settings = _settings(self._folder, token=self.world.token, api_url=address)
        self.app = App(settings, WorldClock(self.world, ZONE))
        await self.app.start()
        return address

    async def stop(self) -> None:
        await self.app.stop()
        await self._server.stop()

    async def speak(self, language: str) -> None:
        """Everybody's phone is set to `zh` or `en`: at first they join in it, later the bot is told."""
        spoken = SPOKEN[language]
        self.app.settings.language = spoken
        self.app.db.office = replace(self.app.db.office, language=spoken)
        for actor in CAST:
            self.world.person(actor.user).title = actor.title(language)
        if self._entered:
            await self.app.db.awrite(switch_language, spoken, self.world.clock.now)
            self.app.sender.woken.set()
        else:
            self._enter()

    def _enter(self) -> None:
        """All but the manager open their invitations; the manager joins in the film."""
        self._entered = True
        for actor in JOINED:
            acts.say(self.world, actor.user, actor.user, f"/start {self._codes[actor.code]}")


def _give_phones(world: World) -> int:
    """A phone for everybody, and the group that some of them share; the group's chat id."""
    for actor in CAST:
        world.add_person(actor.name, "zh-hans", actor.title_zh, actor.user)
    return int(world.add_group(GROUP_TITLE, [actor.user for actor in IN_GROUP]).id)


def switch_language(tx: Tx, language: str, now: datetime) -> None:
    """What `/language` does, for all who have joined."""
    for actor in ENROLLED:
        person = people.by_code(tx, actor.code)
        if person is not None and person.joined and person.language != language:
            Effects(ROUTES, tx, now, "demo:language").after(verbs.set_language(tx, person, language, now))
