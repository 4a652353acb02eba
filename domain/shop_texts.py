"""Texts for a shop to copy: what may stand in which, by rule. Nothing in them that is not on record, no figures, no hints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.people import Person
from domain.shops import Shop
from domain.talking import News, Promise
from domain.visits import Channel

WRITTEN = (Channel.GROUP, Channel.TEXT, Channel.EMAIL)
ONE_SMS = 70
"""Characters of one text message in Chinese."""


@dataclass(frozen=True, slots=True)
class ShopText:
    """What one text is made of. `back`: the stop whose card it was opened from, 0 for the shop's own card; `others`: how many
    pieces of news do not fit into this one."""

    shop: Shop
    manager: Person
    channel: Channel
    news: tuple[News, ...] = ()
    focus: tuple[str, ...] = ()
    promise: Promise | None = None
    back: int = 0
    others: int = 0

    @property
    def empty(self) -> bool:
        return not (self.news or self.focus or self.promise)


def shop_text(
    shop: Shop,
    manager: Person,
    channel: Channel,
    news: Sequence[News],
    focus: Sequence[str],
    promises: Sequence[Promise],
) -> ShopText:
    """A group hears news and the focus, and nothing of one shop; a text message holds one thing: what was promised, else
    news, else the focus; an e-mail holds everything."""
    due = next((one for one in promises if one.day is not None), None)
    match channel:
        case Channel.GROUP:
            return ShopText(shop, manager, channel, tuple(news), tuple(focus))
        case Channel.TEXT:
            first = () if due else tuple(news[:1])
            lines = () if due or first else tuple(focus)
            return ShopText(shop, manager, channel, first, lines, due, others=len(news) - len(first))
        case _:
            return ShopText(shop, manager, channel, tuple(news), tuple(focus), due)
