"""One spelling for everything that is compared (NFKC, simplified characters), and Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二两俩三四五六七八九十百千万]"
PUNCTUATION = " ，,。.；;：:、！!？?·-—~（）()“”\"'\n\t"
MASK = "□"
_BLANK = " \t\u3000\xa0"


@dataclass(frozen=True, slots=True)
class Plain:
    """A normalised text, and where each of its characters stands in the original."""

    text: str
    spots: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the normalised text as characters of the original."""
        return self.spots[start], self.spots[end - 1] + 1


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=16384)
def _simple(character: str) -> str:
    """A character of the original as it is compared; '' for one that does not show."""
    plain = unicodedata.normalize("NFKC", character)
    if plain.isascii():
        return plain.replace("\r", "\n")
    return "".join(_converter().convert(c) if "\u3400" <= c <= "\u9fff" else c for c in plain)


def plain_of(text: str) -> Plain:
    """NFKC, traditional to simplified, runs of blanks to one; punctuation becomes half-width."""
    out: list[str] = []
    spots: list[int] = []
    for at, character in enumerate(text):
        simple = " " if character in _BLANK else _simple(character)
        for one in simple:
            if one == " " and (not out or out[-1] == " "):
                continue
            out.append(one)
            spots.append(at)
    while out and out[-1].isspace():
        out.pop()
        spots.pop()
    first = next((i for i, one in enumerate(out) if not one.isspace()), 0)
    return Plain("".join(out[first:]), tuple(spots[first:]))


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """The text of `plain_of` alone."""
    return plain_of(text).text


def masked(text: str, start: int, end: int) -> str:
    """The text of the same length with [start, end) made unreadable to the next grammar."""
    return text[:start] + MASK * (end - start) + text[end:]


def numeral(text: str) -> float | None:
    """二十 → 20, 1,200 → 1200, 半 → 0.5, 三百五 → 350, 两万五 → 25000, 2万 → 20000, 二零二六 → 2026; None for what is no number."""
    plain = text.replace(",", "").replace("廿", "二十").replace("卅", "三十")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        return float(plain)
    if plain == "半":
        return 0.5
    if "万" in plain:
        head, _, tail = plain.partition("万")
        above, below = numeral(head), numeral(tail) if tail else 0.0
        if below is not None and len(tail) == 1 and tail in DIGITS:
            below *= 1000
        return None if above is None or below is None else above * 10000 + below
    if len(plain) > 1 and all(c in DIGITS for c in plain):
        return float("".join(str(DIGITS[c]) for c in plain)) if len(plain) > 2 or plain[0] in "零〇" else None
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


def whole(text: str) -> int | None:
    """The numeral as a whole number, None when it is none."""
    value = numeral(text)
    return int(value) if value is not None and value == int(value) else None
