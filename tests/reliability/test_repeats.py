"""What Telegram hands out once more under an id of its own has no second effect, whatever it was."""

from __future__ import annotations

from pathlib import Path

from simulator.history import Did, Fate
from tests.reliability import edges, endings
from tests.reliability.checker import judge
from tests.reliability.ground import Ground
from tests.reliability.stage import MortalWorld, read, stage


def comes_again(world: MortalWorld) -> None:
    """The last update comes once more under a new id: it is taken, and neither the trade nor any chat changes."""
    before, seen, confirmed = world.read(endings.trade), changes(world), world.telegram.history.updates(Fate.CONFIRMED)
    new = world.telegram.act(lambda simulated: simulated.updates.repeat(anew=True))
    world.settle()
    assert world.telegram.history.updates(Fate.CONFIRMED) == [*confirmed, new]
    assert new not in confirmed
    assert endings.differences(before, world.read(endings.trade)) == []
    assert changes(world) == seen


def changes(world: MortalWorld) -> int:
    """How often the bot has changed what a chat shows."""
    return sum(effect.did is not Did.ANSWERED for effect in list(world.telegram.history.effects))


def test_a_message_or_a_tap_under_another_id_has_one_effect(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as world:
        world.at("9:00")
        du, chief, admin = world.has("M01"), world.has("S01"), world.has("A01")
        du.says("秋霞小店 上柜3个新品，库存20条，下周三再来")
        comes_again(world)
        du.taps("撤销")
        comes_again(world)
        du.says("异常 渡口烟酒行 柜台下三条没见过的烟")
        comes_again(world)
        chief.taps("受理")
        comes_again(world)
        chief.taps("办结")
        chief.says("专卖已到店核实")
        comes_again(world)
        admin.says("/broadcast 12月1日起，订货截止提前到16:00")
        comes_again(world)
        admin.taps("发 ")
        comes_again(world)
        du.says("/leave 2026-11-26 2")
        comes_again(world)
        world.stop()
        verdict = read(world.url, judge, world.telegram.history, edges.read(world.journal))
        assert verdict.clean, verdict.report()
