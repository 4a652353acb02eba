"""Everything that exists here: people, chats, messages, files, what waits for the bot. All in memory."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from .clock import Clock
from .entities import Formatted
from .facts import Json
from .faults import Faults
from .feed import Feed
from .files import FileStore, StoredFile
from .floods import Floods
from .history import Fate, History
from .switches import Switches
from .updates import UpdateQueue, Waiting

if TYPE_CHECKING:
    from .webhook import Webhook

_FIRST_GROUP = -4_000_000_000
_FIRST_SUPERGROUP = -1_002_000_000_000
_FIRST_PERSON = 5_000_000_000


class BotStatus(StrEnum):
    """What the bot is in a chat."""

    LEFT = "left"
    MEMBER = "member"
    KICKED = "kicked"


@dataclass(slots=True)
class Person:
    """A person with a phone; `started` once they have written to the bot in private."""

    id: int
    name: str
    language_code: str
    title: str = ""
    started: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides words; `sizes` are a photo's, or the one file of anything else.

    kind is photo, voice, document, location or sticker; seconds belong to voice, lat and lon to location.
    """

    kind: str
    sizes: tuple[StoredFile, ...] = ()
    seconds: int = 0
    lat: float = 0.0
    lon: float = 0.0
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A line that Telegram writes itself; `fields` go into the Bot API's message, `words` on the phone."""

    fields: Json
    words: str
    pinned_id: int | None = None


@dataclass(slots=True)
class Message:
    """A message; `words` is its text or, with media, its caption. `sender` is a person's id or the bot's.

    `thread` is the topic it is in, 0 for none.
    """

    id: int
    chat_id: int
    sender: int
    date: datetime
    words: Formatted
    media: Media | None = None
    service: Service | None = None
    reply_to: int | None = None
    markup: Json | None = None
    preview: Json | None = None
    edit_date: datetime | None = None
    reworded: bool = False
    reactions: tuple[str, ...] = ()
    change: int = 0
    """Number of the bot's last sending or editing of it, counted over the whole world; 0 for people's."""
    thread: int = 0


@dataclass(slots=True)
class Chat:
    """A private chat has its person's id and one member; members of a group don't include the bot.

    `ids` numbers its messages: a supergroup has its own, all other chats share the world's. A forum has
    `topics`, by the id of the message that opened each; None elsewhere. `migrated_to` is the supergroup that a
    group became, 0 before.
    """

    id: int
    type: str
    title: str
    members: list[int]
    instance: str
    bot: BotStatus
    ids: Iterator[int]
    topics: dict[int, str] | None = None
    migrated_to: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, Json] = field(default_factory=dict)
    read_up_to: int = 0

    @property
    def private(self) -> bool:
        return self.type == "private"


@dataclass(slots=True)
class Tap:
    """A tap on an inline button that waits for answerCallbackQuery."""

    id: str
    person: int
    chat: int
    at: datetime
    answer: Json | None = None
    """`{"toast", "alert", "url"?}` once the bot has answered."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Bot:
    """The bot's account; texts and commands by language ("" for all others), commands by scope first."""

    id: int
    name: str
    username: str
    reads_groups: bool
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)


