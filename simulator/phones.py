"""Phones for tests: a simulator in a thread of its own, and people who speak, tap and read.

Every act runs on the simulator's loop and returns when its update is queued for the bot.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from . import acts, groups, loads, views
from .facts import Json
from .faults import Fault
from .files import Upload
from .history import REMEMBERED, History
from .server import DEFAULT_NAME, DEFAULT_TOKEN, DEFAULT_USERNAME, Server, new_world
from .world import Chat, Message, World

T = TypeVar("T")

_START_SECONDS = 10
_ACT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on the screen; `media` and `reply_to` are the control API's objects."""

    id: int
    chat_id: int
    text: str
    html: str
    buttons: list[list[str]]
    edited: bool
    reactions: list[str]
    media: Json | None
    reply_to: Json | None
    by_bot: bool
    sender: int
    date: datetime
    thread: int


class Hand:
    """The hand on the simulator's clock."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def now(self) -> datetime:
        return self._telegram.world.clock.now

    def forward(self, *, minutes: float = 0, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        by = timedelta(minutes=minutes, seconds=seconds, hours=hours, days=days)
        self._move(lambda world: world.clock.forward(by))

    def to(self, instant: datetime) -> None:
        self._move(lambda world: world.clock.to(instant))

    def _move(self, move: Callable[[World], None]) -> None:
        def moved(world: World) -> None:
            move(world)
            world.feed.tell("clock", views.clock(world))

        self._telegram.act(moved)


class Telegram:
    """A simulator that listens while the `with` block lasts; its clock stands still until moved.

    The keywords from `running` on are those of `new_world`.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        now: datetime,
        port: int = 0,
        film: Json | None = None,
        running: bool = False,
        days_off: frozenset[date] = frozenset(),
        bot_name: str = DEFAULT_NAME,
        bot_username: str = DEFAULT_USERNAME,
        reads_groups: bool = False,
        remembered: int = REMEMBERED,
        history: Path | None = None,
    ) -> None:
        self.token = token
        self.world = new_world(
            token,
            now=now,
            running=running,
            days_off=days_off,
            bot_name=bot_name,
            bot_username=bot_username,
            reads_groups=reads_groups,
            remembered=remembered,
            history=history,
        )
        self.clock = Hand(self)
        self.url = ""
        self._port = port
        self._film = film
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulator", daemon=True)
        self._server: Server | None = None

    def __enter__(self) -> Telegram:
        self._thread.start()
        self.url = self._run_start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(_ACT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_ACT_SECONDS)
        self._loop.close()

    def _run_start(self) -> str:
        async def start() -> str:
            self._server = Server(self.world, port=self._port, film=self._film)
            return await self._server.start()

        return asyncio.run_coroutine_threadsafe(start(), self._loop).result(_START_SECONDS)

    @property
    def clock_url(self) -> str:
        return f"{self.url}/clock"

    def act(self, do: Callable[[World], T]) -> T:
        """Run a function on the simulator's loop, where alone the world may be touched."""

        async def run() -> T:
            return do(self.world)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_ACT_SECONDS)

    def person(self, name: str, language_code: str = "zh-hans", user_id: int | None = None, title: str = "") -> Phone:
        made = self.act(lambda world: world.add_person(name, language_code, title, user_id))
        return Phone(self, made.id, name)

    def group(self, title: str, *phones: Phone, supergroup: bool = False, forum: bool = False) -> Group:
        """A group without the bot; the first phone is its owner's. A forum is a supergroup with topics."""
        members = [phone.id for phone in phones]
        made = self.act(lambda world: world.add_group(title, members, supergroup=supergroup, forum=forum))
        return Group(self, made.id, title)

    def crowd(self, size: int) -> list[Phone]:
        """So many people who have started the bot already, of which it gets no update."""
        made = self.act(lambda world: loads.crowd(world, size))
        return [Phone(self, person.id, person.name) for person in made]

    def load(self, phones: Sequence[Phone], updates: int, text: str = loads.TEXT) -> None:
        """Queue so many messages at once, by these people in turn; `{n}` in the text is the message's number."""
        people = [phone.id for phone in phones]
        self.act(lambda world: loads.talk(world, people, updates, text))

    def switch(self, **wish: bool | float) -> None:
        """Turn switches; their names are the fields of :class:`simulator.switches.Switches`."""
        self.act(lambda world: world.switches.turn(wish))

    def spoil(self, *faults: Fault, seed: int | None = None) -> None:
        """Add faults; `seed` starts anew the numbers that their chances are drawn from."""

        def add(world: World) -> None:
            world.faults.extend(faults)
            if seed is not None:
                world.faults.sow(seed)

        self.act(add)

    def heal(self) -> None:
        """No more faults."""
        self.act(lambda world: world.faults.clear())

    def goes_away(self, seconds: float) -> None:
        """Cut all connections and refuse new ones for so long."""
        self.act(lambda world: world.step_away(seconds))

    def quiet(self) -> bool:
        """Whether the bot has confirmed all updates, and waits for the next or has a webhook."""
        return self.act(lambda world: world.updates.quiet)

    @property
    def history(self) -> History:
        """What the bot did and was told, and what became of its updates."""
        return self.world.history


