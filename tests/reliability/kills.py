"""A mixed load on a bot that is killed at random moments, on a line that loses an answer now and then."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from simulator.faults import Fault, What
from storage.database import Tx
from storage.tables import incident_events, incidents, logs, outbox
from tests.reliability import edges
from tests.reliability.checker import Verdict, judge
from tests.reliability.ground import Ground
from tests.reliability.stage import MortalWorld, read, stage

SHOPS = ("秋霞小店", "老彭副食", "晨曦名烟名酒", "书义铺子", "渡口烟酒行", "顾记小超市")
ASKED = ("/help", "/matters", "/language")
LIVES_SECONDS = (0.02, 0.45)
"""How long the bot lives between two kills, from when it polls."""
LOST_ANSWERS = 0.04
GIVEN_UP = "unknown"
"""The state of a message whose every repeat was cut: it is on the administrator's list, so not silently missing."""
OF_SENDS = (
    What.RESET_AFTER,
    What.ERROR,
    What.HTML_AFTER,
    What.HALF,
    What.JUNK_AFTER,
    What.HANG_AFTER,
    What.RESET_BEFORE,
    What.BAD,
    What.DRIP,
    What.CLOSE,
    What.ERROR_AFTER,
    What.HTML,
)
"""What may happen to a call that sends or edits."""
FORMATTED = {What.BAD: '"HTML"'}
"""Only formatted words are refused for their formatting."""
OF_POLLS = (What.RESET_AFTER, What.HTML, What.HALF, What.CONFLICT, What.JUNK_AFTER, What.ERROR, What.CLOSE, What.HANG)


@dataclass(slots=True)
class Load:
    """What people did, by the words that must have had exactly one effect."""

    world: MortalWorld
    pick: random.Random
    logged: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)

    def act(self) -> None:
        """Somebody does something, and waits for nothing."""
        du = self.world.has("M01").phone
        number = len(self.logged) + len(self.reported) + 1
        match self.pick.randrange(10):
            case 0:
                self.reported.append(f"柜台下{number}条没见过的烟")
                du.says(f"异常 {self.pick.choice(SHOPS)} {self.reported[-1]}")
            case 1:
                self.world.has("S01").phone.says(self.pick.choice(ASKED))
            case 2:
                self.world.has("A01").phone.says(self.pick.choice(ASKED))
            case 3:
                du.says("/today")
            case _:
                self.logged.append(f"库存{number + 100}条")
                du.says(f"{self.pick.choice(SHOPS)} {self.logged[-1]}")

    def judge(self, tx: Tx) -> Verdict:
        """The checker's verdict, and each of the words against the trade."""
        verdict = judge(tx, self.world.telegram.history, edges.read(self.world.journal))
        logged = [row.words for row in tx.execute(select(logs.c.words).order_by(logs.c.id))]
        for words in self.logged:
            _once(sum(words in one for one in logged), words, verdict)
        events = read_words(tx)
        for words in self.reported:
            _once(sum(words in one for one in events), words, verdict)
        told = select(outbox.c.place).where(outbox.c.state.in_(("sent", GIVEN_UP)))
        places = set(tx.execute(told).scalars())
        for row in tx.execute(select(logs.c.id)):
            if f"log:{row.id}" not in places:
                verdict.add("answer missing", f"no receipt of log {row.id}")
        order = [int("".join(filter(str.isdigit, one.partition("库存")[2]))) for one in logged if "库存" in one]
        if order != sorted(order):
            verdict.add("out of order", f"logs are in the order {order}")
        return verdict


def _once(count: int, words: str, verdict: Verdict) -> None:
    if count != 1:
        verdict.add("doubled input" if count else "lost input", f"{words}: {count} effects")


def read_words(tx: Tx) -> list[str]:
    """What reports said."""
    found = select(incident_events.c.words).join(incidents, incidents.c.id == incident_events.c.incident)
    return [row.words for row in tx.execute(found.where(incident_events.c.what == "reported"))]


def killed_at_random(ground: Ground, folder: Path, kills: int, seed: int) -> tuple[Verdict, list[float]]:
    """So many kills under load; the verdict at rest, and the seconds from each start to the first poll."""
    folder.mkdir(parents=True, exist_ok=True)
    pick = random.Random(seed)
    starts: list[float] = []
    with stage(ground, folder, statements=False) as world:
        world.at("9:00")
        lost = (What.RESET_AFTER, What.HTML_AFTER, What.ERROR_AFTER, What.HALF, What.RESET_BEFORE)
        for method in ("sendMessage", "editMessageText"):
            world.telegram.spoil(
                *(Fault(method, what, chance=LOST_ANSWERS / 5, times=None) for what in lost), seed=seed
            )
        load = Load(world, pick)
        for _ in range(kills):
            for _act in range(pick.randrange(1, 4)):
                load.act()
            time.sleep(pick.uniform(*LIVES_SECONDS))
            world.bot.die()
            began = time.monotonic()
            world.bot.revive()
            _until_polling(world)
            starts.append(time.monotonic() - began)
        world.telegram.heal()
        world.settle()
        problems = list(world.telegram.world.problems)
        world.bot.stop()
        verdict: Verdict = read(world.url, load.judge)
    for problem in problems:
        verdict.add("malformed request", problem)
    return verdict, starts


def soaked(ground: Ground, folder: Path, acts: int, seed: int) -> Verdict:
    """So many acts on a line where one call in five goes wrong in a way that any call may; the verdict at rest."""
    folder.mkdir(parents=True, exist_ok=True)
    with stage(ground, folder, call_seconds=0.4) as world:
        world.at("9:00")
        for method, kinds in (("sendMessage", OF_SENDS), ("editMessageText", OF_SENDS), ("getUpdates", OF_POLLS)):
            each = [
                Fault(method, what, match=FORMATTED.get(what), chance=0.2 / len(kinds), times=None, seconds=0.1)
                for what in kinds
            ]
            world.telegram.spoil(*each, Fault(method, What.FLOOD, chance=0.02, times=None), seed=seed)
        load = Load(world, random.Random(seed))
        for _ in range(acts):
            load.act()
            time.sleep(load.pick.uniform(0, 0.08))
        world.settle()
        world.bot.stop()
        verdict: Verdict = read(world.url, load.judge)
        verdict.faults = len(world.telegram.history.faults)
        for _ in range(world.telegram.world.floods.impatient):
            verdict.add("call during a hold", "told to wait and did not")
    return verdict


def _until_polling(world: MortalWorld) -> None:
    """Wait until the bot has fetched what there was."""
    until = time.monotonic() + 20
    while not world.telegram.quiet():
        assert time.monotonic() < until, "the bot does not poll"
        time.sleep(0.005)
