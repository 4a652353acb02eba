"""Long polling: raw updates are stored and committed before the next poll acknowledges them; one process polls."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.outages import Outage
from bot.parsing import ALLOWED
from bot.roles import Role
from bot.wire import Wire
from storage import inbox
from storage.database import Database, Tx

log = structlog.get_logger()

POLL_SECONDS = 25
BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Deposed(Exception):
    """The role went to another process: nothing was stored, nothing is acknowledged."""


class Poller:
    """Fetches updates for ever while it has the role. `arrived` is set after each commit."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, role: Role) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._role = role
        self._outage = Outage("poller")
        self.arrived = asyncio.Event()
        self.last_success = 0.0
        self.polls = 0

    async def run(self) -> None:
        """Wait for the role, then poll; InvalidToken ends it, everything else is tried again."""
        while True:
            await self._role.given()
            log.info("polling begins")
            await self._poll()

    async def _poll(self) -> None:
        """Poll until the role is lost."""
        offset, failures = 0, 0
        while True:
            try:
                if not await self._role.confirmed():
                    return
                offset = await self._fetch(offset)
                failures = 0
                self._outage.over()
            except InvalidToken:
                raise
            except Deposed:
                return
            except Exception as error:
                self._outage.began(error)
                pause = _pause(error, failures)
                failures += 1
                await asyncio.sleep(pause)

    async def _fetch(self, offset: int) -> int:
        """One long poll, which acknowledges everything below `offset`; the next offset, once its updates are stored."""
        batch = await self._wire.updates(offset, POLL_SECONDS, ALLOWED)
        self.last_success = time.monotonic()
        self.polls += 1
        if not batch:
            return offset
        await self._db.awrite_apart(_keep, self._role, batch, self._clock.now())
        self.arrived.set()
        return int(batch[-1]["update_id"]) + 1


def _keep(tx: Tx, role: Role, batch: list[dict[str, Any]], trade_at: datetime) -> None:
    """Store a batch, while the role is ours."""
    if not role.holds(tx):
        raise Deposed
    inbox.keep(tx, batch, tx.machine_now(), trade_at)


def _pause(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return float(after if isinstance(after, (int, float)) else after.total_seconds())
    if isinstance(error, TelegramError):
        return BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS) - 1)]
    return BACK_OFF_SECONDS[min(failures + 1, len(BACK_OFF_SECONDS) - 1)]