class Group:
    """A group chat."""

    def __init__(self, telegram: Telegram, chat_id: int, title: str) -> None:
        self._telegram = telegram
        self.id = chat_id
        self.title = title

    def adds_bot(self, by: Phone) -> None:
        self._telegram.act(lambda world: acts.add_bot(world, self.id, by.id))

    def removes_bot(self, by: Phone) -> None:
        self._telegram.act(lambda world: acts.remove_bot(world, self.id, by.id))

    def migrates(self, by: Phone) -> Group:
        """The supergroup that it becomes; this one is dead from then on."""
        made = self._telegram.act(lambda world: groups.migrate(world, self.id, by.id))
        return Group(self._telegram, made.id, self.title)

    def opens_topic(self, by: Phone, name: str) -> int:
        """A new topic of a forum; its message_thread_id."""
        return self._telegram.act(lambda world: groups.open_topic(world, self.id, by.id, name))

    def messages(self) -> list[Shown]:
        return self._telegram.act(lambda world: _shown_all(world, world.chat(self.id)))

    @property
    def has_bot(self) -> bool:
        return self._telegram.act(lambda world: bool(views.chat(world, world.chat(self.id))["bot"]))


Place = Group | int | None
"""A chat to act in: a group, an id, or (None) the person's own chat with the bot."""


class Phone:
    """One person's phone. Methods that take `chat` mean the private chat with the bot without it."""

    def __init__(self, telegram: Telegram, user_id: int, name: str) -> None:
        self._telegram = telegram
        self.id = user_id
        self.name = name
        self._read = 0
        self._taps: list[str] = []

    def starts(self, code: str | None = None) -> int:
        """Press START, or open an invitation link with its code."""
        return self.says(f"/start {code}" if code else "/start")

    def says(self, text: str, chat: Place = None, reply_to: int | Shown | None = None, thread: int = 0) -> int:
        """Send words; the new message's id. `thread` is a topic of a forum."""
        answered = reply_to.id if isinstance(reply_to, Shown) else reply_to
        return self._act(lambda world: acts.say(world, self.id, self._chat(chat), text, answered, thread).id)

    def taps(self, label: str, message: int | Shown | None = None, chat: Place = None) -> None:
        """Press what bears this label: on the newest message that has it, else the reply keyboard's key.

        An inline button matches when its label contains `label`; one that equals it is preferred on its
        message. Keys match whole. AssertionError names all that can be seen when nothing matches.
        """
        only = message.id if isinstance(message, Shown) else message
        self._act(lambda world: self._press(world, self._chat(chat), label, only))

    def taps_data(self, data: str, message: int | Shown, chat: Place = None) -> None:
        """Press a button of that message with data of one's own making, as a forger could."""
        number = message.id if isinstance(message, Shown) else message
        self._act(lambda world: self._tap(world, self._chat(chat), number, data))

    def sends_photo(self, caption: str | None = None, chat: Place = None, path: str | Path | None = None) -> int:
        upload = _upload(path) if path else None
        return self._act(lambda world: acts.send_photo(world, self.id, self._chat(chat), caption or "", upload).id)

    def sends_voice(self, seconds: int = 12, chat: Place = None) -> int:
        return self._act(lambda world: acts.send_voice(world, self.id, self._chat(chat), seconds).id)

    def sends_place(self, lat: float, lon: float, chat: Place = None) -> int:
        return self._act(lambda world: acts.send_place(world, self.id, self._chat(chat), lat, lon).id)

    def sends_document(self, path: str | Path, caption: str | None = None, chat: Place = None) -> int:
        upload = _upload(path)
        return self._act(lambda world: acts.send_document(world, self.id, self._chat(chat), upload, caption or "").id)

    def sends_sticker(self, chat: Place = None) -> int:
        return self._act(lambda world: acts.send_sticker(world, self.id, self._chat(chat)).id)

    def edits(self, message: int | Shown, text: str, chat: Place = None) -> None:
        number = message.id if isinstance(message, Shown) else message
        self._act(lambda world: acts.edit(world, self.id, self._chat(chat), number, text))

    def blocks(self) -> None:
        self._act(lambda world: acts.block(world, self.id, True))

    def unblocks(self) -> None:
        self._act(lambda world: acts.block(world, self.id, False))

    def messages(self, chat: Place = None) -> list[Shown]:
        """All messages of the chat, oldest first, without Telegram's own lines."""
        return self._act(lambda world: _shown_all(world, world.chat(self._chat(chat))))

    def last(self, chat: Place = None) -> Shown:
        """The bot's newest message; AssertionError when it has sent none."""

        def find(world: World) -> Shown:
            for message in reversed(world.chat(self._chat(chat)).messages.values()):
                if message.sender == world.bot.id and message.service is None:
                    return _shown(world, message)
            raise AssertionError(f"the bot has sent nothing to {self.name}")

        return self._act(find)

    def pinned(self, chat: Place = None) -> Shown | None:
        """The newest pinned message, if any."""

        def find(world: World) -> Shown | None:
            found = world.chat(self._chat(chat))
            return _shown(world, found.messages[found.pinned[-1]]) if found.pinned else None

        return self._act(find)

    def keyboard(self, chat: Place = None) -> list[list[str]]:
        """The labels of the reply keyboard this person sees, by rows; empty without one."""
        return self._act(lambda world: _keys(world.chat(self._chat(chat)), self.id))

    def commands(self) -> list[str]:
        """The commands of the menu beside the input field, as Telegram picks them for this person."""
        return self._act(lambda world: [one["command"] for one in views.commands(world, world.chat(self.id))])

    @property
    def toasts(self) -> list[str]:
        """The words of all answers to this phone's taps so far, in order; empty ones left out."""
        return [answer["toast"] for answer in self.tap_answers if answer["toast"]]

    @property
    def tap_answers(self) -> list[Json]:
        """For each tap: `{"toast", "alert", "answered", "url"?}`."""
        return self._act(lambda world: [acts.answered(world.taps[tap]) for tap in self._taps])

    def unread(self) -> list[Shown]:
        """The bot's messages in all this person's chats, sent or edited since `reads`; in that order."""

        def find(world: World) -> list[Shown]:
            fresh = [
                message
                for chat in world.chats_of(self.id)
                for message in chat.messages.values()
                if message.change > self._read and message.service is None
            ]
            fresh.sort(key=lambda message: message.change)
            return [_shown(world, message) for message in fresh]

        return self._act(find)

    def reads(self) -> None:
        """All there is so far counts as read."""
        self._read = self._act(lambda world: world.latest_change)

    def _act(self, do: Callable[[World], T]) -> T:
        return self._telegram.act(do)

    def _chat(self, chat: Place) -> int:
        return chat.id if isinstance(chat, Group) else chat if chat is not None else self.id

    def _press(self, world: World, chat_id: int, label: str, only: int | None) -> None:
        chat = world.chat(chat_id)
        looked_at = [one for one in reversed(chat.messages.values()) if only in (None, one.id)]
        for message in looked_at:
            found = _button(message, label)
            if found is not None:
                if found["kind"] == "callback":
                    self._tap(world, chat_id, message.id, found["data"])
                return
        keys = [] if only is not None else [key for row in _keys(chat, self.id) for key in row]
        if label not in keys:
            raise AssertionError(_not_found(self.name, label, looked_at, keys))
        acts.say(world, self.id, chat_id, label)

    def _tap(self, world: World, chat_id: int, message: int, data: str) -> None:
        self._taps.append(acts.tap(world, self.id, chat_id, message, data).id)


