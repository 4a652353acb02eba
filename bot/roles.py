"""Roles that one process has at a time: who polls, who sends, who keeps the hours; and that a worker is alive.

On SQLite a file lock, which dies with its process, gives all of them to one process. On PostgreSQL each is a lease with an
epoch: renewed in the background, trusted by our own clock only while nobody else can have it, free again after `LIFE`."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import time
from datetime import timedelta
from pathlib import Path

import structlog

from bot.outages import Outage
from storage import inbox, leases
from storage.database import Database, Tx

log = structlog.get_logger()

POLLER = "poller"
SENDER = "sender"
HOURS = "hours"
LIFE = timedelta(seconds=12)
MARGIN = timedelta(seconds=2)
"""How long before its end a lease is no longer trusted without asking."""
LOOK_SECONDS = 2.0
LOCK_SECONDS = 0.5


def awake() -> float:
    """Seconds that also pass while this process is stopped or the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class FileLock:
    """A lock on a file that dies with its process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Try once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(number)
            return False
        self._file = number
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Role:
    """One role. `epoch` is 0 while this process does not have it."""

    def __init__(self, roles: Roles, name: str) -> None:
        self._roles = roles
        self._until = 0.0
        self._given = asyncio.Event()
        self.name = name
        self.epoch = 0

    async def given(self) -> None:
        """Wait until this process has the role."""
        await self._given.wait()

    def sure(self) -> bool:
        """Whether nobody else can have it at this moment."""
        return self.epoch != 0 and awake() < self._until

    async def confirmed(self) -> bool:
        """`sure`, after asking the database when our own clock does not suffice."""
        if self.sure():
            return True
        if self.epoch:
            await self._roles.look()
        return self.sure()

    def holds(self, tx: Tx) -> bool:
        """Whether it is ours in this transaction, and stays so until its commit."""
        if not tx.shared:
            return self.epoch != 0
        return leases.renew(tx, self.name, self._roles.holder, self.epoch, LIFE)

    def set(self, epoch: int, until: float) -> None:
        """What the database said; `epoch` 0 when somebody else has it."""
        if epoch != self.epoch:
            log.info("role", name=self.name, held=bool(epoch), epoch=epoch)
        self.epoch, self._until = epoch, until
        if epoch:
            self._given.set()
        else:
            self._given.clear()


class Roles:
    """This process's part among all that work on the database. `holder` is its name in leases and claims."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = None if db.shared else FileLock(Path(f"{db.url.database}.poller"))
        self._looking = asyncio.Lock()
        self._outage = Outage("roles")
        self.holder = secrets.token_hex(8)
        self.poller = Role(self, POLLER)
        self.sender = Role(self, SENDER)
        self.hours = Role(self, HOURS)
        self.worker = Role(self, leases.WORKER + self.holder)

    @property
    def claims(self) -> str:
        """The name under which inbox rows are taken; '' where this process handles them all."""
        return self.holder if self._db.shared else ""

    async def run(self) -> None:
        """Take what nobody has, hold on to it, give back what the dead left; for ever."""
        if self._lock is not None:
            while not self._lock.take():
                await asyncio.sleep(LOCK_SECONDS)
            await self._outage.insist(self.look)
            return
        while True:
            await self._outage.insist(self.look)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Renew what is held and try to take the rest."""
        async with self._looking:
            asked = awake()
            epochs = await self._db.awrite_apart(_look, self.holder, {role.name: role.epoch for role in self._all()})
            until = asked + (LIFE - MARGIN).total_seconds() if self._lock is None else float("inf")
            for role in self._all():
                role.set(epochs[role.name], until)
            if self._lock is not None:
                self.worker.set(1, until)

    def complete(self, tx: Tx) -> bool:
        """Whether every role is in somebody's hands."""
        common = (self.poller, self.sender, self.hours)
        return all(role.epoch or (tx.shared and leases.find(tx, role.name)) for role in common)

    async def leave(self) -> None:
        """Let others have everything at once."""
        held = {role.name: role.epoch for role in self._all() if role.epoch}
        for role in (*self._all(), self.worker):
            role.set(0, 0)
        if self._lock is not None:
            self._lock.release()
        elif held:
            await self._db.awrite_apart(_leave, self.holder, held)

    def _all(self) -> tuple[Role, ...]:
        """The roles that are leases."""
        common = (self.poller, self.sender, self.hours)
        return common if self._lock is not None else (*common, self.worker)


def _look(tx: Tx, holder: str, held: dict[str, int]) -> dict[str, int]:
    epochs = {}
    for name, epoch in held.items():
        kept = epoch and leases.renew(tx, name, holder, epoch, LIFE)
        epochs[name] = epoch if kept else leases.take(tx, name, holder, LIFE, force=not tx.shared)
    if tx.shared:
        inbox.let_go_of_dead(tx)
    return epochs


def _leave(tx: Tx, holder: str, held: dict[str, int]) -> None:
    inbox.let_go(tx, holder)
    for name, epoch in held.items():
        leases.release(tx, name, holder, epoch)
