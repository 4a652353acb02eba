"""`/health` and `/metrics` over HTTP for outside monitoring (off unless VISITBOT_HTTP_LISTEN is set); nothing of anybody."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.metrics import Metrics
from services import absences, audits, quarantine
from storage.database import Database, DatabaseAway, Tx
from storage.figures import Figures, figures

STALE_SECONDS = 120.0
"""After so long without an answer from Telegram something is wrong."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Process:
    """What this process knows by itself: `contact` is a monotonic second, 0 before the first; `roles` those it may have."""

    contact: float
    polls: int
    passed_over: int
    roles: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database knows, at its own instant `at` of machine time."""

    figures: Figures
    at: datetime
    contact: datetime | None
    findings: int
    audited: datetime | None
    held: int
    backed_up: datetime | None


class Health:
    """A small HTTP server that tells how the bot is."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        listen: tuple[str, int],
        process: Callable[[], Process],
        idle: Callable[[], Awaitable[bool]],
    ) -> None:
        self._db = db
        self._clock = clock
        self._listen = listen
        self._process = process
        self._idle = idle
        self._runner: web.AppRunner | None = None
        self.metrics = Metrics()

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [web.get("/health", self._health), web.get("/metrics", self._metrics), web.get("/idle", self._is_idle)]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._listen).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        """200 while Telegram answers whoever receives and the database answers us, else 503."""
        try:
            seen = await self._db.aread(_seen)
        except DatabaseAway:
            return web.json_response({"ok": False, "database": "away"}, status=503)
        process = self._process()
        age = _contact_age(process, seen)
        good = age is not None and age < STALE_SECONDS
        body = {"ok": good, "database": "up", "last_poll_seconds": None if age is None else round(age, 1)}
        return web.json_response(body | _told(process, seen), status=200 if good else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        process = self._process()
        age = time.monotonic() - process.contact if process.contact else None
        self.metrics.tell_process(process.polls, process.passed_over, age, process.roles)
        try:
            await self.metrics.learn_latencies(self._db)
            seen = await self._db.aread(_seen)
        except DatabaseAway:
            self.metrics.away()
        else:
            self.metrics.tell_database(seen.figures, self._clock.now(), seen.at)
            self.metrics.tell_care(seen.findings, seen.held, seen.backed_up)
        return web.Response(body=self.metrics.text(), headers={"Content-Type": METRICS_TYPE})

    async def _is_idle(self, _request: web.Request) -> web.Response:
        """Whether there is nothing to handle, to send, or due: for tests that wait for quiet."""
        return web.json_response({"idle": await self._idle()})


def _seen(tx: Tx) -> Seen:
    contact = absences.contact(tx)
    return Seen(
        figures(tx),
        tx.machine_now(),
        contact.machine if contact else None,
        len(audits.standing(tx)),
        audits.last_look(tx),
        sum(one.count for one in quarantine.held(tx)),
        quarantine.last_backup(tx),
    )


def _contact_age(process: Process, seen: Seen) -> float | None:
    """Seconds since Telegram answered this process or, where several share the work, the one that receives."""
    ages = [time.monotonic() - process.contact] if process.contact else []
    if seen.contact is not None:
        ages.append(max(0.0, (seen.at - seen.contact).total_seconds()))
    return min(ages, default=None)


def _told(process: Process, seen: Seen) -> dict[str, Any]:
    found = seen.figures
    return {
        "inbox_waiting": found.updates,
        "outbox_unfinished": found.sending + sum(row.count for row in found.queued.values()),
        "outbox_unknown": found.unknown,
        "outbox_failed": found.failed,
        "outbox_held": seen.held,
        "audit_findings": seen.findings,
        "audited_seconds": None if seen.audited is None else round((seen.at - seen.audited).total_seconds(), 1),
        "roles_here": sorted(name for name, here in process.roles.items() if here),
        "leases": dict(found.leases),
    }
