"""PostgreSQL: transactions in turn over all processes, sessions that let go when their process hangs, lost answers resolved.

Why one turn and not SERIALIZABLE stands in docs/adr/0011-one-turn-on-postgresql.md."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from storage.transaction import NUMBER, TURN_AT, DatabaseAway, Engines, Tx

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
_TAKE_TURN = f"SELECT pg_advisory_xact_lock({TURN}), pg_current_xact_id()::text, clock_timestamp()"
_STATUS = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
_INVALID_INDEXES = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
_BAD_PAGES = text("SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database WHERE datname = current_database()")


def engines(url: URL, readers: int) -> Engines:
    """One connection whose transactions wait for their turn, some for bookkeeping that waits for nobody, some that read."""
    apart = _engine(url, SESSION, APART)
    reading = _engine(url, READING, readers, isolation_level="REPEATABLE READ")
    return Engines(
        writing=_in_turn(_engine(url, SESSION, 1)),
        reading=reading.execution_options(postgresql_readonly=True),
        apart=apart,
        kept=partial(kept, apart),
    )


def _in_turn(engine: Engine) -> Engine:
    """Each transaction as if alone in the world, whichever process it runs in."""

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        row = conn.exec_driver_sql(_TAKE_TURN).one()
        conn.info[NUMBER] = row[1]
        conn.info[TURN_AT] = row[2]

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


def kept(engine: Engine, number: str) -> bool:
    """Whether a transaction of that number was committed. Raises DatabaseAway while it is still going on."""
    with engine.connect() as conn, conn.begin():
        status = conn.execute(_STATUS, {"number": number}).scalar_one()
    if status == "in progress":
        raise DatabaseAway("a transaction is not over")
    return bool(status == "committed")


def integrity(tx: Tx) -> str:
    """The first thing the server knows to be wrong, '' when it knows nothing."""
    failures = tx.execute(_BAD_PAGES).scalar_one()
    if failures:
        return f"{failures} pages with a wrong checksum"
    invalid = tx.execute(_INVALID_INDEXES).scalars().first()
    return f"index {invalid} is not valid" if invalid else ""
