"""An open database: one order of all writes, a few readers, on SQLite or PostgreSQL by the same functions.

Measured reasons stand in docs/adr/0002-one-writer.md and docs/adr/0011-one-turn-on-postgresql.md."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from domain.office import Office
from storage import postgres, sqlite
from storage.transaction import DatabaseAway, Tx, is_away
from storage.writer import Apart, Job, Transactions, Writer

__all__ = ["Database", "DatabaseAway", "DatabaseError", "Tx", "database_url", "integrity", "is_away"]

R = TypeVar("R")

READERS = 3
READ_TRIES = 2
"""A connection that died unnoticed is found out by the first try."""

DatabaseError = SQLAlchemyError
"""Whatever a database answers instead of doing what it was asked."""


def database_url(spelling: str) -> URL:
    """The synchronous driver's URL for the spellings in use (`sqlite+aiosqlite://` too). ValueError when unknown."""
    url = make_url(spelling)
    match url.get_backend_name():
        case "sqlite":
            return url.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return _libpq(url.set(drivername="postgresql+psycopg"))
        case name:
            raise ValueError(f"{name} is not supported: use sqlite:///path/to/file.db or postgresql://user@host/name")


def _libpq(url: URL) -> URL:
    """asyncpg's `ssl` under the name that libpq knows."""
    ssl = url.query.get("ssl")
    return url if ssl is None else url.difference_update_query(["ssl"]).update_query_dict({"sslmode": ssl})


class Database:
    """An open database. `write` puts a function into the one order of all writers; its future ends after the commit."""

    def __init__(self, url: str, office: Office | None = None) -> None:
        self.office = office or Office()
        self.url = database_url(url)
        self.shared = self.url.get_backend_name() != "sqlite"
        """Whether several processes may work on it at once."""
        ways = postgres.engines(self.url, READERS + 1) if self.shared else sqlite.engines(self.url, READERS + 1)
        self.engine = ways.writing
        self._reading = ways.reading
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = Writer(Transactions(ways.writing, lambda: self.office, ways.turns))
        self._apart = None if ways.apart is None else Apart(ways.apart, lambda: self.office)

    def write(self, function: Callable[..., R], *args: Any) -> Future[R]:
        """Run `function(tx, *args)` as if it were alone; the result comes after the commit. It may run more than once."""
        job = Job(lambda tx: function(tx, *args), Future())
        self._writer.put(job)
        return job.result

    def write_apart(self, function: Callable[..., R], *args: Any) -> Future[R]:
        """`write` for bookkeeping that no verb reads: where processes share the database, it waits for nobody's turn.

        It must bear being run again after its commit."""
        if self._apart is None:
            return self.write(function, *args)
        job = Job(lambda tx: function(tx, *args), Future())
        self._apart.put(job)
        return job.result

    async def awrite(self, function: Callable[..., R], *args: Any) -> R:
        """`write`, awaited; cancelling the caller does not cancel what is running."""
        return await asyncio.shield(asyncio.wrap_future(self.write(function, *args)))

    async def awrite_apart(self, function: Callable[..., R], *args: Any) -> R:
        """`write_apart`, awaited in the same way."""
        return await asyncio.shield(asyncio.wrap_future(self.write_apart(function, *args)))

    def read(self, function: Callable[..., R], *args: Any) -> R:
        """Run `function(tx, *args)` on a reader's snapshot, in this thread."""
        for tries_left in reversed(range(READ_TRIES)):
            try:
                with self._reading.connect() as conn, conn.begin():
                    return function(Tx(conn, self.office), *args)
            except SQLAlchemyError as error:
                if not is_away(error):
                    raise
                if not tries_left:
                    raise DatabaseAway.of(error) from error
        raise AssertionError("the last try returns or raises")

    async def aread(self, function: Callable[..., R], *args: Any) -> R:
        """`read`, on one of the reader threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read(function, *args))

    def close(self) -> None:
        """Finish what is queued and let go of the database."""
        self._writer.close()
        if self._apart is not None:
            self._apart.close()
        self._readers.shutdown()
        self.engine.dispose()
        self._reading.dispose()


def integrity(tx: Tx) -> str:
    """The first thing that is wrong with the database itself, '' when it is sound."""
    return postgres.integrity(tx) if tx.shared else sqlite.integrity(tx)
