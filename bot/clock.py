"""Trade time: what governs what is due and what people see; real, from a set instant on, or followed from a URL."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import aiohttp
import structlog

FOLLOW_SECONDS = 0.25
log = structlog.get_logger()


class Clock:
    """`now()` is trade time in the office's zone. `set_by_hand` tells that message dates must not be believed."""

    def __init__(self, spelling: str, zone: ZoneInfo) -> None:
        self._zone = zone
        self._url = spelling if urlsplit(spelling).scheme in {"http", "https"} else ""
        self._offset = timedelta()
        self.set_by_hand = bool(spelling)
        self.jumped: Callable[[], None] = lambda: None
        if spelling and not self._url:
            start = datetime.fromisoformat(spelling)
            start = start.replace(tzinfo=zone) if start.tzinfo is None else start
            self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._offset).astimezone(self._zone)

    async def follow(self) -> None:
        """Ask the URL for the time, for ever (returns at once for other clocks)."""
        if not self._url:
            return
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                    await self.look(session)
                await asyncio.sleep(FOLLOW_SECONDS)

    async def learn(self) -> None:
        """Learn the URL's time before anything is decided; a URL that does not answer stops the start."""
        if self._url:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
                await self.look(session)

    async def refresh(self) -> None:
        """Ask the URL once more, if there is one; it may be away."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            await self.learn()

    async def look(self, session: aiohttp.ClientSession) -> None:
        """One question to the URL; a jump is told."""
        before = self.now()
        began = time.monotonic()
        async with session.get(self._url) as answer:
            answered = (await answer.text()).strip()
        self._set(_instant(answered, self._zone), timedelta(seconds=time.monotonic() - began) / 2)
        if abs(self.now() - before) > timedelta(seconds=1):
            self.jumped()

    def _set(self, told: datetime, age: timedelta) -> None:
        self._offset = told + age - datetime.now(UTC)


def _instant(answered: str, zone: ZoneInfo) -> datetime:
    """The instant in an answer that is a bare ISO text or JSON with `now`."""
    text = json.loads(answered)["now"] if answered.startswith("{") else answered.strip('"')
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
