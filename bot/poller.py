"""Long polling: raw updates are stored and committed before the next poll acknowledges them; one poller by a file lock."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from pathlib import Path

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.parsing import ALLOWED
from bot.sender import machine_now
from bot.wire import Wire
from storage import inbox
from storage.database import Database

log = structlog.get_logger()

POLL_SECONDS = 25
BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
LOCK_SECONDS = 0.5


class PollerLock:
    """A lock on a file that dies with its process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Try once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(number)
            return False
        self._file = number
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Poller:
    """Fetches updates for ever. `arrived` is set after each commit."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, lock: PollerLock) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._lock = lock
        self.arrived = asyncio.Event()
        self.last_success = 0.0

    async def run(self) -> None:
        """Wait for the lock, then poll; InvalidToken ends it, everything else is tried again."""
        while not self._lock.take():
            await asyncio.sleep(LOCK_SECONDS)
        try:
            await self._poll()
        finally:
            self._lock.release()

    async def _poll(self) -> None:
        offset, failures = 0, 0
        log.info("polling begins")
        while True:
            try:
                batch = await self._wire.updates(offset, POLL_SECONDS, ALLOWED)
                self.last_success = time.monotonic()
                if batch:
                    await self._db.awrite(inbox.keep, batch, machine_now(), self._clock.now())
                    offset = int(batch[-1]["update_id"]) + 1
                    self.arrived.set()
                failures = 0
            except InvalidToken:
                raise
            except Exception as error:
                pause = _pause(error, failures)
                failures += 1
                log.warning("poll failed", cause=type(error).__name__, again_in=pause)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.sleep(pause)


def _pause(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return float(after if isinstance(after, (int, float)) else after.total_seconds())
    if isinstance(error, (TelegramError, Conflict)):
        return BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS) - 1)]
    return BACK_OFF_SECONDS[min(failures + 1, len(BACK_OFF_SECONDS) - 1)]
