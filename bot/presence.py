"""Whether Telegram answers us: kept in the database, so that a later start knows how long nobody was there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.outages import Outage
from domain.absences import Absence
from services import absences, quarantine
from storage.database import Database, Tx

log = structlog.get_logger()

FRESH_SECONDS = 75.0
"""An answer younger than this is contact: a long poll may take 25 seconds, a webhook is looked at once a minute."""
EVERY_SECONDS = 15.0
SOON_SECONDS = 0.5
LITTLE = timedelta(seconds=10)
"""By so much the kept contact may be out of date, whoever asks and however often."""


class Presence:
    """Notes contact while there is some; `met` since the first. `last_success`: the monotonic second of the last answer, 0: none."""

    def __init__(self, db: Database, clock: Clock, last_success: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock
        self._last_success = last_success
        self._outage = Outage("presence")
        self._here = False
        self._noted: datetime | None = None
        self.met = False

    async def run(self) -> None:
        while True:
            await self._outage.insist(self.beat)
            await asyncio.sleep(EVERY_SECONDS if self._here else SOON_SECONDS)

    async def beat(self) -> None:
        """Note contact; after a silence, how long it was."""
        age = time.monotonic() - self._last_success()
        if not self._last_success() or age >= FRESH_SECONDS:
            self._here = False
            return
        now = self._clock.now()
        if self._here:
            await self._note(now, timedelta(seconds=age))
            return
        self._here, self._noted = True, now
        absence = await self._db.awrite(_come_back, now)
        self.met = True
        if absence is not None:
            log.warning("was away", minutes=round((absence.back - absence.left).total_seconds() / 60))

    async def _note(self, now: datetime, ago: timedelta) -> None:
        """Note that Telegram answered so long ago, unless that was noted a moment ago by trade time."""
        if self._noted is None or abs(now - self._noted) >= LITTLE:
            self._noted = now
            await self._db.awrite_apart(absences.note_contact, now - ago, ago)


def _come_back(tx: Tx, now: datetime) -> Absence | None:
    fresh = quarantine.is_fresh_copy(tx)
    if fresh:
        quarantine.greeted(tx)
    return absences.come_back(tx, now, restored=fresh)
