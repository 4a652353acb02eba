"""Texts to copy for an owner: one per news, no figures of the shop and no hint."""

from __future__ import annotations

from domain.shops import Shop
from domain.talking.facts import News

LONGEST = 70
"""Characters of one text message in Chinese."""

_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "端木",
    "东方",
)


def family_name(owner: str) -> str:
    """孔福海 → 孔, 欧阳明 → 欧阳, '' → ''."""
    return owner[:2] if len(owner) > 2 and owner.startswith(_DOUBLE_SURNAMES) else owner[:1]


def _greeting(shop: Shop, language: str) -> str:
    if language == "zh_CN":
        return f"{family_name(shop.owner)}老板，" if shop.owner else "老板，"
    return f"{shop.owner}, " if shop.owner else "Hello, "


def ready_text(news: News, shop: Shop, manager_name: str, language: str = "zh_CN") -> str:
    """The news in at most LONGEST characters in Chinese (its text is cut, never the signature)."""
    stop = "。" if language == "zh_CN" else ". "
    said = news.text.rstrip("。.")
    if news.action and news.action not in said:
        said += ("，" if language == "zh_CN" else "; ") + news.action.rstrip("。.")
    greeting, signature = _greeting(shop, language), f"{stop}{manager_name}"
    room = LONGEST - len(greeting) - len(signature)
    if language == "zh_CN" and len(said) > room:
        said = said[: room - 1] + "…"
    return f"{greeting}{said}{signature}"
