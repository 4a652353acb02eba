"""The edges where others lose or double: what is acknowledged, what is about to be sent, what may have been sent."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from simulator.history import Fate
from tests.reliability import edges
from tests.reliability.checker import Verdict, judge
from tests.reliability.ground import Ground
from tests.reliability.stage import MortalWorld, read, stage

WORDS = "秋霞小店 库存20条"


def at_rest(world: MortalWorld) -> Verdict:
    """The verdict when everything is over."""
    world.settle()
    world.bot.stop()
    verdict: Verdict = read(world.url, judge, world.telegram.history, edges.read(world.journal))
    assert verdict.clean, verdict.report()
    return verdict


def test_what_was_acknowledged_survives_a_kill_in_the_same_moment(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as world:
        world.at("9:00")
        world.has("M01").phone.says(WORDS)
        until = time.monotonic() + 10
        while not world.telegram.history.updates(Fate.CONFIRMED):
            assert time.monotonic() < until
            time.sleep(0.001)
        world.bot.die()
        world.revive()
        at_rest(world)
        world.has("M01").sees("记下：秋霞小店")


@pytest.mark.parametrize(("step", "repeats"), [("before sendMessage", 0), ("after sendMessage", 1)])
def test_a_kill_round_a_call_loses_no_message_and_a_repeat_is_marked(
    ground: Ground, tmp_path: Path, step: str, repeats: int
) -> None:
    with stage(ground, tmp_path, named=step) as world:
        world.at("9:00")
        world.bot.live_for(1)
        world.has("M01").says(WORDS)
        assert world.bot.deaths == 1
        assert at_rest(world).explained == repeats
        world.has("M01").sees("记下：秋霞小店", "重发" if repeats else "")


def test_a_kill_on_either_side_of_the_commit_that_handles_an_update_gives_one_log(
    ground: Ground, tmp_path: Path
) -> None:
    for number, step in enumerate(("before commit", "after commit", "before commit", "after commit"), 1):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with stage(ground, folder, named=step) as world:
            world.at("9:00")
            world.bot.live_for((number + 1) // 2)
            world.has("M01").says(WORDS)
            assert world.bot.deaths == 1
            at_rest(world)
            world.has("M01").sees("记下：秋霞小店")
