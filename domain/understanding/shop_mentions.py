"""Which shop a sentence is about: an exact name settles it, all else is scored and settled only with a clear margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.understanding.shop_names import SUFFIX, inner_stem, sound, stem, village
from domain.understanding.wording import NUMERAL, PUNCTUATION, normalise, numeral


@dataclass(frozen=True, slots=True)
class Known:
    """A shop that may be meant. `today_number`: its number in today's list, 0 = not in it; `colleague`: not the manager's own."""

    code: str
    name: str
    owner: str = ""
    street: str = ""
    today_number: int = 0
    colleague: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """`shop` is settled, or None; `candidates` best first (the settled one in front); the mention is [start, end)."""

    shop: str | None = None
    candidates: tuple[str, ...] = ()
    exact: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Scored:
    known: Known
    score: float
    start: int
    end: int


SETTLED_FROM, SETTLED_MARGIN = 80.0, 6.0
"""README of the language set: asking below these left 1 wrong of 120."""
CANDIDATE_FROM, CANDIDATE_SPREAD, CANDIDATES = 65.0, 15.0, 3
_SOUND_FROM = 84.0
_NUMBERED = re.compile(rf"^\s*第(\d{{1,2}}|{NUMERAL}{{1,3}})[家站个]")
_LEAD = re.compile(
    r"(?:那个|这个|刚去|刚从|今天|上午|下午|早上|去趟|去了|我在|刚在|去|给|到|在|跟|和|找|叫|帮|查|看|把|从|对|[，,。;；:： ]|^)$"
)
_SHOP_BEHIND = re.compile(r"^(?:那家|这家|那个|家|店|老板|的店|那边)")
_OWNER_WORDS = re.compile(r"^(?:家|老板|的店|嫂|那|说|店)")
_NICK = re.compile(r"老([一-龥])(?:家|的店|那)|(?<![一-龥])([一-龥])(?:老板|嫂子?|姐|叔)(?:家|的店|那)?")
_NAME_GOES_ON = re.compile(r"^(?:的?(?:" + SUFFIX.pattern + r"))|^[^\W\d_a-z]", re.IGNORECASE)
_WORDS_FOLLOW = re.compile(
    r"^(?:的?(?:库存|老板|价签|货|店|单子|陈列)|那|这|家|老板|说|上[柜架门]|库存|还?剩|卖|没|今|明|后天|下[周个]|昨|上[周次]|周[一二三四五六日]"
    r"|有|要|订|已|再|去|来|价|证|正常|一切|新|关|断|缺|想|愿|不|出样|陈列|网上|电子|送|讲|看|问|聊|拜访|提醒|左右|□)"
)


def _bonus(known: Known, text: str) -> float:
    """Owner and street said beside a shared name tell the shops apart."""
    owner, street = normalise(known.owner), normalise(known.street)
    return (20 if len(owner) > 1 and owner in text else 0) + (7 if street and street in text else 0)


def _ordered(scored: Sequence[_Scored]) -> list[_Scored]:
    """Best first; on equal scores today's list, then code."""
    return sorted(scored, key=lambda s: (-s.score, s.known.today_number or 1000, s.known.code))


def _decided(scored: Sequence[_Scored], exact: bool) -> Mention:
    ranked = _ordered(scored)
    if not ranked:
        return Mention()
    best = ranked[0]
    alone = len(ranked) == 1 or best.score - ranked[1].score >= SETTLED_MARGIN
    settled = alone and best.score >= SETTLED_FROM and not best.known.colleague
    near = [s.known.code for s in ranked if s.score >= max(CANDIDATE_FROM, best.score - CANDIDATE_SPREAD)]
    if not near:
        return Mention()
    return Mention(
        best.known.code if settled else None,
        tuple(near[:CANDIDATES]),
        exact and settled,
        best.start,
        best.end,
    )


