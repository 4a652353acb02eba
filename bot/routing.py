"""The shapes of the routing table: commands, buttons, dialogues and content kinds, each with the action it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.views import ObjectOf, View
from domain.chat import Incoming, Kind
from domain.people import Action, Person, Role
from screens.screen import Reply
from storage.database import Tx
from storage.dialogs import Dialog

Handler = Callable[[Tx, Person, Incoming, datetime], Reply]
Answer = Callable[[Tx, Person, Incoming, Dialog, datetime], Reply | None]
"""Understands the answer to an open question; None when what came does not fit it."""
Stranger = Callable[[Tx, Incoming, datetime], Reply]

EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command table: the menu, `/help` and the keyboard follow from it.

    `words` is the menu text, `key` a keyboard key that does the same, `example` a one-message form: msgids marked with `N_`."""

    name: str
    handle: Handler
    action: Action
    roles: frozenset[Role]
    words: str
    key: str = ""
    example: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """A button that changes something: the action it needs on the object named by its token.

    `anyone`: in a bound group also those who are not enrolled may press it, as the person `user:<id>`."""

    handle: Handler
    action: Action
    in_groups: bool = False
    anyone: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """All ways in. Content kinds are tried after commands, keys and dialogues."""

    commands: Sequence[Command]
    presses: Mapping[str, Press]
    dialogs: Mapping[str, Answer]
    content: Mapping[Kind, Handler]
    views: dict[str, View]
    objects: dict[str, ObjectOf]
    stranger: Stranger
    member: Stranger
    unknown_command: Handler


"""`member` handles blocking, coming back, groups that add or remove the bot."""
