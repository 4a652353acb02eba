"""One writer: what is written together stays apart, what fails is taken back, nothing is lost to a lock."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage import people
from storage.database import Database, Tx, database_url
from storage.tables import metadata, settings


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path / 'x.db'}")
    metadata.create_all(db.engine)
    yield db
    db.close()


def _count(tx: Tx) -> int:
    return len(tx.execute(select(settings)).all())


def test_a_function_that_raises_takes_back_only_its_own_work(empty: Database) -> None:
    def bad(tx: Tx) -> None:
        people.put_setting(tx, "bad", 1)
        raise LookupError("on purpose")

    futures = [empty.write(people.put_setting, f"good{n}", n) for n in range(10)]
    failing = empty.write(bad)
    futures += [empty.write(people.put_setting, f"more{n}", n) for n in range(10)]
    for future in futures:
        future.result()
    with pytest.raises(LookupError):
        failing.result()
    assert empty.read(_count) == 20


def test_a_result_comes_only_after_the_commit(empty: Database) -> None:
    empty.write(people.put_setting, "a", 1).result()
    with sqlite3.connect(str(empty.url.database)) as other:
        assert other.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    other.close()


def test_many_threads_that_read_then_write_lose_no_update(empty: Database) -> None:
    empty.write(people.put_setting, "n", 0).result()

    def add_one(tx: Tx) -> None:
        people.put_setting(tx, "n", people.setting(tx, "n") + 1)

    def work() -> None:
        for future in [empty.write(add_one) for _ in range(50)]:
            future.result()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert empty.read(people.setting, "n") == 400


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


@pytest.mark.parametrize("spelling", ["sqlite:///a.db", "sqlite+aiosqlite:///a.db", "sqlite+pysqlite:///a.db"])
def test_every_spelling_of_sqlite_is_understood(spelling: str) -> None:
    assert str(database_url(spelling)) == "sqlite:///a.db"


def test_an_unknown_database_names_itself() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_url("mysql://x/y")
