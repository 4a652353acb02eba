"""Telegram's limits as data, and the refusals for what exceeds them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from . import facts
from .facts import Json
from .refusals import misuse

TEXT_UNITS = 4096
"""Longest text of a message, in UTF-16 units after entities are parsed."""
CAPTION_UNITS = 1024
CALLBACK_DATA_BYTES = 64
TOAST_CHARACTERS = 200
COPY_TEXT_CHARACTERS = 256
PLACEHOLDER_CHARACTERS = 64
INLINE_BUTTONS = 100
COMMANDS = 100
NAME_CHARACTERS = 64
DESCRIPTION_CHARACTERS = 512
SHORT_DESCRIPTION_CHARACTERS = 120
DOWNLOAD_BYTES = 20_000_000
UPLOAD_BYTES = 50_000_000
PHOTO_BYTES = 10_000_000
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
POLL_SECONDS = 50
POLL_UPDATES = 100
CONFLICT_SECONDS = 3.0
"""How long a 409 is held when there was one just before."""
KEPT_FOR = {"callback_query": timedelta(seconds=150)}
"""How long the Bot API server keeps an update of a kind; a tap much shorter than the rest (Client.cpp)."""
KEPT_OTHERWISE = timedelta(hours=24)
WEBHOOK_CONNECTIONS = 40
WEBHOOK_MOST_CONNECTIONS = 100
WEBHOOK_PORTS = frozenset({80, 88, 443, 8443})
WEBHOOK_SECRET_CHARACTERS = 256
RETRY_AFTER_SECONDS = 3600
"""The longest Retry-After of a webhook that is obeyed."""
RETRY_MOST_SECONDS = 60
"""From here to twice of it the pause between two posts of an update no longer grows."""
TOPIC_CHARACTERS = 128
DELETABLE_FOR = timedelta(hours=48)
TAP_ANSWERABLE_FOR = timedelta(minutes=15)
"""After this time, by the simulator's clock, a tap can't be answered any more."""

BUTTON_STYLES = frozenset({"danger", "success", "primary"})
BUTTON_KINDS = ("callback_data", "url", "copy_text")
"""What an inline button can do here; Telegram has more kinds."""
CHAT_ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_URL = re.compile(r"(https?|tg|ton)://\S+|[^\s/]+\.[^\s/]+\S*", re.IGNORECASE)


def check_text(text: str, units: int) -> None:
    """`units` is the text's length in UTF-16 units."""
    if not text:
        raise misuse("message text is empty")
    if units > TEXT_UNITS:
        raise misuse("message is too long")


def check_caption(units: int) -> None:
    if units > CAPTION_UNITS:
        raise misuse("message caption is too long")


def check_toast(text: str) -> None:
    if len(text) > TOAST_CHARACTERS:
        raise misuse("MESSAGE_TOO_LONG")


def check_place(latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise misuse("invalid location specified")


def check_commands(commands: list[Json]) -> None:
    if len(commands) > COMMANDS:
        raise misuse("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise misuse("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise misuse("BOT_COMMAND_DESCRIPTION_INVALID")


def check_reactions(reactions: list[Json]) -> None:
    """A bot sets one reaction at most, from Telegram's list of free emoji."""
    if len(reactions) > 1:
        raise misuse("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] != "emoji" or reaction["emoji"] not in facts.load().reactions:
            raise misuse("REACTION_INVALID")


def check_markup(markup: Json) -> None:
    """A keyboard under a message or in place of the phone's keyboard."""
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        _check_keys(markup)


def _check_inline(rows: list[list[Json]]) -> None:
    if sum(len(row) for row in rows) > INLINE_BUTTONS:
        raise misuse("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    _check_label(button["text"])
    _check_style(button)
    kinds = [kind for kind in BUTTON_KINDS if kind in button]
    others = button.keys() - {"text", "style", "icon_custom_emoji_id", *BUTTON_KINDS}
    if others:
        raise misuse(f"inline button with {', '.join(sorted(others))} is not simulated")
    if len(kinds) != 1:
        raise misuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_kind(kinds[0], button[kinds[0]])


def _check_kind(kind: str, value: Any) -> None:
    match kind:
        case "callback_data":
            if not 1 <= len(value.encode()) <= CALLBACK_DATA_BYTES:
                raise misuse("BUTTON_DATA_INVALID")
        case "copy_text":
            if not 1 <= len(value["text"]) <= COPY_TEXT_CHARACTERS:
                raise misuse("BUTTON_COPY_TEXT_INVALID")
        case _:
            if not _URL.fullmatch(value):
                raise misuse(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _check_keys(markup: Json) -> None:
    if not any(markup["keyboard"]):
        raise misuse("reply keyboard is empty")
    if not len(markup.get("input_field_placeholder", "")) <= PLACEHOLDER_CHARACTERS:
        raise misuse("input_field_placeholder is too long")
    for row in markup["keyboard"]:
        for key in row:
            _check_label(key if isinstance(key, str) else key["text"])
            if not isinstance(key, str):
                _check_style(key)


def _check_label(label: str) -> None:
    if not label.strip():
        raise misuse("can't parse keyboard button: Text must be non-empty")


def _check_style(button: Json) -> None:
    if "style" in button and button["style"] not in BUTTON_STYLES:
        raise misuse("can't parse keyboard button: invalid button style specified")
