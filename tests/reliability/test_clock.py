"""Trade time jumps, sleeps and changes its zone's hour: each push comes once, at its rule's time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from simulator.history import Did
from storage.database import Tx
from storage.tables import pushes
from tests.reliability.checker import judge
from tests.reliability.ground import PEOPLE, Files, Ground, district, joined
from tests.reliability.stage import MORNING, MortalWorld, read, stage
from tests.scenario.running import ZONE

CAIRO = ZoneInfo("Africa/Cairo")
"""Its clocks change on working days: forward at the beginning of a Friday, back at the end of a Thursday."""


def done(tx: Tx, kind: str, person: str) -> list[str]:
    """The slots in which a push was done."""
    rows = tx.execute(
        select(pushes.c.slot).where(pushes.c.kind == kind, pushes.c.person == person, pushes.c.state == "done")
    )
    return sorted(row.slot for row in rows)


def seen(world: MortalWorld, words: str) -> int:
    """How many messages of M01's chat have these words."""
    return sum(words in shown.text for shown in world.has("M01").phone.messages() if shown.by_bot)


def at_rest(world: MortalWorld) -> None:
    world.settle()
    world.bot.stop()
    verdict = read(world.url, judge, world.telegram.history)
    assert verdict.clean, verdict.report()


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_set_two_hours_off_and_right_again_pushes_each_list_once(
    files: Ground, tmp_path: Path, hours: int
) -> None:
    with stage(files, tmp_path) as world:
        world.at("7:31")
        assert seen(world, "先办") == 1
        for by in (hours, -hours, hours, -hours):
            world.telegram.clock.forward(hours=by)
            world.settle()
        world.at("17:31")
        for by in (hours, -hours):
            world.telegram.clock.forward(hours=by)
            world.settle()
        at_rest(world)
        assert seen(world, "先办") == 1
        assert read(world.url, done, "morning", "M01") == ["2026-11-24"]
        assert read(world.url, done, "review", "M01") == ["2026-11-24"]


def test_a_machine_that_slept_from_night_to_forenoon_pushes_once_when_it_wakes(files: Ground, tmp_path: Path) -> None:
    with stage(files, tmp_path, now=MORNING - timedelta(hours=5)) as world:
        world.settle()
        assert seen(world, "先办") == 0
        world.bot.freeze()
        world.telegram.clock.to(datetime(2026, 11, 24, 9, 40, tzinfo=ZONE))
        world.bot.thaw()
        at_rest(world)
        assert seen(world, "先办") == 1
        assert read(world.url, done, "morning", "M01") == ["2026-11-24"]


def test_a_morning_that_the_clocks_leave_out_comes_at_the_first_moment_after(tmp_path: Path) -> None:
    """2026-04-24: 00:30 does not exist in Cairo."""
    eve = datetime(2026, 4, 23, 20, 0, tzinfo=CAIRO)
    files = Files(joined(district(tmp_path / "template.db", eve), eve))
    how = {"timezone": "Africa/Cairo", "morning_at": "00:30", "quiet_hours": "02:00-03:00"}
    with stage(files, tmp_path, now=datetime(2026, 4, 23, 23, 58, 30, tzinfo=CAIRO), settings=how) as world:
        world.settle()
        assert seen(world, "先办") == 0
        world.telegram.clock.forward(minutes=2)
        world.settle()
        assert seen(world, "先办") == 1
        world.telegram.clock.forward(hours=3)
        at_rest(world)
        assert seen(world, "先办") == 1
        assert read(world.url, done, "morning", "M01") == ["2026-04-24"]


def test_an_evening_that_the_clocks_live_twice_is_asked_about_once_the_first_time(tmp_path: Path) -> None:
    """2026-10-29: 23:30 comes twice in Cairo."""
    eve = datetime(2026, 10, 28, 20, 0, tzinfo=CAIRO)
    files = Files(joined(district(tmp_path / "template.db", eve), eve))
    how = {"timezone": "Africa/Cairo", "evening_at": "23:20", "quiet_hours": "02:00-03:00"}
    with stage(files, tmp_path, now=datetime(2026, 10, 29, 8, 0, 30, tzinfo=CAIRO), settings=how) as world:
        world.settle()
        world.telegram.clock.to(datetime(2026, 10, 29, 23, 19, 30, tzinfo=CAIRO))
        world.settle()
        assert read(world.url, done, "review", "M01") == []
        for _turn in range(9):
            world.telegram.clock.forward(minutes=10)
            world.settle()
            assert read(world.url, done, "review", "M01") == ["2026-10-29"]
        at_rest(world)
        sent = [one for one in world.telegram.history.effects if one.did is Did.SENT and one.chat == PEOPLE["M01"]]
        assert sum("要定的" in one.text for one in sent) == 1
