"""Figures in a sentence: value and unit as said, what they count, and whether they were said as rough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.brands import brand_before
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
class Figure:
    """One figure and its place; `product`: the brand named beside it."""

    quantity: Quantity
    start: int
    end: int
    product: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures, the text with them masked, and whether one of them is too vague to keep as it stands."""

    found: tuple[Quantity, ...]
    text: str
    doubtful: bool
    places: tuple[Figure, ...] = ()


_UNITS = {
    "个品规": "品规", "品规": "品规", "个规格": "品规", "个新品": "个", "个牌子": "个", "个品牌": "个", "个": "个", "条": "条", "包": "包", "盒": "盒",
    "箱": "箱", "件": "件", "万元": "万元", "块钱": "元", "块": "元", "元": "元", "元钱": "元", "户": "户", "支": "支", "款": "款", "家店": "家",
    "种": "种", "张": "张", "瓶": "瓶", "袋": "袋", "提": "提", "斤": "斤", "袋子": "袋", "份": "份", "本": "本", "套": "套", "排": "排", "组": "组",
    "cartons": "条", "carton": "条", "packs": "包", "pack": "包", "cases": "箱", "case": "箱", "boxes": "箱", "box": "箱",
    "yuan": "元", "rmb": "元", "new brands": "个", "new brand": "个", "brands": "个", "brand": "个", "skus": "品规", "sku": "品规", "shops": "户",
}  # fmt: skip
_LATIN = re.compile(r"[a-z]")
_UNIT = "|".join(rf"\s?{u}\b" if _LATIN.match(u) else rf"{u}" for u in sorted(_UNITS, key=len, reverse=True))
_EN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15,
       "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "half a": 0.5, "a dozen": 12}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?|{NUMERAL}+|半|\b(?:{'|'.join(_EN)})\b)"