def _like_today(chosen: Known, shops: Sequence[Known]) -> tuple[str, ...]:
    """Shops of today's list with the same stem, when the one named is not in the list."""
    if chosen.today_number:
        return ()
    like = [k for k in shops if k.today_number and k.code != chosen.code and stem(k.name) == stem(chosen.name)]
    return tuple(k.code for k in sorted(like, key=lambda k: k.today_number))


def _settled(same: list[Known], shops: Sequence[Known], text: str, start: int) -> Mention:
    """An exact name: unique, or told apart by what stands beside it."""
    end = start + len(normalise(same[0].name))
    if len(same) > 1:
        return _decided([_Scored(k, 80 + _bonus(k, text), start, end) for k in same], exact=True)
    chosen = same[0]
    candidates = (chosen.code, *_like_today(chosen, shops))[:CANDIDATES]
    return Mention(None if chosen.colleague else chosen.code, candidates, not chosen.colleague, start, end)


def _exact(text: str, shops: Sequence[Known], everyone: Sequence[Known]) -> Mention | None:
    """The longest name that the text begins with, else the one name that stands anywhere in it."""
    names: dict[str, list[Known]] = {}
    for known in shops:
        names.setdefault(normalise(known.name), []).append(known)
    heads = [name for name in names if name and text.startswith(name)]
    if heads:
        return _settled(names[max(heads, key=len)], everyone, text, 0)
    spots = [(text.find(name), name) for name in names if len(name) > 1 and name in text]
    free = [
        (at, n)
        for at, n in spots
        if not any(n != other and n in other and a <= at < a + len(other) for a, other in spots)
    ]
    if len(free) == 1:
        return _settled(names[free[0][1]], everyone, text, free[0][0])
    if free:
        return _decided([_Scored(k, 80, at, at + len(n)) for at, n in free for k in names[n]], exact=False)
    return None


def _numbered(text: str, shops: Sequence[Known]) -> Mention | None:
    match = _NUMBERED.match(text)
    number = numeral(match[1]) if match else None
    if match is None or number is None:
        return None
    known = next((k for k in shops if k.today_number == int(number)), None)
    return Mention(known.code, (known.code,), True, 0, match.end()) if known else None


def _common(text: str, at: int, name: str) -> int:
    """How many characters of `name` stand in the text from `at` on."""
    length = 0
    while length < len(name) and text[at + length : at + length + 1] == name[length]:
        length += 1
    return length


def _alias_score(known: Known, text: str, alias: str, whole: str) -> _Scored | None:
    """A spoken part of the name at a place where a shop can stand; more of the name raises it, another kind of shop lowers it."""
    at = text.find(alias)
    if at < 0:
        return None
    place = alias == normalise(known.street).rstrip("街镇村乡") or alias == village(known.name)
    behind = text[at + len(alias) :]
    stands = _LEAD.search(text[:at]) or len(alias) >= 3 or _SHOP_BEHIND.match(behind) or SUFFIX.match(behind)
    if not stands:
        return None
    more = _common(text, at, whole) - len(alias)
    score = 82.0 + 7 * min(more, 2) + _bonus(known, text)
    end = at + len(alias) + max(more, 0)
    other = SUFFIX.match(behind)
    if other is not None and more < len(other[0]):
        score -= 12 if more == 0 else 4
        end = max(end, at + len(alias) + other.end())
    elif more == 0 and _goes_on(behind, place):
        score -= 8
    return _Scored(known, score - (0.5 if at > 0 else 0), at, end)


def _goes_on(behind: str, place: bool) -> bool:
    """Behind the alias comes more of some name (of another shop in that village, or 的 and a kind of shop), not what is said."""
    follows = _WORDS_FOLLOW.match(behind)
    if place:
        return (
            re.match(r"^(?:的店?)?(?:那家|家|店|老板|那个)", behind) is None and _NAME_GOES_ON.match(behind) is not None
        )
    return follows is None and _NAME_GOES_ON.match(behind) is not None


