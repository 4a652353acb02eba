"""Several bots on one PostgreSQL, killed, frozen and robbed of their database at random moments while many people speak."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from simulator.history import Did, Fate, History
from storage.database import Database, Tx
from storage.inbox import count_waiting
from storage.tables import inbox, logs, outbox
from tests.reliability import edges
from tests.reliability.checker import Verdict, judge
from tests.reliability.crowd import FORENOON, Crowd
from tests.reliability.stage import CANT_BEGIN, MortalWorld, read, stage

LEASE_SECONDS = 2.0
FROZEN_SECONDS = 3 * LEASE_SECONDS
ROUNDS_WAITING = 2
"""The next round is spoken when no more than so many wait."""
KILL, FREEZE, RESTART = "kills", "freezes", "restarts"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What befalls the bots: something each so many seconds, of which kind by shares of a hundred (the rest: a kill).

    `plan`: nothing but these, in this order, however soon the work is done."""

    between_seconds: tuple[float, float] = (1.0, 3.0)
    freezes: int = 10
    restarts: int = 10
    plan: tuple[str, ...] = ()


@dataclass(slots=True)
class Worked:
    """How a run went. `silence`: the longest time in which Telegram heard nothing, in seconds; `befell`: what in it, when."""

    verdict: Verdict = field(default_factory=Verdict)
    troubles: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    silence: float = 0.0
    befell: str = ""

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.troubles.items()))
        silence = f"longest silence {self.silence:.1f} s ({self.befell or 'no trouble in it'})"
        return f"{counts}, {self.seconds:.0f} s, {silence}: {self.verdict.report()}"


class Striker:
    """Brings trouble when it is time for it."""

    def __init__(self, world: MortalWorld, crowd: Crowd, trouble: Trouble, pick: random.Random) -> None:
        self._world = world
        self._server = crowd.ground.server
        self._trouble = trouble
        self._pick = pick
        self._frozen: dict[int, float] = {}
        self._next = time.monotonic() + pick.uniform(*trouble.between_seconds)
        self._plan = list(trouble.plan)
        self.counts: Counter[str] = Counter()
        self.strikes: list[tuple[float, str]] = []

    @property
    def through(self) -> bool:
        """Whether all that was planned was done."""
        return not self._plan

    def look(self) -> None:
        """Strike if it is time to; thaw who was frozen for long enough."""
        now = time.monotonic()
        for number in [number for number, until in self._frozen.items() if until <= now]:
            self.thaw(number)
        if now >= self._next and (self._plan or not self._trouble.plan):
            self._strike(self._plan.pop(0) if self._plan else self._drawn())
            self._next = time.monotonic() + self._pick.uniform(*self._trouble.between_seconds)

    def end(self) -> None:
        """No more of it."""
        for number in list(self._frozen):
            self.thaw(number)

    def thaw(self, number: int) -> None:
        del self._frozen[number]
        self._world.bots[number].thaw()

    def _drawn(self) -> str:
        dice = self._pick.randrange(100)
        if dice < self._trouble.restarts:
            return RESTART
        return FREEZE if dice < self._trouble.restarts + self._trouble.freezes else KILL

    def _strike(self, what: str) -> None:
        """One bot at random; one is frozen at a time."""
        number = self._pick.randrange(len(self._world.bots))
        what = KILL if what == FREEZE and self._frozen else what
        self.counts[what] += 1
        self.strikes.append((time.monotonic(), f"{what} {number}"))
        match what:
            case "restarts":
                self._server.restart()
            case "freezes":
                self._frozen[number] = time.monotonic() + FROZEN_SECONDS
                self._world.bots[number].freeze()
            case _:
                self._frozen.pop(number, None)
                self._world.bots[number].die()


