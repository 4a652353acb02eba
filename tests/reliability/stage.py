"""A district whose people have joined, on a database and in a simulator, and a bot that may die and is started again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.phones import Telegram
from storage.database import Database
from tests.reliability.edges import Orders, install
from tests.reliability.ground import PEOPLE, Ground
from tests.scenario.harness import SETTLE_SECONDS, Person, World
from tests.scenario.running import ZONE, ProcessBot

CANT_BEGIN = 2
"""The exit code of a bot that can't open its database when it starts: its supervisor starts it again."""
MORNING = datetime(2026, 11, 24, 7, 25, 30, tzinfo=ZONE)


def _serve(values: dict[str, str], orders: Orders) -> None:
    install(orders)
    import typer

    from tests.scenario.running import _serve as serve

    try:
        serve(values, orders.lease_seconds)
    except typer.Exit as end:
        raise SystemExit(end.exit_code) from None


class MortalBot(ProcessBot):
    """A bot in a process of its own that may be told how many steps it has to live, and is started again when it died.

    `buried` is called in between. `ends_well`: exit codes with which it may be started again; `false_starts` counts those
    that say that it could not begin."""

    def __init__(self, values: dict[str, str], journal: Path, **how: Any) -> None:
        super().__init__(values)
        self._left = self._context.Value("l", 0, lock=False)
        self._orders = Orders(journal, self._left, **how)
        self.deaths = 0
        self.false_starts = 0
        self.ends_well = {-signal.SIGKILL}
        self.relapse = 0
        self.buried: Callable[[], None] = lambda: None
        self._context.set_forkserver_preload(
            ["bot.app", "bot.main", "domain.understanding", "dateparser", "tests.reliability.edges"]
        )

    def start(self) -> None:
        self._process = self._context.Process(target=_serve, args=(self._values, self._orders), daemon=True)
        self._process.start()

    def freeze(self) -> None:
        """Stop where it is, as a machine that sleeps."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on as if nothing had been."""
        os.kill(self._process.pid, signal.SIGCONT)

    def live_for(self, steps: int) -> None:
        """So many steps from now on, 0 for as long as it likes."""
        self._left.value = steps

    @property
    def left(self) -> int:
        """How many steps it has left."""
        return int(self._left.value)

    def revive(self) -> bool:
        """Start it again if it died, for `relapse` steps the first time; whether it had."""
        if self._process.is_alive():
            return False
        code = self._process.exitcode
        assert code in self.ends_well, f"the bot's process ended with {code}"
        self.deaths += 1
        self.false_starts += code == CANT_BEGIN
        self.buried()
        self.live_for(self.relapse)
        self.relapse = 0
        self.start()
        return True

    def die(self) -> None:
        """SIGKILL from outside; `revive` starts it again."""
        if self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def idle(self) -> bool:
        try:
            return super().idle()
        except AssertionError:
            if self.revive():
                return False
            raise


class MortalWorld(World):
    """A world whose bots may die at any moment: coming to rest includes reviving them. `bot` is the first of them."""

    bot: MortalBot

    def __init__(self, telegram: Telegram, bots: Sequence[MortalBot], url: str, journal: Path) -> None:
        super().__init__(telegram, bots[0], url)
        self.bots = bots
        self.journal = journal

    def has(self, code: str) -> Person:
        """The phone of one who has joined."""
        if code not in self._people:
            phone = self.telegram.person(code, user_id=PEOPLE[code])
            self.telegram.act(lambda world: setattr(world.person(phone.id), "started", True))
            self._people[code] = Person(self, code, phone)
        return self._people[code]

    @property
    def codes(self) -> list[str]:
        return list(self._people)

    def revive(self) -> None:
        """Start again who died."""
        for bot in self.bots:
            bot.revive()

    def stop(self) -> None:
        """Let all bots end as they are told to."""
        for bot in self.bots:
            bot.stop()

    def _wait(self) -> None:
        until = time.monotonic() + SETTLE_SECONDS
        quiet = 0
        while quiet < 2:
            assert time.monotonic() < until, f"the bot does not come to rest; Telegram quiet: {self.telegram.quiet()}"
            self.revive()
            quiet = quiet + 1 if self.telegram.quiet() and all(bot.idle() for bot in self.bots) else 0
            if not quiet:
                time.sleep(0.005)


@contextmanager
def stage(
    ground: Ground,
    folder: Path,
    *,
    now: datetime = MORNING,
    settings: dict[str, str] | None = None,
    bots: int = 1,
    **how: Any,
) -> Iterator[MortalWorld]:
    """Mortal bots on a copy of a database of people who have joined; the other keywords are those of Orders."""
    with ground.copy(folder) as url, Telegram(now=now) as telegram:
        values = {
            "token": telegram.token,
            "api_url": telegram.url,
            "database_url": url,
            "limits": "off",
            "clock": telegram.clock_url,
        } | (settings or {})
        journal = folder / "journal"
        here = MortalWorld(telegram, [MortalBot(values, journal, **how) for _ in range(bots)], url, journal)
        for code in PEOPLE:
            here.has(code)
        for bot in here.bots:
            bot.start()
        try:
            yield here
        finally:
            here.stop()


def read(url: str, function: Any, *args: Any) -> Any:
    """Ask a database that nobody else has open."""
    db = Database(url)
    try:
        return db.read(function, *args)
    finally:
        db.close()
