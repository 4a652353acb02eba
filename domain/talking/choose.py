"""The objective of a visit and its two to four lines; nothing that was told comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from domain.shops import Segment
from domain.talking.catalogue import CATALOGUE, Extra, Template
from domain.talking.facts import Facts
from domain.talking.fields import fields
from domain.talking.situations import BOUNDS, afternoon_only, plays_chess, price_sensitive, situations
from domain.visits import Objective

MOST, FEWEST = 4, 2
SHOWN_AT_MOST = 2
"""An untold line is shown, may return once, and then gives way to the next variant."""

SITUATION_OF: dict[Objective, str] = {
    Objective.STAYING: "D",
    Objective.SUCCESSION: "E",
    Objective.PRICE_TAGS: "F",
    Objective.STOCK: "A",
    Objective.ORDERING: "H",
    Objective.SETTLEMENT: "G",
    Objective.NEW_BRAND: "B",
    Objective.NEWS: "I",
    Objective.UPKEEP: "L",
}
_FOCUS_WORDS = {
    Objective.ORDERING: ("网上订货", "online ordering"),
    Objective.SETTLEMENT: ("电子结算", "electronic settlement", "settlement"),
}
_URGENT = frozenset({Objective.STAYING, Objective.SUCCESSION})
_OTHERS = "FEAJCB"
_QUIET_WHILE_STAYING = frozenset("AB")
"""Beside the question of staying nothing is sold: one thing at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line ready to be shown. `id` is the catalogue's, with a mark of its fact if it has one (B1.3f9a)."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What may be spoken, best first, and what is for the manager's eyes only."""

    points: tuple[Line, ...]
    hint: Line | None = None


def _duties(focus: tuple[str, ...]) -> tuple[Objective, Objective]:
    """Ordering and settlement, the one that the period's focus names first in front."""
    words = "\n".join(focus).casefold()

    def place(objective: Objective) -> int:
        found = [words.find(w) for w in _FOCUS_WORDS[objective] if w in words]
        return min(found, default=len(words) + 1)

    first, second = sorted(_FOCUS_WORDS, key=place)
    return first, second


def objective(facts: Facts, focus: tuple[str, ...] = ()) -> Objective:
    """What this visit is for: an open promise's question, else the first unanswered situation."""
    for promise in facts.promises:
        if promise.objective is not None:
            return promise.objective
    held = situations(facts)
    order = (Objective.STAYING, Objective.SUCCESSION, Objective.PRICE_TAGS, Objective.STOCK, *_duties(focus))
    for one in (*order, Objective.NEW_BRAND, Objective.NEWS):
        if SITUATION_OF[one] in held and one not in facts.answered:
            return one
    return Objective.UPKEEP


def _extra_holds(extra: Extra, facts: Facts) -> bool:
    remark = facts.shop.remark
    match extra:
        case Extra.NONE:
            return True
        case Extra.OUTSIDE_UNORDERED:
            return facts.outside_unordered
        case Extra.OLD_OWNER:
            return facts.shop.age >= BOUNDS.old_owner
        case Extra.CHESS:
            return plays_chess(remark)
        case Extra.AFTERNOON:
            return afternoon_only(remark)
        case Extra.PRICE_PROMISE:
            return price_sensitive(remark) and any("价" in p.words for p in facts.promises)


def _identity(template: Template, values: dict[str, str], facts: Facts) -> str:
    """The catalogue's id and a mark of the fact that makes the wording new (news, promises: their id)."""
    if template.situation == "I":
        return f"{template.id}.{facts.news[0].id}"
    if template.situation == "P":
        return f"{template.id}.{facts.promises[0].id}"
    if not template.fields:
        return template.id
    fact = "\n".join(f"{name}={values[name]}" for name in sorted(template.fields))
    return f"{template.id}.{hashlib.sha256(fact.encode()).hexdigest()[:8]}"


def _known_fields(facts: Facts) -> dict[str, str]:
    """Fields for identities: in one language, so that the ledger does not depend on the reader's."""
    return fields(facts, "zh_CN")


def _rank(template: Template, facts: Facts) -> tuple[bool, bool, bool]:
    """Best first: never told here, then with a condition of its own, then for this segment alone."""
    told_before = any(known.split(".")[0] == template.id for known in facts.told)
    return told_before, template.extra is Extra.NONE, len(template.segments) > 1


def _candidates(letter: str, facts: Facts, language: str, private: bool = False) -> Iterator[Line]:
    """Lines of one situation that hold, can be filled, and were not told or shown too often; best first."""
    values, known = fields(facts, language), _known_fields(facts)
    for template in sorted((t for t in CATALOGUE if t.situation == letter), key=lambda t: _rank(t, facts)):
        fits = facts.shop.segment in template.segments and template.private is private
        if not fits or not template.fields <= values.keys() or not _extra_holds(template.extra, facts):
            continue
        id = _identity(template, known, facts)
        if id not in facts.told and facts.shown.get(id, 0) < SHOWN_AT_MOST:
            yield Line(id, template.text[language].format_map(values))


def _letters(facts: Facts, goal: Objective) -> list[tuple[str, int]]:
    """Situations in the order of speaking, with how many lines each may have."""
    held = situations(facts)
    main = SITUATION_OF[goal]
    urgent = goal in _URGENT
    order: list[tuple[str, int]] = [("P", 1)]
    order += [(main, 2), ("I", 1)] if urgent else [("I", 1), (main, 1)]
    quiet = _QUIET_WHILE_STAYING if goal is Objective.STAYING else frozenset()
    order += [(letter, 1) for letter in _OTHERS if letter not in quiet]
    seen: set[str] = set()
    kept = []
    for letter, most in order:
        if letter in held and letter not in seen and letter != "L":
            seen.add(letter)
            kept.append((letter, most))
    return kept


def _points(facts: Facts, goal: Objective, language: str) -> tuple[Line, ...]:
    points: list[Line] = []
    for letter, most in _letters(facts, goal):
        found = list(_candidates(letter, facts, language))
        points += found[: min(most, MOST - len(points))]
    main = SITUATION_OF[goal]
    spare = [] if main in "ILP" else [x for x in _candidates(main, facts, language) if x not in points]
    for line in (*spare[:1], *_candidates("L", facts, language)):
        if len(points) < FEWEST:
            points.append(line)
    return tuple(points)


def _hint(facts: Facts, language: str) -> Line | None:
    """K for a retain shop whose owner may quit (or the keen shop beside it), else one on outside brands."""
    held = situations(facts)
    letters = [letter for letter in ("K", "C") if letter in held]
    if facts.shop.segment not in {Segment.RETAIN, Segment.GUIDE}:
        letters = [letter for letter in letters if letter != "K"]
    return next((line for letter in letters for line in _candidates(letter, facts, language, private=True)), None)


def choose(facts: Facts, goal: Objective, language: str = "zh_CN") -> Talk:
    """At most four lines, at least two while the catalogue has any left; the objective's may be two."""
    return Talk(_points(facts, goal, language), _hint(facts, language))
