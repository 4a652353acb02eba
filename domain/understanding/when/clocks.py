"""Times of the day: 下午三点半, 15:30, 晚上, 3 pm, 七八点; the hours of the parts of the day are a convention kept here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.understanding.wording import NUMERAL, whole

PARTS: dict[str, tuple[int, int]] = {
    "凌晨": (0, 6), "后半夜": (0, 6), "大清早": (6, 9), "一大早": (6, 9), "大早上": (6, 9), "清早": (6, 9), "清晨": (6, 9), "一早": (7, 10),
    "早上": (7, 10), "早晨": (7, 10), "早间": (8, 10), "晨间": (7, 10), "早": (7, 10), "上午": (8, 12), "上昼": (8, 12), "上半天": (8, 12),
    "中午": (11, 13), "正午": (12, 13), "晌午": (11, 13), "午间": (11, 13), "晏昼": (12, 14), "下午": (13, 18), "下昼": (13, 18), "午后": (13, 15),
    "后半天": (13, 18), "下半天": (13, 18), "傍晚": (17, 19), "黄昏": (17, 19), "晚上": (18, 23), "晚间": (18, 23), "夜晚": (18, 23),
    "晚黑": (18, 23), "夜里": (20, 24), "夜间": (20, 24), "半夜": (23, 24), "深夜": (22, 24), "午夜": (23, 24), "晚": (18, 23), "夜": (20, 24),
    "白天": (8, 18), "朝": (7, 10),
    "in the morning": (8, 12), "morning": (8, 12), "at noon": (12, 13), "noon": (12, 13), "in the afternoon": (13, 18), "afternoon": (13, 18),
    "in the evening": (18, 22), "evening": (18, 22), "at night": (20, 24), "night": (20, 24),
}  # fmt: skip
"""From which hour to which."""
_SHORT = {"早", "晚", "夜", "朝"}
WORKING_FROM = 7
"""A bare hour before this one is meant in the afternoon."""
_LONG = "|".join(sorted((part for part in PARTS if part not in _SHORT), key=len, reverse=True))
PART = re.compile(rf"(?:{_LONG})(?![班饭茶餐])", re.IGNORECASE)
SHORT_PART = re.compile(
    r"[早晚](?:一?点|些)?(?![班饭茶餐稻礼就已点于会安期市报上间晨])|夜(?![里间晚班市宵])|[早晚](?=\d|[一二三四五六七八九十两])"
)
_H = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_M = rf"(?:[0-5]?\d|{NUMERAL}{{1,3}})"
_NOT_TOLD = r"(?!意见|建议|要求|问题|原因|钱|货|[儿]?点|[\d.]*[%元条块包箱])"
CHINESE = re.compile(
    rf"(?<![\d.:])(?<![一二三四五六七八九十]个)(?P<h>{_H})(?P<to>[一二三四五六七八九十](?=点))?(?::00)?(?P<word>点钟|点|时(?![候间期代常不机而])|點)"
    rf"(?:过|零)?{_NOT_TOLD}(?:(?P<half>半)|(?P<sharp>整)|(?P<quarter>[一三13])刻|(?P<less>差)?(?P<m>{_M})(?P<mw>分钟?|(?![\d点时条包箱个元块家户天周号日月年%]))"
    rf"(?:(?P<s>{_M})秒)?)?(?P<rough>多钟?|许|来?钟)?"
)
BEFORE_HOUR = re.compile(rf"差(?P<m>{_M}|一刻)分?(?:钟)?(?:到)?(?P<h>{_H})点钟?")
COLON = re.compile(
    r"(?<![\d:.])(?P<h>2[0-4]|1\d|0?\d)[:](?P<m>[0-5]\d)(?:[:](?P<s>[0-5]\d))?(?![\d])(?:时|点(?!\d))?(?: ?(?P<half>[ap])\.?m\.?(?![a-z]))?",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"(?<![\d:.])(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?|(?P<word>\bhalf past|\bquarter (?:past|to)) (?P<h2>1[0-2]|[1-9])\b|\b(?P<oc>1[0-2]|[1-9]) o'?clock",
    re.IGNORECASE,
)
AT = re.compile(r"(?<=at )(?P<h>1[0-2]|[1-9])(?![\d:.]|\s?(?:cartons?|packs?|yuan|th|st|%))", re.IGNORECASE)
GLUED = re.compile(COLON.pattern.removeprefix(r"(?<![\d:.])"), re.IGNORECASE)
CHINESE_GLUED = re.compile(CHINESE.pattern.removeprefix(r"(?<![\d.:])"))
"""Behind a day that ends in a digit."""
BARE = re.compile(rf"(?<![\d.:])(?P<h>{_H})(?![\d.:])")


@dataclass(frozen=True, slots=True)
class Clock:
    """`hour` as said, `plus` minutes of breadth (七八点); `half` a | p when the clock itself says which half of the day."""

    hour: int
    minute: int = 0
    half: str = ""
    plus: int = 0
    digital: bool = False


def _chinese(match: re.Match[str]) -> Clock | None:
    hour, minute = whole(match["h"]), 0
    if hour is None:
        return None
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * (whole(match["quarter"]) or 0)
    elif match["m"]:
        minute = whole(match["m"]) or 0
        if minute > 59:
            return None
        if match["less"]:
            return Clock((hour - 1) % 24, (60 - minute) % 60)
    to = whole(match["to"]) if match["to"] else None
    if to is not None and to != hour + 1:
        return Clock(hour * 10 + to) if hour == 1 and to < 10 else None
    return Clock(hour, minute, plus=120 if to else 0)


def clock_at(text: str, at: int, *, told: bool) -> tuple[int, Clock] | None:
    """The time of day at `at`; `told`: a day or a part of the day stands before it, so that 一点 is no "a little"."""
    match = (GLUED if told else COLON).match(text, at)
    if match is not None:
        half = (match["half"] or "").lower()
        return match.end(), Clock(int(match["h"]), int(match["m"]), half, digital=not half)
    match = ENGLISH.match(text, at) or AT.match(text, at)
    if match is not None:
        found = _english(match)
        return None if found is None else (match.end(), found)
    match = BEFORE_HOUR.match(text, at)
    if match is not None:
        less = 15 if match["m"] == "一刻" else whole(match["m"]) or 0
        return match.end(), Clock(((whole(match["h"]) or 0) - 1) % 24, (60 - less) % 60)
    match = (CHINESE_GLUED if told else CHINESE).match(text, at)
    if match is None or (match[0] in {"一点", "1点", "有点"} and not told and not _alone(text, at, match.end())):
        return None
    if match["word"] == "时" and not told and match["m"] is None and match["h"] == "同":
        return None
    found = _chinese(match)
    return None if found is None else (match.end(), found)


def _alone(text: str, at: int, end: int) -> bool:
    """一点 stands where only a time can: alone, or before 到, 前, 后, 提醒."""
    return (at == 0 and (end == len(text) or text[end] in "到至-~提叫前后去")) or (
        end < len(text) and text[end] in "钟整"
    )


def _english(match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    if groups.get("word"):
        hour = int(groups["h2"])
        return (
            Clock((hour - 1) % 24, 45)
            if groups["word"].lower().endswith("to")
            else Clock(hour, 30 if "half" in groups["word"].lower() else 15)
        )
    if groups.get("oc"):
        return Clock(int(groups["oc"]))
    return Clock(int(groups["h"]), int(groups.get("m") or 0), (groups.get("half") or "").lower())


def minutes(clock: Clock, part: str, *, literal: bool) -> tuple[int, bool]:
    """Minutes since the day's midnight (1440 and more: the next day's), and whether the half of the day is certain."""
    hour = clock.hour
    if clock.half:
        hour = hour % 12 + (12 if clock.half == "p" else 0)
        return hour * 60 + clock.minute, True
    if part:
        low, high = PARTS[part.lower()]
        return _in_part(hour, low, high) * 60 + clock.minute, True
    if hour >= 13 or hour == 0:
        return hour * 60 + clock.minute, True
    if not literal and 1 <= hour < WORKING_FROM:
        return (hour + 12) * 60 + clock.minute, hour < 6
    return hour * 60 + clock.minute, hour >= 10


def _in_part(hour: int, low: int, high: int) -> int:
    if hour > 12:
        return hour
    if low >= 17 and hour == 12:
        return 24
    if low >= 20 and hour < 6:
        return hour + 24
    if low >= 12 and hour < 12:
        return hour + 12
    return hour + 12 if low == 11 and hour <= 4 else hour % 24
