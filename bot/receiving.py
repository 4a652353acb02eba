"""Receiving by webhook: posts are stored and committed before they are answered; what can't be stored is posted again."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.outages import Outage
from bot.parsing import ALLOWED
from bot.roles import Role
from bot.settings import Settings, listen_address
from bot.wire import Wire
from storage import inbox
from storage.database import Database, DatabaseAway, Tx

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)
MOST_BYTES = 1 << 20
A_COMMIT = 100
"""How many posts share a commit at most."""
CONNECTIONS = 40
"""How many posts Telegram makes at once."""
AGAIN_SECONDS = "1"
"""When Telegram is asked to post again what could not be stored."""
LOOK_SECONDS = 60.0
"""How often it is looked whether the webhook is still ours."""

Json = dict[str, Any]


class Intake:
    """Stores updates; those that come while a commit is under way share the next one."""

    def __init__(self, store: Callable[[list[Json]], Awaitable[None]]) -> None:
        self._store = store
        self._waiting: list[tuple[Json, asyncio.Future[None]]] = []
        self._emptying: asyncio.Task[None] | None = None

    async def keep(self, update: Json) -> None:
        """Return after the commit that holds the update; raises what the database raised."""
        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, told))
        if self._emptying is None or self._emptying.done():
            self._emptying = asyncio.create_task(self._empty())
        await told

    async def _empty(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:A_COMMIT], self._waiting[A_COMMIT:]
            if await self._stored(batch, alone=len(batch) == 1):
                continue
            for one in batch:
                await self._stored([one], alone=True)

    async def _stored(self, batch: list[tuple[Json, asyncio.Future[None]]], *, alone: bool) -> bool:
        """One commit; False when the batch was refused for one of its updates, and each is to be tried alone."""
        error: Exception | None = None
        try:
            await self._store([update for update, _told in batch])
        except Exception as raised:
            if not (alone or isinstance(raised, DatabaseAway)):
                return False
            error = raised
        for _update, told in batch:
            if told.done():
                continue
            if error is None:
                told.set_result(None)
            else:
                told.set_exception(error)
        return True


class Webhook:
    """The endpoint, open in every process, and its announcement to Telegram by the one that has the role."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, role: Role, settings: Settings) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._role = role
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret
        self._listen = listen_address(settings.webhook_listen)
        self._intake = Intake(self._store)
        self._outage = Outage("webhook")
        self._runner: web.AppRunner | None = None
        self._announced = False
        self.arrived = asyncio.Event()
        self.last_success = 0.0

    async def open(self) -> None:
        """Listen; OSError when that is impossible."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(urlsplit(self._url).path or "/", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._listen).start()

    async def close(self) -> None:
        """Answer what came, listen no more; Telegram keeps what it can't post."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def run(self) -> None:
        """Keep the webhook announced while the role is ours; InvalidToken ends it, everything else is tried again."""
        while True:
            await self._role.given()
            try:
                await self._announce()
                pause = LOOK_SECONDS
            except InvalidToken:
                raise
            except TelegramError as error:
                if isinstance(error, BadRequest):
                    log.error("webhook refused", why=error.message)
                pause = self._outage.began(error)
            await asyncio.sleep(pause)

    async def _announce(self) -> None:
        """Set the webhook when it is not as we want it; its secret can't be read, so it is set once in any case."""
        known = (await self._wire.bot.get_webhook_info()).url
        if known != self._url or not self._announced:
            if self._announced:
                log.warning("webhook was changed by somebody else, set again")
            await self._wire.bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=ALLOWED, max_connections=CONNECTIONS
            )
            self._announced = True
            log.info("webhook set")
        self._outage.over()
        self.last_success = time.monotonic()

    async def _post(self, request: web.Request) -> web.Response:
        """200 says that the update is in the database, and nothing else does."""
        if not self._is_telegram(request.headers.get(SECRET_HEADER, "")):
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        return await self._kept(update)

    async def _kept(self, update: Json) -> web.Response:
        try:
            await self._intake.keep(update)
        except DatabaseAway as error:
            self._outage.began(error)
            return web.Response(status=503, headers={"Retry-After": AGAIN_SECONDS})
        self.arrived.set()
        return web.Response()

    def _is_telegram(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode())

    async def _store(self, updates: list[Json]) -> None:
        await self._db.awrite_apart(_keep, updates, self._clock.now())


def _keep(tx: Tx, updates: list[Json], trade_at: datetime) -> None:
    inbox.keep(tx, updates, tx.machine_now(), trade_at)


async def take_away(wire: Wire, role: Role) -> None:
    """Polling again after a webhook: take it away, once; what waits at Telegram stays there."""
    outage = Outage("webhook")
    await role.given()
    while True:
        try:
            if (await wire.bot.get_webhook_info()).url:
                await wire.bot.delete_webhook()
                log.info("webhook taken away")
            outage.over()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(outage.began(error))
