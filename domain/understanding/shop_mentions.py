"""Which shop a sentence is about: an exact name settles it, all else is scored and settled only with a clear margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from domain.understanding.shop_index import (
    ALIAS,
    CHAIN,
    GIVEN,
    INNER,
    LONGEST,
    NAME,
    OWNER,
    PLACE,
    STEM,
    WORTH,
    Called,
    Index,
    Known,
    heard,
)
from domain.understanding.shop_names import SUFFIX, codes
from domain.understanding.wording import MASK, NUMERAL, PUNCTUATION, normalise, numeral

__all__ = ["Known", "Mention", "find_shop", "named"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`shop` is settled, or None; `candidates` best first (the settled one in front); the mention is [start, end)."""

    shop: str | None = None
    candidates: tuple[str, ...] = ()
    exact: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Hit:
    place: int
    score: float
    start: int
    end: int


SETTLED_FROM, SETTLED_MARGIN = 80.0, 6.0
"""README of the language set: asking below these left 1 wrong of 120."""
CANDIDATE_FROM, CANDIDATE_SPREAD, CANDIDATES = 65.0, 15.0, 3
_NEAR_FROM, _NEAR_WORTH = 74.0, 0.95
_NUMBERED = re.compile(rf"^\s*第(\d{{1,2}}|{NUMERAL}{{1,3}})[家站个]")
_LEAD = re.compile(
    r"(?:那个|这个|刚去|刚从|今天|明天|后天|上午|下午|早上|去趟|去了|我在|刚在|拜访了?|提醒我?|通知|问问|问下|问一下|查一下|查下|看一下|看下|联系|的|去|给|到|在|跟|和|找|叫|帮|查|看|把|从|对|约|问|催|带|陪|[，,。;；:：、 \n"
    + MASK + r"]|^)$"
)  # fmt: skip
_SHOP_BEHIND = re.compile(r"(?:那家|这家|那个|家|店|老板|的店|那边|那里|那儿)")
_OWNER_WORDS = re.compile(r"(?:家|老板|的店|嫂|那|说|店|$|[，,。 ])")
_NICK = re.compile(
    r"老([一-龥])(?:家|的店|那|头)|(?<![一-龥])([一-龥])(?:老板娘?|嫂子?|姐|叔|哥|总|师傅)(?:家|的店|那)?"
)
_HERE = re.compile(r"(?:这家店?|这个店|本店|这里|该店)|(?<![其一-龥])(?:它|他家|她家)(?![们家])|(?<![其吉])它(?!们)")
_NAME_GOES_ON = re.compile(r"(?:的?(?:" + SUFFIX.pattern + r"))|[^\W\d_a-z]", re.IGNORECASE)
_WORDS_FOLLOW = re.compile(
    r"(?:的?(?:库存|老板|价签|货|店|单子|陈列|门|电话|柜台|证)|那|这|家|老板|说|上[柜架门了]|库存|存|还|也|都|又|刚|就|剩|卖|没|今|明|后天|下[周个]|昨|上[周次午]|周[一二三四五六日末]|星期|礼拜|月"
    r"|有|要|订|已|再|去|来|价|证|正常|一切|新|关|断|缺|想|愿|不|出样|陈列|网上|电子|送|讲|看|问|聊|拜访|提醒|左右|□|进|补|换|改|打|发|签|收|做|谈|给|把|被|在|约|生意|客户|顾客|儿子|女儿|货|欠|交|退|办|门|三|两|一|几|十|半|早|晚|下午|中午|脱销|积压|投诉|反映|被)"
)
_LATIN = re.compile(r"[a-z][a-z' ]*[a-z]", re.IGNORECASE)


def _bonus(known: Known, text: str) -> float:
    """Owner and street said beside a shared name tell the shops apart."""
    owner, street = normalise(known.owner), normalise(known.street)
    return (20 if len(owner) > 1 and owner in text else 0) + (7 if street and street in text else 0)


