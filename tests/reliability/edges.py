"""The edges of a running bot: each statement and commit of a writer, each request before and after; one may be its last.

Installed in the bot's own process before it starts; production code knows nothing of it."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL

KEY_HEADER = "X-Simulator-Key"
BACK_OFF_SECONDS = (0.03, 0.06, 0.12, 0.25)
POLL_SECONDS = 1
OF_INBOX = ("INSERT INTO inbox", "UPDATE inbox")
_KEY: ContextVar[str] = ContextVar("key", default="")


@dataclass(frozen=True, slots=True)
class Orders:
    """What a process is to do besides its work.

    `left`: how many steps it has still to live, shared with whoever gives the orders; 0 for ever. `statements`: whether
    statements count as steps beside commits and requests; `named`: only steps of that name count. `call_seconds`: how long
    a request may take, 0: as usual. `lease_seconds`: on PostgreSQL a dead bot's roles are free after so long."""

    journal: Path
    left: Any = None
    statements: bool = True
    named: str = ""
    call_seconds: float = 0.0
    lease_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal. `what`: `start`, `settled` (a row's outcome is committed, by who was the sender for sure),
    `timed out` (its answer did not come in time, on a slow machine even without a fault), `killed` (at step `step`)."""

    at: float
    pid: int
    what: str
    name: str
    step: int


class Edges:
    """Counts the steps of one process and ends it at one of them."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._file = os.open(orders.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._counting = threading.Lock()
        self.statements = orders.statements
        self.steps = 0
        self.write("start", "")

    def step(self, name: str) -> None:
        """One step further, or never again."""
        with self._counting:
            self.steps += 1
            left = self._orders.left
            if left is None or left.value <= 0 or self._orders.named not in {"", name}:
                return
            left.value -= 1
            if left.value == 0:
                self.write("killed", name)
                os.kill(os.getpid(), signal.SIGKILL)

    def write(self, what: str, name: str) -> None:
        line = {"at": time.monotonic(), "pid": os.getpid(), "what": what, "name": name, "step": self.steps}
        os.write(self._file, f"{json.dumps(line)}\n".encode())


def read(journal: Path) -> list[Line]:
    """The lines of a journal, oldest first."""
    return [Line(**json.loads(line)) for line in journal.read_text().splitlines()] if journal.exists() else []


def install(orders: Orders) -> Edges:
    """Put the hooks into this process; to be called before the bot is made."""
    edges = Edges(orders)
    hurry(orders.call_seconds)
    _watch_databases(edges)
    watch_wire(edges.step, edges.write)
    return edges


def hurry(call_seconds: float = 0.0) -> None:
    """Shorter waits: after an unknown outcome, and (unless 0) for an answer."""
    from bot import outages, poller, sender, wire

    outages.PAUSES_SECONDS = BACK_OFF_SECONDS  # type: ignore[assignment]
    sender.BACK_OFF_SECONDS = BACK_OFF_SECONDS  # type: ignore[assignment]
    poller.BACK_OFF_SECONDS = BACK_OFF_SECONDS  # type: ignore[assignment]
    if call_seconds:
        wire.CALL_SECONDS = call_seconds
        poller.POLL_SECONDS = POLL_SECONDS


def _watch_databases(edges: Edges) -> None:
    """Steps are those of the engines that write: what only reads leaves nothing behind for a kill to spoil.

    Of the bookkeeping apart only what changes the inbox is one: the rest comes by the clock, whatever people do."""
    from storage import postgres, sqlite

    for module in (postgres, sqlite):
        module.engines = _watched(module.engines, edges)  # type: ignore[attr-defined]


def _watched(make: Callable[[URL, int], Any], edges: Edges) -> Callable[[URL, int], Any]:
    def engines(url: URL, readers: int) -> Any:
        ways = make(url, readers)
        _watch(ways.writing, edges, lambda statement: True)
        if ways.apart is not None:
            _watch(ways.apart, edges, lambda statement: statement.startswith(OF_INBOX))
        return ways

    return engines


def _watch(engine: Engine, edges: Edges, counts: Callable[[str], bool]) -> None:
    """Commits count when a statement before them `counts` and changed something, or all statements do."""
    here = threading.local()

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if edges.statements and counts(statement):
            edges.step(" ".join(statement.split()[:3]))

    @event.listens_for(engine, "after_cursor_execute")
    def _executed(_conn: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        here.counted = getattr(here, "counted", False) or (counts(statement) and cursor.rowcount != 0)

    commit, roll_back = engine.dialect.do_commit, engine.dialect.do_rollback

    def _commit(connection: Any) -> None:
        counted, here.counted = getattr(here, "counted", False), False
        if not counted:
            return commit(connection)
        edges.step("before commit")
        commit(connection)
        edges.step("after commit")

    def _roll_back(connection: Any) -> None:
        here.counted = False
        roll_back(connection)

    engine.dialect.do_commit = _commit  # type: ignore[method-assign, assignment]
    engine.dialect.do_rollback = _roll_back  # type: ignore[method-assign, assignment]


def watch_wire(step: Callable[[str], None], write: Callable[[str, str], None]) -> Callable[[], None]:
    """Tell of each request before and after, name each message to the simulator; returns how to undo it."""
    import aiohttp
    from telegram.error import TimedOut

    from bot.sender import Sender
    from bot.wire import AioRequest

    call, make, deliver = AioRequest.call, Sender._call, Sender._deliver
    request = aiohttp.ClientSession._request

    async def _call(self: Any, url: str, *rest: Any) -> Any:
        method = url.rsplit("/", 1)[-1]
        step(f"before {method}")
        try:
            return await call(self, url, *rest)
        except TimedOut:
            write("timed out", _KEY.get())
            raise
        finally:
            step(f"after {method}")

    async def _make(self: Any, row: Any) -> Any:
        _KEY.set(f"{row.id}.{row.attempts}")
        return await make(self, row)

    async def _deliver(self: Any, row: Any) -> None:
        await deliver(self, row)
        if self._role.epoch == row.epoch and self._role.sure():
            write("settled", f"{row.id}.{row.attempts}")

    async def _request(self: Any, *args: Any, **how: Any) -> Any:
        if _KEY.get():
            how["headers"] = {KEY_HEADER: _KEY.get()}
        return await request(self, *args, **how)

    def undo() -> None:
        AioRequest.call, Sender._call, Sender._deliver = call, make, deliver  # type: ignore[method-assign]
        aiohttp.ClientSession._request = request  # type: ignore[method-assign]

    AioRequest.call, Sender._call, Sender._deliver = _call, _make, _deliver  # type: ignore[method-assign, assignment]
    aiohttp.ClientSession._request = _request  # type: ignore[method-assign]
    return undo
