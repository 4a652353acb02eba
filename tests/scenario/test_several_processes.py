"""Several bots on one PostgreSQL: they share the work, one takes over what another can't do any more, nobody notices."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import select

from storage import inbox, shops
from storage.database import Tx
from storage.tables import logs
from tests.conftest import TUESDAY
from tests.scenario.harness import World, world
from tests.scenario.running import Bot, ProcessBot

TAKE_OVER_SECONDS = 6.0
EACH = 30
"""How many messages each person writes while bots die."""


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


def _logged(tx: Tx) -> dict[str, list[int]]:
    """The updates that each manager's logs came from, in the order of the logs."""
    managers: dict[str, list[int]] = defaultdict(list)
    for row in tx.execute(select(logs.c.manager, logs.c.origin).order_by(logs.c.id)):
        managers[row.manager].append(row.origin)
    return managers


def _sayable(here: World, code: str) -> list[str]:
    """Names of shops that are told apart by their name alone."""
    names = [shop.name for shop in here.read(shops.every)]
    mine = [shop.name for shop in here.read(lambda tx: shops.of_manager(tx, code)) if not shop.closed]
    return [name for name in mine if not any(name != other and name in other for other in names)]


def test_bots_killed_at_random_under_load_log_everything_once_and_in_order(postgres_district_copy: str) -> None:
    made: list[Bots] = []
    dice = random.Random(5)
    with world(postgres_district_copy, TUESDAY.replace(hour=10), bots=several(3, made)) as here:
        bots = made[0]
        people = {code: here.joins(code) for code in ("M01", "M02", "M03", "M04")}
        said = {code: _sayable(here, code)[:EACH] for code in people}
        for start in range(0, EACH, 5):
            for code, person in people.items():
                for name in said[code][start : start + 5]:
                    person.phone.says(f"{name} 一切照常")
            unlucky = bots.each[dice.randrange(3)]
            unlucky.kill()
            unlucky.start()
        here.settle()
        managers = here.read(_logged)
        for code, names in said.items():
            assert len(managers[code]) == len(names)
            assert managers[code] == sorted(set(managers[code]))
        assert here.read(lambda tx: inbox.count_aside(tx, TUESDAY)) == 0
