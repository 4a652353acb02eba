"""SQLite's own promises: every connection keeps its settings, a lock held outside is waited for, a full disk is survived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import people
from storage.database import Database, DatabaseAway, integrity
from storage.tables import metadata


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path / 'x.db'}")
    metadata.create_all(db.engine)
    yield db
    db.close()


def test_a_result_comes_only_after_the_commit(empty: Database) -> None:
    empty.write(people.put_setting, "a", 1).result()
    with sqlite3.connect(str(empty.url.database)) as other:
        assert other.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    other.close()


def test_a_write_waits_for_another_process_that_holds_the_lock(empty: Database) -> None:
    other = sqlite3.connect(str(empty.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    future = empty.write(people.put_setting, "late", 1)
    assert not future.done()
    other.execute("COMMIT")
    future.result(timeout=10)
    other.close()
    assert empty.read(people.setting, "late") == 1


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_every_connection_keeps_sqlites_promises(empty: Database, name: str, value: object) -> None:
    assert empty.read(lambda tx: tx.execute(text(f"PRAGMA {name}")).scalar_one()) == value
    assert empty.write(lambda tx: tx.execute(text(f"PRAGMA {name}")).scalar_one()).result() == value


def test_a_full_disk_is_survived_and_nothing_is_lost(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.writer.RETRY_SECONDS", (0.01, 0.02))
    empty.write(people.put_setting, "before", 1).result()
    pages = empty.write(lambda tx: tx.execute(text("PRAGMA page_count")).scalar_one()).result()
    empty.write(lambda tx: tx.execute(text(f"PRAGMA max_page_count = {pages + 2}"))).result()
    full = [empty.write(people.put_setting, f"large{n}", "x" * 50_000) for n in range(3)]
    for future in full:
        with pytest.raises(DatabaseAway):
            future.result()
    assert empty.read(integrity) == ""
    empty.write(lambda tx: tx.execute(text("PRAGMA max_page_count = 100000"))).result()
    empty.write(people.put_setting, "after", "x" * 50_000).result()
    assert empty.read(people.setting, "before") == 1
    assert len(empty.read(people.setting, "after")) == 50_000
