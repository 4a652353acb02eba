"""How a film is written: steps, what is done in them, and the bot's own words in both languages."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any, Literal

from bot.demo.cast import Actor
from screens.words import _, ngettext, speaking

Json = dict[str, Any]
Pair = dict[str, str]
"""Words as `zh` and `en`."""
Words = str | Pair

SPOKEN: dict[str, Literal["zh_CN", "en"]] = {"zh": "zh_CN", "en": "en"}
_TAG = re.compile(r"<[^>]+>")


def pair(zh: str, en: str) -> Pair:
    return {"zh": zh, "en": en}


def quoted(one: str, many: str = "", n: int = 2) -> Pair:
    """The bot's words for this English of a catalogue (counted: with its plural, for `n`); placeholders stand for anything."""
    return {short: _said(one, many, n, language) for short, language in SPOKEN.items()}


def _said(one: str, many: str, n: int, language: str) -> str:
    with speaking(language, UTC):
        said = ngettext(one, many, n) if many else _(one)
    return _TAG.sub("", said).strip()


def beginning(words: Pair) -> Pair:
    """What begins with these words."""
    return {language: f"{said}{{rest}}" for language, said in words.items()}


def capital(words: Pair) -> Pair:
    """As on a button that begins with a capital."""
    return {language: said[:1].upper() + said[1:] for language, said in words.items()}


def tap(who: Actor, *labels: Pair, chat: int = 0) -> Json:
    """Press the first button that bears one of these labels, on the newest message (of a chat) that has any; see `quoted`."""
    act: Json = {"kind": "tap", "as": who.user, "label": labels[0] if len(labels) == 1 else list(labels)}
    return act | ({"chat": chat} if chat else {})


def says(who: Actor, words: Words) -> Json:
    return {"kind": "say", "as": who.user, "text": words}


def photo(who: Actor) -> Json:
    return {"kind": "photo", "as": who.user}


def adds_bot(who: Actor, group: int) -> Json:
    return {"kind": "group_add", "group": group, "by": who.user}


def at(reading: str) -> Json:
    """Move the clock on to a time of this day, unless it is later already."""
    return {"kind": "clock", "not_before": reading}


def later(minutes: int) -> Json:
    return {"kind": "clock", "minutes": minutes}


def next_morning(reading: str) -> Json:
    return {"kind": "clock", "next_working_day": True, "to_time": reading}


def step(
    name: str, phone: Actor, narration: Pair, acts: list[Json], until: tuple[Actor, Words], *, fast: bool = False
) -> Json:
    """One step: it is over when `until`'s phone shows these words anew. `fast`: buttons are pressed in quick succession."""
    reader, words = until
    return {
        "id": name,
        "phone": phone.user,
        "say": narration,
        "do": acts,
        "until": {"phone": reader.user, "text": words},
        "fast": fast,
    }
