"""The one thing that differs in a shop, short enough for the second line of a stop in the morning list."""

from __future__ import annotations

from domain.shops import Segment
from domain.talking.facts import Facts
from domain.talking.fields import number, trade_words
from domain.talking.situations import successor_of, trade_of
from domain.visits import Objective

LONGEST = {"zh_CN": 18, "en": 36}
"""Characters; Latin letters are half as wide."""

_TEXTS: dict[str, dict[str, str]] = {
    "trade": {"zh_CN": "想转行做{trade}", "en": "thinks of moving to {trade}"},
    "leaving": {"zh_CN": "想转行，问清打算", "en": "thinks of leaving the trade"},
    "heir": {"zh_CN": "{heir}准备接手，约着见一面", "en": "{heir} takes over: arrange to meet"},
    "succession": {"zh_CN": "有人要接手，约着见一面", "en": "a successor: arrange to meet"},
    "tags": {"zh_CN": "上次价签不对，再对一遍", "en": "price tags were wrong, check again"},
    "stock": {"zh_CN": "上次只剩 {stock} 条", "en": "only {stock} cartons left last time"},
    "ordering": {"zh_CN": "网上订货还没用", "en": "not ordering online yet"},
    "settlement": {"zh_CN": "电子结算还没办", "en": "no electronic settlement yet"},
    "brand": {"zh_CN": "新品摆上了没有", "en": "is the new brand on the shelf"},
    "capped": {"zh_CN": "限大，只看库存和去向", "en": "above ceiling: stock and buyers only"},
    "keen": {"zh_CN": "意愿 {will} 分，谈谈出样", "en": "willingness {will}: talk of display"},
    "both": {"zh_CN": "两样都用上了，看看陈列", "en": "both services in use, see display"},
    "upkeep": {"zh_CN": "坐一坐，听听这个月怎么样", "en": "hear how the month went"},
}
_HEIRS_EN = {
    "儿子": "son",
    "女儿": "daughter",
    "儿媳": "daughter-in-law",
    "女婿": "son-in-law",
    "侄子": "nephew",
}


def shorten(text: str, longest: int) -> str:
    """At most `longest` characters, the end cut with …"""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _staying(facts: Facts) -> tuple[str, dict[str, str]]:
    trade = trade_of(facts)
    return ("trade", {"trade": trade}) if trade else ("leaving", {})


def _succession(facts: Facts) -> tuple[str, dict[str, str]]:
    heir = successor_of(facts)
    return ("heir", {"heir": heir}) if heir else ("succession", {})


def _upkeep(facts: Facts) -> tuple[str, dict[str, str]]:
    shop = facts.shop
    if shop.capped:
        return "capped", {}
    if shop.segment is Segment.GUIDE and shop.willingness >= 4:
        return "keen", {"will": str(shop.willingness)}
    return ("both", {}) if shop.ordering and shop.settlement else ("upkeep", {})


def _thing(facts: Facts, goal: Objective) -> tuple[str, dict[str, str]]:
    match goal:
        case Objective.STAYING:
            return _staying(facts)
        case Objective.SUCCESSION:
            return _succession(facts)
        case Objective.PRICE_TAGS:
            return "tags", {}
        case Objective.STOCK:
            return ("stock", {"stock": number(facts.stock)}) if facts.stock is not None else _upkeep(facts)
        case Objective.ORDERING:
            return "ordering", {}
        case Objective.SETTLEMENT:
            return "settlement", {}
        case Objective.NEW_BRAND:
            return "brand", {}
        case Objective.NEWS | Objective.UPKEEP:
            return _upkeep(facts)


def one_line(facts: Facts, goal: Objective, language: str = "zh_CN") -> str:
    """An open promise in its own words, else what the objective is about; news stand above the list."""
    if facts.promises:
        return shorten(facts.promises[0].words, LONGEST[language])
    name, values = _thing(facts, goal)
    if language == "en":
        values = {k: _HEIRS_EN.get(v, trade_words(v, language)) for k, v in values.items()}
    return shorten(_TEXTS[name][language].format_map(values), LONGEST[language])
