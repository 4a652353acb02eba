"""What waits for the bot: updates kept until they are confirmed or too old, handed out by long poll or webhook."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from . import checker, facts
from .facts import Json
from .history import Fate
from .limits import CONFLICT_SECONDS, KEPT_FOR, KEPT_OTHERWISE, POLL_SECONDS, POLL_UPDATES
from .refusals import Refused, conflict, misuse
from .switches import Switches

_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KINDS = frozenset(facts.load().types["Update"].fields) - {"update_id"}
_DEFAULT = _KINDS - _ONLY_WHEN_ASKED
_REPEATABLE = 1_000
"""How many of the updates last confirmed can be had again."""
_LEAST_JUMP_BACK = 1_000_000

Lane = tuple[str, int]
"""Updates of one lane come in order; lanes are independent of each other, as at Telegram's webhooks."""


@dataclass(slots=True)
class Waiting:
    """An update on its way to the bot; `until` is when it expires, by the simulator's clock.

    `chat` and `message` are 0 where it has none. `numbering` counts the jumps of the ids before its own. One that
    is `apart` comes out of turn: offsets confirm it only once it was handed out.
    """

    serial: int
    body: Json
    kind: str
    chat: int
    message: int
    until: datetime
    numbering: int
    apart: bool = False
    handed: bool = False

    @property
    def id(self) -> int:
        number: int = self.body["update_id"]
        return number

    @property
    def lane(self) -> Lane:
        """A chat's messages share a lane; the taps of a person and the bot's membership have their own."""
        match self.kind:
            case "callback_query":
                return "taps", _id_in(self.body.get(self.kind), "from")
            case "my_chat_member":
                return "membership", self.chat
            case _:
                return "messages", self.chat


Hear = Callable[[Waiting, Fate], None]