class World:
    """The state; methods keep it consistent and tell watchers, but know nothing of HTTP.

    Lives on one event loop; from another thread only `clock.now` may be read. Who posts to the webhook sets
    `webhook_changed`, who listens sets `step_away`: to be deaf for that many seconds.
    """

    def __init__(self, token: str, clock: Clock, bot: Bot, switches: Switches, history: History) -> None:
        self.token = token
        self.clock = clock
        self.bot = bot
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files = FileStore()
        self.feed = Feed()
        self.faults = Faults()
        self.problems: list[str] = []
        self.switches = switches
        self.history = history
        self.floods = Floods()
        self.updates = UpdateQueue(token, switches, lambda: clock.now, self.problems.append, self._hear)
        self.webhook: Webhook | None = None
        self.webhook_error: tuple[datetime, str] | None = None
        self.webhook_changed: Callable[[], None] = lambda: None
        self.step_away: Callable[[float], None] = lambda _: None
        self._numbers = random.Random(token)  # noqa: S311
        self._message_ids = itertools.count(1)
        self.latest_change = 0

    def add_person(
        self, name: str, language_code: str = "zh-hans", title: str = "", user_id: int | None = None
    ) -> Person:
        """A new phone with a private chat; the person has not yet written to the bot."""
        number = user_id if user_id is not None else _FIRST_PERSON + len(self.people) + 1
        if number in self.people or number == self.bot.id or number <= 0:
            raise ValueError(f"user id {number} is taken or not one of a person")
        person = Person(number, name, language_code, title)
        self.people[number] = person
        self._add_chat(number, "private", name, [number], BotStatus.MEMBER)
        return person

    def add_group(self, title: str, members: list[int], *, supergroup: bool = False, forum: bool = False) -> Chat:
        """A new group without the bot; the first member is its owner. A forum is a supergroup with topics."""
        for member in members:
            self.person(member)
        if not members:
            raise ValueError("a group needs a member")
        groups = sum(not chat.private for chat in self.chats.values())
        if not supergroup and not forum:
            return self._add_chat(_FIRST_GROUP - groups - 1, "group", title, list(members), BotStatus.LEFT)
        made = self._add_chat(_FIRST_SUPERGROUP - groups - 1, "supergroup", title, list(members), BotStatus.LEFT)
        made.ids = itertools.count(1)
        made.topics = {} if forum else None
        return made

    def person(self, user_id: int) -> Person:
        """KeyError when there is nobody with that id."""
        return self.people[user_id]

    def chat(self, chat_id: int) -> Chat:
        """KeyError when there is no such chat."""
        return self.chats[chat_id]

    def chats_of(self, user_id: int) -> Iterator[Chat]:
        return (chat for chat in self.chats.values() if user_id in chat.members)

    def blocked(self, chat: Chat) -> bool:
        """Whether the person of this private chat has blocked the bot."""
        return chat.private and chat.bot is BotStatus.KICKED

    def add_message(
        self,
        chat: Chat,
        sender: int,
        words: Formatted,
        *,
        media: Media | None = None,
        service: Service | None = None,
        reply_to: int | None = None,
        markup: Json | None = None,
        preview: Json | None = None,
        thread: int = 0,
    ) -> Message:
        """A new message at the clock's now; the keywords are fields of Message."""
        made = Message(
            next(chat.ids),
            chat.id,
            sender,
            self.clock.now,
            words,
            media=media,
            service=service,
            reply_to=reply_to,
            markup=markup,
            preview=preview,
            thread=thread,
        )
        if sender == self.bot.id:
            self._count_change(made)
        chat.messages[made.id] = made
        if 0 < self.switches.keep_messages < len(chat.messages):
            del chat.messages[next(iter(chat.messages))]
        return made

    def touch(self, message: Message) -> None:
        """The bot changed this message just now."""
        message.edit_date = self.clock.now
        self._count_change(message)

    def new_number(self) -> str:
        """A long number that looks random, such as a callback query's id."""
        return str(self._numbers.randrange(10**17, 10**18))

    def note_problem(self, problem: str) -> None:
        self.problems.append(problem)

    def note_webhook_error(self, words: str) -> None:
        self.webhook_error = self.clock.now, words

    def set_webhook(self, hook: Webhook | None) -> None:
        """Post updates there from now on, or let the bot poll again."""
        self.webhook, self.webhook_error = hook, None
        self.updates.hook(hook is not None)
        self.webhook_changed()

    def _count_change(self, message: Message) -> None:
        self.latest_change += 1
        message.change = self.latest_change

    def _add_chat(self, number: int, kind: str, title: str, members: list[int], bot: BotStatus) -> Chat:
        chat = Chat(number, kind, title, members, self.new_number(), bot, self._message_ids)
        self.chats[number] = chat
        return chat

    def _hear(self, one: Waiting, fate: Fate) -> None:
        self.history.passed(one.id, one.kind, fate, one.chat, one.message)
        chat = self.chats.get(one.chat)
        if fate is Fate.CONFIRMED and one.kind == "message" and chat is not None:
            chat.read_up_to = max(chat.read_up_to, one.message)
            self.feed.tell("read", {"chat": chat.id, "read_up_to": chat.read_up_to})
