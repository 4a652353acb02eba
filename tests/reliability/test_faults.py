"""A life on a bad line ends like one on a good line. `long_faults` tries each fault by itself and all together."""

from __future__ import annotations

from pathlib import Path

from simulator.faults import Fault, What
from simulator.history import Did
from simulator.phones import Telegram
from tests.reliability.checker import judge, marks
from tests.reliability.crash import lived, strayed, untouched
from tests.reliability.ground import Ground
from tests.reliability.kills import OF_POLLS, OF_SENDS
from tests.reliability.stage import MortalWorld, read, stage

CALL_SECONDS = 0.4


def bad_line(world: MortalWorld) -> None:
    """Every third call of a kind goes wrong, each time in another way."""
    for method, kinds in (("sendMessage", OF_SENDS), ("editMessageText", OF_SENDS), ("getUpdates", OF_POLLS)):
        world.telegram.spoil(*(Fault(method, what, nth=1 + 2 * turn, seconds=0.1) for turn, what in enumerate(kinds)))


def test_a_life_on_a_bad_line_ends_like_one_on_a_good_line(ground: Ground, tmp_path: Path) -> None:
    model = untouched(ground, tmp_path / "good", statements=False)
    life = lived(ground, tmp_path / "bad", spoil=bad_line, statements=False, call_seconds=CALL_SECONDS)
    assert strayed(life, model) == []
    assert life.verdict.explained >= 3, life.verdict


def test_updates_that_come_again_out_of_order_or_under_lower_ids_have_one_effect(
    ground: Ground, tmp_path: Path
) -> None:
    with stage(ground, tmp_path) as world:
        world.at("9:00")
        du = world.has("M01")
        du.says("秋霞小店 库存20条")
        world.telegram.act(lambda simulated: simulated.updates.repeat())
        world.settle()
        world.telegram.act(lambda simulated: simulated.updates.jump(-50_000_000))
        du.says("老彭副食 库存30条")
        world.telegram.act(lambda simulated: simulated.updates.repeat())
        world.settle()
        for words in ("晨曦名烟名酒 库存10条", "书义铺子 库存11条", "渡口烟酒行 库存12条"):
            du.phone.says(words)
        world.telegram.act(lambda simulated: simulated.updates.shuffle(3))
        world.settle()
        world.bot.stop()
        verdict = read(world.url, judge, world.telegram.history)
        assert verdict.clean, verdict.report()
        assert _answers(world.telegram, du.phone.id, "库存 ") == 5


def test_a_hold_is_obeyed_and_only_its_own_chat_waits(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as world:
        world.at("9:00")
        world.telegram.spoil(Fault("sendMessage", What.FLOOD, match=str(world.has("M01").phone.id), retry_after=2))
        world.has("M01").phone.says("秋霞小店 库存20条")
        world.has("S01").phone.says("/help")
        world.settle()
        answers = {effect.chat: effect.at for effect in world.telegram.history.effects if effect.did is Did.SENT}
        assert answers[world.has("S01").phone.id] < answers[world.has("M01").phone.id] - 1
        assert world.telegram.world.floods.impatient == 0
        world.bot.stop()
        verdict = read(world.url, judge, world.telegram.history)
        assert verdict.clean, verdict.report()


def test_whoever_blocks_the_bot_is_passed_over_at_once_by_an_alarm(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as world:
        world.at("9:00")
        blocked = str(world.has("S01").phone.id)
        world.telegram.spoil(Fault("*", What.FORBIDDEN, match=blocked, times=None))
        world.has("M01").says("异常 渡口烟酒行 柜台下三条没见过的烟")
        world.has("D01").sees("渡口烟酒行")
        world.bot.stop()
        verdict = read(world.url, lambda tx: judge(tx, world.telegram.history, endings=("bot was blocked",)))
        assert verdict.clean, verdict.report()


def _answers(telegram: Telegram, chat: int, words: str) -> int:
    """How many unmarked messages of the bot in a chat have these words."""
    sent = [effect for effect in list(telegram.history.effects) if effect.did is Did.SENT and effect.chat == chat]
    return sum(words in effect.text and not effect.text.startswith(marks()) for effect in sent)
