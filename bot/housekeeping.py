"""What is over is forgotten after a while, in small pieces, so that nothing gets slower with the years."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.outages import Outage
from bot.roles import Role
from storage import files, inbox, leases, outbox
from storage.database import Database, Tx

log = structlog.get_logger()

INBOX_KEPT = timedelta(days=30)
"""How long an update is known again: Telegram repeats one for a day, and numbers may start anew after a week."""
OUTBOX_KEPT = timedelta(days=90)
"""How long it can be told why a message was or was not sent."""
FILES_KEPT = timedelta(days=30)
"""Documents of our own: Telegram has them as soon as they are sent."""
WORKERS_KEPT = timedelta(days=1)
EVERY_SECONDS = 3600.0
FIRST_SECONDS = 60.0
PIECE_ROWS = 200
PAUSE_SECONDS = 0.1
"""Between two pieces, for whoever waits to write."""


class Housekeeping:
    """Runs every hour in the process that keeps the hours."""

    def __init__(self, db: Database, role: Role) -> None:
        self._db = db
        self._role = role
        self._outage = Outage("housekeeping")

    async def run(self) -> None:
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            if self._role.epoch:
                await self._outage.insist(self.tidy)
            await asyncio.sleep(EVERY_SECONDS)

    async def tidy(self) -> None:
        """Forget everything that is past its time."""
        gone = {
            "inbox": await self._prune(inbox.kept_from, inbox.prune, INBOX_KEPT),
            "outbox": await self._prune(outbox.kept_from, outbox.prune, OUTBOX_KEPT),
        }
        await self._db.awrite_apart(_forget)
        if any(gone.values()):
            log.info("tidied", **gone)

    async def _prune(
        self, first_kept: Callable[[Tx, datetime], int], prune: Callable[[Tx, int, int], int], life: timedelta
    ) -> int:
        upto = await self._db.aread(lambda tx: first_kept(tx, tx.machine_now() - life))
        gone = 0
        while piece := await self._db.awrite_apart(prune, upto, PIECE_ROWS):
            gone += piece
            await asyncio.sleep(PAUSE_SECONDS)
        return gone


def _forget(tx: Tx) -> None:
    outbox.prune_holds(tx)
    leases.forget_workers(tx, tx.machine_now() - WORKERS_KEPT)
    files.prune(tx, tx.machine_now() - FILES_KEPT)
