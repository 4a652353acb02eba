"""parse_mode=HTML: tags to plain text and entities, with Telegram's own words for what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .entities import units
from .facts import Json
from .refusals import Misuse, misuse

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji"})
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![a-zA-Z0-9]));?")
_TAG_END = re.compile(r"[\s>]")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    """A tag that was opened at `offset` UTF-16 units of the text; `slot` is its place among the entities."""

    tag: str
    attributes: dict[str, str]
    offset: int
    slot: int
    code: tuple[int, int, str] | None = None
    """Slot, length and language of the last `code` that began where this tag did."""


@dataclass(slots=True)
class _Parse:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json | None] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += units(text)

    def wrong(self, what: str, position: int) -> Misuse:
        place = len(self.source[:position].encode())
        return misuse(f"can't parse entities: {what.format(f'at byte offset {place}')}")

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1

    @property
    def here(self) -> str:
        """The character at the place of reading; empty at the end."""
        return self.source[self.at : self.at + 1]


def parse(source: str) -> tuple[str, list[Json]]:
    """The text without tags, and its entities; a Misuse with Telegram's description when it can't be read."""
    if "<" not in source and "&" not in source:
        return source, []
    run = _Parse(source)
    while run.at < len(source):
        mark = run.at
        while mark < len(source) and source[mark] not in "<&":
            mark += 1
        if mark > run.at:
            run.add(source[run.at : mark])
            run.at = mark
        elif source[mark] == "&":
            _reference(run)
        elif source.startswith("</", mark):
            _end_tag(run)
        else:
            _start_tag(run)
    if run.stack:
        raise misuse(f"can't parse entities: Can't find end tag corresponding to start tag \"{run.stack[-1].tag}\"")
    return "".join(run.pieces), [entity for entity in run.entities if entity is not None]


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if 0 < number < 0x10FFFF else match.group()


def _reference(run: _Parse) -> None:
    match = _REFERENCE.match(run.source, run.at)
    run.add(_decoded(match) if match else "&")
    run.at = match.end() if match else run.at + 1


def _start_tag(run: _Parse) -> None:
    begin = run.at
    end = _TAG_END.search(run.source, begin)
    if end is None:
        raise run.wrong("Unclosed start tag {}", begin)
    tag = run.source[begin + 1 : end.start()].lower()
    if tag not in _TAGS:
        raise run.wrong(f'Unsupported start tag "{_braced(tag)}" {{}}', begin)
    run.at = end.start()
    attributes = _attributes(run, tag, begin)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise run.wrong('Tag "span" must have class "tg-spoiler" {}', begin)
    run.stack.append(_Open(tag, attributes, run.offset, len(run.entities)))
    run.entities.append(None)


def _attributes(run: _Parse, tag: str, begin: int) -> dict[str, str]:
    """The attributes up to and with the closing `>`."""
    found: dict[str, str] = {}
    while True:
        run.skip_space()
        if run.here == ">":
            run.at += 1
            return found
        name_at = _ATTRIBUTE_NAME.match(run.source, run.at)
        name = name_at.group().lower() if name_at else ""
        if not name:
            if not run.here:
                raise run.wrong("Unclosed start tag {}", begin)
            raise run.wrong(f'Empty attribute name in the tag "{tag}" {{}}', begin)
        run.at += len(name)
        run.skip_space()
        found[name] = _value(run, begin) if run.here == "=" else ""


def _value(run: _Parse, begin: int) -> str:
    run.at += 1
    run.skip_space()
    quote = run.here
    if quote in ("'", '"') and quote:
        end = run.source.find(quote, run.at + 1)
        if end < 0:
            raise run.wrong("Unclosed start tag {}", begin)
        value = _REFERENCE.sub(_decoded, run.source[run.at + 1 : end])
        run.at = end + 1
        return value
    token = _NAME_TOKEN.match(run.source, run.at)
    value = token.group().lower() if token else ""
    token_at, run.at = run.at, run.at + len(value)
    if not run.here:
        raise run.wrong("Unclosed start tag {}", begin)
    if run.here != ">" and not run.here.isspace():
        raise run.wrong("Unexpected end of name token {}", token_at)
    return value


def _end_tag(run: _Parse) -> None:
    begin = run.at
    if not run.stack:
        raise run.wrong("Unexpected end tag {}", begin)
    end = _TAG_END.search(run.source, begin)
    run.at = len(run.source) if end is None else end.start()
    name = run.source[begin + 2 : run.at]
    run.skip_space()
    if run.here != ">":
        raise run.wrong("Unclosed end tag {}", begin)
    expected = run.stack[-1].tag
    if name and name.lower() != expected:
        found = _braced(name)
        raise run.wrong(f'Unmatched end tag {{}}, expected "</{expected}>", found "</{found}>"', begin)
    run.at += 1
    _close(run, run.stack.pop())


def _close(run: _Parse, opened: _Open) -> None:
    length = run.offset - opened.offset
    if not length:
        return
    run.entities[opened.slot] = _entity(run, opened, length)
    if opened.tag == "code" and run.stack and run.stack[-1].offset == opened.offset:
        language = opened.attributes.get("class", "").removeprefix("language-")
        run.stack[-1].code = (opened.slot, length, language)


def _entity(run: _Parse, opened: _Open, length: int) -> Json | None:
    """The entity of a closed tag; None when the tag says nothing, such as a link without address."""
    place: Json = {"offset": opened.offset, "length": length}
    match opened.tag:
        case "a":
            url = opened.attributes.get("href") or "".join(run.pieces)[-length:]
            return {"type": "text_link", **place, "url": url} if "." in url or "://" in url else None
        case "blockquote":
            folded = "expandable" in opened.attributes
            return {"type": "expandable_blockquote" if folded else "blockquote", **place}
        case "pre":
            return _pre(run, opened, place)
        case "code":
            return {"type": "code", **place}
        case "tg-emoji":
            emoji_id = opened.attributes.get("emoji-id", "")
            return {"type": "custom_emoji", **place, "custom_emoji_id": emoji_id} if emoji_id else None
        case tag:
            return {"type": _SIMPLE[tag], **place}


def _pre(run: _Parse, opened: _Open, place: Json) -> Json:
    """A code that fills the whole pre gives its language to it and falls away."""
    language = ""
    if opened.code and opened.code[1] == place["length"]:
        slot, _, language = opened.code
        run.entities[slot] = None
    return {"type": "pre", **place, **({"language": language} if language else {})}


def _braced(text: str) -> str:
    """Safe inside a format string."""
    return text.replace("{", "{{").replace("}", "}}")
