"""One life with the bot killed in every act, at the act's n-th step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.reliability import edges, endings
from tests.reliability.checker import Verdict, judge
from tests.reliability.ground import Ground
from tests.reliability.lives import LIFE
from tests.reliability.stage import MortalWorld, read, stage

FOR_EVER = 10**9
UNTOUCHED = (0,) * len(LIFE)


@dataclass(slots=True)
class Lived:
    """How a life went: steps of each act (0 = killed before its end), the kills, the verdict, and how it ended."""

    kills: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    trade: dict[str, Any] = field(default_factory=dict)
    chats: dict[str, Any] = field(default_factory=dict)


def lived(
    ground: Ground,
    folder: Path,
    plan: Sequence[int] = UNTOUCHED,
    relapse: int = 0,
    *,
    spoil: Callable[[MortalWorld], None] = lambda world: None,
    **how: Any,
) -> Lived:
    """Live the whole life; in act i the bot dies at step `plan[i]` (0: it doesn't), and once more `relapse` steps after.

    `spoil` may add faults before the first act; the keywords are those of Orders."""
    folder.mkdir(parents=True, exist_ok=True)
    life = Lived()
    with stage(ground, folder, **how) as world:
        world.bot.buried = lambda: ground.close_gaps(world.url)
        world.settle()
        spoil(world)
        for act, at in zip(LIFE, plan, strict=True):
            life.steps.append(_acted(world, act, at, relapse))
        seen = world.telegram.history
        problems = list(world.telegram.world.problems)
        world.bot.stop()
        life.verdict = read(world.url, judge, seen, edges.read(folder / "journal"))
        life.trade = read(world.url, endings.trade)
        life.chats = endings.chats(world, read(world.url, endings.known_messages))
    for problem in problems:
        life.verdict.add("malformed request", problem)
    life.kills = [line.name for line in edges.read(folder / "journal") if line.what == "killed"]
    return life


def _acted(world: MortalWorld, act: Any, at: int, relapse: int) -> int:
    """One act, with so many steps to live; how many steps it took, 0 when the bot died."""
    deaths = world.bot.deaths
    world.bot.relapse = relapse if at else 0
    world.bot.live_for(at or FOR_EVER)
    act(world)
    left = world.bot.left
    world.bot.live_for(0)
    world.revive()
    return 0 if world.bot.deaths > deaths or at else FOR_EVER - left


def untouched(ground: Ground, folder: Path, *, statements: bool = True) -> Lived:
    """The life as it is without a kill."""
    return lived(ground, folder, statements=statements)


def strayed(life: Lived, model: Lived) -> list[str]:
    """In what a life is not as it should be."""
    return [
        *([] if life.verdict.clean else [life.verdict.report()]),
        *endings.differences(model.trade, life.trade),
        *([] if life.verdict.given_up else endings.differences(model.chats, life.chats)),
    ]
