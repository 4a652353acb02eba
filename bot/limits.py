"""Telegram's limits as data: a bucket for each chat, one for all; `off` for benches and the simulator."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

IDLE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: `room` at once, refilled by `per_second`."""

    per_second: float
    room: float


CHAT = Rate(1.0, 5)
GROUP = Rate(20 / 60, 20)
ALL = Rate(30.0, 30)


@dataclass(slots=True)
class Bucket:
    """What is left of a rate at a moment of machine time."""

    rate: Rate
    left: float
    at: float

    def level(self, now: float) -> float:
        self.left = min(self.rate.room, self.left + (now - self.at) * self.rate.per_second)
        self.at = now
        return self.left


@dataclass(slots=True)
class Limits:
    """Buckets in machine time. Chats below 0 are groups."""

    on: bool = True
    clock: Callable[[], float] = time.monotonic
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _all: Bucket | None = None

    def pause(self) -> float:
        """Seconds until anything may be sent at all."""
        if not self.on:
            return 0.0
        level = self._whole().level(self.clock())
        return 0.0 if level >= 1 else (1 - level) / ALL.per_second

    def room(self) -> int:
        """How many messages may go out now."""
        return max(1, int(self._whole().level(self.clock()))) if self.on else 1_000

    def full_chats(self) -> set[int]:
        """Chats that must wait."""
        if not self.on:
            return set()
        now = self.clock()
        for chat in [c for c, bucket in self._chats.items() if now - bucket.at > IDLE_SECONDS]:
            del self._chats[chat]
        return {chat for chat, bucket in self._chats.items() if self._peek(bucket, now) < 1}

    def spend(self, chat: int, *, counts: bool) -> None:
        """Take one from the chat's bucket and the common one (`counts` False: only the common one)."""
        if not self.on:
            return
        now = self.clock()
        whole = self._whole()
        whole.level(now)
        whole.left -= 1
        if counts:
            rate = GROUP if chat < 0 else CHAT
            bucket = self._chats.setdefault(chat, Bucket(rate, rate.room, now))
            bucket.level(now)
            bucket.left -= 1

    @staticmethod
    def _peek(bucket: Bucket, now: float) -> float:
        return min(bucket.rate.room, bucket.left + (now - bucket.at) * bucket.rate.per_second)

    def _whole(self) -> Bucket:
        if self._all is None:
            self._all = Bucket(ALL, ALL.room, self.clock())
        return self._all
