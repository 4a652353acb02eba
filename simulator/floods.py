"""Telegram's flood limits as data, and a count of the calls that a bot made although it was told to wait."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from .refusals import too_many


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: `room` at once, refilled by `per_second`."""

    per_second: float
    room: float


CHAT = Rate(1.0, 6)
GROUP = Rate(20 / 60, 21)
ALL = Rate(30.0, 33)
"""The published rates; the rooms are a little above what bots are told to keep to, since the wire bunches calls."""
_COUNTED = ("send", "edit", "copy", "forward")
_FREE = frozenset({"sendChatAction"})


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one may be taken."""
        self.left = min(self.rate.room, self.left + (now - self.at) * self.rate.per_second)
        self.at = now
        return max(0.0, (1 - self.left) / self.rate.per_second)


class Floods:
    """Buckets by chat and one for all, in the machine's seconds; `impatient` counts calls during a retry_after."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._buckets: dict[int, _Bucket] = {}
        self._whole = _Bucket(ALL, ALL.room, monotonic())
        self._until: dict[int | str, float] = {}
        self.impatient = 0

    def arrives(self, method: str, chat: int) -> None:
        """A call came: was its chat (its method, when it names no chat) told to wait?"""
        if self._until and self._monotonic() < self._until.get(chat or method, 0.0):
            self.impatient += 1

    def told(self, method: str, chat: int, seconds: int) -> None:
        """The bot was told to wait, by a limit or by a fault."""
        self._until[chat or method] = self._monotonic() + seconds

    def take(self, method: str, chat: int) -> None:
        """One message more; refused with 429 when that is one too many."""
        if not method.startswith(_COUNTED) or method in _FREE:
            return
        now = self._monotonic()
        rate = GROUP if chat < 0 else CHAT
        own = self._buckets.setdefault(chat, _Bucket(rate, rate.room, now))
        wait = max(own.wait(now), self._whole.wait(now))
        if wait > 0:
            raise too_many(math.ceil(wait))
        own.left -= 1
        self._whole.left -= 1
