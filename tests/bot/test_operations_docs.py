"""What the operator's page and the files to deploy name exists: settings, commands, metrics, log events' fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.main import cli
from bot.metrics import Metrics
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"
DEPLOYED = sorted((ROOT / "deploy").iterdir())


@pytest.mark.parametrize("file", [PAGE, *DEPLOYED], ids=lambda file: file.name)
def test_named_settings_exist(file: Path) -> None:
    named = {name.lower() for name in re.findall(r"VISITBOT_([A-Z_]+)", file.read_text(encoding="utf-8"))}
    assert named <= set(Settings.model_fields)


def test_named_commands_exist() -> None:
    known = {command.name or command.callback.__name__ for command in cli.registered_commands if command.callback}
    named = set(re.findall(r"visitbot ([a-z]+)\b(?! is| on|'s)", PAGE.read_text(encoding="utf-8")))
    assert named & known >= {"run", "backup", "restore", "release", "status", "doctor", "import", "invite"}
    assert named - known <= {"env", "visitbot"}, named - known


def test_named_metrics_exist() -> None:
    metrics = Metrics()
    metrics.away()
    text = metrics.text().decode()
    for name in re.findall(r"`(visitbot_[a-z_]+)", PAGE.read_text(encoding="utf-8")):
        assert f"# HELP {name.removesuffix('_total')}" in text, name
