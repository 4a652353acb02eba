"""Hundreds of managers, each with shops and stops of today: a ground for several bots at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.wire.district import STOPS, prepare
from simulator import acts
from simulator.phones import Telegram
from simulator.world import World
from tests import postgres
from tests.reliability.ground import Databases, moved
from tests.scenario.running import ZONE

FORENOON = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
FIRST = 5_300_000_001
ASKING = "/leave ?"
"""A command that is answered by one message, however often it is said."""
LOGS_EVERY = 4
"""Each so many-th round says what was seen in a shop, the others ask."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """People by their Telegram ids, and the names of the shops that each of them visits today."""

    ground: Databases
    shops: dict[int, list[str]]

    def joins(self, telegram: Telegram) -> None:
        """They all have phones and have started the bot."""

        def join(world: World) -> None:
            for user in self.shops:
                world.add_person(f"{user}", user_id=user).started = True

        telegram.act(join)

    def says(self, telegram: Telegram, number: int) -> dict[int, str]:
        """Everybody says the same kind of thing, in one moment; who said which words that are to be logged."""
        logs = number % LOGS_EVERY == LOGS_EVERY - 1
        said = {user: self._words(user, number) if logs else ASKING for user in self.shops}
        telegram.act(lambda world: [acts.say(world, user, user, words) for user, words in said.items()])
        return {user: words.split()[-1] for user, words in said.items()} if logs else {}

    def _words(self, user: int, number: int) -> str:
        names = self.shops[user]
        return f"{names[number // LOGS_EVERY % len(names)]} 库存{100 + number}条"


def crowd(server: postgres.Server, folder: Path, size: int) -> Crowd:
    """So many managers on a database of a server."""
    file = folder / "crowd.db"
    users = [FIRST + number for number in range(size)]
    names = prepare(f"sqlite:///{file}", users, FORENOON)
    shops = {user: own[:STOPS] for user, own in zip(users, names, strict=True)}
    return Crowd(moved(server, file), shops)
