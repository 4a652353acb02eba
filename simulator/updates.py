"""What waits for the bot: updates kept until a later offset confirms them, handed out by long poll."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable

from . import checker, facts
from .facts import Json
from .limits import POLL_SECONDS, POLL_UPDATES
from .refusals import Refused, misuse

_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KINDS = frozenset(facts.load().types["Update"].fields) - {"update_id"}


class UpdateQueue:
    """The bot's unconfirmed updates in order; lives on one event loop."""

    def __init__(self, seed: str, on_flaw: Callable[[str], None], on_confirmed: Callable[[Json], None]) -> None:
        self._next_id = random.Random(seed).randrange(100_000_000, 900_000_000)  # noqa: S311
        self._on_flaw = on_flaw
        self._on_confirmed = on_confirmed
        self._waiting: deque[Json] = deque()
        self._allowed = _KINDS - _ONLY_WHEN_ASKED
        self._poller: asyncio.Future[None] | None = None

    @property
    def pending(self) -> int:
        return len(self._waiting)

    @property
    def quiet(self) -> bool:
        """Whether all updates are confirmed and the bot waits for the next."""
        return not self._waiting and self._poller is not None

    def add(self, kind: str, body: Json) -> int | None:
        """Queue an update and wake the poll; its id, or None when the bot does not want this kind."""
        if kind not in self._allowed:
            return None
        number = self._next_id
        update: Json = {"update_id": number, kind: body}
        self._next_id += 1
        for flaw in checker.type_flaws("Update", update):
            self._on_flaw(f"simulator's own update: {flaw.words}")
        self._waiting.append(update)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        return number

    def forget(self) -> None:
        """Drop what waits, as deleteWebhook does when told to."""
        self._waiting.clear()

    async def poll(self, params: Json) -> list[Json]:
        """getUpdates: confirm, then answer at once or wait for the first update."""
        limit = params.get("limit", POLL_UPDATES)
        self._allow(params.get("allowed_updates"))
        self._confirm(params.get("offset", 0))
        self._end_older()
        seconds = min(params.get("timeout", 0), POLL_SECONDS)
        if not self._waiting and seconds > 0:
            await self._wait(seconds)
        count = limit if 1 <= limit <= POLL_UPDATES else POLL_UPDATES
        return [self._waiting[place] for place in range(min(count, len(self._waiting)))]

    def _allow(self, kinds: list[str] | None) -> None:
        """Sticky: not given keeps what was asked before, an empty list is the default again."""
        if kinds is None:
            return
        unknown = set(kinds) - _KINDS
        if unknown:
            raise misuse(f"unknown update types {', '.join(sorted(unknown))} in allowed_updates")
        self._allowed = frozenset(kinds) if kinds else _KINDS - _ONLY_WHEN_ASKED

    def _confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps that many of the newest."""
        if offset < 0:
            offset = self._next_id + offset
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._on_confirmed(self._waiting.popleft())

    def _end_older(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, _CONFLICT))
        self._poller = None

    async def _wait(self, seconds: float) -> None:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
