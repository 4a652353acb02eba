"""Everything in a text by which a shop may be called, each with a score: as written, as heard, by nickname, in Latin letters."""

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
from domain.understanding.shop_names import SUFFIX
from domain.understanding.wording import MASK, PUNCTUATION

SETTLED_FROM = 80.0
"""The score from which a shop is settled; asking below it, or with a lesser margin, left 1 wrong of 120."""
_NEAR_FROM, _NEAR_WORTH = 74.0, 0.95
_LEAD = re.compile(
    r"(?:那个|这个|刚去|刚从|今天|明天|后天|上午|下午|早上|去趟|去了|我在|刚在|拜访了?|提醒我?|通知|问问|问下|问一下|查一下|查下|看一下|看下|联系|的|去|给|到|在|跟|和|找|叫|帮|查|看|把|从|对|约|问|催|带|陪|[，,。;；:：、 \n"
    + MASK + r"]|^)$"
)  # fmt: skip
_SHOP_BEHIND = re.compile(r"(?:那家|这家|那个|家|店|老板|的店|那边|那里|那儿)")
_OWNER_WORDS = re.compile(r"(?:家|老板|的店|嫂|那|说|店|$|[，,。 ])")
_NICK = re.compile(
    r"老([一-龥])(?:家|的店|那|头)|(?<![一-龥])([一-龥])(?:老板娘?|嫂子?|姐|叔|哥|总|师傅)(?:家|的店|那)?"
)
_NAME_GOES_ON = re.compile(r"(?:的?(?:" + SUFFIX.pattern + r"))|[^\W\d_a-z]", re.IGNORECASE)
_WORDS_FOLLOW = re.compile(
    r"(?:的?(?:库存|老板|价签|货|店|单子|陈列|门|电话|柜台|证)|那|这|家|老板|说|上[柜架门了]|库存|存|还|也|都|又|刚|就|剩|卖|没|今|明|后天|下[周个]|昨|上[周次午]|周[一二三四五六日末]|星期|礼拜|月"
    r"|有|要|订|已|再|去|来|价|证|正常|一切|新|关|断|缺|想|愿|不|出样|陈列|网上|电子|送|讲|看|问|聊|拜访|提醒|左右|□|进|补|换|改|打|发|签|收|做|谈|给|把|被|在|约|生意|客户|顾客|儿子|女儿|货|欠|交|退|办|门|三|两|一|几|十|半|早|晚|下午|中午|脱销|积压|投诉|反映|被)"
)
_LATIN = re.compile(r"[a-z][a-z' ]*[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """The shop at `place` of the index may be called in [start, end)."""

    place: int
    score: float
    start: int
    end: int


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


def scan(text: str, sounds: str, index: Index) -> list[Hit]:
    """Everything in the text by which a shop may be called, as written or as heard."""
    hits: list[Hit] = []
    for at in range(len(text) - 1):
        if text[at] in PUNCTUATION or text[at] == MASK:
            continue
        for length in range(2, min(LONGEST, len(text) - at) + 1):
            said = text[at : at + length]
            for called in index.names.get(said, ()):
                score = _worth(called, text, at, at + length, WORTH[called.kind] + min(length, 6) * 0.1)
                if score is not None:
                    hits.append(Hit(called.place, score, at, at + length))
            for called in index.sounds.get(sounds[at : at + length], ()) if sounds else ():
                if called.words == said or (length < 3 and not (at == 0 or SUFFIX.match(text, at + length))):
                    continue
                worth = heard(WORTH[called.kind], said, called.words) - (4 if length < 3 else 0)
                score = _worth(called, text, at, at + length, worth)
                if score is not None:
                    hits.append(Hit(called.place, score, at, at + length))
    return hits


def outermost(hits: list[Hit]) -> list[Hit]:
    """Without those that stand inside a longer, likelier one; per shop the best."""
    strong = [h for h in hits if h.score >= SETTLED_FROM]
    best: dict[int, Hit] = {}
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


def nicknames(text: str, shops: Sequence[Known], index: Index) -> list[Hit]:
    nick = _NICK.search(text)
    if nick is None:
        return []
    surname = nick[1] or nick[2]
    return [
        Hit(p, 81 + (3 if shops[p].today_number else 0), nick.start(), nick.end())
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


def nearly_heard(text: str, sounds: str, index: Index) -> list[Hit]:
    """Names heard nearly so: a window of the text against every full name whose stem shares a sound with the text."""
    hits: list[Hit] = []
    said = set(sounds[:40])
    names = {place: index.whole[place] for place, stem in enumerate(index.stem_sounds) if not stem.isdisjoint(said)}
    for at in _heads(text) if names else ():
        for length in range(3, min(8, len(text) - at) + 1):
            window = sounds[at : at + length]
            near = process.extract(window, names, scorer=fuzz.ratio, processor=None, score_cutoff=_NEAR_FROM, limit=4)
            for name, score, place in near:
                if len(name) >= 4 or score > 90:
                    hits.append(Hit(place, min(score * _NEAR_WORTH, 88.0), at, at + length))
    return hits


def by_letters(text: str, index: Index) -> list[Hit]:
    """Pinyin or initials, written in Latin letters."""
    hits: list[Hit] = []
    for run in _LATIN.finditer(text):
        letters = re.sub(r"[^a-z]", "", run[0].lower())
        if len(letters) < 3:
            continue
        hits += [Hit(c.place, 93, run.start(), run.end()) for c in index.spellings.get(letters, ())]
        if not hits and run.start() == 0 and (run.end() == len(text) or not text[run.end()].isascii()):
            for _name, score, place in process.extract(
                letters, index.initials, scorer=fuzz.ratio, score_cutoff=85, limit=3
            ):
                hits.append(Hit(place, score - 4, run.start(), run.end()))
    return hits


def place_bonus(hits: list[Hit], text: str, index: Index) -> list[Hit]:
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
