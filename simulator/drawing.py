"""Formatted text as HTML that is safe to put into a page."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from .entities import Formatted, positions
from .facts import Json

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


def html(formatted: Formatted) -> str:
    """Only b, i, u, s, code, pre, a, blockquote and the spoiler's span; line breaks stay as they are."""
    if not formatted.entities:
        return escape(formatted.text)
    offsets = positions(formatted.text)
    index = {offset: number for number, offset in enumerate(offsets)}
    edges = {0, offsets[-1]}
    for entity in formatted.entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    cuts = sorted(edge for edge in edges if edge in index)
    return _walk(formatted, index, cuts)


def _walk(formatted: Formatted, index: dict[int, int], cuts: list[int]) -> str:
    """Piece by piece, closing what ends and opening what begins, so that tags always nest."""
    out: list[str] = []
    opened: list[Json] = []
    for begin, end in pairwise(cuts):
        wanted = [e for e in formatted.entities if e["offset"] <= begin and end <= e["offset"] + e["length"]]
        shared = 0
        while shared < min(len(opened), len(wanted)) and opened[shared] is wanted[shared]:
            shared += 1
        piece = formatted.text[index[begin] : index[end]]
        out += [_closing(entity) for entity in reversed(opened[shared:])]
        out += [_opening(entity, piece) for entity in wanted[shared:]]
        out.append(escape(piece))
        opened = wanted
    out += [_closing(entity) for entity in reversed(opened)]
    return "".join(out)


def _opening(entity: Json, piece: str) -> str:
    match entity["type"]:
        case "text_link" | "url":
            url = entity.get("url", piece)
            return f'<a href="{escape(url)}">' if url.lower().startswith(_SCHEMES) else "<a>"
        case "expandable_blockquote":
            return "<blockquote expandable>"
        case "spoiler":
            return '<span class="tg-spoiler">'
        case kind:
            return f"<{_TAGS[kind]}>" if kind in _TAGS else ""


def _closing(entity: Json) -> str:
    match entity["type"]:
        case "text_link" | "url":
            return "</a>"
        case "expandable_blockquote":
            return "</blockquote>"
        case "spoiler":
            return "</span>"
        case kind:
            return f"</{_TAGS[kind]}>" if kind in _TAGS else ""
