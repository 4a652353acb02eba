"""`visitbot backup`, `restore` and `release`: a copy while it runs, brought back in quarantine, let go by a person."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import typer

from bot.opening import office_of
from bot.roles import FileLock
from bot.settings import Settings
from services import quarantine
from storage.backups import BackupFault, back_up, restore
from storage.database import Database, database_url


def run_backup(db: Database, file: Path, now: datetime) -> int:
    """0, or 1 with the reason on stderr."""
    if file.exists():
        return _fault(f"{file} is there already: name a file that is not")
    began = time.monotonic()
    db.write(quarantine.backed_up, now).result()
    try:
        back_up(db, file)
    except (BackupFault, OSError) as error:
        return _fault(_words(error))
    size = file.stat().st_size / 1_000_000
    typer.echo(f"{file}: {size:.1f} MB, as of {now:%Y-%m-%d %H:%M:%S}, in {time.monotonic() - began:.1f} s")
    return 0


def run_restore(settings: Settings, file: Path, now: datetime, *, force: bool) -> int:
    """Bring a copy back while no bot runs; what it had still to send is held. 0, or 1 with the reason on stderr."""
    place = database_url(settings.database_url)
    lock = FileLock(Path(f"{place.database}.poller")) if place.get_backend_name() == "sqlite" else None
    if lock is not None and not lock.take():
        return _fault("a bot is running on this database: stop it first")
    try:
        held = restore(
            settings.database_url, file, office_of(settings), lambda tx: quarantine.begin(tx, now), now, force=force
        )
    except (BackupFault, OSError) as error:
        return _fault(_words(error))
    finally:
        if lock is not None:
            lock.release()
    typer.echo(f"{file} is in place and sound.")
    typer.echo(f"{held} messages are held: an administrator decides in /check, or you by: visitbot release")
    return 0


def run_release(db: Database, *, drop: bool) -> int:
    """Let the held messages go, or never."""
    done = db.write(quarantine.drop if drop else quarantine.release).result()
    typer.echo(f"{done.value} messages {'will never be sent' if drop else 'go out, marked as sent again'}")
    return 0


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename}"
    return str(error)


def _fault(text: str) -> int:
    typer.echo(text, err=True)
    return 1
