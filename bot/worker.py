"""Takes what the inbox holds: prepared outside the transaction, handled inside it, in order per chat, chats side by side."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.clock import Clock
from bot.handling import Handled, handle_update, update_failed
from bot.parsing import parse
from bot.preparing import prepare
from bot.routing import Routes
from bot.sender import Sender
from bot.wire import Wire
from storage import inbox
from storage.database import Database, DatabaseAway
from storage.inbox import Arrived

log = structlog.get_logger()

AT_ONCE = 32
TRIES = 3
TRY_PAUSES_SECONDS = (0.1, 0.4)
AWAY_PAUSE_SECONDS = 2.0


class Worker:
    """Handles inbox rows for ever; `woken` tells that new ones may be there."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, routes: Routes, sender: Sender) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._routes = routes
        self._sender = sender
        self._queues: dict[int, deque[Arrived]] = defaultdict(deque)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._seen = 0
        self._taking = asyncio.Lock()
        self.woken = asyncio.Event()
        self.finished: Callable[[], None] = lambda: None

    @property
    def idle(self) -> bool:
        return not self._tasks

    async def run(self) -> None:
        while True:
            self.woken.clear()
            await self.take()
            await self.woken.wait()

    async def take(self) -> None:
        """Hand out all rows that wait and were not handed out yet."""
        async with self._taking:
            await self._take()

    async def _take(self) -> None:
        while True:
            rows = await self._db.aread(inbox.waiting, self._seen)
            for row in rows:
                self._seen = max(self._seen, row.id)
                self._queues[row.chat_id].append(row)
                if row.chat_id not in self._tasks:
                    self._tasks[row.chat_id] = asyncio.create_task(self._chat(row.chat_id))
            if not rows:
                return

    async def stop(self) -> None:
        """Let what is being handled end; what waits stays in the inbox."""
        for rows in self._queues.values():
            rows.clear()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=5)

    async def _chat(self, chat: int) -> None:
        try:
            while self._queues[chat]:
                async with self._slots:
                    await self._one(self._queues[chat].popleft())
        finally:
            del self._queues[chat], self._tasks[chat]
            self.finished()

    async def _one(self, row: Arrived) -> None:
        tries = row.attempts
        while True:
            try:
                await self._attempt(row)
                return
            except DatabaseAway as error:
                log.warning("database away", row=row.id, cause=type(error.orig).__name__)
                await asyncio.sleep(AWAY_PAUSE_SECONDS)
            except Exception as error:
                tries += 1
                log.exception("update failed", row=row.id, attempt=tries)
                await self._failed(row, error, aside=tries >= TRIES)
                if tries >= TRIES:
                    return
                await asyncio.sleep(TRY_PAUSES_SECONDS[min(tries, len(TRY_PAUSES_SECONDS)) - 1])

    async def _attempt(self, row: Arrived) -> None:
        believe = not self._clock.set_by_hand
        incoming = parse(row.payload, self._wire.bot, row.trade_at, believe_dates=believe)
        now = self._clock.now()
        if incoming is not None:
            incoming = await prepare(self._db, replace(incoming, at=incoming.at.astimezone(now.tzinfo)), now)
        handled = await self._db.awrite(handle_update, row.id, incoming, self._routes, now)
        self._sender.woken.set()
        await self._answer(handled)

    async def _answer(self, handled: Handled) -> None:
        if handled.callback_id:
            await self._wire.answer(handled.callback_id, handled.toast)

    async def _failed(self, row: Arrived, error: Exception, *, aside: bool) -> None:
        why = f"{type(error).__name__} in {_where(error)}"
        await self._db.awrite(update_failed, row.id, row.chat_id, why, aside, self._routes, self._clock.now())
        self._sender.woken.set()


def _where(error: BaseException) -> str:
    """The place that raised, without the values that were in play."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
