"""Leases: who has a role that only one process may have. Time is the database's; each change of hands raises the epoch.

A worker's own lease, `worker:<holder>`, tells that it is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ScalarSelect, bindparam, delete, func, or_, select, text, update

from storage.database import Tx
from storage.tables import leases, turns

WORKER = "worker:"

_ENTER = text("INSERT INTO leases (name, holder, epoch, until) VALUES (:name, '', 0, 0) ON CONFLICT (name) DO NOTHING")
_TAKE = (
    update(leases)
    .where(
        leases.c.name == bindparam("of"),
        or_(leases.c.until < bindparam("now"), leases.c.holder == bindparam("who"), bindparam("force")),
    )
    .values(holder=bindparam("who"), epoch=leases.c.epoch + 1, until=bindparam("end"))
)
_FIND = select(leases.c.holder, leases.c.epoch, leases.c.until).where(leases.c.name == bindparam("of"))
_MINE = (
    (leases.c.name == bindparam("of"))
    & (leases.c.holder == bindparam("who"))
    & (leases.c.epoch == bindparam("in_epoch"))
)
_RENEW = update(leases).where(_MINE).values(until=bindparam("end"))
_PRUNE = delete(leases).where(leases.c.name.startswith(WORKER), leases.c.until < bindparam("before"))
_PRUNE_TURNS = delete(turns).where(turns.c.at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Lease:
    """Somebody's hold on a role, until an instant of machine time."""

    holder: str
    epoch: int
    until: datetime


def take(tx: Tx, name: str, holder: str, life: timedelta, *, force: bool = False) -> int:
    """Take a role that nobody has any more (`force`: that somebody is known to have lost); its new epoch, 0 when it is held."""
    tx.execute(_ENTER, {"name": name})
    now = tx.machine_now()
    values = {"of": name, "who": holder, "now": now, "end": now + life, "force": force}
    if tx.execute(_TAKE, values).rowcount == 0:
        return 0
    return int(tx.execute(_FIND, {"of": name}).one().epoch)


def renew(tx: Tx, name: str, holder: str, epoch: int, life: timedelta) -> bool:
    """Hold on to a role; False when it went to somebody else. Until the commit nobody can take it."""
    values = {"of": name, "who": holder, "in_epoch": epoch, "end": tx.machine_now() + life}
    return tx.execute(_RENEW, values).rowcount == 1


def release(tx: Tx, name: str, holder: str, epoch: int) -> None:
    """Let others take the role at once."""
    tx.execute(_RENEW, {"of": name, "who": holder, "in_epoch": epoch, "end": datetime.fromtimestamp(0, tz=UTC)})


def find(tx: Tx, name: str) -> Lease | None:
    """Who has a role, None when nobody."""
    row = tx.execute(_FIND, {"of": name}).first()
    return None if row is None or row.until < tx.machine_now() else Lease(*row)


def live_workers() -> ScalarSelect[str]:
    """The holders of workers' leases that have not run out at `now` (a bound value)."""
    holder = func.substr(leases.c.name, len(WORKER) + 1)
    return select(holder).where(leases.c.name.startswith(WORKER), leases.c.until >= bindparam("now")).scalar_subquery()


def forget_workers(tx: Tx, before: datetime) -> None:
    """Forget workers and writers that have not been alive since an instant."""
    tx.execute(_PRUNE, {"before": before})
    tx.execute(_PRUNE_TURNS, {"before": before})
