"""The limits of SCREENS 2, checked on a screen that was drawn or a message as it stands on a phone, in the present language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from screens.screen import (
    CAPTION_UNITS,
    COPY_CHARACTERS,
    LABEL_WIDTH,
    LABEL_WIDTH_OF_THREE,
    MESSAGE_UNITS,
    Button,
    Screen,
    width,
)
from screens.words import language
from simulator.entities import units
from simulator.html_text import parse

if TYPE_CHECKING:
    from simulator.phones import Shown

ROWS = 5
WORDS_A_ROW = 3
NUMBERS_A_ROW = 5
ENGLISH_LABEL = 20
ENGLISH_LABEL_OF_THREE = 14
CALLBACK_BYTES = 64
PLACEHOLDER = 16
TOAST = 20
_NUMBER = re.compile(r"[·\s]*[\d-]+[·\s]*")
"""Dates are numbers too."""


def check_screen(screen: Screen) -> None:
    """Raises AssertionError with every limit of the present language that the screen breaks."""
    broken = list(broken_limits(screen))
    assert not broken, "\n".join([*broken, "in:", screen.text[:300]])


def check_shown(shown: Shown) -> None:
    """The same of a message on a phone of the simulator."""
    broken = list(_message(shown.text, shown.buttons, media=shown.media is not None))
    assert not broken, "\n".join([*broken, "in:", shown.text[:300]])


def broken_limits(screen: Screen) -> Iterator[str]:
    """One line for each limit that does not hold."""
    text, _entities = parse(screen.text)
    yield from _message(text, [[button.label for button in row] for row in screen.rows], media=screen.media is not None)
    if screen.keyboard and screen.rows:
        yield "a keyboard and buttons in one message"
    if len(screen.placeholder) > PLACEHOLDER * (1 if language() == "zh_CN" else 2):
        yield f"a placeholder of {len(screen.placeholder)} characters"
    for labels in screen.keyboard:
        yield from _labels(labels)
    for row in screen.rows:
        for button in row:
            yield from _button(button)


def _message(text: str, rows: Sequence[Sequence[str]], *, media: bool) -> Iterator[str]:
    most = CAPTION_UNITS if media else MESSAGE_UNITS
    if units(text) > most:
        yield f"the text has {units(text)} units, {most} fit"
    if not text.strip() and not media:
        yield "there is no text"
    if re.search(r"\{\w+\}", text):
        yield "a placeholder is left unfilled"
    if len(rows) > ROWS:
        yield f"{len(rows)} rows of buttons"
    for labels in rows:
        yield from _labels(labels) if labels else ("an empty row",)


def _labels(labels: Sequence[str]) -> Iterator[str]:
    numbers = all(_NUMBER.fullmatch(label) for label in labels)
    if len(labels) > (NUMBERS_A_ROW if numbers else WORDS_A_ROW):
        yield f"{len(labels)} buttons in a row: {labels}"
    share = len(labels) >= WORDS_A_ROW
    most, english = (LABEL_WIDTH_OF_THREE, ENGLISH_LABEL_OF_THREE) if share else (LABEL_WIDTH, ENGLISH_LABEL)
    for label in labels:
        if language() == "en" and label.isascii():
            if len(label) > english:
                yield f"“{label}” has {len(label)} characters, {english} fit"
        elif width(label) > most:
            yield f"“{label}” is {width(label)} wide, {most} fit"
        if not label.strip():
            yield "a button without words"


def _button(button: Button) -> Iterator[str]:
    shown = f"{button.name}:{button.object.partition(':')[2]}:{button.args}"
    if button.kind == "show" and len(shown.encode()) > CALLBACK_BYTES:
        yield f"“{button.label}” carries {len(shown.encode())} bytes"
    if button.kind == "copy" and len(button.name) > COPY_CHARACTERS:
        yield f"“{button.label}” copies {len(button.name)} characters"
