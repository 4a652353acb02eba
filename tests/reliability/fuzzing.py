"""The real bot under a rain of made-up updates, and what must not have come of it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.routes import ROUTES
from bot.settings import Settings
from simulator import checker
from simulator.phones import Group, Telegram
from simulator.world import World as Simulated
from storage import people
from storage.database import Tx
from storage.people import Group as BoundGroup
from storage.tables import cards, inbox, metadata, outbox
from storage.tables import tokens as token_table
from tests.reliability import endings
from tests.reliability.fuzz import ANONYMOUS_ADMIN, SERVICE, Cast, Fuzz, Json
from tests.reliability.ground import PEOPLE
from tests.scenario.harness import Person, World
from tests.scenario.running import ZONE, ThreadBot

FORENOON = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)
BATCH = 250
STRANGERS = (5_200_000_001, 5_200_000_002, 5_200_000_003)
NOT_PEOPLE = (ANONYMOUS_ADMIN, SERVICE)
EXPECTED_LOGS = frozenset({"update failed"})
"""Said of an update that can't be read, which is then put aside."""
REFUSED_WELL = (
    "chat not found",
    "message to edit not found",
    "message is not modified",
    "query is too old",
    "bot was kicked",
    "bot is not a member",
    "PEER_ID_INVALID",
    "message to react not found",
    "message to pin not found",
    "message to unpin not found",
    "group chat was upgraded",
    "message can't be edited",
    "wrong file identifier",
    "wrong file_id or the file is temporarily unavailable",
)
"""What Telegram may say to a bot that answers updates about chats and messages that are not there."""


@dataclass(slots=True)
class Found:
    """What a rain brought: how many updates, how many could not be read, and one line for everything that was wrong."""

    updates: int = 0
    unreadable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.updates} updates of {len(self.kinds)} kinds, {self.unreadable} put aside as unreadable,"
            f" {len(self.wrong)} found wrong; less than {3 / max(self.updates, 1):.4%} (95 %) when none"
        )


class Rain:
    """A running bot that updates can be poured on."""

    def __init__(self, world: World, groups: Sequence[Group], heard: Any) -> None:
        self._world = world
        self._groups = [group.id for group in groups]
        self._heard = heard
        self._read_up_to = 0
        self.found = Found()

    def pour(self, seed: int, count: int, speakers: Sequence[int]) -> None:
        """So many updates by these speakers; everything that was wrong is noted."""
        fuzz = Fuzz(seed, self._cast(), speakers)
        for begun in range(0, count, BATCH):
            fuzz.cast.tokens = self._world.read(_buttons)
            batch = [fuzz.update() for _ in range(min(BATCH, count - begun))]
            self._queue(batch)
            self._world.settle()
            self.found.updates += len(batch)
            self.found.kinds.update(next(iter(one)) for one in batch)
            self._look(f"seed {seed}, updates {begun}–{begun + len(batch)}")

    def _queue(self, batch: Sequence[Json]) -> None:
        self._world.telegram.act(lambda world: [world.updates.add_raw(one) for one in batch])

    def trade(self) -> dict[str, endings.Rows]:
        """The state of the trade, without what is kept of strangers and of groups that they bring the bot into."""
        state: dict[str, endings.Rows] = self._world.read(endings.trade)
        return {name: rows for name, rows in state.items() if name not in {"strangers", "cards", "chat_groups"}}

    def _cast(self) -> Cast:
        return Cast(
            people=list(PEOPLE.values()),
            strangers=STRANGERS,
            groups=self._groups,
            commands=[command.name for command in ROUTES.commands],
            views=sorted(ROUTES.views),
            objects=self._world.read(_objects),
        )

    def _look(self, where: str) -> None:
        wrong = [*self._world.telegram.world.problems, *self._world.read(_stuck)]
        self._world.telegram.act(lambda world: world.problems.clear())
        aside, self._read_up_to = self._world.read(lambda tx: _aside(tx, self._read_up_to))
        self.found.unreadable += len(aside)
        wrong += [line for payload, error in aside if (line := _readable(payload, error))]
        wrong += [
            f"{event['event']} {event.get('error', '')}"
            for event in self._heard
            if event["log_level"] in {"error", "critical"} and event["event"] not in EXPECTED_LOGS
        ]
        self._heard.clear()
        wrong += _refusals(self._world)
        self.found.wrong += [f"{where}: {line}" for line in wrong]


