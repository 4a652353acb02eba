"""The adapter for speech to text: what it takes for words, and that nothing it starts stays behind."""

from __future__ import annotations

import asyncio
import shlex
import sys
from pathlib import Path

import pytest

from bot import speech
from bot.settings import BadSetting, load
from bot.speech import NotHeard, ears, words_in


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('{"text": "王记 库存二十条"}', "王记 库存二十条"),
        ('{"text": " 一\\n二 ", "segments": []}', "一 二"),
        ("王记 库存二十条\n", "王记 库存二十条"),
        ('{"text": ""}', ""),
        ("", ""),
        ("一" * 9_000, "一" * 4_000),
    ],
)
def test_words_of_an_answer(answer: str, words: str) -> None:
    assert words_in(answer.encode()) == words


@pytest.mark.parametrize("answer", [b"\xff\xfe", b'{"error": 1}', b'{"text": 5}', b"{"])
def test_an_answer_without_words_is_not_tried_again(answer: bytes) -> None:
    with pytest.raises(NotHeard) as refused:
        words_in(answer)
    assert not refused.value.again


def test_a_command_gets_the_sound_and_its_arguments_and_no_shell() -> None:
    code = "import sys; print(sys.argv[1], len(sys.stdin.buffer.read()))"
    hear = ears(shlex.join([sys.executable, "-c", code, "$HOME; echo no"]))
    assert asyncio.run(hear(b"x" * 100_000)) == "$HOME; echo no 100000"


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "HEAR_SECONDS", 0.5)
    child = f"import time; time.sleep(2); open({str(tmp_path / 'late')!r}, 'w')"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(NotHeard) as ended:
        asyncio.run(ears(shlex.join([sys.executable, "-c", code]))(b"x"))
    assert ended.value.again

    async def later() -> None:
        await asyncio.sleep(2.5)

    asyncio.run(later())
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize("setting", ["'unclosed", "http://"])
def test_a_setting_that_names_nothing_stops_the_start(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISITBOT_SPEECH", setting)
    with pytest.raises(BadSetting, match="VISITBOT_SPEECH"):
        load()
