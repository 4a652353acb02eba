"""How long the bot was away is known by the last contact; everybody whom it concerns is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.absences import KEPT, SHORTEST
from scheduler.absences import JOBS
from services import absences, quarantine
from storage import inbox
from storage.database import Tx
from tests.bot.phones import TUESDAY, USERS, Desk, opened

LEFT = TUESDAY.replace(hour=9, minute=10)
BACK = TUESDAY.replace(hour=9, minute=40)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened(tmp_path / "away.db")
    made.joined("M01", "S01", "A01")
    yield made
    made.db.close()


def away(desk: Desk, left: datetime = LEFT, back: datetime = BACK, *, restored: bool = False) -> Any:
    desk.write(absences.note_contact, left)
    desk.now = back
    return desk.write(lambda tx: absences.come_back(tx, back, restored=restored))


def wrote(desk: Desk, code: str, at: datetime, text: str = "店一切照常") -> None:
    """A message of that moment arrives now and is handled."""
    desk.updates += 1
    message = {"chat": {"id": USERS[code]}, "date": round(at.timestamp()), "text": text}

    def handled(tx: Tx) -> None:
        inbox.keep(tx, [{"update_id": desk.updates, "message": message}], tx.machine_now(), desk.now)
        inbox.done(tx, inbox.waiting(tx)[-1].id)

    desk.write(handled)


def told(desk: Desk) -> dict[str, list[str]]:
    """Who read what since the last look; jobs are asked twice."""
    before = {code: len(desk.phone(code).messages) for code in USERS}
    desk.tick(JOBS)
    desk.tick(JOBS)
    new = {code: [one.text for one in desk.phone(code).messages[count:]] for code, count in before.items()}
    return {code: texts for code, texts in new.items() if texts}


def test_whoever_wrote_in_the_meantime_is_told_once_how_much_is_noted(desk: Desk) -> None:
    away(desk)
    for minute in (12, 20, 39):
        wrote(desk, "M01", LEFT.replace(minute=minute))
    wrote(desk, "M01", LEFT.replace(minute=30), "/today")
    wrote(desk, "M01", LEFT - timedelta(minutes=20))
    wrote(desk, "S01", LEFT.replace(minute=30), "收到")
    assert told(desk) == {
        "M01": ["I was offline 09:10–09:40. Your 3 messages of that time are all noted."],
        "S01": ["I was offline 09:10–09:40. Your 1 message of that time has arrived."],
    }
    assert told(desk) == {}


def test_a_short_absence_and_a_first_start_are_nothing_to_speak_of(desk: Desk) -> None:
    assert desk.write(absences.come_back, LEFT) is None
    assert away(desk, LEFT, LEFT + SHORTEST - timedelta(seconds=1)) is None
    wrote(desk, "M01", LEFT + timedelta(minutes=1))
    assert told(desk) == {}


def test_a_clock_set_back_is_no_absence(desk: Desk) -> None:
    assert away(desk, BACK, LEFT) is None


def test_after_more_than_a_day_everybody_is_told_what_may_be_missing(desk: Desk) -> None:
    absence = away(desk, TUESDAY - timedelta(days=2), TUESDAY)
    assert absence.missing_until == TUESDAY - KEPT
    said = told(desk)
    assert set(said) == {"M01", "S01", "A01"}
    (words,) = said["M01"]
    assert "What was sent before 11-23 Mon 09:00 may be missing" in words
    assert told(desk) == {}


def test_it_is_said_in_the_morning_when_the_night_is_quiet(desk: Desk) -> None:
    night = TUESDAY.replace(hour=23)
    away(desk, night - timedelta(days=2), night)
    assert told(desk) == {}
    desk.now = night + timedelta(hours=9)
    assert set(told(desk)) == {"M01", "S01", "A01"}


def test_after_a_restore_what_came_since_the_backup_may_be_missing(desk: Desk) -> None:
    absence = away(desk, LEFT, LEFT + timedelta(minutes=2), restored=True)
    assert absence.missing_until == LEFT + timedelta(minutes=2)
    assert "in that time may be missing" in told(desk)["M01"][0]


def test_what_is_not_told_in_time_is_not_told_at_all(desk: Desk) -> None:
    away(desk)
    wrote(desk, "M01", LEFT + timedelta(minutes=5))
    desk.now = BACK + timedelta(hours=1)
    assert told(desk) == {}


def test_a_fresh_copy_is_greeted_once(desk: Desk) -> None:
    assert not desk.db.read(quarantine.is_fresh_copy)
    desk.write(quarantine.begin, TUESDAY)
    assert desk.db.read(quarantine.is_fresh_copy)
    desk.write(quarantine.greeted)
    assert not desk.db.read(quarantine.is_fresh_copy)
