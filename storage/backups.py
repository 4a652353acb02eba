"""Copies of the whole database while it runs, and bringing one back: a file on SQLite, pg_dump's format on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.engine import URL

from domain.office import Office
from storage import postgres
from storage.database import Database, Tx, database_url
from storage.migrations import configuration, is_known, upgrade
from storage.tables import inbox, leases, people

PART = ".part"
BEFORE = ".before-restore"
_ALL_OR_NOTHING = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
_ANY_ROW = {"people": "SELECT 1 FROM people LIMIT 1", "inbox": "SELECT 1 FROM inbox LIMIT 1"}
PG_DUMP_MAGIC = b"PGDMP"
SQLITE_MAGIC = b"SQLite format 3\0"

Begin = Callable[[Tx], int]
"""What is done to a copy before anybody can run on it; how many messages it holds back."""


class BackupFault(Exception):
    """It can't be done; the text says why and what to do, without a value that is secret."""


def back_up(db: Database, file: Path) -> None:
    """Write a consistent copy into a file that is not there yet, for its owner's eyes only. Raises BackupFault."""
    part = file.with_name(file.name + PART)
    file.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if db.shared:
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"]
            _run("pg_dump", db.url, [*options, f"--dbname={_plain(db.url)}"])
        else:
            _copy(Path(str(db.url.database)), part)
        _to_disk(part)
        part.replace(file)
        _to_disk(file.parent)
    finally:
        part.unlink(missing_ok=True)


def restore(url: str, file: Path, office: Office, begin: Begin, now: datetime, *, force: bool) -> int:
    """Put a copy into the place of the database, after `begin`; what `begin` told. Nobody may run on it. Raises BackupFault."""
    place = database_url(url)
    if not file.is_file():
        raise BackupFault(f"{file} is not there")
    with file.open("rb") as opened:
        head = opened.read(len(SQLITE_MAGIC))
    if place.get_backend_name() == "sqlite":
        if head != SQLITE_MAGIC:
            raise BackupFault(f"{file} is no backup of an SQLite database")
        return _restore_file(place, file, office, begin, now, force=force)
    if not head.startswith(PG_DUMP_MAGIC):
        raise BackupFault(f"{file} is no backup of a PostgreSQL database")
    return _restore_dump(url, file, office, begin, force=force)


