"""`visitbot status`: one screen on how the bot is, from its database alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from bot.roles import FileLock
from domain.chat import Priority
from services import absences, audits, quarantine
from storage.database import Database, Tx
from storage.figures import Figures, Office, figures, office


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that is told; instants of the trade except where machine time is said."""

    running: bool
    figures: Figures
    office: Office
    contact: datetime | None
    audited: datetime | None
    findings: int
    backed_up: datetime | None
    restored: datetime | None
    held: int


def run_status(db: Database, now: datetime, *, as_json: bool) -> int:
    """Print it; 0."""
    told = db.read(_status, _holds_lock(db))
    typer.echo(
        json.dumps(asdict(told), default=str, ensure_ascii=False) if as_json else "\n".join(_lines(told, db, now))
    )
    return 0


def _holds_lock(db: Database) -> bool | None:
    """Whether a bot runs on an SQLite database; None where leases tell."""
    if db.shared:
        return None
    lock = FileLock(Path(f"{db.url.database}.poller"))
    free = lock.take()
    lock.release()
    return not free


def _status(tx: Tx, running: bool | None) -> Status:
    found = figures(tx)
    contact = absences.contact(tx)
    back = quarantine.restored(tx)
    return Status(
        running=bool(found.leases) if running is None else running,
        figures=found,
        office=office(tx),
        contact=contact.trade if contact else None,
        audited=audits.last_look(tx),
        findings=len(audits.standing(tx)),
        backed_up=quarantine.last_backup(tx),
        restored=back.at if back else None,
        held=sum(one.count for one in quarantine.held(tx)),
    )


def _lines(told: Status, db: Database, now: datetime) -> list[str]:
    """A line a matter; what is not there has a word too."""
    found, zone = told.figures, now.tzinfo
    queued = ", ".join(f"{Priority(one).name.lower()} {row.count}" for one, row in sorted(found.queued.items()))
    joined = ", ".join(f"{role} {count}" for role, count in sorted(told.office.joined.items()))
    return [
        f"bot          {'running' if told.running else 'not running'}{_workers(found)}",
        *(f"{name:<12} {holder}" for name, holder in sorted(found.leases.items()) if db.shared),
        f"telegram     last answer {_at(told.contact, zone)}",
        f"updates      {found.updates} wait{_since(found.oldest_update, zone)}, {found.aside} put aside",
        f"messages     {queued or 'none wait'}; {found.sending} on their way",
        f"ended badly  {found.failed} failed, {found.unknown} unknown",
        f"audit        {_at(told.audited, zone)}, {told.findings} findings",
        f"database     {db.url.get_backend_name()}, {found.bytes / 1_000_000:.1f} MB, last backup {_at(told.backed_up, zone)}",
        f"quarantine   {_held(told, zone)}",
        f"office       joined: {joined or 'nobody'}; {told.office.shops} shops; {told.office.incidents} incidents not closed",
    ]


def _workers(found: Figures) -> str:
    return f", {found.workers} processes" if found.workers else ""


def _held(told: Status, zone: Any) -> str:
    if not told.held:
        return "nothing is held"
    return f"{told.held} messages held since the restore of {_at(told.restored, zone)} (visitbot release, or /check)"


def _since(oldest: datetime | None, zone: Any) -> str:
    return f" since {_at(oldest, zone)}" if oldest else ""


def _at(instant: datetime | None, zone: Any) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S}" if instant else "never"
