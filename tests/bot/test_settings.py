"""Settings: documented, named when wrong."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import BadSetting, Settings, load

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_names_every_setting_with_a_sentence_and_its_default() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    named = {}
    for before, line in pairwise(lines):
        if match := re.fullmatch(r"VISITBOT_([A-Z_]+)=(.*)", line):
            assert before.startswith("# "), f"{match[1]} has no sentence"
            assert before.endswith((".", ".")), before
            named[match[1].lower()] = match[2]
    assert set(named) == set(Settings.model_fields)


def test_the_example_loads_as_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VISITBOT_{name.upper()}", raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Base"),
        ("LANGUAGE", "de"),
        ("MORNING_AT", "half past"),
        ("QUIET_HOURS", "21:00"),
        ("SHOPS_MIN", "30"),
        ("SHOPS_MAX", "0"),
        ("LIMITS", "maybe"),
        ("PROXY", "gopher://x"),
        ("HTTP_LISTEN", "8080"),
        ("CLOCK", "tomorrow"),
        ("DATABASE_URL", "mysql://x"),
        ("API_URL", "telegram"),
        ("WEBHOOK_URL", "http://example.org/hook"),
        ("WEBHOOK_URL", "https://example.org:8081/hook"),
    ],
)
def test_a_wrong_value_names_itself(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"VISITBOT_{name}", value)
    with pytest.raises(BadSetting, match=f"VISITBOT_{name}"):
        load()


def test_quiet_hours_may_pass_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISITBOT_QUIET_HOURS", "22:30-06:15")
    assert load().quiet_hours == (time(22, 30), time(6, 15))


WEBHOOK = {
    "WEBHOOK_URL": "https://example.org/hook",
    "WEBHOOK_LISTEN": "127.0.0.1:8081",
    "WEBHOOK_SECRET": "9f2c4b6ad1e83f7750cc64be0a31d2f8",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_LISTEN", ""),
        ("WEBHOOK_SECRET", ""),
        ("WEBHOOK_SECRET", "9f2c4b6ad1e83f7750cc64be0a31d2f"),
        ("WEBHOOK_SECRET", "a" * 40),
        ("WEBHOOK_SECRET", "9f2c4b6ad1e83f7750cc64be0a31d2f!"),
        ("WEBHOOK_URL", "https://example.org/123456:AbcdefGhijklmnopqrstuvwxyz012345"),
    ],
)
def test_a_webhook_without_a_good_secret_refuses_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for setting, good in (WEBHOOK | {"TOKEN": "123456:AbcdefGhijklmnopqrstuvwxyz012345"}).items():
        monkeypatch.setenv(f"VISITBOT_{setting}", good)
    load()
    monkeypatch.setenv(f"VISITBOT_{name}", value)
    with pytest.raises(BadSetting, match=f"^VISITBOT_{name}: ") as refused:
        load()
    assert "9f2c" not in str(refused.value)
    assert "Abcdef" not in str(refused.value)
