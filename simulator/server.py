"""The simulator as a web server: the Bot API, the control API, and the page with the phones."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from aiohttp import web

from .botapi import BotApi
from .clock import Clock
from .control import Control
from .facts import Json
from .limits import UPLOAD_BYTES
from .world import Bot, World

DEFAULT_TOKEN = "7000000001:simulated"  # noqa: S105 (opens nothing but this simulator)
DEFAULT_NAME = "拜访助手"
DEFAULT_USERNAME = "simulated_bot"
_WEB = Path(__file__).with_name("web")
_BODY_BYTES = UPLOAD_BYTES + 1_000_000
_SHUTDOWN_SECONDS = 0.2
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
) -> World:
    """An empty world with a bot. `reads_groups`: its privacy mode is off, it gets all that groups say."""
    number = token.partition(":")[0]
    bot = Bot(int(number) if number.isdigit() else _BOT_ID, bot_name, bot_username, reads_groups)
    return World(token, Clock(now, running=running, days_off=days_off), bot)


def application(world: World, film: Json | None = None) -> web.Application:
    """The web application of one world; its event loop is the only one that may touch the world."""
    app = web.Application(client_max_size=_BODY_BYTES)
    app.add_routes(BotApi(world).routes())
    app.add_routes(Control(world, film).routes())
    if _WEB.is_dir():
        app.router.add_get("/", _index)
        app.router.add_static("/web", _WEB)

    async def let_watchers_go(_: web.Application) -> None:
        world.feed.close()

    app.on_shutdown.append(let_watchers_go)
    return app


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_WEB / "index.html", headers={"Cache-Control": "no-cache"})


class Server:
    """A listening simulator; `start` and `stop` belong to one event loop. Port 0 takes any free port."""

    def __init__(self, world: World, *, host: str = "127.0.0.1", port: int = 0, film: Json | None = None) -> None:
        self.world = world
        self._host = host
        self._port = port
        self._runner = web.AppRunner(
            application(world, film),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )

    async def start(self) -> str:
        """Listen; the root address."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        port = self._runner.addresses[0][1]
        return f"http://{self._host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()
