"""SQLite as a file: the settings it needs to keep its word, and the check that its pages are whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL

from storage.transaction import Engines, Tx

BUSY_MILLISECONDS = 5_000
_CHECK = text("PRAGMA quick_check(1)")


def engines(url: URL, readers: int) -> Engines:
    """One writing connection, a few that read."""
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return Engines(_engine(url, "BEGIN IMMEDIATE", 1), _engine(url, "BEGIN", readers))


def _engine(url: URL, begin: str, connections: int) -> Engine:
    """Writers begin IMMEDIATE: a deferred transaction fails when it turns from reading to writing.

    Said by the dialect, not by a listener: an engine with a listener asks for others around each statement (a tenth of its cost)."""
    made = create_engine(url, pool_size=connections, max_overflow=4, connect_args={"check_same_thread": False})

    @event.listens_for(made, "connect")
    def _connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")

    def _begin(raw: Any) -> None:
        raw.execute(begin)

    made.dialect.do_begin = _begin  # type: ignore[method-assign, assignment]
    return made


def integrity(tx: Tx) -> str:
    """The first thing that is wrong with the file, '' when it is sound."""
    found = " ".join(str(tx.execute(_CHECK).scalar_one()).split())
    return "" if found == "ok" else found
