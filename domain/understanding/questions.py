"""Which question is asked: what is left today, when a shop was last visited, which shops of a time were not, or another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Asked(StrEnum):
    LEFT = "left"
    LAST_VISIT = "last_visit"
    NOT_VISITED = "not_visited"
    ABOUT_SHOP = "about_shop"


class Period(StrEnum):
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, both ends included."""

    first: date
    last: date


_WHEN = r"(?:什么时候|啥时候|什么时间|几号|哪[一]?天|何时|几时|多久|好久|隔了几天|多少天|几天)"
_BEFORE = r"(?:上次|上回|上一次|上一回|最近|最后|前一次)"
_VISIT = r"(?:去|来|跑|到|见|走|拜访|登门|上门)"
_COUNT = r"(?:几|多少)(?:家|户|个店|个客户|个点)"
_HOW_MANY = r"(?:几|多少|哪些?|哪几)(?:家|户|个店|个客户|个点|店)"
_LEFT = re.compile(
    rf"(?:今天|今儿|今日|现在)?(?:还剩|剩下?|还有|还差|还要(?:跑|去|走))[^，,。;；\d]{{0,4}}{_COUNT}"
    r"|how many[^.?!]{0,20}\b(?:left|remain|to go)|what(?:'s| is) left|left today",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"{_BEFORE}[^，,。;；\d]{{0,8}}{_WHEN}|{_WHEN}{_VISIT}(?:的|过)|{_VISIT}(?:的|过)[^，,。;；\d]{{0,3}}是?{_WHEN}"
    rf"|(?:多久|多少天|几天)没(?:有)?{_VISIT}|好久没{_VISIT}[^，,。;；]{{0,3}}[吗呢?]|{_BEFORE}{_VISIT}[^，,。;；\d]{{0,4}}(?:是|在)?{_WHEN}"
    r"|last (?:visit|time)[^.!]{0,20}\?|when (?:was|did|were)[^.!]{0,40}(?:visit|last|go|went)|how long (?:since|ago)",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"(?:谁|{_HOW_MANY}|哪几?家|哪些)[^，,。;；\d]{{0,6}}没(?:有)?(?:{_VISIT}|跑|完成|打卡)|没(?:有)?{_VISIT}(?:过|到|成)?的?(?:店|客户|零售户)?(?:有|是)?(?:谁|{_HOW_MANY}|哪)"
    r"|(?:who|which)[^.!]{0,30}(?:n't|not|never)[^.!]{0,20}(?:visit|seen|been)",
    re.IGNORECASE,
)
_ENDS_ASKING = re.compile(
    r"(?:\?|[吗嘛]|(?<!没)多少[一-龥]{0,2}|几[条家个号点]|(?<![没有])(?:什么|啥)|哪[天家个些里]|(?<!不)怎么样|如何|是谁|电话呢?|(?:多久|几天)没[^，,。;；?]{1,6})[?!。. ]*$"
)
_NOTHING_ASKED = re.compile(r"没(?:有)?[^，,。;；?]{0,4}(?:多少|什么|啥)[。. ]*$")
_LEAD = re.compile(
    r"^[\s，,]*(?:请问|我?想?问(?:一?下|问)?|帮我?[问查看](?:一?下|问|查|看)?|查(?:一下|查)?|告诉我|说说)"
)
_OTHERS_ASK = re.compile(
    r"问|打听|咨询|想知道|不知道|不清楚|想了解|[说讲](?!了?(?:什么|啥))|反映|wants? to know|ask", re.IGNORECASE
)
_TOLD = re.compile(
    r"\d|[一二两三四五六七八九十]+[条包盒箱件]|了[，,。;；]|上柜|订了|送了|补了|换了|已经|[，,。;；][^，,。;；?]{6,}[，,。;；]"
)
_NOT_TODAY = re.compile(r"[这本上下](?:个)?(?:周|星期|礼拜|月)|week|month", re.IGNORECASE)
_LAST_WEEK = re.compile(r"上(?:个)?(?:周|星期|礼拜)|last week", re.IGNORECASE)
_MONTH = re.compile(r"(?:这|本)(?:个)?月|当月|this month", re.IGNORECASE)


def asked(words: str) -> Asked | None:
    """The question in a text whose shop is masked, one that can be answered; None for all else."""
    if _LEFT.search(words) and not _NOT_TODAY.search(words):
        return Asked.LEFT
    for pattern, what in ((_NOT, Asked.NOT_VISITED), (_LAST, Asked.LAST_VISIT)):
        if pattern.search(words):
            return what
    return None


def others_ask(words: str) -> bool:
    """Whether the question in a text is told of somebody: the owner asked when …"""
    return _OTHERS_ASK.search(_LEAD.sub("", words)) is not None


def asks_about_shop(words: str) -> Asked | None:
    """What is asked behind a shop's exact name; None when something is told, or when it is somebody else who asks."""
    if others_ask(words) or _TOLD.search(words) or _NOTHING_ASKED.search(words):
        return None
    what = asked(words)
    if what in {Asked.LAST_VISIT, Asked.NOT_VISITED}:
        return Asked.LAST_VISIT
    return Asked.ABOUT_SHOP if _ENDS_ASKING.search(words) else None


def period_of(words: str) -> Period:
    """The time that a question is about: this week unless another is named."""
    if _LAST_WEEK.search(words):
        return Period.LAST_WEEK
    return Period.THIS_MONTH if _MONTH.search(words) else Period.THIS_WEEK


def span_of(period: Period, today: date) -> Span:
    """The days of a time: weeks from Monday to Sunday, a month from its first to its last day."""
    monday = today - timedelta(today.weekday())
    match period:
        case Period.THIS_WEEK:
            return Span(monday, monday + timedelta(6))
        case Period.LAST_WEEK:
            return Span(monday - timedelta(7), monday - timedelta(1))
        case Period.THIS_MONTH:
            first = today.replace(day=1)
            return Span(first, (first + timedelta(31)).replace(day=1) - timedelta(1))
