"""Something is away for a while: told once when it begins and once when it is over, whoever asks and however often."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from storage.database import DatabaseAway

log = structlog.get_logger()

PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
R = TypeVar("R")


class Outage:
    """What one part of the process knows of something it depends on."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._since = 0.0
        self._failures = 0

    def began(self, error: Exception) -> float:
        """Note a failure; how many seconds to wait before the next try."""
        if not self._failures:
            self._since = time.monotonic()
            log.warning("away", part=self._part, cause=_cause(error))
        self._failures += 1
        return PAUSES_SECONDS[min(self._failures, len(PAUSES_SECONDS)) - 1]

    def over(self) -> None:
        """Note that it works."""
        if self._failures:
            log.info("back", part=self._part, after_seconds=round(time.monotonic() - self._since, 1))
            self._failures = 0

    async def insist(self, work: Callable[..., Awaitable[R]], *args: object) -> R:
        """The result of `work(*args)`, begun again for as long as the database is away."""
        while True:
            try:
                result = await work(*args)
            except DatabaseAway as error:
                await asyncio.sleep(self.began(error))
            else:
                self.over()
                return result


def _cause(error: Exception) -> str:
    return type(error.__cause__ or error).__name__


async def within(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for an event, but not for longer than that (None: as long as it takes)."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
