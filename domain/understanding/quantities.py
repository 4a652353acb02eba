"""Figures in a sentence: value and unit as said, what they count, and whether they were said as rough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.wording import NUMERAL, masked, numeral
from domain.visits import Quantity


class Thing(StrEnum):
    """What a figure counts."""

    STOCK = "stock"
    SOLD = "sold"
    ORDERED = "ordered"
    NEW_BRAND = "new_brand"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures, the text with them masked, and whether one of them is too vague to keep as it stands."""

    found: tuple[Quantity, ...]
    text: str
    doubtful: bool


_UNITS = {
    "个品规": "品规", "品规": "品规", "个新品": "个", "个牌子": "个", "个": "个", "条": "条", "包": "包", "盒": "盒",
    "箱": "箱", "件": "件", "万元": "万元", "块钱": "元", "块": "元", "元": "元", "户": "户", "支": "支", "款": "款",
    "种": "种", "张": "张", "瓶": "瓶",
    "cartons": "条", "carton": "条", "packs": "包", "pack": "包", "cases": "箱", "case": "箱", "boxes": "箱", "box": "箱",
    "yuan": "元", "new brands": "个", "new brand": "个", "brands": "个", "skus": "品规", "sku": "品规",
}  # fmt: skip
_LATIN = re.compile(r"[a-z]")
_UNIT = "|".join(rf"\s?{u}\b" if _LATIN.match(u) else u for u in sorted(_UNITS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{NUMERAL}+|半)"
_FIGURE = re.compile(
    rf"(?P<about>大概|大约|约|差不多|将近|接近|近|不到|about |around |some )?(?<![\d.第\-/])(?P<num>{_NUMBER})"
    rf"(?:\s?(?P<to>[-~到至])\s?(?P<upper>{_NUMBER}))?"
    rf"(?P<vague>来|多|几)?(?P<scale>[百千万])?(?P<more>多|来)?\s?(?P<unit>{_UNIT})(?P<half>半)?(?P<tail>左右|上下|多|吧)?",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"个(?:多)?(?:电话|小时|钟头|半小时|月|星期|礼拜|工作日|人|老|问题|事|客|朋友|外地|信息|消息|地方|说法|儿子|女儿|孩子|都|也)"
    r"|条(?:街|路|心|信息|消息|微信|短信|巷|建议|意见)|张(?:嘴|照片)|件事|种(?:情况|事|说法)|块(?:地|儿)|包(?:装|括)"
)
_SEVERAL = re.compile(r"(?:好几|几)[十百]?(?:条|包|箱|件)")
_SELF_CORRECTED = re.compile(rf"(?:\d+|{NUMERAL}+) (?={NUMERAL}+(?:条|个|包|箱))")
_NEIGHBOURS = re.compile(r"^(?:[二三四五六七八九两一])(?=[二三四五六七八九五])")
_THINGS: tuple[tuple[Thing, re.Pattern[str]], ...] = (
    (Thing.STOCK, re.compile(r"库存|存货|还剩|剩|stock|left", re.IGNORECASE)),
    (Thing.NEW_BRAND, re.compile(r"新品|上柜|上架|new brand|on the shelf", re.IGNORECASE)),
    (Thing.DISPLAY, re.compile(r"出样|陈列|摆|display", re.IGNORECASE)),
    (Thing.SOLD, re.compile(r"卖|销|sold", re.IGNORECASE)),
    (Thing.ORDERED, re.compile(r"订|要货|再要|想多要|要|进货|order", re.IGNORECASE)),
)
_CLAUSE = re.compile(r"[，,。;；!！?？\n](?=\D|$)|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def _value(match: re.Match[str]) -> tuple[float, bool] | None:
    """The number and whether its digits alone are rough (三五条, 二三十条: the lower bound)."""
    words = match["num"]
    rough = _NEIGHBOURS.match(words) is not None
    value = numeral(words[0] + words[2:] if rough else words)
    if value is None:
        return None
    if match["scale"]:
        value *= {"百": 100, "千": 1000, "万": 10000}[match["scale"]]
    return (value + 0.5 if match["half"] else value), rough


def _nearest(text: str, last: bool) -> Thing | None:
    """The thing named nearest to the figure: the last before it, or the first behind it."""
    hits = [(m.start(), m.end(), thing) for thing, pattern in _THINGS for m in pattern.finditer(text)]
    if not hits:
        return None
    return max(hits, key=lambda h: (h[1], -h[0]))[2] if last else min(hits)[2]


def _thing(text: str, match: re.Match[str]) -> str:
    if match["unit"].strip().lower() in {"个新品", "new brand", "new brands"}:
        return Thing.NEW_BRAND
    before = _CLAUSE.split(text[: match.start()].rstrip())[-1][-14:]
    after = _CLAUSE.split(text[match.end() :].lstrip())[0][:14]
    return _nearest(before, last=True) or _nearest(after, last=False) or ""


def quantities(text: str) -> Figures:
    """Figures of a normalised text whose shop mention is masked already; dates and phone numbers carry no unit."""
    found: list[Quantity] = []
    doubtful = _SEVERAL.search(text) is not None
    rest = text
    plain = _SELF_CORRECTED.sub(lambda m: " " * len(m[0]), text)
    for match in _FIGURE.finditer(plain):
        if _NOT_COUNTED.match(plain, match.start("unit")) or re.search(r"不是$", plain[: match.start()]):
            rest = masked(rest, match.start(), match.end()) if "不是" in plain[: match.start()][-2:] else rest
            continue
        number = _value(match)
        if number is None:
            doubtful = True
            continue
        value, rough = number
        marks = match["about"], match["vague"], match["more"], match["tail"], match["upper"]
        about = rough or any(mark and mark != "吧" for mark in marks)
        doubtful = doubtful or match["vague"] == "几"
        unit = _UNITS[match["unit"].strip().lower()]
        found.append(Quantity(value, unit, _thing(plain, match), about))
        rest = masked(rest, match.start(), match.end())
    return Figures(tuple(found), rest, doubtful)