def _decided(hits: Sequence[_Hit], shops: Sequence[Known], exact: bool) -> Mention:
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
        return _decided([_Hit(p, 80 + _bonus(shops[p], text), start, end) for p in places], shops, exact=True)
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


def _exact(text: str, shops: Sequence[Known], index: Index) -> Mention | None:
    """The longest name that the text begins with, else the one name that stands anywhere in it."""
    spots = named(text, index)
    if spots and (spots[0][0] == 0 or len(spots) == 1):
        return _settled(spots[0][2], shops, index, text, spots[0][0])
    if spots:
        return _decided([_Hit(p, 80, at, at + len(n)) for at, n, places in spots for p in places], shops, exact=False)
    return None


def _numbered(text: str, shops: Sequence[Known]) -> Mention | None:
    match = _NUMBERED.match(text)
    number = numeral(match[1]) if match else None
    if match is None or number is None:
        return None
    known = next((k for k in shops if k.today_number == int(number)), None)
    return Mention(known.code, (known.code,), True, 0, match.end()) if known else None


def _stands(text: str, at: int, end: int) -> bool:
    """A place in the text where a shop can be named."""
    return bool(_LEAD.search(text[max(0, at - 4) : at]) or _SHOP_BEHIND.match(text, end) or SUFFIX.match(text, end))


def _worth(called: Called, text: str, at: int, end: int, worth: float) -> float | None:
    """A way of calling a shop at its place: another kind of shop behind it, or more of some name, lowers it."""
    if called.kind == ALIAS:
        return worth
    if not _stands(text, at, end) and (end - at < 3 or called.kind in {GIVEN, PLACE}):
        return None
    if called.kind in {OWNER, GIVEN}:
        if end - at == 2 and not (_LEAD.search(text[max(0, at - 4) : at]) or _OWNER_WORDS.match(text, end)):
            return None
        return worth - (8 if called.kind == GIVEN and not re.match(r"[嫂姐叔哥家的那老店]", text[end : end + 1]) else 0)
    if called.kind == NAME:
        return worth - (0.5 if at else 0)
    other = SUFFIX.match(text, end)
    if other is not None:
        worth -= 12 if called.kind in {STEM, CHAIN, PLACE} or (len(other[0]) > 1 and called.kind == INNER) else 4
    elif (
        called.kind == PLACE
        and not re.match(r"的店?那?家?|那?家|店|老板|那", text[end:])
        and _NAME_GOES_ON.match(text, end)
    ):
        worth -= 10
    elif _WORDS_FOLLOW.match(text, end) is None and _NAME_GOES_ON.match(text, end):
        worth -= 8
    return worth - (0.5 if at else 0) - (0 if end - at > 2 or _stands(text, at, end) else 3)


def _scan(text: str, sounds: str, index: Index) -> list[_Hit]:
    """Everything in the text by which a shop may be called, as written or as heard."""
    hits: list[_Hit] = []
    for at in range(len(text) - 1):
        if text[at] in PUNCTUATION or text[at] == MASK:
            continue
        for length in range(2, min(LONGEST, len(text) - at) + 1):
            said = text[at : at + length]
            for called in index.names.get(said, ()):
                score = _worth(called, text, at, at + length, WORTH[called.kind] + min(length, 6) * 0.1)
                if score is not None:
                    hits.append(_Hit(called.place, score, at, at + length))
            for called in index.sounds.get(sounds[at : at + length], ()) if sounds else ():
                if called.words == said or (length < 3 and not (at == 0 or SUFFIX.match(text, at + length))):
                    continue
                worth = heard(WORTH[called.kind], said, called.words) - (4 if length < 3 else 0)
                score = _worth(called, text, at, at + length, worth)
                if score is not None:
                    hits.append(_Hit(called.place, score, at, at + length))
    return hits


