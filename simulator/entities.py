"""Formatted text: a plain string and its entities, counted in UTF-16 units as Telegram counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .facts import Json
from .refusals import misuse

_SPACE = " \t\r\n\f\v"
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w@])")
_URL_ENDS = r"\s<>\"，。；！？）】》」、"
_OTHERS = (
    ("url", re.compile(rf"https?://[^{_URL_ENDS}]+[^{_URL_ENDS}.,;:!?)']", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
)
_DEAF = frozenset({"code", "pre", "text_link"})
"""Inside these nothing is found by itself."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text without markup and its entities, sorted by offset, longest first."""

    text: str
    entities: tuple[Json, ...] = ()


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def formatted(text: str, entities: list[Json]) -> Formatted:
    """Text with the sender's entities, trimmed, with commands, links and mentions found in it."""
    text, entities = _trimmed(text, entities)
    entities = entities + list(_found(text, entities))
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, tuple(entities))


def check_entities(text: str, entities: list[Json]) -> None:
    """Refuses entities that lie outside their text."""
    length = units(text)
    for entity in entities:
        if entity["offset"] < 0 or not 0 < entity["length"] <= length - entity["offset"]:
            raise misuse("can't parse entities: entity beyond the end of the text")


def positions(text: str) -> list[int]:
    """For each character and for the end: its offset in UTF-16 units."""
    offsets, at = [], 0
    for character in text:
        offsets.append(at)
        at += 2 if character > "\uffff" else 1
    offsets.append(at)
    return offsets


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """White space at both ends falls away, and what entities covered of it."""
    start = len(text) - len(text.lstrip())
    kept = text.strip()
    if kept == text:
        return text, list(entities)
    length, cut = units(kept), units(text[:start])
    moved = []
    for entity in entities:
        begin = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > begin:
            moved.append(entity | {"offset": begin, "length": end - begin})
    return kept, moved


def _found(text: str, entities: list[Json]) -> Iterator[Json]:
    """Commands, links, mentions and hashtags, where no entity of the sender forbids them."""
    if not any(mark in text for mark in "/@#"):
        return
    offsets = positions(text)
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _DEAF]
    for name, pattern in (*_OTHERS, ("bot_command", _COMMAND)):
        for match in pattern.finditer(text):
            begin, end = offsets[match.start()], offsets[match.end()]
            if all(end <= low or begin >= high for low, high in taken):
                taken.append((begin, end))
                yield {"type": name, "offset": begin, "length": end - begin}


def command_entities(text: str) -> tuple[Json, ...]:
    """What Telegram finds by itself in a person's text."""
    return formatted(text, []).entities
