"""By which channel a log was made, when the words say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.visits import Channel

_CALL = re.compile(
    r"(?:打|去|通)了?[一二两三几\d]*[个通]?电话|电话(?:里|拜访|联系|沟通|问|代访|说|不接|没接)|改电话|致电|通了?话|\bphoned?\b|\bcalled\b|by phone",
    re.I,
)
_CALL_BETWEEN = re.compile(r"间隔电话|call in between", re.I)
_ONSITE = re.compile(r"上门|到店|当面|现场|实地|进店|去店里|visited|on[- ]site|in person", re.I)
_NOT_THERE = re.compile(r"(?:没|未|不用|不能|没法|没有)(?:上门|到店)|去不了|没去成|进不去")
_GROUP = re.compile(r"群里|群发|微信群|群消息|微信|wechat|group message", re.I)
_TEXT = re.compile(r"短信|text message|\bsms\b", re.I)
_EMAIL = re.compile(r"邮件|邮箱|e-?mail", re.I)
_CLAUSE = re.compile(r"[，,。;；!！?？\n]|(?<=[^\d]) ")


def _spoken(text: str, ahead: Sequence[tuple[int, int]]) -> str:
    """The clauses that tell what happened: those with a day still ahead are plans."""
    kept, start = [], 0
    marks = [*(m.start() for m in _CLAUSE.finditer(text)), len(text)]
    for end in marks:
        if not any(start <= a < end for a, _ in ahead):
            kept.append(text[start:end])
        start = end
    return "，".join(kept)


def channel(text: str, ahead: Sequence[tuple[int, int]] = ()) -> Channel | None:
    """The channel of this log, None when unsaid. `ahead`: spans of days still to come; what is planned for them is no channel."""
    said = _spoken(text, ahead)
    if _CALL_BETWEEN.search(said):
        return Channel.CALL_BETWEEN
    if _ONSITE.search(said) and not _NOT_THERE.search(said):
        return Channel.ONSITE
    for pattern, found in (
        (_CALL, Channel.CALL_INSTEAD),
        (_TEXT, Channel.TEXT),
        (_EMAIL, Channel.EMAIL),
        (_GROUP, Channel.GROUP),
    ):
        if pattern.search(said):
            return found
    return None


_SAID: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("phone", re.compile(r"打(?:了|过)?[一二两三四五六七八九十几好\d]*[个通遍次]?电话|打不通|没打通|打通|电话(?!号|是|:|□|\d|[1一]3|坏|停|费|卡|机|亭|里说过)|致电|来电|(?<!不)通了?(?:个)?话|回电|去电|\bphon(?:ed?|ing)\b|\bcall(?:ed|ing)?\b(?! it)|\bring\b|\brang\b", re.I),
     re.compile(r"(?:没|未|不用|别|不必)(?:打|接到)?(?:过)?$", re.I)),
    ("onsite", re.compile(r"上门|到店|当面|现场|实地|进店|去店里|面谈|登门|走访|在店里|店里看|visited|on[- ]?site|in person|dropped by|at the shop", re.I),
     re.compile(r"(?:没|未|不用|不能|没法|没有|不必|无法|别|下次|改天|等)(?:能|再)?$|(?:没来得及|来不及)$|\bnot (?:been )?$|n't (?:been )?$", re.I)),
    ("wechat", re.compile(r"微信|群里|群发|群消息|发群|朋友圈|wechat|weixin|group message|(?<![a-z])vx(?![a-z])", re.I), re.compile(r"(?:没|没有|不用|不会用|不玩)$")),
    ("sms", re.compile(r"短信|text(?:ed)? message|\bsms\b|\btexted\b|\bto text\b", re.I), re.compile(r"(?:没|没有|不用)(?:发|收到)?$")),
)  # fmt: skip


def channels(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every channel a normalised text names, done or planned, with its place: phone, onsite, wechat, sms; a denied one is none."""
    found: list[tuple[str, int, int]] = []
    for name, pattern, denied in _SAID:
        for match in pattern.finditer(text):
            if denied is None or denied.search(text[max(0, match.start() - 6) : match.start()]) is None:
                found.append((name, match.start(), match.end()))
                break
    return tuple(found)
