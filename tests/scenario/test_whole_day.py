"""The day of a district, and the same day with the bot killed between any two steps."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from tests.scenario.harness import world
from tests.scenario.running import ZONE
from tests.scenario.whole_day import live

BEFORE_DAWN = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


def test_a_whole_day_is_the_same_when_the_bot_is_killed_between_any_two_steps(district: Path, tmp_path: Path) -> None:
    """The day is lived by phones and clock, then once more with a SIGKILL after every act: nothing changes."""
    again = Path(shutil.copy(district, tmp_path / "again.db"))
    with world(district, BEFORE_DAWN) as here:
        chats = live(here)
    assert all(chats.values())
    with world(again, BEFORE_DAWN, own_process=True, kill_between=True) as here:
        killed = live(here)
        assert here.restarts > 50
    assert killed == chats
