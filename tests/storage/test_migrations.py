"""Migrations make exactly the tables of `storage/tables.py`, step by step, up and down and up again."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from storage import people
from storage.database import Database
from storage.migrations import HEAD, UnknownRevision, configuration, current, upgrade
from storage.tables import metadata

STEPS = list(reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions())))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'moving.db'}")
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


def _indexes(conn: Connection) -> set[str]:
    found = conn.execute(text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    return {" ".join(row.sql.split()) for row in found}


def test_indexes_are_the_same_word_for_word_their_conditions_too(db: Database, tmp_path: Path) -> None:
    upgrade(db)
    plain = Database(f"sqlite:///{tmp_path / 'plain.db'}")
    metadata.create_all(plain.engine)
    with db.engine.connect() as moved, plain.engine.connect() as made:
        assert _indexes(moved) == _indexes(made)
    plain.close()


def _on_postgresql(step: Script) -> str:
    """What a step would say to PostgreSQL."""
    said = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said, "target_metadata": metadata}
    )
    found = importlib.util.spec_from_file_location(f"step_{step.revision}", step.path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with Operations.context(context):
        module.upgrade()
    return said.getvalue()


def test_partial_indexes_keep_their_conditions_on_postgresql() -> None:
    said = " ".join("".join(_on_postgresql(step) for step in STEPS).split())
    for table in metadata.sorted_tables:
        for index in table.indexes:
            wanted = " ".join(str(CreateIndex(index).compile(dialect=postgresql.dialect())).split())  # type: ignore[no-untyped-call]
            assert f"{wanted};" in said


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