class UpdateQueue:
    """The bot's unconfirmed updates in order; lives on one event loop.

    `hear` is told what becomes of each, `on_flaw` what is wrong with one; `arrived` may be set to be told of new
    ones.
    """

    def __init__(
        self, seed: str, switches: Switches, now: Callable[[], datetime], on_flaw: Callable[[str], None], hear: Hear
    ) -> None:
        self._next_id = random.Random(seed).randrange(100_000_000, 900_000_000)  # noqa: S311
        self._switches = switches
        self._now = now
        self._on_flaw = on_flaw
        self._hear = hear
        self._serials = itertools.count()
        self._waiting: dict[int, Waiting] = {}
        self._confirmed: deque[Waiting] = deque(maxlen=_REPEATABLE)
        self._ends: list[int] = []
        self._soonest: datetime | None = None
        self._allowed = _DEFAULT
        self._poller: asyncio.Future[None] | None = None
        self._conflict_at = float("-inf")
        self.hooked = False
        self.arrived: Callable[[Waiting], None] | None = None

    @property
    def pending(self) -> int:
        self.expire()
        return len(self._waiting)

    @property
    def quiet(self) -> bool:
        """Whether all updates are confirmed, and the bot polls or has a webhook."""
        return not self.pending and (self.hooked or self._poller is not None)

    @property
    def allowed(self) -> list[str] | None:
        """The kinds that the bot asked for; None when those are the default."""
        return None if self._allowed == _DEFAULT else sorted(self._allowed)

    def add(self, kind: str, body: Json) -> int | None:
        """Queue an update; its id, or None when the bot does not want this kind."""
        if kind not in self._allowed:
            return None
        update: Json = {"update_id": self._next_id, kind: body}
        if self._switches.checking:
            for flaw in checker.type_flaws("Update", update):
                self._on_flaw(f"simulator's own update: {flaw.words}")
        return self._queue(update, kind)

    def add_raw(self, content: Json) -> int:
        """Queue an update as it is, of any kind or none and unchecked; its id is put in."""
        return self._queue({"update_id": self._next_id} | content, next(iter(content), ""))

    def jump(self, by: int) -> None:
        """Let the next id be that much further on, or at least a million back, as after a week without updates."""
        if -_LEAST_JUMP_BACK < by < 0 or self._next_id + by <= 0:
            raise ValueError(f"ids jump back by a million at least and stay positive, not by {by}")
        self._ends.append(self._next_id)
        self._next_id += by

    def repeat(self, update_id: int | None = None, *, anew: bool = False) -> int:
        """Hand a confirmed update out once more (the last one without an id), `anew` under an id of its own."""
        found = next((one for one in reversed(self._confirmed) if update_id in (None, one.id)), None)
        if found is None:
            raise ValueError(f"update {update_id} was not confirmed of late")
        if anew:
            return self._queue(found.body | {"update_id": self._next_id}, found.kind)
        self._wait(found.body, found.kind, found.numbering, apart=True)
        return found.id

    def shuffle(self, seed: int) -> None:
        """Put what getUpdates has not handed out yet into another order, ids and all."""
        fresh = [one for one in self._waiting.values() if not one.handed]
        for one in fresh:
            del self._waiting[one.serial]
        random.Random(seed).shuffle(fresh)  # noqa: S311
        for one in fresh:
            one.serial, one.apart = next(self._serials), True
            self._waiting[one.serial] = one

    def forget(self) -> None:
        """Drop what waits, as deleteWebhook does when told to."""
        for one in list(self._waiting.values()):
            self.settle(one, Fate.FORGOTTEN)

    def waits(self, one: Waiting) -> bool:
        """Whether the update still waits; one that is too old no longer does."""
        self.expire()
        return one.serial in self._waiting

    def waiting(self) -> list[Waiting]:
        self.expire()
        return list(self._waiting.values())

    def hand(self, one: Waiting) -> Json:
        """The update as it goes to the bot."""
        one.handed = True
        self._hear(one, Fate.HANDED)
        return one.body

    def settle(self, one: Waiting, fate: Fate) -> None:
        """It waits no more."""
        if self._waiting.pop(one.serial, None) is None:
            return
        if fate is Fate.CONFIRMED:
            self._confirmed.append(one)
        self._hear(one, fate)

    def expire(self) -> None:
        """Let go of what is too old."""
        now = self._now()
        if self._soonest is None or now < self._soonest:
            return
        for one in [one for one in self._waiting.values() if one.until <= now]:
            self.settle(one, Fate.EXPIRED)
        self._soonest = min((one.until for one in self._waiting.values()), default=None)

    def allow(self, kinds: list[str] | None) -> None:
        """Sticky: not given keeps what was asked before, an empty list is the default again."""
        if kinds is None:
            return
        unknown = set(kinds) - _KINDS
        if unknown:
            raise misuse(f"unknown update types {', '.join(sorted(unknown))} in allowed_updates")
        self._allowed = frozenset(kinds) if kinds else _DEFAULT

    def hook(self, hooked: bool) -> None:
        """A webhook is set, which ends the poll, or is gone."""
        self.hooked = hooked
        if hooked:
            self._end_older(_WEBHOOK_SET)

    async def poll(self, params: Json) -> list[Json]:
        """getUpdates: confirm, then answer at once or wait for the first update."""
        if self.hooked:
            raise await self._held(conflict(_WEBHOOK_ACTIVE))
        self.allow(params.get("allowed_updates"))
        self._confirm(params.get("offset", 0))
        self._end_older(_OTHER_POLL)
        seconds = min(params.get("timeout", 0), POLL_SECONDS)
        if not self.pending and seconds > 0:
            await self._wait_for_one(seconds)
        limit = params.get("limit", POLL_UPDATES)
        count = limit if 1 <= limit <= POLL_UPDATES else POLL_UPDATES
        return [self.hand(one) for one in list(itertools.islice(self._oldest(), count))]

    def _queue(self, update: Json, kind: str) -> int:
        number = self._next_id
        self._next_id += 1
        self._wait(update, kind, len(self._ends))
        return number

    def _wait(self, update: Json, kind: str, numbering: int, *, apart: bool = False) -> None:
        until = self._now() + KEPT_FOR.get(kind, KEPT_OTHERWISE)
        chat, message = _subject(update.get(kind))
        one = Waiting(next(self._serials), update, kind, chat, message, until, numbering, apart)
        self._waiting[one.serial] = one
        self._soonest = until if self._soonest is None else min(self._soonest, until)
        self._hear(one, Fate.QUEUED)
        if self.arrived is not None:
            self.arrived(one)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _oldest(self) -> Iterator[Waiting]:
        """What waits, as far as its ids belong to one numbering: ids jump only where nothing is left before."""
        first = next(iter(self._waiting.values()), None)
        return itertools.takewhile(lambda one: first and one.numbering == first.numbering, self._waiting.values())

    def _confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps that many of the newest, one from the future is ignored."""
        if offset < 0:
            for one in self.waiting()[:offset]:
                self.settle(one, Fate.CONFIRMED)
            return
        confirmed = []
        for one in self._oldest():
            end = self._ends[one.numbering] if one.numbering < len(self._ends) else self._next_id
            before = one.id < offset <= end
            if before and (one.handed or not one.apart):
                confirmed.append(one)
            elif not one.handed and not one.apart:
                break
        for one in confirmed:
            self.settle(one, Fate.CONFIRMED)

    def _end_older(self, words: str) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(words))
        self._poller = None

    async def _held(self, refused: Refused) -> Refused:
        """The conflict itself, at once; when there was one just before, after some seconds."""
        hold = CONFLICT_SECONDS / self._switches.haste
        now = time.monotonic()
        if now < self._conflict_at + hold:
            await asyncio.sleep(hold)
        else:
            self._conflict_at = now
        return refused

    async def _wait_for_one(self, seconds: float) -> None:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return
        except Refused as ended:
            raise await self._held(ended) from None
        finally:
            if self._poller is poller:
                self._poller = None


def _subject(content: object) -> tuple[int, int]:
    """The chat and message that an update is about: its own, or the one that was tapped."""
    if not isinstance(content, dict):
        return 0, 0
    about = content if "chat" in content else content.get("message")
    message = about.get("message_id") if isinstance(about, dict) else None
    return _id_in(about, "chat"), message if isinstance(message, int) else 0


def _id_in(content: object, name: str) -> int:
    inner = content.get(name) if isinstance(content, dict) else None
    number = inner.get("id") if isinstance(inner, dict) else None
    return number if isinstance(number, int) else 0
