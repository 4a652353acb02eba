"""The words that all rooms share about one exchange: what came in, what a verb did, what is to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from domain.understanding import Understood

T_co = TypeVar("T_co", covariant=True)


class Kind(StrEnum):
    """What sort of thing a person did in the chat."""

    TEXT = "text"
    COMMAND = "command"
    BUTTON = "button"
    PHOTO = "photo"
    VOICE = "voice"
    PLACE = "place"
    DOCUMENT = "document"
    EDITED = "edited"
    MEMBER = "member"
    OTHER = "other"


class Priority(IntEnum):
    """Order of sending, lowest first: an alert never waits behind a broadcast."""

    ALERT = 0
    ANSWER = 1
    LIST = 2
    NEWS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS-84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice note or document that stays at Telegram and is passed on by its `file_id`; `size` in bytes, 0: not told."""

    kind: Kind
    file_id: str
    seconds: int = 0
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as our own words. `at` is when Telegram got it (for what is recorded, never for what is decided).

    Filled in by the worker: `update_row` (inbox row), `object` (`stop:12`) and `args` of a pressed button, `card_place` of the
    tapped card, `reply_object` of the card replied to, `understood` (a proposal: ids are checked again by the verb)."""

    update_id: int
    kind: Kind
    chat_id: int
    user_id: int
    at: datetime
    private: bool = True
    message_id: int = 0
    text: str = ""
    command: str = ""
    media: Media | None = None
    place: Place | None = None
    reply_to: int = 0
    button: str = ""
    callback_id: str = ""
    user_name: str = ""
    language: str = ""
    chat_title: str = ""
    member: str = ""
    anonymous: bool = False
    update_row: int = 0
    object: str = ""
    args: tuple[str, ...] = ()
    card_place: str = ""
    reply_object: str = ""
    understood: Understood | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something another person (or a group) must see: `to` is a person's code or `group:<chat id>`."""

    to: str
    view: str
    object: str
    priority: Priority = Priority.ANSWER
    fresh: bool = True
    page: str = ""


@dataclass(frozen=True, slots=True)
class Done(Generic[T_co]):
    """What a verb did: its value, who else must see something, and the names of changed objects (`incident:5`).

    `menus`: codes of people whose menu of commands must be set anew, and whose live cards must be drawn again (another
    language or role, or the chat was closed to us); `leaves`: groups that the bot leaves."""

    value: T_co
    notices: tuple[Notice, ...] = ()
    changed: tuple[str, ...] = field(default=())
    menus: tuple[str, ...] = ()
    leaves: tuple[int, ...] = ()
