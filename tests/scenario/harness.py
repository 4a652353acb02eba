"""A day lived by people: each act is followed by waiting until the bot has nothing left to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.settings import Settings
from services import people as people_verbs
from simulator.phones import Group, Phone, Shown, Telegram
from storage.database import Database
from tests.scenario.running import ZONE, Bot, ProcessBot, ThreadBot

SETTLE_SECONDS = 90.0
ACT = timedelta(seconds=5)
"""Trade time before every act of a person."""


class Person:
    """Someone with a phone. Reading is explicit: `expects` looks at what came or changed since the last look."""

    def __init__(self, world: World, code: str, phone: Phone) -> None:
        self.world = world
        self.code = code
        self.phone = phone

    def says(self, text: str, **how: Any) -> Person:
        return self._does(lambda: self.phone.says(text, **how))

    def taps(self, label: str, **how: Any) -> Person:
        return self._does(lambda: self.phone.taps(label, **how))

    def sends_photo(self, caption: str | None = None, **how: Any) -> Person:
        return self._does(lambda: self.phone.sends_photo(caption, **how))

    def sends_voice(self, seconds: int = 12) -> Person:
        return self._does(lambda: self.phone.sends_voice(seconds))

    def sends_place(self, lat: float, lon: float) -> Person:
        return self._does(lambda: self.phone.sends_place(lat, lon))

    def edits(self, message: int, text: str) -> Person:
        return self._does(lambda: self.phone.edits(message, text))

    def blocks(self) -> Person:
        return self._does(self.phone.blocks)

    def unblocks(self) -> Person:
        return self._does(self.phone.unblocks)

    def expects(self, *words: str) -> Shown:
        """The newest unread message that holds all the words; everything read so far counts as read."""
        unread = self.phone.unread()
        found = [shown for shown in unread if all(word in shown.text for word in words)]
        seen = "\n---\n".join(shown.text for shown in unread) or "(nothing new)"
        assert found, f"{self.code} expected {words}, but sees:\n{seen}"
        self.phone.reads()
        return found[-1]

    def expects_nothing(self) -> None:
        unread = self.phone.unread()
        assert not unread, f"{self.code} expected nothing, but sees:\n" + "\n---\n".join(s.text for s in unread)

    def sees(self, *words: str) -> Shown:
        """The newest message in the chat, read or not, that holds all the words."""
        shown = self.phone.messages()
        found = [one for one in shown if one.by_bot and all(word in one.text for word in words)]
        last = "\n---\n".join(one.text for one in shown[-6:])
        assert found, f"{self.code} does not see {words}; the chat ends with:\n{last}"
        return found[-1]

    def never_sees(self, *words: str) -> None:
        found = [one.text for one in self.phone.messages() if one.by_bot and all(word in one.text for word in words)]
        assert not found, f"{self.code} must not see {words}:\n{found}"

    @property
    def toast(self) -> str:
        return self.phone.toasts[-1] if self.phone.toasts else ""

    def _does(self, act: Any) -> Person:
        self.world.telegram.clock.forward(seconds=ACT.total_seconds())
        act()
        self.world.settle()
        return self


class World:
    """A district, its people's phones, a clock and a running bot."""

    def __init__(self, telegram: Telegram, bot: Bot, url: str, *, kill_between: bool = False) -> None:
        self.telegram = telegram
        self.bot = bot
        self.url = url
        self.kill_between = kill_between
        self.restarts = 0
        self._people: dict[str, Person] = {}

    def joins(self, code: str, language_code: str = "zh-hans") -> Person:
        """Invite and join; the same person on later calls."""
        if code not in self._people:
            invite = self.write(lambda tx: people_verbs.invite(tx, code, "", self.now).value)
            person = Person(self, code, self.telegram.person(code, language_code))
            self._people[code] = person
            person._does(lambda: person.phone.starts(invite.code))
        return self._people[code]

    def stranger(self, name: str = "路人", language_code: str = "zh-hans") -> Person:
        return Person(self, name, self.telegram.person(name, language_code))

    def group(self, title: str, *people: Person) -> Group:
        return self.telegram.group(title, *(person.phone for person in people))

    @property
    def now(self) -> datetime:
        return self.telegram.clock.now.astimezone(ZONE)

    def at(self, reading: str) -> None:
        """Move the clock forward to a time of the same day."""
        hours, minutes = map(int, reading.split(":"))
        self.until(datetime.combine(self.now.date(), time_of_day(hours, minutes), ZONE))

    def until(self, instant: datetime) -> None:
        assert instant >= self.now, f"{instant} is in the past"
        self.telegram.clock.to(instant)
        self.settle()

    def forward(self, **by: float) -> None:
        self.telegram.clock.forward(**by)
        self.settle()

    def settle(self) -> None:
        """Wait until the bot has answered everything and nothing is due; then kill it, when that is the test."""
        self._wait()
        if self.kill_between:
            self.bot.kill()
            self.restarts += 1
            self.bot.start()
            self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + SETTLE_SECONDS
        quiet = 0
        while time.monotonic() < until:
            if self.telegram.quiet() and self.bot.idle():
                quiet += 1
                if quiet >= 2:
                    return
            else:
                quiet = 0
                time.sleep(0.005)
        raise AssertionError(f"the bot does not come to rest; Telegram quiet: {self.telegram.quiet()}")

    def write(self, function: Any) -> Any:
        db = Database(self.url)
        try:
            return db.write(function).result()
        finally:
            db.close()

    def read(self, function: Any) -> Any:
        db = Database(self.url)
        try:
            return db.read(function)
        finally:
            db.close()

    def problems(self) -> list[str]:
        """What must be empty at the end: requests that don't conform, messages that were not sent."""
        from tests.scenario.checking import unsent

        return [*self.telegram.world.problems, *self.read(unsent)]


@contextmanager
def world(
    database: Path | str,
    now: datetime,
    *,
    own_process: bool = False,
    kill_between: bool = False,
    bots: Callable[[dict[str, str]], Bot] | None = None,
    **settings: Any,
) -> Iterator[World]:
    """A running world on a copy of a database (a file or a URL); whatever went wrong unseen fails at the end.

    `bots` makes another bot of the settings than the usual one."""
    with Telegram(now=now) as telegram, ExitStack() as logged:
        values = {
            "token": telegram.token,
            "api_url": telegram.url,
            "database_url": database if isinstance(database, str) else f"sqlite:///{database}",
            "limits": "off",
            "clock": telegram.clock_url,
        } | {name: str(value) for name, value in settings.items()}
        bot: Bot = (
            bots(values)
            if bots
            else ProcessBot(values)
            if own_process
            else ThreadBot(Settings(_env_file=None, **values), lambda: telegram.clock.now)  # type: ignore[call-arg, arg-type]
        )
        heard = logged.enter_context(capture_logs())
        bot.start()
        here = World(telegram, bot, values["database_url"], kill_between=kill_between)
        try:
            here.settle()
            yield here
            assert here.problems() == []
            assert [event for event in heard if event["log_level"] in {"error", "critical"}] == []
        finally:
            bot.stop()
