"""What a sentence says of a task: for whom it is, how it weighs, and what is left of the words as the thing to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.people import Person

_ORDER = r"(?:让|叫|请|派给|派|安排给?|交给|布置给?|通知|ask|have|tell|assign(?: to)?)"
CODE_LIKE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]\d{2,3}(?![A-Za-z0-9])")
_EVERYONE = re.compile(
    r"全体(?:客户经理)?|所有(?:人|客户经理)|每个?(?:人|客户经理)|大家|\b(?:everyone|everybody|all managers)\b", re.I
)
_HURRY = re.compile(
    r"紧急|加急|特急|尽快|马上|立刻|赶紧|(?<![不着焦])急(?!诊|救|用)|\b(?:urgent(?:ly)?|asap|at once)\b", re.I
)
_NO_HURRY = re.compile(r"不(?:着|太|是很)?急|不紧急|\bnot urgent\b|\bno hurry\b", re.I)
_LIGHT = re.compile(r"不(?:太|是很)?(?:重要|要紧)|\bnot important\b", re.I)
_WEIGHTY = re.compile(r"(?:很|非常)?(?:重要|要紧)|\bimportant\b", re.I)
_LEAD = re.compile(r"^(?:任务|派任务|新任务|task)\s*[:：]?\s*|^(?:派个?活)[:：]?\s*", re.I)
_EDGES = " \t\n，,。.;；:：、!！"
_LINK = re.compile(r"^(?:(?:都|一起|们)?去(?=.{4})|负责|to\b|and\b|和|跟)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Ordered:
    """`people` codes in the order of the list; `unknown`: what looks like a code and is nobody's; `what` may be ''."""

    people: tuple[str, ...]
    unknown: tuple[str, ...]
    important: bool
    urgent: bool
    what: str
    order: bool
    """Whether the words give an order to the people named: a word of order before a name, or a name in front."""
    verb: bool
    """Whether a word of order stands before a name."""


def ordered(text: str, choice: Sequence[Person], drop: Iterable[tuple[int, int]] = ()) -> Ordered:
    """Read `text`; `choice`: who may be named; `drop`: places that say the day. Important unless it is denied, urgent when said."""
    named = [(span, person.code) for person in choice for span in _mentions(text, person, choice)]
    known = {person.code.upper() for person in choice}
    strange = [match for match in CODE_LIKE.finditer(text) if match[0].upper() not in known]
    everyone = list(_EVERYONE.finditer(text))
    codes = {person.code for person in choice} if everyone else {code for _span, code in named}
    spans = [span for span, _code in named] + [match.span() for match in (*strange, *everyone)]
    hurry = not _NO_HURRY.search(text) and _HURRY.search(text) is not None
    return Ordered(
        people=tuple(person.code for person in choice if person.code in codes),
        unknown=tuple(match[0] for match in strange),
        important=not _LIGHT.search(text),
        urgent=hurry,
        what=_what(text, spans, drop),
        order=any(_ordered_at(text, start) for start, _end in spans),
        verb=any(_before(text, start) for start, _end in spans),
    )


def _mentions(text: str, person: Person, choice: Sequence[Person]) -> list[tuple[int, int]]:
    """Where a person is named: by code, by the whole name, by the given name or 小/老 + surname when it is nobody else's."""
    code = re.compile(rf"(?<![A-Za-z0-9]){re.escape(person.code)}(?![A-Za-z0-9])", re.I)
    found = [match.span() for match in code.finditer(text)]
    for name in _names(person, choice):
        found += [match.span() for match in re.finditer(re.escape(name), text)]
        if found:
            break
    return found


def _names(person: Person, choice: Sequence[Person]) -> list[str]:
    names = [person.name] if len(person.name) > 1 else []
    others = [one.name for one in choice if one.code != person.code]
    if len(person.name) == 3 and not any(name.endswith(person.name[1:]) for name in others):
        names.append(person.name[1:])
    if person.name and not any(name.startswith(person.name[0]) for name in others):
        names += [f"小{person.name[0]}", f"老{person.name[0]}"]
    return names


def _ordered_at(text: str, start: int) -> bool:
    """Whether the name at `start` follows a word of order, stands first, or is the last of a list that does."""
    before = text[:start].rstrip(_EDGES + "和跟")
    return not before or re.search(rf"{_ORDER}\s*$", before, re.I) is not None


def _what(text: str, names: Sequence[tuple[int, int]], drop: Iterable[tuple[int, int]]) -> str:
    """The words without people, their order, the day and how it weighs."""
    cut = [*((start - len(_before(text, start)), end) for start, end in names), *drop]
    left = "".join("\0" if any(start <= at < end for start, end in cut) else sign for at, sign in enumerate(text))
    for pattern in (_NO_HURRY, _LIGHT, _HURRY, _WEIGHTY):
        left = pattern.sub("\0", left)
    pieces = [piece.strip(_EDGES) for piece in left.split("\0")]
    words = _LEAD.sub("", " ".join(piece for piece in pieces if piece)).strip(_EDGES)
    while _LINK.match(words):
        words = _LINK.sub("", words, count=1).strip(_EDGES)
    return re.sub(r"(?<=[一-龥]) (?=[一-龥])", "，", words)


def _before(text: str, start: int) -> str:
    """The word of order that stands before a name, with what is between them."""
    match = re.search(rf"{_ORDER}\s*$", text[:start], re.I)
    return match[0] if match else ""
