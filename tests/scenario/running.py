"""Two ways to run the real bot: in a thread of this process, or in a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from bot import roles
from bot.clock import Clock
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App

START_SECONDS = 60.0
ZONE = ZoneInfo("Asia/Shanghai")


def hurry(seconds: float = 2.0) -> None:
    """Leases are for minutes of real life: here a dead bot's roles are free after so long."""
    life = timedelta(seconds=seconds)
    roles.LIFE, roles.MARGIN, roles.LOOK_SECONDS = life, life / 4, seconds / 8


class Bot(Protocol):
    """A bot that can be started, asked whether it is idle, stopped, and killed."""

    def start(self) -> None: ...

    def idle(self) -> bool: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...


class HandClock(Clock):
    """Trade time straight from the simulator's clock."""

    def __init__(self, read: Any) -> None:
        super().__init__("", ZONE)
        self.set_by_hand = True
        self._read = read

    def now(self) -> datetime:
        now: datetime = self._read()
        return now.astimezone(ZONE)


class ThreadBot:
    """The bot on an event loop in a thread; `kill` cuts it without any clean-up of its own."""

    def __init__(self, settings: Settings, read_clock: Any) -> None:
        self._settings = settings
        self._read_clock = read_clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.app: App | None = None

    def start(self) -> None:
        hurry()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot", daemon=True)
        self._thread.start()

        async def begin() -> App:
            from bot.app import App

            app = App(self._settings, HandClock(self._read_clock))
            await app.start()
            return app

        self.app = self._await(begin())

    def idle(self) -> bool:
        assert self.app is not None
        assert self.app.failed is not None
        if self.app.failed.done():
            self.app.failed.result()
        return bool(self._await(self.app.idle()))

    def stop(self) -> None:
        if self.app is None or self._loop is None or self._thread is None:
            return
        self._await(self.app.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()
        self.app = None

    def kill(self) -> None:
        self.stop()

    def _await(self, work: Any) -> Any:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_SECONDS)


def _serve(values: dict[str, str], lease_seconds: float = 2.0) -> None:
    for name, value in values.items():
        os.environ[f"VISITBOT_{name.upper()}"] = value
    from bot import logs
    from bot.main import _serve as serve
    from bot.settings import load

    hurry(lease_seconds)
    logs.set_up(plain=True)
    raise SystemExit(asyncio.run(serve(load())))


class ProcessBot:
    """The bot in a process of its own, forked from a server that has everything imported; `kill` is SIGKILL."""

    def __init__(self, values: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._values = values | {"http_listen": f"127.0.0.1:{self._port}"}
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.app", "bot.main", "domain.understanding", "dateparser"])
        self._process: Any = None

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def start(self) -> None:
        self._process = self._context.Process(target=_serve, args=(self._values,), daemon=True)
        self._process.start()

    def idle(self) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/idle", timeout=START_SECONDS) as answer:
                    return bool(json.load(answer)["idle"])
            except (urllib.error.URLError, OSError):
                if not self._process.is_alive():
                    raise AssertionError(f"the bot's process ended with {self._process.exitcode}") from None
                time.sleep(0.02)
        raise AssertionError("the bot does not answer")

    def stop(self) -> None:
        if self._process is not None and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGTERM)
            self._process.join(START_SECONDS)

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join(START_SECONDS)
