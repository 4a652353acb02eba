"""The heartbeat: a file touched, and an address asked, only while the last audit is fresh and found nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import aiohttp
import structlog

from bot.outages import Outage
from bot.settings import Settings
from services import audits
from storage.database import Database

log = structlog.get_logger()

EVERY_SECONDS = 15.0
ASK_SECONDS = 60.0
"""How often the address is asked."""
ANSWER_SECONDS = 10.0
CONTACT_SECONDS = 120.0
"""A bot that Telegram has not answered for so long is not in order, whatever its rows say."""
NAME = "heartbeat"


class Heartbeat:
    """Beats in the process that receives; `contact_age` tells the seconds since Telegram answered it, None: never."""

    def __init__(self, db: Database, settings: Settings, contact_age: Callable[[], float | None]) -> None:
        self._db = db
        self._file = heartbeat_file(settings, db)
        self._url = settings.heartbeat_url
        self._contact_age = contact_age
        self._outage = Outage("heartbeat")
        self._next_ask = 0.0

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self.beat()

    async def beat(self) -> bool:
        """Beat once, if all is well; whether it was."""
        age = self._contact_age()
        well = age is not None and age < CONTACT_SECONDS and await self._outage.insist(self._db.aread, audits.clean)
        if well:
            self._touch()
            await self._ask()
        return well

    def _touch(self) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError as error:
            log.warning("heartbeat file can't be touched", cause=type(error).__name__)

    async def _ask(self) -> None:
        """The address is a secret of whoever watches: it is not logged."""
        now = asyncio.get_running_loop().time()
        if not self._url or now < self._next_ask:
            return
        self._next_ask = now + ASK_SECONDS
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(self._url) as answer:
                if answer.status >= 400:
                    log.warning("heartbeat is not taken", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("heartbeat is not heard", cause=type(error).__name__)


def heartbeat_file(settings: Settings, db: Database) -> Path | None:
    """Where the file is: named, else beside an SQLite database, else in `data`; None when it is off."""
    match settings.heartbeat:
        case "off":
            return None
        case "":
            return (Path("data") if db.shared else Path(str(db.url.database)).parent) / NAME
        case named:
            return Path(named)
