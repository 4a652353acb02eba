"""A demo running in a thread of this process, and the Chromium that looks at it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, sync_playwright

from bot.demo.running import DATABASE, Demo, invite_all
from storage.database import Database
from tests.scenario.checking import unsent

T = TypeVar("T")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CALL_SECONDS = 60.0


def chromium() -> str:
    """The path of the machine's Chromium; '' when there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield opened
        finally:
            opened.close()


class Running:
    """A demo that serves at `address`."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder / DATABASE}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo", daemon=True)
        self._thread.start()
        self.demo = Demo(folder, invite_all(folder))
        self.address = self._await(self.demo.start())

    def stop(self) -> None:
        self._await(self.demo.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CALL_SECONDS)
        self._loop.close()

    def problems(self) -> list[str]:
        """What must be empty: requests that don't conform, messages that were not sent, updates put aside."""
        db = Database(self._url)
        try:
            return [*self.demo.world.problems, *db.read(unsent)]
        finally:
            db.close()

    def _await(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(CALL_SECONDS)


@contextmanager
def running(district: Path, folder: Path) -> Iterator[Running]:
    """A demo on a copy of an imported and planned district's database."""
    shutil.copy(district, folder / DATABASE)
    here = Running(folder)
    try:
        yield here
    finally:
        here.stop()