def _by_name(known: Known, text: str) -> list[_Scored]:
    name, street = normalise(known.name), known.street
    inner = inner_stem(known.name, street)
    found = [_alias_score(known, text, stem(known.name), name)]
    if inner:
        hit = _alias_score(known, text, inner, name[name.find(inner) :])
        found.append(_Scored(known, hit.score - 3, hit.start, hit.end) if hit else None)
    place = village(known.name)
    if place and place != stem(known.name):
        found.append(_alias_score(known, text, place, name))
    return [hit for hit in found if hit is not None]


def _inside(known: Known, text: str) -> list[_Scored]:
    """At least three characters out of the middle of the name, up to its end: 农场超市 of 武湖农场超市."""
    name = normalise(known.name)
    for at in _heads(text):
        tail = next((name[i:] for i in range(1, len(name) - 2) if text.startswith(name[i:], at)), "")
        if tail and not SUFFIX.fullmatch(tail):
            return [_Scored(known, 82 + _bonus(known, text), at, at + len(tail))]
    return []


def _by_owner(known: Known, text: str) -> list[_Scored]:
    owner = normalise(known.owner)
    if len(owner) < 2:
        return []
    at = text.find(owner)
    if at >= 0 and (len(owner) > 2 or _LEAD.search(text[:at]) or _OWNER_WORDS.match(text[at + len(owner) :])):
        return [_Scored(known, 95, at, at + len(owner))]
    nick = _NICK.search(text)
    if nick and (nick[1] or nick[2]) == owner[0]:
        return [_Scored(known, 81 + (3 if known.today_number else 0), nick.start(), nick.end())]
    return []


def _heads(text: str) -> list[int]:
    """Places where a mention may begin: the start, and behind a lead-in or a mark."""
    return [
        at
        for at in range(len(text))
        if at == 0 or (at <= 20 and _LEAD.search(text[:at]) and text[at] not in PUNCTUATION)
    ]


def _by_sound(known: Known, text: str) -> list[_Scored]:
    """The name as heard: the same length from a possible beginning, compared as pinyin."""
    name = normalise(known.name)
    target, best = sound(name), None
    for at in _heads(text):
        window = text[at : at + len(name)]
        if len(window) < 3 or len(window) < len(name) - 1:
            continue
        score = fuzz.ratio(sound(window), target, score_cutoff=_SOUND_FROM) * 0.95
        if score and (best is None or score > best.score):
            best = _Scored(known, score, at, at + len(window))
    return [best] if best else []


def _best_per_shop(hits: list[_Scored]) -> list[_Scored]:
    best: dict[str, _Scored] = {}
    for hit in hits:
        if hit.known.code not in best or hit.score > best[hit.known.code].score:
            best[hit.known.code] = hit
    return list(best.values())


def _scored(text: str, shops: Sequence[Known]) -> Mention:
    hits = [hit for k in shops for hit in (*_by_name(k, text), *_inside(k, text), *_by_owner(k, text))]
    if not any(hit.score >= SETTLED_FROM for hit in hits):
        hits += [hit for k in shops for hit in _by_sound(k, text)]
    return _decided(_best_per_shop(hits), exact=False)


def find_shop(text: str, shops: Sequence[Known]) -> Mention:
    """The shop that a normalised text names; a colleague's is looked at only when none of one's own fits, and is never settled."""
    own = [k for k in shops if not k.colleague]
    mention = _exact(text, own, own) or _numbered(text, own)
    if mention is not None:
        return mention
    others = [k for k in shops if k.colleague]
    theirs = _exact(text, others, others)
    mention = _scored(text, own)
    if theirs is not None and mention.shop is None:
        both = tuple(dict.fromkeys((*theirs.candidates, *mention.candidates)))
        return Mention(None, both[:CANDIDATES], False, theirs.start, theirs.end)
    return mention
