"""Listens to voice notes behind the chat: fetched, made out by the adapter of the settings, handled once like what is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.effects import Effects
from bot.outages import Outage
from bot.roles import Role
from bot.routing import Routes
from bot.speech import Hear, NotHeard
from bot.wire import Wire
from domain.hearings import TRIES, Hearing
from handlers.hearings import ended
from screens.words import speaking
from services import hearings as verbs
from storage import hearings
from storage.database import Database, Tx

log = structlog.get_logger()

LOOK_SECONDS = 0.5
SOUND_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""


class Listener:
    """Takes the notes that wait, in the process that keeps the hours. A crash in the middle leaves a note waiting; its words are
    made out again then, and what follows from them happens once."""

    def __init__(self, db: Database, wire: Wire, clock: Clock, routes: Routes, hear: Hear, role: Role) -> None:
        self._db = db
        self._wire = wire
        self._clock = clock
        self._routes = routes
        self._hear = hear
        self._role = role
        self._outage = Outage("hearing")
        self.told: Callable[[], None] = lambda: None

    async def run(self) -> None:
        await self._role.given()
        await self._outage.insist(self._db.awrite, verbs.take_over)
        while True:
            if not self._role.epoch or not await self._outage.insist(self.listen):
                await asyncio.sleep(LOOK_SECONDS)

    async def idle(self) -> bool:
        return not await self._db.aread(hearings.count_waiting)

    async def listen(self) -> int:
        """Try the notes that are due; how many there were."""
        due = await self._db.aread(hearings.due, verbs.AT_ONCE)
        if not due:
            return 0
        for hearing in due:
            if hearing.tries >= TRIES:
                await self._end(hearing, "")
        begun = await self._db.awrite(verbs.begin)
        await asyncio.gather(*(self._one(hearing, file_id) for hearing, file_id in begun))
        return len(due)

    async def _one(self, hearing: Hearing, file_id: str) -> None:
        try:
            words = await self._hear(await self._sound(file_id))
        except NotHeard as error:
            log.warning("voice not heard", hearing=hearing.id, tries=hearing.tries + 1, cause=str(error))
            if error.again and hearing.tries + 1 < TRIES:
                await self._outage.insist(self._db.awrite, verbs.rest, hearing)
                return
            words = ""
        try:
            await self._end(hearing, words)
        except Exception:
            log.exception("voice not filed", hearing=hearing.id)
            await self._end(hearing, "")

    async def _sound(self, file_id: str) -> bytes:
        """The note from Telegram, which keeps it."""
        try:
            file = await self._wire.bot.get_file(file_id)
            if (file.file_size or 0) > SOUND_BYTES:
                raise NotHeard("too large", again=False)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            raise NotHeard("Telegram has no such file", again=False) from error
        except TelegramError as error:
            raise NotHeard(type(error).__name__) from error

    async def _end(self, hearing: Hearing, words: str) -> None:
        await self._outage.insist(self._db.awrite, self._file, hearing.id, words)
        self.told()

    def _file(self, tx: Tx, number: int, words: str) -> None:
        """Everything that follows from the words, in one transaction; nothing when that was done before."""
        spoken = verbs.end(tx, number, words)
        if spoken is None:
            return
        now = self._clock.now()
        effects = Effects(self._routes, tx, now, f"update:{spoken.hearing.origin}")
        with speaking(spoken.person.language, tx.office.zone):
            reply = ended(tx, spoken, now)
        audience = effects.chat_audience(spoken.person.user_id)
        if audience is None:
            effects.after(reply)
        else:
            effects.reply(audience, reply, None, 0, spoken.hearing.message_id)
