"""Several bots on one PostgreSQL: they share the work, one takes over what another can't do any more, nobody notices."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from tests.conftest import TUESDAY
from tests.scenario.harness import World, world
from tests.scenario.running import Bot, ProcessBot

TAKE_OVER_SECONDS = 6.0


class Bots:
    """Several processes as one bot; `stopped` ones are not asked whether they are idle."""

    def __init__(self, values: dict[str, str], count: int) -> None:
        self.each = [ProcessBot(values) for _ in range(count)]
        self.stopped: set[int] = set()

    def start(self) -> None:
        for bot in self.each:
            bot.start()
            while not bot.idle():
                time.sleep(0.02)

    def idle(self) -> bool:
        return all(bot.idle() for number, bot in enumerate(self.each) if number not in self.stopped)

    def stop(self) -> None:
        for number in list(self.stopped):
            self.wake(number)
        for bot in self.each:
            bot.stop()

    def kill(self) -> None:
        for bot in self.each:
            bot.kill()

    def freeze(self, number: int) -> None:
        """SIGSTOP: it holds what it holds, and does nothing."""
        os.kill(self.each[number].pid, signal.SIGSTOP)
        self.stopped.add(number)

    def wake(self, number: int) -> None:
        os.kill(self.each[number].pid, signal.SIGCONT)
        self.stopped.discard(number)


def several(count: int, made: list[Bots]) -> Callable[[dict[str, str]], Bot]:
    def make(values: dict[str, str]) -> Bot:
        made.append(Bots(values, count))
        return made[0]

    return make


def _answers(here: World, code: str) -> list[str]:
    return [shown.text for shown in here.joins(code).phone.messages() if shown.by_bot]


def test_a_frozen_bot_is_replaced_and_says_nothing_twice_when_it_wakes(postgres_district_copy: str) -> None:
    made: list[Bots] = []
    with world(postgres_district_copy, TUESDAY, bots=several(2, made)) as here:
        bots = made[0]
        manager, chief = here.joins("M01"), here.joins("S01")
        bots.freeze(0)
        began = time.monotonic()
        manager.says("/help").expects("/today")
        assert time.monotonic() - began < TAKE_OVER_SECONDS
        chief.says("/help").expects("/team")
        bots.wake(0)
        bots.freeze(1)
        manager.says("/help").expects("/today")
        bots.wake(1)
        here.forward(minutes=1)
        for code in ("M01", "S01"):
            manager.expects_nothing()
            assert len([text for text in _answers(here, code) if "/help" in text]) == {"M01": 2, "S01": 1}[code]


def test_a_killed_bots_work_is_taken_over_and_a_stopped_ones_at_once(postgres_district_copy: str) -> None:
    made: list[Bots] = []
    with world(postgres_district_copy, TUESDAY, bots=several(3, made)) as here:
        bots = made[0]
        manager = here.joins("M01")
        bots.each[0].kill()
        bots.stopped.add(0)
        manager.says("/help").expects("/today")
        bots.each[0].start()
        bots.stopped.clear()
        bots.each[1].stop()
        bots.stopped.add(1)
        began = time.monotonic()
        manager.says("/help").expects("/today")
        assert time.monotonic() - began < TAKE_OVER_SECONDS
        bots.each[1].start()
        bots.stopped.clear()
        here.until(TUESDAY.replace(hour=7, minute=31))
        assert len([text for text in _answers(here, "M01") if "早上好" in text]) == 1
