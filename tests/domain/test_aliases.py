"""What a shop was called in a sentence, and how it is known by that afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.calendar import WorkingCalendar
from domain.understanding import Known, Understood, understand
from domain.understanding.aliases import called, is_a_name

SHOPS = [
    Known("A1", "幺彩百货", "孔福海"),
    Known("A2", "新世纪综合商店", "刘爱"),
    Known("A4", "熊运食杂店", "熊运"),
    Known("A9", "金桥批发部", "李金桥"),
]
NOW = datetime(2026, 11, 24, 9)


def read(text: str, **names: str) -> Understood:
    known = [replace(one, aliases=tuple(words for words, code in names.items() if code == one.code)) for one in SHOPS]
    return understand(text, known, NOW, WorkingCalendar())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("胖子家 库存20条", "胖子家"),
        ("胖子那里，上柜3个新品", "胖子"),
        ("去了胖子家，库存20条", "胖子家"),
        ("老刘家 一切正常", "老刘家"),
        ("二嫂家里 库存二十条", "二嫂"),
        ("库存20条，下周三再来", ""),
        ("今天下雨，没出门", ""),
        ("老板 不在", ""),
        ("熊运食杂店 库存20条", ""),
        ("下午三点 提醒我打电话", ""),
        ("", ""),
    ],
)
def test_what_the_shop_was_called(text: str, words: str) -> None:
    assert called(text, read(text)) == words


@pytest.mark.parametrize(
    "text",
    ["胖子家 库存20条", "胖子那里，上柜3个新品", "去了胖子家，库存20条", "今天胖子说要货", "盘子家 库存20条"],
)
def test_a_learned_name_is_understood_wherever_it_stands_and_as_it_sounds(text: str) -> None:
    assert read(text).shop is None
    said = read(text, 胖子家="A9", 胖子="A9")
    assert (said.shop, said.exact) == ("A9", False)


def test_a_full_name_wins_over_a_learned_one() -> None:
    assert read("幺彩百货 胖子说的，库存20条", 胖子="A9").shop == "A1"


def test_a_learned_name_wins_over_what_the_words_meant() -> None:
    assert read("老刘家 库存20条").shop == "A2"
    assert read("老刘家 库存20条", 老刘家="A9").shop == "A9"


@pytest.mark.parametrize(("words", "name"), [("幺彩百货", True), ("幺彩", True), ("胖子家", False), ("百货", False)])
def test_shops_own_names_are_told_from_nicknames(words: str, name: bool) -> None:
    assert is_a_name(words, (one.name for one in SHOPS)) is name
