"""Several logs in one message: where each begins."""

from __future__ import annotations

import re

from domain.understanding.shop_index import CHAIN, LONGEST, NAME, OWNER, PLACED, PREFIX, STEM, Called

_MARK = re.compile(
    r"(?:[\n;；。]|(?<=[^\d])[.](?=\D)|[,，、]|(?<=[^\x00-\x7f]) )\s*(?:\d{1,2}[.、)）]\s*)?(?:然后|还有|另外|再就是|接着|之后)?(?:去了|到了|去|到|在)?"
)
_NUMBER = re.compile(r"^\s*\d{1,2}[.、)）]\s*")
_STRONG = frozenset("\n;；。")
_SURE, _LIKELY = frozenset({NAME, PREFIX}), frozenset({NAME, PREFIX, STEM, CHAIN, OWNER, PLACED})


def _shop_at(text: str, at: int, names: dict[str, list[Called]], strong: bool) -> int | None:
    """The one shop whose name begins at `at`."""
    for length in range(min(LONGEST + 6, len(text) - at), 1, -1):
        called = names.get(text[at : at + length], ())
        fit = {c.place for c in called if c.kind in (_LIKELY if strong else _SURE) and (strong or length >= 3)}
        if len(fit) == 1:
            return next(iter(fit))
    return None


def parts(text: str, names: dict[str, list[Called]]) -> list[tuple[int, int]]:
    """[start, end) of each log in a normalised text, by what the manager's own shops are called; one part when it is one log."""
    starts = [0]
    numbered = _NUMBER.match(text)
    first = numbered.end() if numbered else 0
    last = _shop_at(text, first, names, strong=True) if first < len(text) else None
    if last is None:
        last = next(
            (
                place
                for at in range(min(len(text), 12))
                if (place := _shop_at(text, at, names, strong=False)) is not None
            ),
            None,
        )
    if last is None:
        return [(0, len(text))]
    for mark in _MARK.finditer(text):
        if mark.end() >= len(text):
            continue
        shop = _shop_at(text, mark.end(), names, strong=mark[0][0] in _STRONG)
        if shop is not None and shop != last:
            starts.append(mark.start() + 1)
            last = shop
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
