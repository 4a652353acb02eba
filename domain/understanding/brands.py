"""The catalogue of brands: a small list that comes with the bot, and what the office takes in on top."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain.understanding.wording import normalise

_FILE = Path(__file__).with_name("brands.json")
_own: set[str] = set()


@cache
def shipped() -> tuple[str, ...]:
    """The names that come with the bot, as they are written."""
    names: list[str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(names)


@cache
def _shipped() -> frozenset[str]:
    return frozenset(map(normalise, shipped()))


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in catalogue()}, reverse=True))


def catalogue() -> frozenset[str]:
    """All brand names as they are compared."""
    return _shipped() | _own


def take_in(names: Iterable[str]) -> int:
    """Add names to the catalogue (an import); how many it has now."""
    _own.update(name for name in map(normalise, names) if len(name) > 1)
    _lengths.cache_clear()
    return len(catalogue())


def brand_before(text: str, start: int, end: int) -> str:
    """The brand that stands right behind a figure (5条软珍), else right before it (黄鹤楼3条); '' for none."""
    known = catalogue()
    for length in _lengths():
        if text[end : end + length] in known:
            return text[end : end + length]
        if start >= length and text[start - length : start] in known:
            return text[start - length : start]
    return ""
