"""One running bot: everything wired together, started, told when it is idle, and stopped within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.fetching import Fetcher
from bot.handling import chat_lost
from bot.heartbeat import Heartbeat
from bot.housekeeping import Housekeeping
from bot.limits import Limits
from bot.metronome import Metronome
from bot.opening import office_of, open_database
from bot.outages import Outage
from bot.pacing import member_pace
from bot.poller import Poller
from bot.presence import Presence
from bot.receiving import Webhook, take_away
from bot.roles import Roles
from bot.routes import ROUTES
from bot.sender import Sender
from bot.settings import Settings, listen_address
from bot.warming import warm_up
from bot.wire import Wire
from bot.worker import Worker
from scheduler.table import JOBS
from screens.words import LANGUAGES, _, speaking
from storage import inbox, outbox, people
from storage.database import DatabaseAway, Tx

if TYPE_CHECKING:
    from bot.health import Health, Process
    from bot.hearing import Listener

log = structlog.get_logger()


class App:
    """A bot on one database. `start` returns when everything runs; `stop` lets go of all within seconds."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.db = open_database(settings)
        self.clock = clock or Clock(settings.clock, settings.zone)
        self.wire = Wire(settings.token, settings.api_url, settings.proxy)
        self.roles = Roles(self.db)
        self.sender = Sender(self.db, self.wire, Limits(settings.limits == "on"), repeat_mark, self.roles.sender)
        self.sender.lost = lambda tx, chat: chat_lost(tx, chat, ROUTES, self.clock.now())
        self.worker = Worker(self.db, self.wire, self.clock, ROUTES, self.sender, self.roles)
        self.poller = Poller(self.db, self.wire, self.clock, self.roles.poller)
        self.webhook = (
            Webhook(self.db, self.wire, self.clock, self.roles.poller, settings) if settings.webhook_url else None
        )
        self.presence = Presence(self.db, self.clock, self.last_success)
        self.fetcher = Fetcher(self.wire)
        jobs = (*JOBS, self.fetcher.job)
        self.metronome = Metronome(self.db, self.clock, ROUTES, jobs, self.sender, self.roles.hours)
        self.housekeeping = Housekeeping(self.db, self.roles.hours)
        self.worker.pace = member_pace(self.db, ROUTES, self.clock.now, on=settings.limits == "on")
        self.metronome.held_back = lambda: self.worker.pace.held_back
        self.heartbeat = Heartbeat(self.db, settings, self._contact_age)
        self.listener = self._listener() if settings.speech else None
        self.health = self._health() if settings.http_listen else None
        self._named_at = 0.0
        self.failed: asyncio.Future[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start every part; the bot's own name is asked for in the background."""
        self.failed = asyncio.get_running_loop().create_future()
        self.clock.jumped = self.nudge
        self.poller.arrived = self.worker.woken
        self.fetcher.begin()
        await self.clock.learn()
        if self.webhook is not None:
            self.webhook.arrived = self.worker.woken
            await self.webhook.open()
        for name, run in self._parts():
            self._tasks.append(asyncio.create_task(self._guard(name, run), name=name))
        self.metronome.start()
        if self.health is not None:
            await self.health.start()

    def _listener(self) -> Listener:
        from bot.hearing import Listener
        from bot.speech import ears

        hear = ears(self.settings.speech)
        listener = Listener(self.db, self.wire, self.clock, ROUTES, hear, self.roles.hours)
        listener.told = self.sender.woken.set
        return listener

    def _health(self) -> Health:
        from bot.health import Health

        health = Health(self.db, self.clock, listen_address(self.settings.http_listen), self._process, self.idle)
        self.sender.observed = health.metrics.observed
        return health

    def _process(self) -> Process:
        """What monitoring is told of this process alone."""
        from bot.health import Process

        roles = {role.name: role.epoch != 0 for role in (self.roles.poller, self.roles.sender, self.roles.hours)}
        return Process(self.last_success(), self.poller.polls, self.worker.pace.passed_over, roles)

    def _contact_age(self) -> float | None:
        """Seconds since Telegram answered this process as the one that receives; None: it does not receive."""
        last = self.last_success()
        return time.monotonic() - last if last and self.roles.poller.epoch else None

    def last_success(self) -> float:
        """The monotonic second at which Telegram last answered to the one that receives; 0 before the first."""
        received = self.poller.last_success if self.webhook is None else self.webhook.last_success
        return max(received, self._named_at) if self.roles.poller.epoch else received

    def nudge(self) -> None:
        """The clock jumped: ask all jobs now."""
        self._tasks.append(asyncio.create_task(_ignore(self._jumped())))

    async def _jumped(self) -> None:
        await self.presence.beat()
        await self.metronome.tick_all()

    async def stop(self) -> None:
        """Stop taking, let what is in flight end, close."""
        self.metronome.stop()
        await _ignore(self.presence.beat())
        if self.webhook is not None:
            await self.webhook.close()
        if self.health is not None:
            await self.health.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.worker.stop()
        await self.sender.stop()
        with contextlib.suppress(DatabaseAway):
            await self.roles.leave()
        await self.wire.close()
        await asyncio.get_running_loop().run_in_executor(None, self.db.close)

    async def idle(self) -> bool:
        """Whether there is nothing to handle, nothing to send and nothing due."""
        await self.clock.refresh()
        if not await self.db.aread(self.roles.complete):
            return False
        await self.presence.beat()
        if self.roles.poller.epoch and not self.presence.met:
            return False
        await self.worker.take()
        if not (self.worker.idle and self.sender.idle):
            return False
        if self.listener is not None and not await self.listener.idle():
            return False
        if await self.db.aread(_unfinished):
            return False
        return await self.metronome.tick_all() == 0 and not await self.db.aread(_unfinished)

    def _parts(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        return [
            ("clock", self.clock.follow),
            ("roles", self.roles.run),
            ("sender", self.sender.run),
            ("worker", self.worker.run),
            *self._ways_in(),
            *([("hearing", self.listener.run)] if self.listener else []),
            ("presence", self.presence.run),
            ("heartbeat", self.heartbeat.run),
            ("housekeeping", self.housekeeping.run),
            ("name", self._learn_name),
            ("warming", lambda: warm_up(lambda: self.last_success() > 0)),
        ]

    def _ways_in(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        """Either Telegram posts or we poll; never both."""
        if self.webhook is not None:
            return [("webhook", self.webhook.run)]
        return [("poller", self.poller.run), ("webhook", lambda: take_away(self.wire, self.roles.poller))]

    async def _learn_name(self) -> None:
        while True:
            try:
                name = await self.wire.username()
            except InvalidToken:
                raise
            except TelegramError:
                await asyncio.sleep(5)
                continue
            self._named_at = time.monotonic()
            self.db.office = office_of(self.settings, name)
            await Outage("name").insist(self.db.awrite, people.put_setting, "bot_name", name)
            return

    async def _guard(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """A part that ends by an error ends the process: its supervisor starts it again."""
        try:
            await run()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            log.exception("part ended", part=name)
            if self.failed is not None and not self.failed.done():
                self.failed.set_exception(error)


async def _ignore(work: Awaitable[object]) -> None:
    with contextlib.suppress(Exception):
        await work


def _unfinished(tx: Tx) -> int:
    return inbox.count_waiting(tx) + outbox.count_unfinished(tx)


def repeat_mark(tx: Tx, chat: int) -> str:
    """The first line of a message that is sent again after an unknown outcome, in the reader's language."""
    person = people.by_user(tx, chat)
    with speaking(person.language if person else LANGUAGES[0], tx.office.zone):
        return _("(sent again: ignore it if you have seen it)")