def _buttons(tx: Tx) -> list[tuple[int, str]]:
    rows = tx.execute(
        select(token_table.c.chat_id, token_table.c.token).order_by(token_table.c.made_at.desc()).limit(400)
    )
    return [(row.chat_id, row.token) for row in rows]


def _objects(tx: Tx) -> list[str]:
    """The ids that show-buttons name, of what there is and of what there is not."""
    known = {row.object.partition(":")[2] for row in tx.execute(select(cards.c.object))}
    codes = [row.code for row in tx.execute(select(metadata.tables["shops"].c.code).limit(10))]
    return sorted(
        {*known, *codes, *(str(n) for n in range(8)), "M01@2026-11-24", "M02@2026-11-24", "x", "", "-1", "9" * 30}
    )


def _aside(tx: Tx, after: int) -> tuple[list[tuple[str, str]], int]:
    rows = tx.execute(select(inbox).where(inbox.c.state == "aside", inbox.c.id > after).order_by(inbox.c.id)).all()
    return [(row.payload, row.error) for row in rows], max([after, *(row.id for row in rows)])


def _stuck(tx: Tx) -> list[str]:
    waiting = tx.execute(select(inbox.c.id).where(inbox.c.state == "new")).all()
    unsent = tx.execute(select(outbox.c.id).where(outbox.c.state.in_(("queued", "sending")))).all()
    return [f"inbox {row.id} was not handled" for row in waiting] + [f"outbox {row.id} was not sent" for row in unsent]


def _readable(payload: str, error: str) -> str:
    """What is wrong about an update that was put aside although it is as the Bot API says; '' when it is not."""
    update = json.loads(payload)
    if checker.type_flaws("Update", update) or _huge(update):
        return ""
    return f"put aside: {error}: {payload[:600]}"


def _huge(value: Any) -> bool:
    """Whether there is a number in it that Telegram, which counts in 52 bits, never sends."""
    if isinstance(value, dict | list):
        return any(_huge(part) for part in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) >= 2**63


def _refusals(world: World) -> list[str]:
    """What Telegram refused and should not have had to."""

    def take(simulated: Any) -> list[str]:
        calls = [
            call for call in simulated.history.calls if isinstance(call.result, dict) and call.result.get("ok") is False
        ]
        simulated.history.calls.clear()
        return [
            f"{call.method}: {call.result['description']} {json.dumps(call.params, ensure_ascii=False)[:300]}"
            for call in calls
        ]

    return [line for line in world.telegram.act(take) if not any(part in line for part in REFUSED_WELL)]


@contextmanager
def rain(template: Path, folder: Path) -> Iterator[Rain]:
    """A bot and a simulator with people, strangers, a bound and an unbound group."""
    database = Path(shutil.copy(template, folder / "fuzzed.db"))
    with Telegram(now=FORENOON, remembered=20_000) as telegram, capture_logs() as heard:
        phones = {code: telegram.person(code, user_id=number) for code, number in PEOPLE.items()}
        for number in STRANGERS:
            telegram.person(f"路人{number}", user_id=number)
        telegram.act(_all_have_started)
        telegram.switch(keep_messages=60)
        groups = [telegram.group(title, *phones.values()) for title in ("<绑定>", "未绑定")]
        for group in groups:
            group.adds_bot(phones["S01"])
        values = {
            "token": telegram.token,
            "api_url": telegram.url,
            "database_url": f"sqlite:///{database}",
            "limits": "off",
            "clock": telegram.clock_url,
        }
        bot = ThreadBot(Settings(_env_file=None, **values), lambda: telegram.clock.now)  # type: ignore[call-arg, arg-type]
        world = World(telegram, bot, values["database_url"])
        for code, phone in phones.items():
            world._people[code] = Person(world, code, phone)
        bot.start()
        try:
            world.settle()
            world.write(lambda tx: people.put_group(tx, _bound(groups[0], tx)))
            yield Rain(world, groups, heard)
        finally:
            bot.stop()


def _all_have_started(world: Simulated) -> None:
    for person in world.people.values():
        person.started = True


def _bound(group: Group, tx: Tx) -> BoundGroup:
    known = people.group(tx, group.id)
    assert known is not None
    return BoundGroup(known.chat_id, known.title, "前川市场部", "bound", known.since, known.language)
