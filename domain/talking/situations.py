"""Reads situations A–L out of the facts and out of remarks such as 想转行做餐饮 (SCREENS 10, Conditions)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.shops import Segment
from domain.talking.facts import Facts

_TRADE = re.compile(
    r"(?<![不没])(?:想|要|打算|准备|考虑)(?:转行|改行)(?:去?(?:做|干|搞|开)([^\s，。,.;；、！!？?了]{1,8}))?"
)
_NOT_LEAVING = re.compile(r"(?:不|没|未|别)(?:想|打算|准备|考虑|再)?(?:转行|改行)|不转了")
_SUCCESSOR = re.compile(r"(儿子|女儿|儿媳妇?|媳妇|女婿|侄子|弟弟|徒弟|孙子)?[^，。,.;；\s]{0,4}(?:接手|接班)")
_NO_SUCCESSOR = re.compile(r"(?:没人|无人|不想|不愿意?|不肯|不)(?:来)?(?:接手|接班)")
_AFTERNOON = re.compile(r"(?:只有?|都是?)下午(?:才)?开门|上午不开门")
_ROAD = re.compile(r"路窄|难走|路不好|路断")


@dataclass(frozen=True, slots=True)
class Situations:
    """Bounds of the conditions; days are calendar days."""

    stock_days: float = 3
    stock_age_days: int = 14
    words_age_days: int = 60
    near_metres: float = 500
    near_willingness: int = 4
    old_owner: int = 60


BOUNDS = Situations()


def changing_trade(text: str) -> str | None:
    """The trade that the owner wants to change to ('' when unsaid); None when not said or denied."""
    if _NOT_LEAVING.search(text):
        return None
    found = _TRADE.search(text)
    return (found.group(1) or "") if found else None


def successor(text: str) -> str | None:
    """Who is about to take over ('' when unsaid); None when nobody is."""
    if _NO_SUCCESSOR.search(text):
        return None
    found = _SUCCESSOR.search(text)
    return (found.group(1) or "") if found else None


def afternoon_only(text: str) -> bool:
    return _AFTERNOON.search(text) is not None


def hard_road(text: str) -> bool:
    """The remark says that the way there is narrow or bad (rain makes it worse)."""
    return _ROAD.search(text) is not None


def price_sensitive(text: str) -> bool:
    return "价格敏感" in text


def plays_chess(text: str) -> bool:
    return "下棋" in text


def recent_words(facts: Facts, bounds: Situations = BOUNDS) -> tuple[str, ...]:
    """Logs young enough to count, newest first, then the remark (which has no date)."""
    said = [s.words for s in facts.said if (facts.today - s.day).days <= bounds.words_age_days]
    return (*said, facts.shop.remark)


def trade_of(facts: Facts) -> str | None:
    """Situation D; the newest words decide, so a log that denies it silences an old remark."""
    for words in recent_words(facts):
        if _NOT_LEAVING.search(words):
            return None
        if (trade := changing_trade(words)) is not None:
            return trade
    return None


def successor_of(facts: Facts) -> str | None:
    """Situation E, the newest words first."""
    for words in (*(s.words for s in facts.said), facts.shop.remark):
        if _NO_SUCCESSOR.search(words):
            return None
        if (who := successor(words)) is not None:
            return who
    return None


def stock_low(facts: Facts, bounds: Situations = BOUNDS) -> bool:
    """Situation A but for the ceiling: at most `stock_days` of sales left, and seen lately."""
    if facts.stock is None or facts.stock_day is None:
        return False
    a_day = facts.daily_sales or facts.shop.cartons / 30
    young = (facts.today - facts.stock_day).days <= bounds.stock_age_days
    return young and a_day > 0 and facts.stock <= bounds.stock_days * a_day


def near_willing(facts: Facts, bounds: Situations = BOUNDS) -> bool:
    """A keen guide shop stands within reach of this one."""
    near = facts.near
    return near is not None and near.metres <= bounds.near_metres and near.willingness >= bounds.near_willingness


def _hint_holds(facts: Facts) -> bool:
    if facts.shop.segment is Segment.RETAIN:
        return trade_of(facts) is not None and near_willing(facts)
    return facts.shop.segment is Segment.GUIDE and bool(facts.leaving_near)


def situations(facts: Facts) -> frozenset[str]:
    """Letters that hold now; P is an open promise, L (the tie) always holds."""
    shop = facts.shop
    held = {
        "P": bool(facts.promises),
        "A": stock_low(facts) and not shop.capped,
        "B": bool(facts.missing_brands) and not shop.capped,
        "C": bool(facts.outside_brands),
        "D": trade_of(facts) is not None,
        "E": successor_of(facts) is not None,
        "F": facts.price_tags_wrong or facts.price_incident,
        "G": not shop.settlement,
        "H": not shop.ordering,
        "I": bool(facts.news),
        "J": shop.capped,
        "K": _hint_holds(facts),
        "L": True,
    }
    return frozenset(letter for letter, holds in held.items() if holds)
