"""The simulator as a web server: the Bot API, the control API, and the page with the phones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

from aiohttp import web

from .botapi import BotApi
from .clock import Clock
from .control import Control, Speak
from .delivery import Delivery
from .facts import Json
from .history import REMEMBERED, History
from .limits import UPLOAD_BYTES
from .rehearsal import Rehearsal
from .switches import Switches
from .world import Bot, World

DEFAULT_TOKEN = "7000000001:simulated"  # noqa: S105 (opens nothing but this simulator)
DEFAULT_NAME = "拜访助手"
DEFAULT_USERNAME = "simulated_bot"
_WEB = Path(__file__).with_name("web")
_BODY_BYTES = UPLOAD_BYTES + 1_000_000
_SHUTDOWN_SECONDS = 0.2
_BACKLOG = 1_024
_BOT_ID = 7_000_000_001


def new_world(
    token: str = DEFAULT_TOKEN,
    *,
    now: datetime,
    running: bool = False,
    days_off: frozenset[date] = frozenset(),
    bot_name: str = DEFAULT_NAME,
    bot_username: str = DEFAULT_USERNAME,
    reads_groups: bool = False,
    remembered: int = REMEMBERED,
    history: Path | None = None,
) -> World:
    """An empty world with a bot.

    `reads_groups`: its privacy mode is off, it gets all that groups say. `remembered` and `history` (a file) are
    those of :class:`simulator.history.History`.
    """
    number = token.partition(":")[0]
    bot = Bot(int(number) if number.isdigit() else _BOT_ID, bot_name, bot_username, reads_groups)
    clock = Clock(now, running=running, days_off=days_off)
    return World(token, clock, bot, Switches(), History(remembered, history))


def application(world: World, film: Json | None = None, speak: Speak | None = None) -> web.Application:
    """The web application of one world; its event loop is the only one that may touch the world."""
    app = web.Application(client_max_size=_BODY_BYTES)
    app.add_routes(BotApi(world).routes())
    app.add_routes(Control(world, film, speak).routes())
    app.add_routes(Rehearsal(world).routes())
    if _WEB.is_dir():
        app.router.add_get("/", _index)
        app.router.add_static("/web", _WEB)

    async def let_watchers_go(_: web.Application) -> None:
        world.feed.close()

    async def deliver(_: web.Application) -> AsyncIterator[None]:
        delivery = Delivery(world)
        await delivery.start()
        yield
        await delivery.stop()
        world.history.close()

    app.on_shutdown.append(let_watchers_go)
    app.cleanup_ctx.append(deliver)
    return app


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_WEB / "index.html", headers={"Cache-Control": "no-cache"})


class Server:
    """A listening simulator; `start` and `stop` belong to one event loop. Port 0 takes any free port."""

    def __init__(
        self,
        world: World,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        film: Json | None = None,
        speak: Speak | None = None,
    ) -> None:
        self.world = world
        self._host = host
        self._port = port
        self._runner = web.AppRunner(
            application(world, film, speak),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )

        self._site: web.TCPSite | None = None
        self._away: asyncio.Task[None] | None = None
        world.step_away = self.step_away

    async def start(self) -> str:
        """Listen; the root address."""
        await self._runner.setup()
        await self._listen()
        self._port = self._runner.addresses[0][1]
        return f"http://{self._host}:{self._port}"

    async def stop(self) -> None:
        if self._away is not None:
            self._away.cancel()
        await self._runner.cleanup()

    def step_away(self, seconds: float) -> None:
        """Cut all connections and refuse new ones for so long; then listen again at the same port."""
        if self._away is None or self._away.done():
            self._away = asyncio.get_running_loop().create_task(self._be_away(seconds))

    async def _be_away(self, seconds: float) -> None:
        if self._site is not None:
            await self._site.stop()
        if self._runner.server is not None:
            for connection in self._runner.server.connections:
                connection.force_close()
        await asyncio.sleep(seconds)
        await self._listen()

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, self._host, self._port, backlog=_BACKLOG)
        await self._site.start()