def _button(message: Message, label: str) -> Json | None:
    buttons = [button for row in views.buttons(message) for button in row]
    exact = [button for button in buttons if button["label"] == label]
    return next(iter(exact or [button for button in buttons if label in button["label"]]), None)


def _not_found(name: str, label: str, messages: list[Message], keys: list[str]) -> str:
    lines = [f"{name} sees no button {label!r}. Visible:"]
    for message in messages:
        labels = [button["label"] for row in views.buttons(message) for button in row]
        if labels:
            lines.append(f"  {views.excerpt(message)!r}: {' | '.join(labels)}")
    lines.append(f"  keyboard: {' | '.join(keys) or 'none'}")
    return "\n".join(lines)


def _keys(chat: Chat, viewer: int) -> list[list[str]]:
    markup = chat.keyboards.get(viewer)
    return [[key["text"] for key in row] for row in markup["keyboard"]] if markup else []


def _shown_all(world: World, chat: Chat) -> list[Shown]:
    return [_shown(world, one) for one in chat.messages.values() if one.service is None]


def _shown(world: World, message: Message) -> Shown:
    view = views.message(world, message)
    return Shown(
        id=message.id,
        chat_id=message.chat_id,
        text=view["text"],
        html=view["html"],
        buttons=[[button["label"] for button in row] for row in view["buttons"]],
        edited=view["edited"],
        reactions=view["reactions"],
        media=view["media"],
        reply_to=view["reply_to"],
        by_bot=message.sender == world.bot.id,
        sender=message.sender,
        date=message.date,
        thread=message.thread,
    )


def _upload(path: str | Path) -> Upload:
    file = Path(path)
    return Upload(file.name, file.read_bytes())
