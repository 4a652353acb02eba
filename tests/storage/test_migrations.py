"""Migrations make exactly the tables of `storage/tables.py`, step by step, up and down and up again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import inspect, text

from storage import people
from storage.database import Database
from storage.migrations import HEAD, UnknownRevision, configuration, current, upgrade
from storage.tables import metadata
from tests import postgres

STEPS = list(reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions())))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'moving.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def db(bare_url: str) -> Iterator[Database]:
    opened = Database(bare_url)
    yield opened
    opened.close()


def _go(db: Database, move: Callable[[Config, str], None], to: str) -> None:
    with db.engine.connect() as conn, conn.begin():
        config = configuration()
        config.attributes["connection"] = conn
        move(config, to)


def _tables(db: Database) -> set[str]:
    with db.engine.connect() as conn, conn.begin():
        return set(inspect(conn).get_table_names()) - {"alembic_version"}


def test_the_head_that_is_checked_at_every_start_is_the_last_step() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD
    assert STEPS[-1].revision == HEAD


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.revision)
def test_each_step_goes_up_and_down_and_up(db: Database, step: Script) -> None:
    before = str(step.down_revision or "base")
    if step.down_revision:
        _go(db, command.upgrade, before)
    lower = _tables(db)
    _go(db, command.upgrade, step.revision)
    upper = _tables(db)
    _go(db, command.downgrade, before)
    assert _tables(db) == lower
    _go(db, command.upgrade, step.revision)
    assert _tables(db) == upper
    assert current(db) == step.revision


def test_all_the_way_down_leaves_nothing(db: Database) -> None:
    upgrade(db)
    _go(db, command.downgrade, "base")
    assert _tables(db) == set()


def test_the_last_step_is_what_the_tables_say(db: Database) -> None:
    upgrade(db)
    with db.engine.connect() as conn, conn.begin():
        found = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(found, metadata) == []


_SQLITE_INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_POSTGRES_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


def _indexes(db: Database) -> set[str]:
    said = text(_POSTGRES_INDEXES if db.shared else _SQLITE_INDEXES)
    return {" ".join(row[0].split()) for row in db.read(lambda tx: tx.execute(said).all())}


def test_indexes_are_the_same_word_for_word_their_conditions_too(db: Database) -> None:
    upgrade(db)
    moved = _indexes(db)
    _go(db, command.downgrade, "base")
    metadata.create_all(db.engine)
    assert moved == _indexes(db)


def test_processes_that_start_together_migrate_once(db: Database, bare_url: str) -> None:
    others = [Database(bare_url) for _ in range(3)]
    threads = [threading.Thread(target=upgrade, args=[one]) for one in (db, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [current(one) for one in (db, *others)] == [HEAD] * 4
    for one in others:
        one.close()


def test_what_is_stored_stays_when_there_is_nothing_to_do(db: Database) -> None:
    upgrade(db)
    db.write(people.put_setting, "kept", 1).result()
    upgrade(db)
    assert db.read(people.setting, "kept") == 1


def test_a_database_of_a_later_version_is_left_alone(db: Database) -> None:
    upgrade(db)
    with db.engine.connect() as conn, conn.begin():
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownRevision, match="9999"):
        upgrade(db)
    assert current(db) == "9999"