def _outermost(hits: list[_Hit]) -> list[_Hit]:
    """Without those that stand inside a longer, likelier one; per shop the best."""
    strong = [h for h in hits if h.score >= SETTLED_FROM]
    best: dict[int, _Hit] = {}
    for hit in hits:
        if any(
            o.start <= hit.start
            and hit.end <= o.end
            and o.end - o.start > hit.end - hit.start
            and o.score >= hit.score
            and o.place != hit.place
            for o in strong
        ):
            hit = replace(hit, score=hit.score - 12)
        if hit.place not in best or hit.score > best[hit.place].score:
            best[hit.place] = hit
    return list(best.values())


def _nicknames(text: str, shops: Sequence[Known], index: Index) -> list[_Hit]:
    nick = _NICK.search(text)
    if nick is None:
        return []
    surname = nick[1] or nick[2]
    return [
        _Hit(p, 81 + (3 if shops[p].today_number else 0), nick.start(), nick.end())
        for p, facts in enumerate(index.facts)
        if facts.owner.startswith(surname)
    ]


def _heads(text: str) -> list[int]:
    """Places where a mention may begin: the start, and behind a lead-in or a mark."""
    return [
        at
        for at in range(min(len(text), 22))
        if text[at] not in PUNCTUATION and (at == 0 or _LEAD.search(text[max(0, at - 4) : at]))
    ][:4]


def _near(text: str, sounds: str, index: Index) -> list[_Hit]:
    """Names heard nearly so: a window of the text against every full name whose stem shares a sound with the text."""
    hits: list[_Hit] = []
    said = set(sounds[:40])
    names = {place: index.whole[place] for place, stem in enumerate(index.stem_sounds) if not stem.isdisjoint(said)}
    for at in _heads(text) if names else ():
        for length in range(3, min(8, len(text) - at) + 1):
            window = sounds[at : at + length]
            near = process.extract(window, names, scorer=fuzz.ratio, processor=None, score_cutoff=_NEAR_FROM, limit=4)
            for name, score, place in near:
                if len(name) >= 4 or score > 90:
                    hits.append(_Hit(place, min(score * _NEAR_WORTH, 88.0), at, at + length))
    return hits


def _by_letters(text: str, index: Index) -> list[_Hit]:
    """Pinyin or initials, written in Latin letters."""
    hits: list[_Hit] = []
    for run in _LATIN.finditer(text):
        letters = re.sub(r"[^a-z]", "", run[0].lower())
        if len(letters) < 3:
            continue
        hits += [_Hit(c.place, 93, run.start(), run.end()) for c in index.spellings.get(letters, ())]
        if not hits and run.start() == 0 and (run.end() == len(text) or not text[run.end()].isascii()):
            for _name, score, place in process.extract(
                letters, index.initials, scorer=fuzz.ratio, score_cutoff=85, limit=3
            ):
                hits.append(_Hit(place, score - 4, run.start(), run.end()))
    return hits


def _place_bonus(hits: list[_Hit], text: str, index: Index) -> list[_Hit]:
    """The street said elsewhere in the sentence tells shops of like names apart."""
    hits = [
        replace(h, score=h.score + 4) if _in_name(text[h.start : h.start + 2], index.facts[h.place].full) else h
        for h in hits
    ]
    return [
        replace(h, score=h.score + 6)
        if len(p := index.facts[h.place].place) >= 2 and p in text and not h.start <= text.find(p) < h.end
        else h
        for h in hits
    ]


def _in_name(place: str, name: str) -> bool:
    """长岭 of 长轩岭百货: the first two characters said stand in the name, in order, though not side by side."""
    at = name.find(place[0])
    return at == 0 and place not in name and name.find(place[-1], at + 1) in {1, 2}


def _scored(text: str, shops: Sequence[Known], index: Index) -> Mention:
    sounds = codes(text)
    hits = _outermost(_scan(text, sounds, index) + _nicknames(text, shops, index) + _by_letters(text, index))
    if not any(hit.score >= SETTLED_FROM for hit in hits):
        hits = _outermost(hits + _near(text, sounds, index))
    return _decided(_place_bonus(hits, text, index), shops, exact=False)


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