def worked(
    crowd: Crowd,
    folder: Path,
    bots: int,
    rounds: int,
    seed: int,
    trouble: Trouble | None = None,
    tell: Callable[[str], None] = lambda words: None,
) -> Worked:
    """So many rounds spoken by a crowd while bots are in trouble; the verdict at rest. `tell` is told of the progress."""
    folder.mkdir(parents=True, exist_ok=True)
    found, began = Worked(), time.monotonic()
    said: dict[int, list[str]] = defaultdict(list)
    with (
        stage(crowd.ground, folder, now=FORENOON, bots=bots, statements=False, lease_seconds=LEASE_SECONDS) as world,
        closing(Database(world.url)) as db,
    ):
        world.telegram.switch(checking=False)
        for bot in world.bots:
            bot.ends_well.add(CANT_BEGIN)
        crowd.joins(world.telegram)
        world.settle()
        striker = Striker(world, crowd, trouble or Trouble(), random.Random(seed))
        spoken = 0
        while spoken < rounds or _unhandled(world, db) or not striker.through:
            if spoken < rounds and _unhandled(world, db) <= ROUNDS_WAITING * len(crowd.shops):
                for user, words in crowd.says(world.telegram, spoken).items():
                    said[user].append(words)
                spoken += 1
                tell(f"{spoken} of {rounds} rounds, {time.monotonic() - began:.0f} s: {dict(striker.counts)}")
            striker.look()
            world.revive()
            time.sleep(0.02)
        striker.end()
        world.settle()
        world.stop()
        striker.counts["false starts"] += sum(bot.false_starts for bot in world.bots)
        found.verdict = read(world.url, _judge, world, said, rounds * len(crowd.shops))
        began_at, found.silence = _silence(world.telegram.history)
        within = [(at - began_at, what) for at, what in striker.strikes if -1 <= at - began_at <= found.silence]
        found.befell = ", ".join(f"{at:+.1f} s {what}" for at, what in within)
    found.troubles, found.seconds = striker.counts, time.monotonic() - began
    return found


def _unhandled(world: MortalWorld, db: Database) -> int:
    """How many updates wait, at Telegram and with the bots."""
    return world.telegram.act(lambda simulated: simulated.updates.pending) + db.read(count_waiting)


def _judge(tx: Tx, world: MortalWorld, said: dict[int, list[str]], updates: int) -> Verdict:
    """The checker's verdict; each update handled, each word logged once, each answer given once, in the order of asking."""
    history = world.telegram.history
    verdict = judge(tx, history, edges.read(world.journal))
    handled = set(tx.execute(select(inbox.c.update_id).where(inbox.c.state == "done")).scalars())
    if len(handled & set(history.updates(Fate.CONFIRMED))) != updates:
        verdict.add("lost input", f"{len(handled)} of {updates} updates were handled")
    _logs(tx, said, verdict)
    _answers(tx, said, updates, verdict)
    return verdict


def _logs(tx: Tx, said: dict[int, list[str]], verdict: Verdict) -> None:
    rows = select(inbox.c.chat_id, logs.c.words).join(inbox, inbox.c.id == logs.c.origin).order_by(logs.c.id)
    logged: dict[int, list[str]] = defaultdict(list)
    for row in tx.execute(rows):
        logged[row.chat_id].append(row.words.split()[-1])
    for user, words in said.items():
        if sorted(logged[user]) != sorted(words):
            more = len(logged[user]) > len(words)
            verdict.add("doubled input" if more else "lost input", f"{user} said {words}, logged: {logged[user]}")
        elif logged[user] != words:
            verdict.add("out of order", f"{user} said {words}, logged: {logged[user]}")


def _answers(tx: Tx, said: dict[int, list[str]], updates: int, verdict: Verdict) -> None:
    """Each question has one answer; the rows of a chat, by which the checker knows the order, are in that of the updates."""
    given: dict[int, list[int]] = defaultdict(list)
    rows = select(outbox.c.chat_id, outbox.c.origin).where(outbox.c.method == "say", outbox.c.state == "sent")
    for row in tx.execute(rows.order_by(outbox.c.id)):
        given[row.chat_id].append(int(row.origin.partition(":")[2]))
    questions = updates - sum(len(words) for words in said.values())
    if (answers := sum(map(len, given.values()))) != questions:
        verdict.add("answer missing" if answers < questions else "doubled input", f"{answers} of {questions} answers")
    for chat, origins in given.items():
        for before, after in pairwise(origins):
            if before >= after:
                verdict.add("out of order", f"chat {chat}: inbox row {before} was answered before {after}")


def _silence(history: History) -> tuple[float, float]:
    """When the longest began, and its seconds."""
    heard = [effect.at for effect in list(history.effects) if effect.did in {Did.SENT, Did.REACTED, Did.EDITED}]
    return max(((before, after - before) for before, after in pairwise(heard)), key=lambda gap: gap[1])
