"""Which shop a sentence is about: an exact name settles it, all else is scored and settled only with a clear margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.understanding.shop_hits import (
    SETTLED_FROM,
    Hit,
    by_letters,
    nearly_heard,
    nicknames,
    outermost,
    place_bonus,
    scan,
)
from domain.understanding.shop_index import LONGEST, NAME, Index, Known
from domain.understanding.shop_names import codes
from domain.understanding.wording import NUMERAL, normalise, numeral

__all__ = ["Known", "Mention", "find_shop", "named"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`shop` is settled, or None; `candidates` best first (the settled one in front); the mention is [start, end)."""

    shop: str | None = None
    candidates: tuple[str, ...] = ()
    exact: bool = False
    start: int = 0
    end: int = 0


SETTLED_MARGIN = 6.0
"""With less than this between the best two it is asked."""
CANDIDATE_FROM, CANDIDATE_SPREAD, CANDIDATES = 65.0, 15.0, 3
_NUMBERED = re.compile(rf"^\s*第(\d{{1,2}}|{NUMERAL}{{1,3}})[家站个]")
_HERE = re.compile(r"(?:这家店?|这个店|本店|这里|该店)|(?<![其一-龥])(?:它|他家|她家)(?![们家])|(?<![其吉])它(?!们)")


def _bonus(known: Known, text: str) -> float:
    """Owner and street said beside a shared name tell the shops apart."""
    owner, street = normalise(known.owner), normalise(known.street)
    return (20 if len(owner) > 1 and owner in text else 0) + (7 if street and street in text else 0)


def _decided(hits: Sequence[Hit], shops: Sequence[Known], exact: bool) -> Mention:
    """Best first; on equal scores today's list, then code."""
    ranked = sorted(hits, key=lambda h: (-h.score, shops[h.place].today_number or 1000, shops[h.place].code))
    if not ranked:
        return Mention()
    best = ranked[0]
    alone = len(ranked) == 1 or best.score - ranked[1].score >= SETTLED_MARGIN
    known = shops[best.place]
    settled = alone and best.score >= SETTLED_FROM and not known.colleague
    near = [shops[h.place].code for h in ranked if h.score >= max(CANDIDATE_FROM, best.score - CANDIDATE_SPREAD)]
    if not near:
        return Mention()
    return Mention(known.code if settled else None, tuple(near[:CANDIDATES]), exact and settled, best.start, best.end)


def _like_today(place: int, shops: Sequence[Known], index: Index) -> tuple[str, ...]:
    """Shops of today's list with the same stem, when the one named is not in the list."""
    if shops[place].today_number:
        return ()
    like = [
        k
        for at, k in enumerate(shops)
        if k.today_number and at != place and index.facts[at].stem == index.facts[place].stem
    ]
    return tuple(k.code for k in sorted(like, key=lambda k: k.today_number))


def _settled(places: Sequence[int], shops: Sequence[Known], index: Index, text: str, start: int) -> Mention:
    """An exact name: unique, or told apart by what stands beside it."""
    end = start + len(index.facts[places[0]].full)
    if len(places) > 1:
        return _decided([Hit(p, 80 + _bonus(shops[p], text), start, end) for p in places], shops, exact=True)
    chosen = shops[places[0]]
    candidates = (chosen.code, *_like_today(places[0], shops, index))[:CANDIDATES]
    return Mention(None if chosen.colleague else chosen.code, candidates, not chosen.colleague, start, end)


def named(text: str, index: Index) -> list[tuple[int, str, list[int]]]:
    """Full names in the text, in order, none inside another: where, the name, the shops so named."""
    spots: list[tuple[int, str, list[int]]] = []
    at = 0
    while at < len(text):
        for length in range(min(LONGEST + 6, len(text) - at), 1, -1):
            called = index.names.get(text[at : at + length])
            places = [c.place for c in called if c.kind == NAME] if called else []
            if places:
                spots.append((at, text[at : at + length], places))
                at += length - 1
                break
        at += 1
    return spots


def _meant(text: str, spots: list[tuple[int, str, list[int]]]) -> list[tuple[int, str, list[int]]]:
    """Without names that are denied (不是东方超市，是东风百货), unless all are."""
    return [spot for spot in spots if not text[: spot[0]].rstrip().endswith("不是")] or spots


def _exact(text: str, shops: Sequence[Known], index: Index) -> Mention | None:
    """The longest name that the text begins with, else the one name that stands anywhere in it."""
    spots = _meant(text, named(text, index))
    if spots and (spots[0][0] == 0 or len(spots) == 1):
        return _settled(spots[0][2], shops, index, text, spots[0][0])
    if spots:
        return _decided([Hit(p, 80, at, at + len(n)) for at, n, places in spots for p in places], shops, exact=False)
    return None


def _numbered(text: str, shops: Sequence[Known]) -> Mention | None:
    match = _NUMBERED.match(text)
    number = numeral(match[1]) if match else None
    if match is None or number is None:
        return None
    known = next((k for k in shops if k.today_number == int(number)), None)
    return Mention(known.code, (known.code,), True, 0, match.end()) if known else None


def _scored(text: str, shops: Sequence[Known], index: Index) -> Mention:
    sounds = codes(text)
    hits = outermost(scan(text, sounds, index) + nicknames(text, shops, index) + by_letters(text, index))
    if not any(hit.score >= SETTLED_FROM for hit in hits):
        hits = outermost(hits + nearly_heard(text, sounds, index))
    return _decided(place_bonus(hits, text, index), shops, exact=False)


def _here(text: str, here: str) -> Mention | None:
    found = _HERE.search(text) if here else None
    return None if found is None else Mention(here, (here,), False, found.start(), found.end())


def find_shop(text: str, own: Index, others: Index, here: str = "") -> Mention:
    """The shop that a normalised text names; a colleague's (`others`) is looked at only when none of one's own fits, and is never
    settled.

    `here`: the shop on the screen, meant by 这家 when no name is said."""
    mention = _exact(text, own.shops, own) or _numbered(text, own.shops)
    if mention is not None:
        return mention
    theirs = _exact(text, others.shops, others)
    mention = _scored(text, own.shops, own)
    if theirs is not None and mention.shop is None:
        both = tuple(dict.fromkeys((*theirs.candidates, *mention.candidates)))
        return Mention(None, both[:CANDIDATES], False, theirs.start, theirs.end)
    return mention if mention.shop else _here(text, here) or mention
