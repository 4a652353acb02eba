"""PostgreSQL: transactions in turn over all processes, sessions that let go when their process hangs, lost answers resolved.

Why one turn and not SERIALIZABLE stands in docs/adr/0011-one-turn-on-postgresql.md."""

from __future__ import annotations

import itertools
import secrets

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, select, text
from sqlalchemy.engine import URL

from storage.tables import turns
from storage.transaction import NUMBER, TURN_AT, Engines, Tx

TURN = 0x7669736974
"""The key of the lock, held to the end of a transaction, that lets one transaction at a time change what verbs read."""

APART = 2
CONNECT_SECONDS = 5
SESSION = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "10s",
}
"""A process that hangs in the middle of a transaction loses it, and the turn, after ten seconds."""

READING = {"timezone": "UTC", "idle_in_transaction_session_timeout": "10min"}
NETWORK = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
_TAKE_TURN = "SELECT clock_timestamp() FROM pg_advisory_xact_lock(%(turn)s)"
_TAKE_TURN_AND_MARK = (
    "WITH turn AS MATERIALIZED (SELECT 1 FROM pg_advisory_xact_lock(%(turn)s))"
    " INSERT INTO turns (writer, number, at)"
    " SELECT %(writer)s, %(number)s, (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM turn"
    " ON CONFLICT (writer) DO UPDATE SET number = EXCLUDED.number, at = EXCLUDED.at RETURNING clock_timestamp()"
)
_LAST = select(turns.c.number).where(turns.c.writer == bindparam("who"))
_INVALID_INDEXES = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
_BAD_PAGES = text("SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database WHERE datname = current_database()")


class Turns:
    """The turns of one writer: each leaves its number in the transaction that it begins."""

    def __init__(self, apart: Engine) -> None:
        self._apart = apart
        self._numbers = itertools.count(1)
        self.writer = secrets.token_hex(8)

    def next(self) -> int:
        return next(self._numbers)

    def kept(self, number: int) -> bool:
        """Waits for a turn of its own: then the transaction in doubt is over, one way or the other."""
        with self._apart.connect() as conn, conn.begin():
            conn.exec_driver_sql(_TAKE_TURN, {"turn": TURN})
            return conn.execute(_LAST, {"who": self.writer}).scalar_one_or_none() == number


def engines(url: URL, readers: int) -> Engines:
    """One connection whose transactions wait for their turn, some for bookkeeping that waits for nobody, some that read."""
    apart = _engine(url, SESSION, APART)
    reading = _engine(url, READING, readers, isolation_level="REPEATABLE READ")
    known = Turns(apart)
    return Engines(
        writing=_in_turn(_engine(url, SESSION, 1), known.writer),
        reading=reading.execution_options(postgresql_readonly=True),
        apart=apart,
        turns=known,
    )


def _in_turn(engine: Engine, writer: str) -> Engine:
    """Each transaction as if alone in the world, whichever process it runs in."""

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        number = conn.get_execution_options().get(NUMBER)
        values = {"turn": TURN, "writer": writer, "number": number}
        taken = conn.exec_driver_sql(_TAKE_TURN_AND_MARK if number else _TAKE_TURN, values)
        conn.info[TURN_AT] = taken.scalar_one()

    return engine


def _engine(url: URL, session: dict[str, str], connections: int, **how: str) -> Engine:
    given = url.query.get("options", "")
    options = [given if isinstance(given, str) else " ".join(given)]
    options += [f"-c {name}={value}" for name, value in session.items()]
    connect = {"connect_timeout": CONNECT_SECONDS, "application_name": "visitbot"} | NETWORK
    return create_engine(
        url,
        pool_size=connections,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={name: value for name, value in connect.items() if name not in url.query}
        | {"options": " ".join(options).strip()},
        **how,
    )


def integrity(tx: Tx) -> str:
    """The first thing the server knows to be wrong, '' when it knows nothing."""
    failures = tx.execute(_BAD_PAGES).scalar_one()
    if failures:
        return f"{failures} pages with a wrong checksum"
    invalid = tx.execute(_INVALID_INDEXES).scalars().first()
    return f"index {invalid} is not valid" if invalid else ""
