"""The transaction that a verb works in, and how to tell a database that is away from a mistake of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    CursorResult,
    Delete,
    Engine,
    Executable,
    FromClause,
    Insert,
    Row,
    Select,
    TextClause,
    Update,
    text,
)
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.sql.util import find_tables

from domain.office import Office

TURN_AT = "turn_at"
"""Under this key a connection's `info` holds the database's clock at the beginning of its transaction, where it is known."""

NUMBER = "turn"
"""The execution option that holds the number of the turn that a transaction begins with."""


class Turns(Protocol):
    """Numbers the turns of one writer, so that a commit whose answer got lost can be looked up."""

    def next(self) -> int:
        """The number of the next turn."""

    def kept(self, number: int) -> bool:
        """Whether that turn, the last one begun, was committed; any SQLAlchemyError when that can't be told yet."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The ways into a database. `apart` is None where all writing is one, `turns` where a failed commit never happened."""

    writing: Engine
    reading: Engine
    apart: Engine | None = None
    turns: Turns | None = None


_CLOCK = text("SELECT clock_timestamp()")


@lru_cache(maxsize=256)
def _tables(statement: Select[Any]) -> frozenset[FromClause]:
    """The tables that a question reads."""
    return frozenset(find_tables(statement, check_columns=True))


class DatabaseAway(SQLAlchemyError):
    """Locked, full, restarting or out of reach: nothing was kept, and the same may work later."""

    @classmethod
    def of(cls, error: BaseException) -> DatabaseAway:
        """The same error under this name."""
        if isinstance(error, DatabaseAway):
            return error
        away = cls(type(getattr(error, "orig", None) or error).__name__)
        away.__cause__ = error
        return away


class CommitUnknown(DatabaseAway):
    """The database went away between a commit and its answer: the rows tell whether it was kept."""


def is_away(error: BaseException) -> bool:
    """Whether the database could not (now), rather than would not (ever)."""
    match error:
        case DatabaseAway() | NoConnectionFree():
            return True
        case OperationalError():
            return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
        case DBAPIError():
            return bool(error.connection_invalidated)
        case _:
            return False


class Tx:
    """The transaction that a verb works in, for one office; nothing is changed but through it, and only its opener commits."""

    __slots__ = ("_conn", "_recalled", "office")

    def __init__(self, conn: Connection, office: Office) -> None:
        self._conn = conn
        self._recalled: dict[tuple[Any, ...], Sequence[Row[*tuple[Any, ...]]]] = {}
        self.office = office

    @property
    def shared(self) -> bool:
        """Whether several processes may work on this database at once."""
        return self._conn.dialect.name != "sqlite"

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement; `values` is a mapping, or a list of mappings for many rows."""
        if self._recalled:
            self._forget(statement)
        if values is None:
            return self._conn.execute(statement)
        return self._conn.execute(statement, values)

    def recall(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
        """All rows of a question that is asked again and again: put to the database once, and anew after one of its tables was
        written to. For a few rows; the values must be hashable."""
        key = (statement, *values.values())
        rows = self._recalled.get(key)
        if rows is None:
            rows = self._recalled[key] = self._conn.execute(statement, values).all()
        return rows

    def recall_one(self, statement: Select[Any], values: Mapping[str, Any]) -> Row[*tuple[Any, ...]] | None:
        """The first row of `recall`."""
        rows = self.recall(statement, values)
        return rows[0] if rows else None

    def remember(self, statement: Select[Any], values: Mapping[str, Any], row: Row[*tuple[Any, ...]]) -> None:
        """A row read or written otherwise is what `recall` would find."""
        self._recalled.setdefault((statement, *values.values()), [row])

    def _forget(self, statement: Executable) -> None:
        """What a statement may have changed is not recalled any more."""
        if isinstance(statement, TextClause):
            self._recalled.clear()
        elif isinstance(statement, Insert | Update | Delete):
            for key in [key for key in self._recalled if statement.table in _tables(key[0])]:
                del self._recalled[key]

    def machine_now(self) -> datetime:
        """Machine time in UTC: by the database's clock where processes share it, else by the system's."""
        if not self.shared:
            return datetime.now(UTC)
        known: datetime | None = self._conn.info.get(TURN_AT)
        return known or self._conn.execute(_CLOCK).scalar_one()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back everything done inside when it raises (on the driver's connection: 50 times cheaper)."""
        self._say("SAVEPOINT inner_step")
        try:
            yield
        except BaseException:
            self._recalled.clear()
            self._say("ROLLBACK TO inner_step")
            self._say("RELEASE inner_step")
            raise
        self._say("RELEASE inner_step")

    @contextmanager
    def step(self) -> Iterator[None]:
        """`savepoint` for one of many functions that share a commit: on PostgreSQL it ends with them, a round trip less."""
        if not self.shared:
            with self.savepoint():
                yield
            return
        self._say("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self._recalled.clear()
            self._say("ROLLBACK TO step")
            raise

    def _say(self, words: str) -> None:
        raw = self._conn.connection.driver_connection
        assert raw is not None
        try:
            raw.execute(words)
        except Exception as error:
            raise DatabaseAway(f"{words}: {type(error).__name__}") from error
