"""Who writes too much waits, loses nothing and holds up nobody else; strangers beyond the limit are only counted."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.pacing import GROUP, MEMBER, STRANGER, Pace
from storage import inbox, pacing
from storage.database import Database
from tests.conftest import TUESDAY
from tests.scenario.harness import world

MEMBER_CHAT = 11
STRANGER_CHAT = 99
GROUP_CHAT = -5


class Office:
    """A pace whose time passes only when somebody waits."""

    def __init__(self, *, on: bool = True) -> None:
        self.now = 1_000.0
        self.asked = 0
        self.told: list[int] = []
        self.pace = Pace(on, self._known, self._tell, lambda: self.now, self._sleep)

    async def _known(self, chat: int) -> bool:
        self.asked += 1
        return chat == MEMBER_CHAT

    async def _tell(self, chat: int) -> None:
        self.told.append(chat)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def write(self, chat: int, times: int) -> list[bool]:
        async def turns() -> list[bool]:
            return [await self.pace.turn(chat) for _ in range(times)]

        return asyncio.run(turns())


def test_a_member_has_room_for_sixty_then_two_a_second_and_is_told_once() -> None:
    office = Office()
    assert all(office.write(MEMBER_CHAT, int(MEMBER.room)))
    assert (office.now, office.told) == (1_000.0, [])
    assert all(office.write(MEMBER_CHAT, 200))
    assert office.now == pytest.approx(1_000 + 200 / MEMBER.per_second)
    assert office.told == [MEMBER_CHAT]
    assert office.pace.held_back == {MEMBER_CHAT}
    assert office.asked <= 3


def test_after_a_while_of_silence_everything_is_as_before() -> None:
    office = Office()
    office.write(MEMBER_CHAT, 100)
    office.now += 40
    before = office.now
    office.write(MEMBER_CHAT, 60)
    assert office.now == before
    assert office.pace.held_back == set()


def test_a_stranger_has_twenty_a_minute_and_the_rest_is_counted() -> None:
    office = Office()
    welcome = office.write(STRANGER_CHAT, 100)
    assert welcome == [True] * int(STRANGER.room) + [False] * 80
    assert (office.now, office.told, office.pace.passed_over) == (1_000.0, [], 80)
    office.now += 30
    assert sum(office.write(STRANGER_CHAT, 100)) == 10


def test_a_group_waits_without_a_word() -> None:
    office = Office()
    assert all(office.write(GROUP_CHAT, int(GROUP.room) + 10))
    assert office.now == pytest.approx(1_000 + 10 / GROUP.per_second)
    assert office.told == []


def test_no_limits_means_no_limits() -> None:
    assert all(Office(on=False).write(STRANGER_CHAT, 1_000))


def test_jobs_do_not_wait_for_those_held_back(empty: Database) -> None:
    updates: list[dict[str, Any]] = [{"update_id": n, "message": {"chat": {"id": n}}} for n in (1, 2)]
    empty.write(inbox.keep, updates, TUESDAY, TUESDAY).result()
    assert empty.read(pacing.any_waiting, {1})
    assert not empty.read(pacing.any_waiting, {1, 2})


def test_a_flood_of_one_is_kept_whole_and_another_is_answered(district: Path) -> None:
    with world(district, TUESDAY, limits="on") as here:
        manager, other = here.joins("M01", "en"), here.joins("M02", "en")
        stranger = here.stranger(language_code="en")
        for _ in range(66):
            manager.phone.says("/language")
        for _ in range(30):
            stranger.phone.says("hello")
        other.says("/language")
        other.expects("Which language")
        manager.sees("nothing is lost")
        assert here.read(inbox.count_waiting) == 0
