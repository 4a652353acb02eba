"""APScheduler as a metronome: it asks each job what is due and does it, one at a time, each in its own transaction."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.effects import Effects
from bot.outages import Outage
from bot.roles import Role
from bot.routing import Routes
from bot.sender import Sender
from scheduler.job import Due, Job, Skip
from storage import pacing, pushes
from storage.database import Database, DatabaseAway, Tx

log = structlog.get_logger()

PATIENCE_SECONDS = 60.0
"""How long the hours wait for updates that are always there."""


class Metronome:
    """Ticks the jobs; `tick_all` does the same without APScheduler."""

    def __init__(
        self, db: Database, clock: Clock, routes: Routes, jobs: Sequence[Job], sender: Sender, role: Role
    ) -> None:
        self._db = db
        self._clock = clock
        self._routes = routes
        self._jobs = jobs
        self._sender = sender
        self._role = role
        self._outage = Outage("metronome")
        self._locks = {job.kind: asyncio.Lock() for job in jobs}
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._patient_since = 0.0
        self.held_back: Callable[[], Collection[int]] = tuple

    def start(self) -> None:
        for job in self._jobs:
            self._scheduler.add_job(
                self.tick,
                "interval",
                args=[job],
                seconds=job.every.total_seconds(),
                id=job.kind,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick_all(self) -> int:
        """Ask every job once; how many things were done."""
        return sum([await self.tick(job) for job in self._jobs])

    async def tick(self, job: Job) -> int:
        """Ask one job what is due and do it; waiting updates are handled first. Only one process keeps the hours."""
        if not self._role.epoch:
            return 0
        async with self._locks[job.kind]:
            now = self._clock.now()
            try:
                if not job.anyway and await self._updates_first():
                    return 0
                nominated = await self._db.aread(nominate, job, now)
                self._outage.over()
                return sum([await self._one(job, due, now) for due in nominated])
            except DatabaseAway as error:
                self._outage.began(error)
            except Exception:
                log.exception("job could not ask", job=job.kind)
            return 0

    async def _updates_first(self) -> bool:
        """Whether updates wait that are handled first; those of chats held back, or of a queue that does not end, are not."""
        if not await self._db.aread(pacing.any_waiting, frozenset(self.held_back())):
            self._patient_since = 0.0
            return False
        self._patient_since = self._patient_since or time.monotonic()
        return time.monotonic() - self._patient_since < PATIENCE_SECONDS

    async def _one(self, job: Job, due: Due, now: datetime) -> int:
        """Do one due thing; a database that is away is no attempt."""
        try:
            due = await self._solved(job, due, now)
            did = await self._db.awrite(push, job, due, self._routes, now)
        except DatabaseAway:
            raise
        except Exception as error:
            log.exception("push failed", job=job.kind, slot=due.slot)
            await self._db.awrite(pushes.failed, job.kind, due.person, due.slot, type(error).__name__, now)
            return 0
        if did:
            self._sender.woken.set()
        return int(did)

    async def _solved(self, job: Job, due: Due, now: datetime) -> Due:
        """The same with its long thinking done, outside any transaction."""
        if job.read is None or job.solve is None:
            return due
        problem = await self._db.aread(job.read, due, now)
        return replace(due, solved=await asyncio.to_thread(job.solve, problem))


def nominate(tx: Tx, job: Job, now: datetime) -> list[Due]:
    """What is due and was not done yet; `push` re-checks each in its own transaction."""
    found = list(job.due(tx, now))
    if job.repeatable:
        return found
    waiting = pushes.still_open(tx, job.kind, {(due.person, due.slot) for due in found}, now)
    return [due for due in found if (due.person, due.slot) in waiting]


def push(tx: Tx, job: Job, due: Due, routes: Routes, now: datetime) -> bool:
    """Do one due thing, once: re-check, do, post what it shows, record. False when there was nothing to do."""
    if not job.repeatable and not pushes.may_try(tx, job.kind, due.person, due.slot, now):
        return False
    if job.late is not None and now - due.at > job.late:
        pushes.done(tx, job.kind, due.person, due.slot, "skipped", "too late", now)
        return False
    result = job.do(tx, due, now)
    if isinstance(result, Skip):
        if not job.repeatable:
            pushes.done(tx, job.kind, due.person, due.slot, "skipped", result.why, now)
        return False
    effects = Effects(routes, tx, now, f"push:{job.kind}:{due.person}:{due.slot}")
    effects.after(result)
    if not job.repeatable:
        pushes.done(tx, job.kind, due.person, due.slot, "done", "", now)
    return True
