"""One writer thread that shares commits, a few reader connections, and the settings SQLite needs to keep its word.

Measured reasons stand in docs/adr/0002-one-writer.md. This is the only file that speaks to the driver directly.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from domain.office import Office

P = ParamSpec("P")
R = TypeVar("R")

BATCH_FUNCTIONS = 32
BATCH_SECONDS = 0.004
RETRY_SECONDS = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0)
BUSY_MILLISECONDS = 5_000
READERS = 3
DatabaseError = SQLAlchemyError
"""Whatever a database answers instead of doing what it was asked."""
DatabaseAway = OperationalError
"""Locked, full or away: the same may work later."""
_CHECK = text("PRAGMA quick_check(1)")


class Tx:
    """The transaction that a verb works in, for one office; nothing is changed but through it, and only its opener commits."""

    __slots__ = ("_conn", "office")

    def __init__(self, conn: Connection, office: Office) -> None:
        self._conn = conn
        self.office = office

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement; `values` is a mapping, or a list of mappings for many rows."""
        if values is None:
            return self._conn.execute(statement)
        return self._conn.execute(statement, values)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back everything done inside when it raises (on the driver's connection: 50 times cheaper)."""
        raw = self._conn.connection.driver_connection
        assert raw is not None
        raw.execute("SAVEPOINT inner_step")
        try:
            yield
        except BaseException:
            raw.execute("ROLLBACK TO inner_step")
            raw.execute("RELEASE inner_step")
            raise
        raw.execute("RELEASE inner_step")


@dataclass(slots=True)
class _Job:
    run: Callable[[Tx], Any]
    result: Future[Any]


def database_url(spelling: str) -> URL:
    """The synchronous driver's URL for the spellings in use (`sqlite+aiosqlite://` too). ValueError when unknown."""
    url = make_url(spelling)
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    raise ValueError(f"{url.get_backend_name()} is not supported: use sqlite:///path/to/file.db")


class Database:
    """An open database. `write` queues a function for the one writer; its future ends after the commit."""

    def __init__(self, url: str, office: Office | None = None) -> None:
        self.office = office or Office()
        self.url = database_url(url)
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(self.url, "BEGIN IMMEDIATE")
        self._reading = _engine(self.url, "BEGIN")
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def write(self, function: Callable[..., R], *args: Any) -> Future[R]:
        """Run `function(tx, *args)` in the writer; the result comes after the commit. It may run more than once."""
        result: Future[R] = Future()
        self._jobs.put(_Job(lambda tx: function(tx, *args), result))
        return result

    async def awrite(self, function: Callable[..., R], *args: Any) -> R:
        """`write`, awaited; cancelling the caller does not cancel what is running."""
        return await asyncio.shield(asyncio.wrap_future(self.write(function, *args)))

    def read(self, function: Callable[..., R], *args: Any) -> R:
        """Run `function(tx, *args)` on a reader's snapshot, in this thread."""
        with self._reading.connect() as conn, conn.begin():
            return function(Tx(conn, self.office), *args)

    async def aread(self, function: Callable[..., R], *args: Any) -> R:
        """`read`, on one of the reader threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read(function, *args))

    def close(self) -> None:
        """Finish what is queued and let go of the file."""
        self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        self.engine.dispose()
        self._reading.dispose()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch, last = self._gather(job)
            if not self._together(batch):
                for one in batch:
                    self._alone(one)
            if last:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        until = time.monotonic() + BATCH_SECONDS
        while len(batch) < BATCH_FUNCTIONS and time.monotonic() < until:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _together(self, batch: list[_Job]) -> bool:
        """One commit for all, a savepoint each; False when the database refused, and nothing was kept."""
        outcomes: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with self.engine.connect() as conn, conn.begin():
                tx = Tx(conn, self.office)
                for job in batch:
                    outcomes.append(_attempt(tx, job))
        except DBAPIError:
            return False
        for job, value, error in outcomes:
            if error is None:
                job.result.set_result(value)
            else:
                job.result.set_exception(error)
        return True

    def _alone(self, job: _Job) -> None:
        for pause in (*RETRY_SECONDS, None):
            try:
                with self.engine.connect() as conn, conn.begin():
                    value = job.run(Tx(conn, self.office))
            except OperationalError as error:
                if pause is None:
                    job.result.set_exception(error)
                    return
                time.sleep(pause)
            except BaseException as error:
                job.result.set_exception(error)
                return
            else:
                job.result.set_result(value)
                return


def damage(tx: Tx) -> str:
    """The first thing that is wrong with the database's file, '' when it is sound."""
    found = " ".join(str(tx.execute(_CHECK).scalar_one()).split())
    return "" if found == "ok" else found


def _attempt(tx: Tx, job: _Job) -> tuple[_Job, Any, BaseException | None]:
    try:
        with tx.savepoint():
            return job, job.run(tx), None
    except OperationalError:
        raise
    except BaseException as error:
        return job, None, error


def _engine(url: URL, begin: str) -> Engine:
    engine = create_engine(url, pool_size=READERS + 1, max_overflow=4, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql(begin)

    return engine
