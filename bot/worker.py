"""Takes what the inbox holds: prepared outside the transaction, handled inside it, in order per chat, chats side by side."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.handling import Handled, handle_update, update_failed
from bot.outages import Outage, within
from bot.pacing import Pace, pass_over
from bot.parsing import parse
from bot.preparing import prepare
from bot.roles import Roles
from bot.routing import Routes
from bot.sender import Sender
from bot.wire import Wire
from storage import inbox
from storage.database import Database, Tx
from storage.inbox import Arrived

log = structlog.get_logger()

AT_ONCE = 32
IN_HAND = 128
"""How many rows a process takes ahead of handling them, where others could handle them as well."""
TRIES = 3
TRY_PAUSES_SECONDS = (0.1, 0.4)
LOOK_SECONDS = 0.2
"""How soon a row is found that another process stored or gave back."""


class Worker:
    """Handles inbox rows for ever; `woken` tells that new ones may be there."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, routes: Routes, sender: Sender, roles: Roles) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._routes = routes
        self._sender = sender
        self._roles = roles
        self._queues: dict[int, deque[Arrived]] = defaultdict(deque)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._in_hand: set[int] = set()
        self._losses = 0
        self._seen = 0
        self._taking = asyncio.Lock()
        self._outage = Outage("worker")
        self.pace = Pace(on=False)
        self.woken = asyncio.Event()
        self.finished: Callable[[], None] = lambda: None

    @property
    def idle(self) -> bool:
        return not self._tasks

    async def run(self) -> None:
        await self._roles.worker.given()
        while True:
            self.woken.clear()
            await self._outage.insist(self.take)
            await within(self.woken, LOOK_SECONDS if self._db.shared else None)

    async def take(self) -> None:
        """Hand out all rows that wait and were not handed out yet."""
        async with self._taking:
            while self._roles.worker.epoch and (rows := await self._fresh()):
                for row in rows:
                    self._hand_out(row)

    async def _fresh(self) -> list[Arrived]:
        if not self._roles.claims:
            rows = await self._db.aread(inbox.waiting, self._seen)
            self._seen = max([self._seen, *(row.id for row in rows)])
            return rows
        held_back = sum(len(self._queues[chat]) for chat in self.pace.held_back & self._queues.keys())
        room = IN_HAND - len(self._in_hand) + held_back
        if room <= 0:
            return []
        while True:
            losses = self._losses
            rows = await self._db.awrite_apart(inbox.take, self._roles.claims, room, frozenset(self._in_hand))
            if losses == self._losses:
                return rows

    def _hand_out(self, row: Arrived) -> None:
        self._in_hand.add(row.id)
        self._queues[row.chat_id].append(row)
        if row.chat_id not in self._tasks:
            self._tasks[row.chat_id] = asyncio.create_task(self._chat(row.chat_id))

    async def stop(self) -> None:
        """Let what is being handled end; what waits stays in the inbox."""
        for rows in self._queues.values():
            rows.clear()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=5)

    async def _chat(self, chat: int) -> None:
        try:
            while self._queues[chat]:
                welcome = await self.pace.turn(chat)
                async with self._slots:
                    row = self._queues[chat].popleft()
                    await (self._one(row) if welcome else self._pass_over(row))
                    self._in_hand.discard(row.id)
        finally:
            del self._queues[chat], self._tasks[chat]
            if self._db.shared:
                self.woken.set()
            self.finished()

    async def _pass_over(self, row: Arrived) -> None:
        """A stranger's update beyond the limit is counted, and that is all."""
        await self._outage.insist(self._db.awrite, pass_over, row.id, self._roles.claims)

    async def _one(self, row: Arrived) -> None:
        for tries in range(min(row.attempts, TRIES - 1) + 1, TRIES + 1):
            try:
                await self._outage.insist(self._attempt, row)
                return
            except Exception as error:
                log.exception("update failed", row=row.id, attempt=tries)
                await self._failed(row, error, aside=tries >= TRIES)
            if tries < TRIES:
                await asyncio.sleep(TRY_PAUSES_SECONDS[min(tries, len(TRY_PAUSES_SECONDS)) - 1])

    async def _attempt(self, row: Arrived) -> None:
        believe = not self._clock.set_by_hand
        incoming = parse(row.payload, self._wire.bot, row.trade_at, believe_dates=believe)
        now = self._clock.now()
        if incoming is not None:
            incoming = await prepare(self._db, replace(incoming, at=incoming.at.astimezone(now.tzinfo)), now)
        handled = await self._db.awrite(handle_update, row.id, incoming, self._routes, now, self._roles.claims)
        if not handled.ours and self._roles.claims:
            self._lose(row)
        self._sender.woken.set()
        await self._answer(handled)

    def _lose(self, row: Arrived) -> None:
        """A row was given back meanwhile: what stands behind it is let go of, and taken again in its order."""
        self._losses += 1
        self._in_hand -= {row.id, *(behind.id for behind in self._queues[row.chat_id])}
        self._queues[row.chat_id].clear()

    async def _answer(self, handled: Handled) -> None:
        if handled.callback_id:
            await self._wire.answer(handled.callback_id, handled.toast)

    async def _failed(self, row: Arrived, error: Exception, *, aside: bool) -> None:
        why = f"{type(error).__name__} in {_where(error)}"
        try:
            await self._outage.insist(self._db.awrite, self._note, row, why, aside, self._clock.now())
        except Exception:
            log.exception("failure can't be told", row=row.id)
            await self._outage.insist(self._db.awrite, self._note_only, row, why, aside)
        self._sender.woken.set()

    def _note(self, tx: Tx, row: Arrived, why: str, aside: bool, now: datetime) -> None:
        if inbox.is_new(tx, row.id, self._roles.claims):
            update_failed(tx, row.id, row.chat_id, why, aside, self._routes, now)

    def _note_only(self, tx: Tx, row: Arrived, why: str, aside: bool) -> None:
        """The same, when even telling people of it fails."""
        if inbox.is_new(tx, row.id, self._roles.claims):
            inbox.failed(tx, row.id, why, aside=aside)


def _where(error: BaseException) -> str:
    """The place that raised, without the values that were in play."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
