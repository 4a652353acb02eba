"""How much one chat may ask at a time: members who write more wait their turn, strangers who write more are only counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.effects import Effects
from bot.limits import IDLE_SECONDS, Bucket, Rate
from bot.routing import Routes
from screens.pacing import one_by_one
from screens.screen import Reply
from screens.words import speaking
from storage import inbox, people
from storage.database import Database, Tx

log = structlog.get_logger()

MEMBER = Rate(2.0, 60)
STRANGER = Rate(20 / 60, 20)
GROUP = Rate(10.0, 200)
"""Updates of a chat below 0, whoever writes there."""
KNOWN_SECONDS = 60.0
"""How long it is believed that a chat is a member's."""
TOLD_SECONDS = 600.0
"""A member is told of the waiting once in so long a time."""


async def nobody(chat: int) -> bool:
    """Knows no member."""
    return False


async def untold(chat: int) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Pace:
    """Buckets in machine time. `held_back`: chats that have more waiting than they may ask at once."""

    on: bool = True
    known: Callable[[int], Awaitable[bool]] = nobody
    tell: Callable[[int], Awaitable[None]] = untold
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    held_back: set[int] = field(default_factory=set)
    passed_over: int = 0
    _full: dict[int, Bucket] = field(default_factory=dict)
    _strict: dict[int, Bucket] = field(default_factory=dict)
    _members: dict[int, float] = field(default_factory=dict)
    _told: dict[int, float] = field(default_factory=dict)
    _tidied: float = 0.0

    async def turn(self, chat: int) -> bool:
        """Wait until the chat's next update may be handled; False when it is a stranger's beyond the limit."""
        if not self.on:
            return True
        self._tidy()
        strict = _spent(self._strict, chat, STRANGER, self.clock())
        if chat > 0 and strict < 0 and not await self._is_member(chat):
            self._strict[chat].left = 0
            self._count(chat)
            return False
        self._strict[chat].left = max(0, strict)
        level = _spent(self._full, chat, MEMBER if chat > 0 else GROUP, self.clock())
        if level >= 0:
            self.held_back.discard(chat)
            return True
        self.held_back.add(chat)
        if chat > 0:
            await self._tell(chat)
        await self.sleep(-level / self._full[chat].rate.per_second)
        return True

    async def _is_member(self, chat: int) -> bool:
        until = self._members.get(chat, 0.0)
        if self.clock() < until:
            return True
        if not await self.known(chat):
            return False
        self._members[chat] = self.clock() + KNOWN_SECONDS
        return True

    def _count(self, chat: int) -> None:
        """One line in ten minutes says that somebody is counted, and not who."""
        self.passed_over += 1
        if self.clock() >= self._told.get(0, 0.0):
            self._told[0] = self.clock() + TOLD_SECONDS
            log.warning("strangers write more than they may", passed_over=self.passed_over)

    async def _tell(self, chat: int) -> None:
        if self.clock() >= self._told.get(chat, 0.0):
            self._told[chat] = self.clock() + TOLD_SECONDS
            await self.tell(chat)

    def _tidy(self) -> None:
        """Forget chats that have been silent for long enough to have everything back."""
        now = self.clock()
        if now - self._tidied < IDLE_SECONDS:
            return
        self._tidied = now
        for buckets in (self._full, self._strict):
            for chat in [chat for chat, bucket in buckets.items() if now - bucket.at > IDLE_SECONDS]:
                del buckets[chat]
                self.held_back.discard(chat)
        self._members = {chat: until for chat, until in self._members.items() if until > now}
        self._told = {chat: until for chat, until in self._told.items() if until > now}


def _spent(buckets: dict[int, Bucket], chat: int, rate: Rate, now: float) -> float:
    """Take one from the chat's bucket; what is left, below 0 when it was empty."""
    bucket = buckets.setdefault(chat, Bucket(rate, rate.room, now))
    bucket.level(now)
    bucket.left -= 1
    return bucket.left


def member_pace(db: Database, routes: Routes, now: Callable[[], datetime], *, on: bool) -> Pace:
    """The pace over an office's members."""

    async def known(chat: int) -> bool:
        return await db.aread(_is_known, chat)

    async def tell(chat: int) -> None:
        await db.awrite(_say, chat, routes, now())

    return Pace(on, known, tell)


def _is_known(tx: Tx, chat: int) -> bool:
    person = people.by_user(tx, chat)
    return person is not None and person.active


def _say(tx: Tx, chat: int, routes: Routes, now: datetime) -> None:
    effects = Effects(routes, tx, now, f"pace:{chat}")
    audience = effects.chat_audience(chat)
    if audience is not None:
        with speaking(audience.language, tx.office.zone):
            effects.reply(audience, Reply(show=(one_by_one(),)), None, 0, 0)


def pass_over(tx: Tx, row: int, worker: str) -> None:
    """Done with an update that nobody handles."""
    if inbox.is_new(tx, row, worker):
        inbox.done(tx, row)
