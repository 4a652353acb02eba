"""Sentences that nobody would write, made from those that people do: cut, swapped, doubled, mixed, misspelled."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.language.scoring import cases

_BITS = ("明天", "下周三", "28号", "三点半", "库存20条", "两条半", "没有", "不是", "改到", "月底前", "农历初五", "国庆后第一个工作日", "２０２６年", "99999999999999", "12/5", "到",
         "，", "。", "\n", " ", "\u3000", "😀", "\u200b", "e\u0301", "ﬃ", "㎡", "①", "後天", "三個", "it's", "next Friday", "0", "-", "/", ".", ":", "年", "万", "亿", "零", "半", "《", "》")  # fmt: skip
_FAR = (
    "9999年12月31日",
    "0001-01-01",
    "100000天后",
    "九千九百九十九年后",
    "13月45号",
    "25:61",
    "2月30号",
    "三千个工作日内",
)


def sentences(count: int, seed: int = 20261123) -> Iterator[str]:
    """`count` sentences, the same for the same seed."""
    random_ = random.Random(seed)
    seeds = [row["text"] for name in ("field_logs", "own", "recognizers_zh", "jionlp_zh") for row in cases(name)]
    for _ in range(count):
        text = random_.choice(seeds)
        for _change in range(random_.randint(1, 4)):
            text = _changed(text, seeds, random_)
        yield text[:200]


def _changed(text: str, seeds: list[str], random_: random.Random) -> str:
    at = random_.randint(0, len(text))
    to = random_.randint(at, len(text))
    match random_.randint(0, 7):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:at] + random_.choice(_BITS) + text[at:]
        case 2:
            return text[:to] + text[at:]
        case 3:
            other = random_.choice(seeds)
            return text[:at] + other[random_.randint(0, len(other)) :]
        case 4:
            letters = list(text[at:to])
            random_.shuffle(letters)
            return text[:at] + "".join(letters) + text[to:]
        case 5:
            return text[:at] + random_.choice(_FAR) + text[to:]
        case 6:
            return text[:at] + chr(random_.randint(0x20, 0x9FFF)) + text[at + 1 :]
        case _:
            return text + random_.choice(_BITS) + random_.choice(_BITS)
