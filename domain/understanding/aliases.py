"""What a manager calls a shop: the words of a corrected sentence that named the wrong shop, or none that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.understanding.intents import tells_of_a_visit
from domain.understanding.shop_names import stem
from domain.understanding.wording import normalise

if TYPE_CHECKING:
    from domain.understanding.sentence import Understood

SHORTEST, LONGEST = 2, 12
_FIRST_WORDS = re.compile(
    r"^\s*(?:(?:刚才?|今天|上午|下午)?(?:去了?|到了?|在|从)(?=[^ ，,]{2}))?([^\s，,。;；:：、!！?？]+)[\s，,:：、]"
)
_ENDING = re.compile(r"(?:那里|那边|那儿|家里|的?店里|这里|里)$")
_FIGURE_OR_TIME = re.compile(
    r"[\d一二两三四五六七八九十]+[条包盒箱个家户点号月日块元]|[今明后昨]天|[上下本这]周|上午|下午|提醒|异常"
)
_TOO_COMMON = frozenset(
    {"老板", "那家", "这家", "那个", "店里", "客户", "他家", "她家", "商店", "超市", "烟酒", "便利店", "百货"}
)


@dataclass(frozen=True, slots=True)
class Alias:
    """`words` mean `shop` when this manager writes them."""

    id: int
    manager: str
    words: str
    shop: str
    department: str = ""


def called(text: str, said: Understood) -> str:
    """What the shop was called in a sentence, '' when nothing in it can be what it was called.

    Without a known mention these are the words up to the first blank or comma, unless they tell something."""
    if said.exact:
        return ""
    spans = said.spans.get("shops", ())
    if spans:
        return _usable(text[spans[0][0] : spans[0][1]])
    lead = _FIRST_WORDS.match(text)
    words = _usable(lead[1]) if lead else ""
    return "" if tells_of_a_visit(words) or _FIGURE_OR_TIME.search(words) else words


def _usable(words: str) -> str:
    plain = _ENDING.sub("", normalise(words).strip())
    return plain if SHORTEST <= len(plain) <= LONGEST and plain not in _TOO_COMMON and not plain.isdecimal() else ""


def is_a_name(words: str, names: Iterable[str]) -> bool:
    """Whether these words are a shop's full name, or all of it but its kind: such words keep their meaning."""
    return any(words in {normalise(name), stem(name)} for name in names)
