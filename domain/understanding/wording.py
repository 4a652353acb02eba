"""One spelling for everything that is compared (NFKC, simplified characters), and Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二两俩三四五六七八九十百千万]"
PUNCTUATION = " ，,。.；;：:、！!？?·-—~（）()“”\"'\n\t"
MASK = "□"


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """NFKC, traditional to simplified, runs of blanks to one; punctuation becomes half-width."""
    plain = re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFKC", text)).strip()
    return plain if plain.isascii() else _converter().convert(plain)


def masked(text: str, start: int, end: int) -> str:
    """The text of the same length with [start, end) made unreadable to the next grammar."""
    return text[:start] + MASK * (end - start) + text[end:]


def numeral(text: str) -> float | None:
    """二十 → 20, 1,200 → 1200, 半 → 0.5, 三百五 → 350, 2万 → 20000; None for what is no number."""
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if plain == "半":
        return 0.5
    if "万" in plain:
        head, _, tail = plain.partition("万")
        above, below = numeral(head), numeral(tail) if tail else 0.0
        return None if above is None or below is None else above * 10000 + below
    return _below_myriad(plain)


def _below_myriad(text: str) -> float | None:
    total, digit, scale = 0.0, -1, 0
    for character in text:
        if character in DIGITS:
            if digit > 0:
                return None
            digit = DIGITS[character]
        elif character in _SCALES:
            scale = _SCALES[character]
            total += (digit if digit >= 0 else 1) * scale
            digit = -1
        else:
            return None
    if digit > 0 and scale >= 100 and text[-2:-1] not in {"零", "〇"}:
        return total + digit * scale / 10
    return total + max(digit, 0) if text else None
