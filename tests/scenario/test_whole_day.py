"""The day of a district, and the same day with the bot killed between any two steps."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.scenario.harness import world
from tests.scenario.running import ZONE
from tests.scenario.whole_day import live

BEFORE_DAWN = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


@pytest.fixture(scope="module")
def chats(district_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """What every chat shows at the end of the day, lived by phones and clock."""
    database = Path(shutil.copy(district_file, tmp_path_factory.mktemp("day") / "day.db"))
    with world(database, BEFORE_DAWN) as here:
        lived = live(here)
    assert all(lived.values())
    return lived


def test_a_whole_day_is_the_same_when_the_bot_is_killed_between_any_two_steps(
    chats: dict[str, list[tuple[str, str]]], district: Path
) -> None:
    """The day is lived once more with a SIGKILL after every act: nothing changes."""
    with world(district, BEFORE_DAWN, own_process=True, kill_between=True) as here:
        killed = live(here)
        assert here.restarts > 50
    assert killed == chats


def test_a_whole_day_is_the_same_on_postgresql(
    chats: dict[str, list[tuple[str, str]]], postgres_district_copy: str
) -> None:
    with world(postgres_district_copy, BEFORE_DAWN) as here:
        assert live(here) == chats