_FIGURE = re.compile(
    rf"(?P<about>大概|大约|约|差不多|将近|接近|近|不到|至少|最多|about |around |some |nearly )?(?:是|有)?(?<![\d.第\-/])(?<!\d:)(?P<num>{_NUMBER})"
    rf"(?:\s?(?P<to>[-~到至])\s?(?P<upper>{_NUMBER}))?"
    rf"(?P<vague>来|多|几)?(?P<scale>[百千万kKwW](?![a-z]))?(?P<five>[一二三四五六七八九](?=块|元))?(?P<more>多|来)?\s?(?P<unit>{_UNIT})(?P<half>半)?(?P<tail>左右|上下|多|出头|吧)?",
    re.IGNORECASE,
)
_TAKINGS = re.compile(
    rf"(?:卖|销|营业额|流水|销售额|欠款?|尾款|订货额|订了?|货款|收入|进账|结账?)(?:出|到)?了?(?:有|约|大概|差不多)?"
    rf"(?P<num>\d+(?:\.\d+)?[千万wWkK][1-9一二三四五六七八九]?|(?={NUMERAL}*[千万]){NUMERAL}{{2,7}})(?P<about>多|来|出头|左右)?(?=[，,。;； ]|$)"
)
"""Takings said without a unit: 卖了3万5, 营业额两万多."""
_NOT_COUNTED = re.compile(
    r"个(?:多)?(?:电话|小时|钟头|钟|半小时|半天|月|星期|礼拜|季度|工作日|交易日|人|老|问题|事|客|顾客|朋友|外地|陌生|学生|信息|消息|微信|短信|地方|说法|儿子|女儿|孩子|都|也|招呼|忙|早|晚|字|点|半|月?底|开车|男|女|年轻|女人|小伙|大车|车|活动|会|节|屁|价|不|没)"
    r"|条(?:街|路|心|信息|消息|微信|短信|巷|建议|意见|件)|张(?:嘴|照片|家|记|老|烟证|证|姐|三|四)|件(?:事|小事)|种(?:情况|事|说法|可能)|块(?:地|儿|牌|错|肉|空)|包(?:装|括|个|月|年)"
    r"|户(?:口|外)|本(?:月|周|来|地|店|身|就|子)|提(?:醒|前|出|到|示|高|供)|组(?:织|合)|份(?:子|量)|套(?:路|购)|排(?:队|面|查)|支(?:持|付)|款(?:没|还|未|都|也)|盒(?:饭)"
    r"|(?:家店)"
)
_SEVERAL = re.compile(r"(?:好几|几)[十百千]?(?:条|包|箱|件)")
_SELF_CORRECTED = re.compile(
    rf"(?P<first>\d+|{NUMERAL}+)(?: |[,，、 ]*(?:不对|错了|哦不|啊不|不是)[,，、 ]*(?:是|应该是)?)(?={NUMERAL}+(?:条|个|包|箱)|\d+ ?(?:条|个|包|箱))"
)
_NEIGHBOURS = re.compile(r"^([一二三四五六七八九两])([二三四五六七八九])(?=$|[十百千万])")
_THINGS: tuple[tuple[Thing, re.Pattern[str]], ...] = (
    (Thing.STOCK, re.compile(r"库存|存货|还剩|剩|存了|积压|压了|stock|left", re.IGNORECASE)),
    (Thing.NEW_BRAND, re.compile(r"新品|上柜|上架|new brand|on the shelf", re.IGNORECASE)),
    (Thing.DISPLAY, re.compile(r"出样|陈列|摆|display", re.IGNORECASE)),
    (Thing.SOLD, re.compile(r"卖|销|sold", re.IGNORECASE)),
    (Thing.ORDERED, re.compile(r"订|要货|再要|想多要|要|进货|进了|补|order", re.IGNORECASE)),
)
_CLAUSE = re.compile(r"[，,。;；!！?？\n](?=\D|$)|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_SCALES = {"百": 100, "千": 1000, "万": 10000, "k": 1000, "w": 10000}
_MIXED = re.compile(r"(?P<num>\d+(?:\.\d+)?)(?P<scale>[千万wWkK])(?P<five>[1-9一二三四五六七八九])?")
_SOMEBODY = re.compile(r"[一1]个[一-龥]{1,6}的(?:人)?[^，,。;；]{0,2}(?:拉|来|要|买|拿|提|收|说|问)")
_POINTED_AT = re.compile(r"(?:[上下这那]|[块元钱]|[塌掉破坏烂缺]了)[一1](?:条|块|个|张|包|支|盒)$")
_IDIOM = re.compile(r"(?:一|1|半)(?:个|条|包|种|户|款|支)(?:都|也|人|没)")


def _number(words: str) -> float | None:
    return float(_EN[words.lower()]) if words.lower() in _EN else numeral(words)


def _value(match: re.Match[str]) -> tuple[float, bool] | None:
    """The number and whether its digits alone are rough (三五条, 二三十条: the lower bound)."""
    words = match["num"]
    pair = _NEIGHBOURS.match(words)
    rough = pair is not None and len(words) > 1
    value = _number(words[0] + words[2:] if rough else words)
    if value is None:
        return None
    if match["scale"]:
        scale = _SCALES[match["scale"].lower()]
        value *= scale
        if match["five"]:
            value += (numeral(match["five"]) or 0) * scale / 10
    elif match["five"]:
        return None
    return (value + 0.5 if match["half"] else value), rough


def _nearest(text: str, last: bool) -> Thing | None:
    """The thing named nearest to the figure: the last before it, or the first behind it."""
    hits = [(m.start(), m.end(), thing) for thing, pattern in _THINGS for m in pattern.finditer(text)]
    if not hits:
        return None
    return max(hits, key=lambda h: (h[1], -h[0]))[2] if last else min(hits)[2]


def _thing_of(text: str, match: re.Match[str]) -> str:
    if match["unit"].strip().lower() in {"个新品", "new brand", "new brands"}:
        return Thing.NEW_BRAND
    before = _CLAUSE.split(text[max(0, match.start() - 30) : match.start()].rstrip())[-1][-14:]
    after = _CLAUSE.split(text[match.end() : match.end() + 30].lstrip())[0][:14]
    return _nearest(before, last=True) or _nearest(after, last=False) or ""


def _skipped(match: re.Match[str], plain: str) -> bool:
    if _SOMEBODY.match(plain, match.start("num")):
        return True
    if _POINTED_AT.search(plain[max(0, match.start("num") - 2) : match.end()]):
        return True
    if _NOT_COUNTED.match(plain, match.start("unit")):
        return True
    return _IDIOM.match(plain, match.start("num")) is not None and not match["about"]


def quantities(text: str) -> Figures:
    """Figures of a normalised text whose shop mention is masked already; dates and phone numbers carry no unit."""
    places: list[Figure] = []
    doubtful = _SEVERAL.search(text) is not None
    rest = text
    plain = _SELF_CORRECTED.sub(lambda m: " " * len(m[0]), text)
    for match in _FIGURE.finditer(plain):
        start = match.start("about") if match["about"] else match.start("num")
        denied = re.search(r"不是$", plain[max(0, start - 2) : start]) is not None
        if denied or _skipped(match, plain):
            rest = masked(rest, match.start(), match.end()) if denied else rest
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
        figure = Quantity(value, unit, _thing_of(plain, match), about)
        places.append(Figure(figure, start, match.end(), brand_before(plain, start, match.end())))
        rest = masked(rest, match.start(), match.end())
    for taking in _takings(rest):
        places.append(taking)
        rest = masked(rest, taking.start, taking.end)
    places.sort(key=lambda one: one.start)
    return Figures(tuple(one.quantity for one in places), rest, doubtful, tuple(places))


def _takings(text: str) -> Iterator[Figure]:
    for match in _TAKINGS.finditer(text):
        value = _written(match["num"])
        if value is not None:
            quantity = Quantity(value, "元", _nearest(match[0], last=True) or Thing.SOLD, match["about"] is not None)
            yield Figure(quantity, match.start("num"), match.end())


def _written(words: str) -> float | None:
    """3万5 → 35000, 1.2万 → 12000, 两万五 → 25000."""
    mixed = _MIXED.fullmatch(words)
    if mixed is None:
        return numeral(words)
    scale = _SCALES[mixed["scale"].lower()]
    return (
        float(mixed["num"]) * scale + (numeral(mixed["five"]) or 0) * scale / 10
        if mixed["five"]
        else float(mixed["num"]) * scale
    )
