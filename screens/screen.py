"""A screen is a text with rows of buttons; a reply is what one handler shows the person who spoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from domain.chat import Done, Media, Notice

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024
TOAST_CHARACTERS = 200
COPY_CHARACTERS = 256
LABEL_WIDTH = 12
"""Of a button, in Chinese characters."""
LABEL_WIDTH_OF_THREE = 6


@dataclass(frozen=True, slots=True)
class Button:
    """`kind` do (changes something: `name` an action, `args` its arguments) | show (`name` a view, `args` its page) | url | copy."""

    label: str
    kind: str
    name: str = ""
    object: str = ""
    args: str = ""
    danger: bool = False


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What is sent: `text` is HTML. `keyboard` is the persistent reply keyboard, for which there can be no `rows`."""

    text: str
    rows: Rows = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    placeholder: str = ""
    media: Media | None = None
    quote: int = 0
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """A view to draw for the one who spoke. `fresh`: sent below and taking the place over; else where its card lies."""

    view: str
    object: str
    page: str = ""
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """`into` is drawn into the tapped message; `show` are messages below it; `react` is ✍ (kept) or 👀 (a question follows).

    `refused`: nothing was done, so the pressed button is not spent."""

    show: tuple[Show | Screen, ...] = ()
    into: Show | Screen | None = None
    toast: str = ""
    react: str = ""
    notices: tuple[Notice, ...] = field(default=())
    changed: tuple[str, ...] = field(default=())
    menus: tuple[str, ...] = ()
    leaves: tuple[int, ...] = ()
    refused: bool = False


def do(label: str, action: str, object: str, *args: object, danger: bool = False) -> Button:
    """A button that changes something; it gets a one-time token when it is sent."""
    return Button(label, "do", action, object, "|".join(map(str, args)), danger)


def show(label: str, view: str, object: str, page: object = "") -> Button:
    """A button that only shows a view of an object (`stop:12`), for ever."""
    return Button(label, "show", view, object, str(page))


def link(label: str, url: str) -> Button:
    return Button(label, "url", url)


def copy(label: str, text: str) -> Button:
    """A button that copies `text` (at most COPY_CHARACTERS) to the clipboard."""
    return Button(label, "copy", text)


def width(label: str) -> float:
    """In Chinese characters: what is narrow counts half."""
    return sum(1.0 if east_asian_width(character) in "WF" else 0.5 for character in label)


def share_a_row(buttons: Iterable[Button]) -> bool:
    """Whether three of these labels can share a row."""
    return all(width(button.label) <= LABEL_WIDTH_OF_THREE for button in buttons)


def reply_to(
    done: Done[object],
    *show: Show | Screen,
    into: Show | Screen | None = None,
    toast: str = "",
    react: str = "",
) -> Reply:
    """A reply that shows something to the speaker and passes on what the verb did for everybody else."""
    return Reply(show, into, toast, react, done.notices, done.changed, done.menus, done.leaves)


def page_number(page: str) -> int:
    """The number of a page, 0 for what is none: whoever taps may have made it up."""
    return int(page) if page.isdecimal() else 0
