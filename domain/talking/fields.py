"""What a line's places are filled with; a field that the records don't have is absent."""

from __future__ import annotations

from domain.talking.facts import Facts
from domain.talking.situations import trade_of

_WORDS_EN = {
    "餐饮": "catering",
    "超市": "a supermarket",
    "快递": "parcel delivery",
    "药店": "a pharmacy",
    "早餐": "breakfast",
}
_SKILLS = {
    "zh_CN": ("网上订货", "电子结算", "陈列"),
    "en": ("online ordering", "electronic settlement", "display"),
}
TOPIC_LENGTH = 14


def number(value: float) -> str:
    """5.0 → 5, 2.5 → 2.5."""
    return f"{value:g}"


def distance(metres: float, language: str) -> str:
    """Rounded as SCREENS 1: to 10 m up to 100, to 50 m up to 1 km, beyond in kilometres with one decimal."""
    metre, kilometre = ("米", "公里") if language == "zh_CN" else ("m", "km")
    step = 10 if metres <= 100 else 50
    rounded = max(step, int(metres / step + 0.5) * step)
    return f"{rounded} {metre}" if rounded < 1000 else f"{metres / 1000:.1f} {kilometre}"


def trade_words(trade: str, language: str) -> str:
    """The other trade in the reader's language; as written when there is no word for it."""
    return trade if language == "zh_CN" else _WORDS_EN.get(trade, trade)


def _skill(facts: Facts, language: str) -> str:
    ordering, settlement, display = _SKILLS[language]
    if not facts.shop.ordering:
        return ordering
    return display if facts.shop.settlement else settlement


def topic(facts: Facts) -> str:
    """The first clause of the last log, at most TOPIC_LENGTH characters; '' when nothing was written."""
    words = facts.said[0].words.strip() if facts.said else ""
    for mark in "，。；,;\n":
        words = words.split(mark)[0]
    return words if len(words) <= TOPIC_LENGTH else words[: TOPIC_LENGTH - 1] + "…"


def fields(facts: Facts, language: str) -> dict[str, str]:
    """Every field that has a value now, by its name in the catalogue."""
    news = facts.news[0] if facts.news else None
    near = facts.near
    found = {
        "promise": facts.promises[0].words if facts.promises else "",
        "stock": number(facts.stock) if facts.stock is not None else "",
        "brand": facts.missing_brands[0] if facts.missing_brands else "",
        "brands": str(facts.shop.skus) if facts.shop.skus else "",
        "trade": trade_words(trade_of(facts) or "", language),
        "news": news.text.rstrip("。.；;") if news else "",
        "action": news.action.rstrip("。.") if news else "",
        "dist": distance(near.metres, language) if near else "",
        "near": near.name if near else "",
        "will": str(near.willingness) if near else "",
        "shop": facts.leaving_near,
        "skill": _skill(facts, language),
        "topic": topic(facts),
        "change": facts.change,
    }
    return {name: value for name, value in found.items() if value}
