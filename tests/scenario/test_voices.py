"""Voice notes in a manager's day: kept at once, heard behind the chat, treated like what is typed, played back; never lost, never
doubled."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain import hearings as rules
from domain.visits import Log
from storage import hearings, incidents, visits
from tests.scenario.ears import ears
from tests.scenario.harness import SETTLE_SECONDS, World, world
from tests.scenario.running import ZONE

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)
SOON = (timedelta(milliseconds=50), timedelta(milliseconds=50))


def logs(here: World) -> list[Log]:
    return here.read(lambda tx: visits.of_day(tx, "M01", here.now.date()))  # type: ignore[no-any-return]


def voices(here: World, log: Log) -> int:
    return len(here.read(lambda tx: visits.attachments_of(tx, log.id)))


def test_a_voice_note_is_a_sentence_shown_as_it_was_heard_and_played_back(district: Path) -> None:
    with ears("渡口烟酒行 库存二十条，下周三再来") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("听到：“渡口烟酒行 库存二十条，下周三再来”")
        du.sees("记下：渡口烟酒行", "20 条", "12-02")
        [log] = logs(here)
        assert (log.words, voices(here, log)) == ("渡口烟酒行 库存二十条，下周三再来", 1)
        assert service.sounds[0].startswith(b"OggS")
        assert service.fields["language"] == "zh"
        du.taps("听语音")
        played = [one for one in du.phone.messages() if one.by_bot and one.media]
        assert [one.media["kind"] for one in played if one.media] == ["voice"]
        du.taps("听语音")
        assert len([one for one in du.phone.messages() if one.by_bot and one.media]) == 2


def test_a_shop_in_doubt_is_asked_as_ever(district: Path) -> None:
    with ears("那家店库存二十条") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(5)
        du.sees("听到：“那家店库存二十条”")
        du.sees("放到哪家？")
        [log] = logs(here)
        assert (log.shop, voices(here, log)) == ("", 1)


def test_a_voice_for_a_shop_goes_with_it_whatever_it_does_not_say(district: Path) -> None:
    with ears("库存二十条，一切正常") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.says("渡口烟酒行 上柜3个新品")
        du.sends_voice(5)
        first, second = logs(here)
        assert first.shop == second.shop
        assert (second.words, voices(here, second), voices(here, first)) == ("库存二十条，一切正常", 1, 0)


def test_what_is_alarming_is_offered_and_never_reported_by_itself(district: Path) -> None:
    with ears("异常 渡口烟酒行 发现假烟") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(5)
        du.sees("听着像“假私非烟”，要报异常吗？")
        assert here.read(incidents.every) == []
        du.taps("报").sees("已报：假私非烟，渡口烟酒行")


def test_a_question_is_answered(district: Path) -> None:
    with ears("今天还剩几家") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(3)
        du.sees("今天还剩")
        assert logs(here) == []


def test_without_an_adapter_the_voice_is_kept_as_before(district: Path) -> None:
    with world(district, TUESDAY) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("语音收下了，12 秒", "哪家")
        assert here.read(hearings.count_waiting) == 0


@pytest.mark.parametrize("answer", [500, 400, ""])
def test_what_can_t_be_heard_is_said_and_the_voice_is_kept(
    district: Path, answer: str | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PAUSES", SOON)
    with ears(answer) as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("没听清说的什么，语音留着", "哪家")
        assert len(service.sounds) == (3 if answer == 500 else 1)
        assert logs(here) == []
        [kept] = here.read(visits.every_attachment)
        assert (kept.kind, kept.seconds) == ("voice", 12)


def test_a_service_that_comes_back_is_asked_again(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PAUSES", SOON)
    with ears(503, "渡口烟酒行 库存二十条") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("记下：渡口烟酒行", "20 条")
        assert len(logs(here)) == 1


def test_a_service_that_is_not_there_costs_nothing_but_the_words(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PAUSES", SOON)
    with world(district, TUESDAY, speech="http://127.0.0.1:9/none") as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("没听清说的什么，语音留着")


SAYS = "import sys; assert sys.stdin.buffer.read().startswith(b'OggS'); sys.stdout.buffer.write('渡口烟酒行 库存二十条'.encode())"


def test_a_command_is_heard_by_as_well(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with world(district, TUESDAY, speech=shlex.join([sys.executable, "-c", SAYS])) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("记下：渡口烟酒行", "20 条")


@pytest.mark.parametrize("command", ["/nowhere/at/all", f"{sys.executable} -c 'raise SystemExit(3)'"])
def test_a_command_that_fails_costs_nothing_but_the_words(
    district: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PAUSES", SOON)
    with world(district, TUESDAY, speech=command) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.sends_voice(12)
        du.sees("没听清说的什么，语音留着")


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SETTLE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.01)


def test_the_chat_goes_on_while_a_voice_is_being_heard(district: Path) -> None:
    with ears("渡口烟酒行 库存二十条") as service, world(district, TUESDAY, speech=service.url) as here:
        here.joins("S01")
        du = here.joins("M01")
        service.open.clear()
        du.phone.sends_voice(12)
        assert service.asked.wait(30)
        du.phone.says("今天还剩几家？")
        _until(lambda: any("今天还剩" in one.text for one in du.phone.messages()))
        du.sees("语音收下了，12 秒。正在听")
        assert logs(here) == []
        service.open.set()
        here.settle()
        du.sees("记下：渡口烟酒行", "20 条")


def test_a_bot_killed_while_it_listens_hears_it_once(district: Path) -> None:
    with (
        ears("渡口烟酒行 库存二十条") as service,
        world(district, TUESDAY, own_process=True, speech=service.url) as here,
    ):
        here.joins("S01")
        du = here.joins("M01")
        service.open.clear()
        du.phone.sends_voice(12)
        assert service.asked.wait(30)
        here.bot.kill()
        service.open.set()
        here.bot.start()
        here.settle()
        du.sees("记下：渡口烟酒行", "20 条")
        assert len(service.sounds) == 2
        [log] = logs(here)
        assert voices(here, log) == 1


def test_words_that_break_something_cost_neither_the_voice_nor_the_bot(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_all: object) -> None:
        raise ValueError("planted")

    lived: list[bool] = []

    def day() -> None:
        with ears("渡口烟酒行 库存二十条") as service, world(district, TUESDAY, speech=service.url) as here:
            here.joins("S01")
            du = here.joins("M01")
            du.sends_voice(12)
            du.sees("没听清说的什么，语音留着")
            du.says("渡口烟酒行 库存20条").sees("记下：渡口烟酒行")
            lived.append(True)

    monkeypatch.setattr("handlers.hearings.understood_of", broken)
    with pytest.raises(AssertionError):
        day()
    assert lived, "the world fails only at its end, for the error that was logged"
