"""Who and where, out of the words of `/rain`."""

from __future__ import annotations

import pytest

from domain.people import Person, Role
from domain.rain_words import RainWords, rain_words

CHOICE = tuple(Person(code, name, Role.MANAGER) for code, name in (("M01", "杜兰枝"), ("M03", "熊丽霞")))
CASES: dict[str, RainWords] = {
    "周四 横店": RainWords((), "横店", ""),
    "横店街 周四有雨": RainWords((), "横店", ""),
    "周四 M03 横店": RainWords(("M03",), "横店", ""),
    "周四 熊丽霞": RainWords(("M03",), "", ""),
    "周四全部下大雨": RainWords((), "", ""),
    "周四 前川市场部": RainWords((), "", ""),
    "周四": RainWords((), "", ""),
    "周四 横殿": RainWords((), "", "横殿"),
    "周四 M09": RainWords((), "", "M09"),
}


@pytest.mark.parametrize("text", CASES)
def test_who_and_where(text: str) -> None:
    at = text.index("周四")
    assert rain_words(text, CHOICE, {"横店", "前川", ""}, {"前川市场部"}, [(at, at + 2)]) == CASES[text]