def _copy(source: Path, target: Path) -> None:
    """One file as the database is at one moment; writers go on meanwhile."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupFault(f"the database is damaged: {' '.join(str(found).split())}")


def _restore_file(place: URL, file: Path, office: Office, begin: Begin, now: datetime, *, force: bool) -> int:
    there = Path(str(place.database))
    if there.exists() and file.samefile(there):
        raise BackupFault("the backup is the database itself")
    if _has_rows(there) and not force:
        raise BackupFault("the database there is not empty: --force puts it aside and restores")
    part = there.with_name(there.name + PART)
    there.parent.mkdir(parents=True, exist_ok=True)
    _remove(part)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(file, part)
        held = _prepared(part, file, office, begin)
        _to_disk(part)
        if there.exists():
            _put_aside(there, there.with_name(f"{there.name}{BEFORE}-{now:%Y%m%d-%H%M%S}"))
        _remove_journals(there)
        part.replace(there)
        _to_disk(there.parent)
    finally:
        _remove(part)
    return held


def _prepared(part: Path, file: Path, office: Office, begin: Begin) -> int:
    """Check the copy, bring it up to date, begin its quarantine; it is one file again afterwards."""
    with closing(sqlite3.connect(part)) as copy:
        try:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupFault(f"{file} is damaged or no backup of visitbot") from error
    if found != "ok":
        raise BackupFault(f"{file} is damaged: {' '.join(str(found).split())}")
    if revision is None or not is_known(str(revision[0])):
        raise BackupFault(f"{file} was made by another version: upgrade visitbot")
    db = Database(f"sqlite:///{part}", office)
    try:
        upgrade(db)
        held = db.write(begin).result()
    finally:
        db.close()
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    return int(held)


def _has_rows(file: Path) -> bool:
    """Whether somebody's data may be in it: anything that is not an empty database of ours."""
    if not file.exists() or not file.stat().st_size:
        return False
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as there:
        try:
            tables = {row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return any(there.execute(asked).fetchone() for name, asked in _ANY_ROW.items() if name in tables)
        except sqlite3.DatabaseError:
            return True


def _put_aside(there: Path, aside: Path) -> None:
    """The old database under another name, with everything that its journal held."""
    try:
        with closing(sqlite3.connect(there)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            old.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError:
        for end in ("-wal", "-shm"):
            journal = there.with_name(there.name + end)
            if journal.exists():
                journal.replace(aside.with_name(aside.name + end))
    there.replace(aside)


def _remove_journals(there: Path) -> None:
    """A journal of another database would be played into the new one."""
    for end in ("-wal", "-shm", "-journal"):
        there.with_name(there.name + end).unlink(missing_ok=True)


def _remove(part: Path) -> None:
    part.unlink(missing_ok=True)
    _remove_journals(part)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


_PEOPLE = select(func.count()).select_from(people)
_INBOX = select(func.count()).select_from(inbox)
_LEASED = select(leases.c.name).where(leases.c.until > bindparam("now")).limit(1)
_TURN = text(f"SELECT pg_advisory_lock({postgres.TURN})")


def _restore_dump(url: str, file: Path, office: Office, begin: Begin, *, force: bool) -> int:
    """Every transaction of other processes waits for its turn until the copy is in quarantine."""
    place = database_url(url)
    _refuse_unknown(file)
    ways = postgres.engines(place, 1)
    assert ways.apart is not None
    try:
        with ways.apart.connect() as conn:
            _refuse_in_use(Tx(conn, office), force=force)
            conn.execute(_TURN)
            conn.commit()
            _run("pg_restore", place, [*_ALL_OR_NOTHING, f"--dbname={_plain(place)}", str(file)])
            _bring_up_to_date(conn)
            held = begin(Tx(conn, office))
            conn.commit()
    finally:
        for engine in (ways.writing, ways.reading, ways.apart):
            engine.dispose()
    return held


def _refuse_unknown(file: Path) -> None:
    """A copy of a later version is refused before anything is touched."""
    told = _run("pg_restore", None, ["--data-only", "--table=alembic_version", "--file=-", str(file)])
    lines = told.splitlines()
    copied = next((at for at, line in enumerate(lines) if line.startswith("COPY ")), len(lines))
    revision = next(iter(lines[copied + 1 :]), "")
    if not is_known(revision):
        raise BackupFault(f"{file} was made by another version, or is no backup of visitbot")


def _bring_up_to_date(conn: Connection) -> None:
    config = configuration()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
    conn.commit()


def _refuse_in_use(tx: Tx, *, force: bool) -> None:
    """Whatever `--force` says, nobody may be at work; what is there is replaced only with it."""
    if not tx.execute(text("SELECT to_regclass('leases')")).scalar_one():
        return
    if tx.execute(_LEASED, {"now": tx.machine_now()}).first() is not None:
        raise BackupFault("a bot is running on this database: stop every one, wait 15 seconds")
    if (tx.execute(_PEOPLE).scalar_one() or tx.execute(_INBOX).scalar_one()) and not force:
        raise BackupFault("the database there is not empty: --force replaces what is in it")


def _plain(url: URL) -> str:
    """The address as PostgreSQL's programs take it, without the password."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, url: URL | None, words: list[str]) -> str:
    """What one of PostgreSQL's programs prints; the password goes by its environment, never by its arguments."""
    found = shutil.which(program)
    if found is None:
        raise BackupFault(f"{program} is not on PATH: install PostgreSQL's client programs of the server's version")
    secret = {"PGPASSWORD": url.password} if url is not None and url.password else {}
    done = subprocess.run([found, *words], env=os.environ | secret, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise BackupFault(f"{program} failed: {last[0][:300]}")
    return done.stdout
