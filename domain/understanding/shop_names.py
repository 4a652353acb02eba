"""What a shop's name is made of: the stem that people say, the village it stands in, how the whole sounds."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.understanding.wording import normalise

_SUFFIXES = (
    "名烟名酒店", "名烟名酒", "烟酒副食店", "烟酒副食", "烟酒超市", "烟酒茶", "烟酒行", "烟酒店", "烟酒商行", "烟酒批发", "烟酒",
    "副食批发", "副食超市", "副食店", "副食", "食杂店", "食杂", "小卖部", "小卖铺", "便利店", "便民店", "便民超市", "综合商店",
    "综合超市", "平价超市", "生活超市", "生鲜超市", "购物广场", "购物中心", "果蔬店", "超市", "批发部", "批发", "商店", "商行",
    "商贸", "百货店", "百货", "经营部", "门市部", "杂货店", "粮油店", "茶行", "酒行", "总汇", "店",
)  # fmt: skip
_VILLAGE = re.compile(r"^[一-龥]{1,2}(?:家[口湾冲咀畈岗桥集]|家大屋|里[桥铺])")
SUFFIX = re.compile("|".join(sorted(_SUFFIXES, key=len, reverse=True)))
_ENDS = tuple(sorted(_SUFFIXES, key=len, reverse=True))
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


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
def inner_stem(name: str, street: str) -> str:
    """The stem without the village or the street in front: 前川德胜超市 → 德胜; '' when nothing is in front."""
    whole = stem(name)
    for place in (village(name), normalise(street)):
        if place and whole.startswith(place) and len(whole) - len(place) >= 2:
            return whole[len(place) :]
    return ""


@lru_cache(maxsize=16384)
def sound(text: str) -> str:
    """Toneless pinyin with the endings folded that people and voice input mix up."""
    from pypinyin import lazy_pinyin

    joined = " ".join(lazy_pinyin(text))
    for long, short in _FOLDS:
        joined = joined.replace(long, short)
    return joined
