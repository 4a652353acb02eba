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
    """What is left of a rate at a moment of machine time.

    `flying`: how many were taken that Telegram may count only now: after a stall all of them at once."""

    rate: Rate
    left: float
    at: float
    flying: int = 0

    def peek(self, now: float) -> float:
        return min(self.rate.room - self.flying, self.left + (now - self.at) * self.rate.per_second)

    def level(self, now: float) -> float:
        self.left, self.at = self.peek(now), now
        return self.left

    def fly(self, now: float) -> None:
        """Take one that Telegram is still to count."""
        self.level(now)
        self.left -= 1
        self.flying += 1

    def land(self, now: float) -> None:
        """One of those was counted."""
        self.level(now)
        self.flying -= 1


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
        idle = [c for c, bucket in self._chats.items() if now - bucket.at > IDLE_SECONDS and not bucket.flying]
        for chat in idle:
            del self._chats[chat]
        return {chat for chat, bucket in self._chats.items() if bucket.peek(now) < 1}

    def spend(self, chat: int, *, counts: bool) -> None:
        """Take one from the chat's bucket and the common one (`counts` False: only the common one), until `answered`."""
        if not self.on:
            return
        now = self.clock()
        self._whole().fly(now)
        if counts:
            rate = GROUP if chat < 0 else CHAT
            self._chats.setdefault(chat, Bucket(rate, rate.room, now)).fly(now)

    def answered(self, chat: int, *, counts: bool) -> None:
        """The call for which one was taken is over."""
        if not self.on:
            return
        now = self.clock()
        self._whole().land(now)
        if counts:
            self._chats[chat].land(now)

    def _whole(self) -> Bucket:
        if self._all is None:
            self._all = Bucket(ALL, ALL.room, self.clock())
        return self._all
