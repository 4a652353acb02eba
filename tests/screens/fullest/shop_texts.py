"""Texts to copy with the longest news, names and focus."""

from __future__ import annotations

from collections.abc import Iterator

from domain.shop_texts import WRITTEN, shop_text
from domain.talking import News, Promise
from domain.visits import Objective
from screens import shop_texts
from tests.screens.fullest.samples import DAY, DU, SHOP, Called

NEWS = tuple(News(f"news:{n}", "<&{}" + "新" * 1500, "做" * 300) for n in range(5))
FOCUS = ("网上订货" * 60,) * 3
PROMISES = (Promise("1", "说" * 5000, DAY, Objective.ORDERING),)


def shop_texts_drawn() -> Iterator[Called]:
    for news, focus, promises in ((NEWS, FOCUS, PROMISES), (NEWS, FOCUS, ()), ((), FOCUS, PROMISES), ((), (), ())):
        texts = tuple(shop_text(SHOP, DU, way, news, focus, promises) for way in WRITTEN)
        for way in WRITTEN:
            yield shop_texts.texts_screen, f"{way} {len(news)} {len(promises)}", (texts, DU, f"{way.value}.123456")
    yield shop_texts.texts_screen, "made up", (texts, DU, "x.y")
