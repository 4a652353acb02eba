"""The demo's clock: trade time read from the simulator next door, without a moment's delay."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from simulator.world import World

LOOK_SECONDS = 0.05
JUMP = timedelta(seconds=1)


class WorldClock(Clock):
    """Reads a simulated world's clock, which may be moved by hand at any time."""

    def __init__(self, world: World, zone: ZoneInfo) -> None:
        super().__init__("", zone)
        self.set_by_hand = True
        self._world = world

    def now(self) -> datetime:
        return self._world.clock.now.astimezone(self._zone)

    async def follow(self) -> None:
        """Tell of every jump, for ever."""
        before = self.now()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = self.now()
            if abs(now - before) > JUMP:
                self.jumped()
            before = now
