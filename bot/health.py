"""`/health` over HTTP for outside monitoring (off unless VISITBOT_HTTP_LISTEN is set); counts only, nothing of anybody."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from storage import inbox, outbox
from storage.database import Database, Tx

STALE_POLL_SECONDS = 120.0


class Health:
    """A small HTTP server that tells how the bot is."""

    def __init__(
        self, db: Database, listen: tuple[str, int], last_poll: Callable[[], float], idle: Callable[[], Awaitable[bool]]
    ) -> None:
        self._db = db
        self._listen = listen
        self._last_poll = last_poll
        self._idle = idle
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/health", self._health), web.get("/idle", self._is_idle)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._listen).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        """200 when polling works, 503 when Telegram has not answered for two minutes."""
        age = time.monotonic() - self._last_poll() if self._last_poll() else None
        counts = await self._db.aread(_counts)
        good = age is not None and age < STALE_POLL_SECONDS
        body: dict[str, Any] = {"ok": good, "last_poll_seconds": None if age is None else round(age, 1), **counts}
        return web.json_response(body, status=200 if good else 503)

    async def _is_idle(self, _request: web.Request) -> web.Response:
        """Whether there is nothing to handle, to send, or due: for tests that wait for quiet."""
        return web.json_response({"idle": await self._idle()})


def _counts(tx: Tx) -> dict[str, int]:
    return {
        "inbox_waiting": inbox.count_waiting(tx),
        "outbox_unfinished": outbox.count_unfinished(tx),
        "outbox_unknown": outbox.count_unknown(tx),
    }
