"""Planted inconsistencies are found within two minutes, told once to each administrator, and the look is clean without them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.routes import ROUTES
from domain.audits import SURE_AFTER, Suspicion, Trouble
from domain.chat import Priority
from domain.incidents import Category
from domain.people import Role
from scheduler.audits import EVERY, due_audit, undone
from scheduler.table import TRADE
from screens import operations
from screens.words import speaking
from services import audits, climbing, incidents
from services.incidents import Report, Said
from storage import inbox, outbox, people, pushes
from storage.database import Tx
from storage.outbox import Letter
from storage.tables import incidents as incident_rows
from storage.tables import outbox as outbox_rows
from tests.bot.phones import TUESDAY, Desk, opened

LIMIT = timedelta(minutes=2)
NOW = TUESDAY + timedelta(hours=2)
BEGAN = datetime.now(UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened(tmp_path / "audit.db")
    made.joined("M01", "S01", "D01", "A01", "A02")
    made.write(_all_done)
    yield made
    made.db.close()


def _all_done(tx: Tx) -> None:
    """Everything that is due until now was done: what is found is what a test plants."""
    for one in undone(tx, TRADE, NOW):
        pushes.done(tx, one.kind, one.person, one.slot, "done", "", NOW)


def look(desk: Desk, now: datetime, after: timedelta) -> Any:
    """One audit at `now`, `after` the planting by machine time."""
    at = BEGAN + after

    def step(tx: Tx) -> Any:
        return audits.audit(tx, audits.suspicions(tx, undone(tx, TRADE, now), now, at), now, at)

    return desk.write(step)


def looks(desk: Desk, now: datetime, during: timedelta = LIMIT) -> list[timedelta]:
    """Looks as the job does, trade time standing still; after how long each told somebody."""
    told = []
    after = timedelta(0)
    while after < during:
        done = look(desk, now, after)
        if done is not None and done.notices:
            assert [notice.to for notice in done.notices] == ["A01", "A02"]
            told.append(after)
        after += EVERY
    return told


def standing(desk: Desk) -> list[Suspicion]:
    return list(desk.db.read(audits.standing))


def filed(tx: Tx) -> None:
    person = people.by_code(tx, "M01")
    assert person is not None
    incidents.report(tx, person, Report(Category.COUNTERFEIT, Said(NOW, "柜台下三条"), "K1"), NOW)


def letter(priority: Priority = Priority.ALERT) -> Letter:
    return Letter(11, "say", {"text": "x"}, "alert", priority, "update:1")


def _no_next_step(desk: Desk) -> None:
    desk.write(filed)
    desk.write(lambda tx: tx.execute(update(incident_rows).values(next_at=None)))


def _far_step(desk: Desk) -> None:
    desk.write(filed)
    desk.write(lambda tx: tx.execute(update(incident_rows).values(next_at=NOW + timedelta(days=60))))


def _climb_overdue(desk: Desk) -> None:
    desk.write(filed)
    desk.write(lambda tx: tx.execute(update(incident_rows).values(next_at=NOW - timedelta(minutes=5))))


def _result_late(desk: Desk) -> None:
    desk.write(filed)
    due = NOW - timedelta(minutes=5)
    desk.write(lambda tx: tx.execute(update(incident_rows).values(state="taken", taken_by="S01", respond_by=due)))


def _gave_up(desk: Desk) -> None:
    for _attempt in range(pushes.MOST_ATTEMPTS):
        desk.write(pushes.failed, "morning", "M01", "2026-11-24", "KeyError", NOW)


def _inbox_waits(desk: Desk) -> None:
    update = {"update_id": 1, "message": {"chat": {"id": 11}}}
    desk.write(inbox.keep, [update], BEGAN, NOW)


def _sending_long(desk: Desk) -> None:
    desk.write(outbox.post, letter(), NOW)
    desk.write(lambda tx: tx.execute(outbox_rows.update().values(state="sending", attempts=1)))


def _alert_waits(desk: Desk) -> None:
    desk.write(outbox.post, letter(), NOW)


PLANTED = {
    _no_next_step: Trouble.NO_NEXT_STEP,
    _far_step: Trouble.NO_NEXT_STEP,
    _climb_overdue: Trouble.OVERDUE,
    _result_late: Trouble.RESULT_LATE,
    _gave_up: Trouble.GAVE_UP,
    _inbox_waits: Trouble.INBOX_WAITS,
    _sending_long: Trouble.SENDING_LONG,
    _alert_waits: Trouble.ALERT_WAITS,
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__.strip("_"))
def test_what_is_planted_is_found_within_two_minutes_and_told_once(desk: Desk, plant: Any) -> None:
    plant(desk)
    told = looks(desk, NOW)
    assert len(told) == 1
    assert [one.trouble for one in standing(desk)] == [PLANTED[plant]]


def test_every_trouble_is_planted_here() -> None:
    assert set(PLANTED.values()) == set(Trouble) == set(SURE_AFTER)


def test_a_morning_list_that_was_not_handed_over_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.mornings.due_mornings", lambda tx, now: ["M01"])
    assert len(looks(desk, NOW)) == 1
    assert standing(desk)[0].what == "morning"
    desk.write(pushes.done, "morning", "M01", "2026-11-24", "done", "", NOW)
    look(desk, NOW, LIMIT)
    assert standing(desk) == []


def test_what_is_being_done_is_no_finding(desk: Desk) -> None:
    desk.write(filed)
    desk.write(outbox.post, letter(), NOW)
    for after in (0, 20, 40):
        look(desk, NOW, timedelta(seconds=after))
    assert standing(desk) == []


def test_an_incident_that_waits_for_working_time_is_in_order(desk: Desk) -> None:
    evening = NOW.replace(hour=20)
    desk.write(filed)
    (due,) = desk.db.read(climbing.due_climbs, evening)
    assert desk.write(climbing.climb, due[0], evening) is None
    assert looks(desk, evening) == []
    taken = update(incident_rows).values(state="taken", taken_by="S01", respond_by=NOW)
    desk.write(lambda tx: tx.execute(taken))
    assert looks(desk, evening) == []


def test_a_night_is_not_disturbed_but_for_incidents(desk: Desk) -> None:
    night = NOW.replace(hour=23)
    _gave_up(desk)
    assert looks(desk, night) == []
    assert len(standing(desk)) == 1
    assert len(looks(desk, NOW + timedelta(hours=20))) == 1


def test_it_is_clean_only_when_fresh_and_without_findings(desk: Desk) -> None:
    assert not desk.db.read(audits.clean)
    desk.write(lambda tx: audits.audit(tx, [], NOW))
    assert desk.db.read(audits.clean)
    assert desk.db.read(due_audit, NOW) == []
    old = datetime.now(UTC) - timedelta(minutes=2)
    desk.write(lambda tx: audits.audit(tx, [], NOW, old))
    assert not desk.db.read(audits.clean)
    _gave_up(desk)
    desk.write(lambda tx: audits.audit(tx, audits.suspicions(tx, [], NOW), NOW))
    assert not desk.db.read(audits.clean)


def test_the_card_names_the_person_and_says_later_that_all_is_done(desk: Desk) -> None:
    _gave_up(desk)
    looks(desk, NOW)
    admin = desk.person("A01")
    assert admin.role is Role.ADMIN
    with speaking("en", NOW.tzinfo or UTC):
        text = operations.audit_screen(desk.db.read(audits.report, "office", admin, NOW), admin, "").text
        assert "the morning list, 杜兰枝 (M01): failed too often" in text
        done = look(desk, NOW + timedelta(days=2), LIMIT)
        assert done.changed == (audits.AUDIT_OBJECT,)
        report = desk.db.read(audits.report, "office", admin, NOW)
        assert "Nothing is left undone" in operations.audit_screen(report, admin, "").text
    assert "audit" in ROUTES.views
