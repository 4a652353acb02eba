"""What a shop's name is made of: the stem that people say, the village it stands in, how the whole sounds."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.understanding.wording import normalise

_SUFFIXES = (
    "名烟名酒店", "名烟名酒", "名烟店", "烟酒副食店", "烟酒副食", "烟酒超市", "烟酒茶", "茶烟酒", "烟酒行", "烟酒店", "烟酒商行", "烟酒批发", "烟酒城", "烟酒",
    "副食批发", "副食超市", "副食店", "副食", "食杂店", "食杂", "小卖部", "小卖铺", "便利店", "便利", "便民店", "便民超市", "便民", "综合商店", "加盟店",
    "综合超市", "平价超市", "生活超市", "生鲜超市", "小超市", "生鲜", "购物广场", "购物中心", "果蔬店", "超市", "批发部", "批发", "商店", "商行",
    "商贸", "百货店", "百货", "经营部", "门市部", "门市", "杂货店", "粮油店", "茶行", "酒行", "总汇", "铺子", "小店", "店",
)  # fmt: skip
_VILLAGE = re.compile(r"^[一-龥]{1,2}(?:家[口湾冲咀畈岗桥集寨田河条店]|家大屋|里[桥铺])")
SUFFIX = re.compile("|".join(sorted(_SUFFIXES, key=len, reverse=True)))
_ENDS = tuple(sorted(_SUFFIXES, key=len, reverse=True))
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_PLACE_END = re.compile(r"(?<=..)[街镇村乡]$")
_CODES: dict[str, str] = {}


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """熊运食杂店 → 熊运; never shorter than two characters."""
    plain = normalise(name)
    for suffix in _ENDS:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= 2:
            return plain[: -len(suffix)]
    return plain


@lru_cache(maxsize=8192)
def village(name: str) -> str:
    """龚家口四季经营部 → 龚家口; '' without one."""
    found = _VILLAGE.match(normalise(name))
    return found[0] if found else ""


@lru_cache(maxsize=8192)
def place_of(street: str) -> str:
    """前川街 → 前川, as people say it."""
    return _PLACE_END.sub("", normalise(street))


@lru_cache(maxsize=8192)
def inner_stem(name: str, street: str) -> str:
    """The stem without the village or the street in front: 前川德胜超市 → 德胜; '' when nothing is in front."""
    whole = stem(name)
    for place in (village(name), place_of(street)):
        if place and whole.startswith(place) and len(whole) - len(place) >= 2:
            return whole[len(place) :]
    return ""


def folded(syllable: str) -> str:
    """A syllable with the sounds folded that people and voice input mix up."""
    for long, short in _FOLDS:
        syllable = syllable.replace(long, short)
    return "l" + syllable[1:] if syllable.startswith("n") and len(syllable) > 1 else syllable


@lru_cache(maxsize=16384)
def code(character: str) -> str:
    """One character for how a character sounds; two that sound alike have the same."""
    if character.isascii():
        return character
    from pypinyin import lazy_pinyin

    syllable = folded(lazy_pinyin(character)[0])
    return _CODES.setdefault(syllable, chr(0xE000 + len(_CODES)))


def codes(text: str) -> str:
    """The text, of the same length, as it sounds."""
    return "".join(map(code, text))


@lru_cache(maxsize=8192)
def spelled(name: str) -> tuple[str, str]:
    """Pinyin without blanks and the initials, read as whole words: 万家乐 → wanjiale, wjl."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(normalise(name))
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)
