"""Lengths of time counted from now: 三天后, 半小时内, 两个半月以内, 未来7天, 过去一周, in two weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.understanding.when.pieces import (
    DAY,
    Context,
    Days,
    add_months,
    month_days,
    week_of,
    working_days_on,
    year_days,
)
from domain.understanding.wording import NUMERAL, numeral

_N = rf"(?:(?<![\d.])\d{{1,4}}(?:\.\d)?|{NUMERAL}{{1,6}}|半|几|好几|两三|三五)"
_CN_UNITS = r"秒钟?|分钟?|刻钟?|小时|钟头|个钟|工作日|交易日|季度|天|日|周|星期|礼拜|月|年"
_LENGTH = rf"(?P<n>{_N})(?P<many>多|来)? ?个?(?P<half>半)?(?P<unit>{_CN_UNITS})(?P<half2>半)?(?:的?时间)?"
_EN_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|half an?|a couple of|a few)"
_EN_UNITS = r"(?:working days?|business days?|minutes?|mins?|hours?|days?|weeks?|months?|years?|fortnights?)"
LATER = re.compile(
    rf"(?:再过|再等|再|过|等)?(?P<ahead>){_LENGTH} ?(?P<end>以后|之后|过后|后(?!天[再去来])|以内|之内|内(?!容)|以前|之前|前(?!面)|过去)"
)
GONE_BY = re.compile(rf"(?:再过|过个|过|再等|等|(?<!每)隔个?)(?P<ahead>){_LENGTH}(?P<end>)")
SPAN = re.compile(
    rf"(?P<ahead>未来|接下来|今后|之后|往后|以后|后(?=\d|[一二两三四五六七八九十]+[年个])|下(?=[一二两三四五六七八九十\d]+(?:天|周|个|年|小时|分))|还剩下?|还有|过去|近|最近|前|上(?=[两三四五六七八九十\d]+(?:天|周|个|年|小时|分))) ?的?{_LENGTH}(?P<end>内|以内|之内)?"
)
ENGLISH = re.compile(
    rf"\b(?:(?P<in>in|within|after) (?P<n>{_EN_N}) ?(?P<unit>{_EN_UNITS})|(?P<n2>{_EN_N}) ?(?P<unit2>{_EN_UNITS}) (?P<end>from now|later|ago))\b",
    re.IGNORECASE,
)
_EN_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
               "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "half a": 0.5, "half an": 0.5, "a couple of": 2, "a few": 3}  # fmt: skip
_SECONDS = {"秒": 1, "分": 60, "刻": 900, "小时": 3600, "钟头": 3600, "个钟": 3600}
_EN_CN = {
    "min": "分",
    "hou": "小时",
    "day": "天",
    "wee": "周",
    "mon": "月",
    "yea": "年",
    "wor": "工作日",
    "bus": "工作日",
    "for": "周",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """`days` or the moments `start` and `end`; `mod` by (a deadline) | from | ''; `act` the day to act on; `rough`: said vaguely."""

    days: Days | None = None
    start: datetime | None = None
    end: datetime | None = None
    mod: str = ""
    act: date | None = None
    rough: bool = False
    past: bool = False
    span: bool = False


def shift_at(text: str, at: int, context: Context) -> tuple[int, Shift] | None:
    """The longest counted expression at `at`."""
    best: tuple[int, Shift] | None = None
    for pattern, rule in ((LATER, _later), (GONE_BY, _later), (SPAN, _span), (ENGLISH, _english)):
        match = pattern.match(text, at)
        if match is None or (best is not None and match.end() <= best[0]):
            continue
        try:
            found = rule(match, context)
        except (OverflowError, ValueError):
            found = None
        if found is not None:
            best = match.end(), found
    return best


def _later(match: re.Match[str], context: Context) -> Shift | None:
    count = _count(match)
    end = match["end"]
    if count is None or (not end and match["unit"] in {"月", "日"} and "个" not in match[0] and match["n"] != "半"):
        return None
    vague = (match["n"] in {"两", "俩"} and not end and match["unit"] in {"天", "日"}) or match["n"] in {
        "几",
        "好几",
        "两三",
        "三五",
    }
    vague = vague or (match[0].startswith("隔") and match["unit"] in {"天", "日"})
    if end in {"以前", "之前", "前", "过去"}:
        return _moved(-count, match["unit"], context, bool(match["many"]), "", vague) if end != "过去" else None
    return _moved(count, match["unit"], context, bool(match["many"]), "by" if "内" in end else "", vague)


def _count(match: re.Match[str]) -> float | None:
    words = match["n"]
    count = 3.0 if words in {"几", "好几", "三五"} else 2.0 if words == "两三" else numeral(words)
    if count is None or count > 5000 or (match["unit"] == "年" and 1900 <= count <= 2199 and not match["many"]):
        return None
    return count + (0.5 if match["half"] or match["half2"] else 0)


def _moved(count: float, unit: str, context: Context, many: bool, mod: str, rough: bool) -> Shift | None:
    """`count` units from now; …内 is a deadline on that day, hours and minutes a moment."""
    seconds = next((s for name, s in _SECONDS.items() if unit.startswith(name)), 0)
    if seconds:
        moment = context.now + timedelta(seconds=count * seconds)
        return Shift(start=None if mod else moment, end=moment if mod else None, mod=mod, rough=rough, past=count < 0)
    day = _day(count, unit, context)
    days = _grain(day, count, unit, many)
    if mod:
        return Shift((day, day + DAY), mod=mod, act=day, rough=rough)
    return Shift(days, act=day, rough=rough, past=count < 0)


def _day(count: float, unit: str, context: Context) -> date:
    today = context.today
    if unit in {"工作日", "交易日"}:
        return working_days_on(today, int(count), context.calendar)
    if unit == "月" and count == 0.5:
        return today + 15 * DAY
    if unit in {"月", "季度", "年"}:
        months = count * {"月": 1, "季度": 3, "年": 12}[unit]
        return add_months(today, int(months)) + (15 * DAY if unit == "月" and months % 1 else DAY * 0)
    return today + DAY * round(count * (1 if unit in {"天", "日"} else 7))


def _grain(day: date, count: float, unit: str, many: bool) -> Days | None:
    if unit == "年" and count == int(count):
        return year_days(day.year)
    if unit in {"季度", "年"} or (unit == "月" and many):
        return month_days(day.year, day.month)
    return (day, day + 7 * DAY) if unit in {"周", "星期", "礼拜"} and count > 0 else (day, day + DAY)


def _span(match: re.Match[str], context: Context) -> Shift | None:
    """A stretch of time from now on, or up to now."""
    count, words = _count(match), match["ahead"]
    if count is None:
        return None
    back = words in {"过去", "近", "最近", "前", "上"}
    seconds = next((s for name, s in _SECONDS.items() if match["unit"].startswith(name)), 0)
    if seconds:
        other = context.now + timedelta(seconds=(-count if back else count) * seconds)
        if match["end"] and not back:
            return Shift(end=other, mod="by")
        return Shift(start=min(other, context.now), end=max(other, context.now), past=back, span=True)
    if words == "还有" or (words == "以后" and not match["end"]):
        return None
    return _stretch(count, match["unit"], context, back)


def _stretch(count: float, unit: str, context: Context, back: bool) -> Shift:
    today, midnight = context.today, time()
    other = _day(-count if back else count, unit, context)
    if back and unit in {"周", "星期", "礼拜"}:
        other = week_of(today, -int(count))[0]
        return Shift(start=datetime.combine(other, midnight), end=context.now, past=True, span=True)
    if back:
        return Shift((other, today), past=True, span=True)
    return Shift((today + DAY, other + DAY), span=True, act=other)


def _english(match: re.Match[str], context: Context) -> Shift | None:
    words, unit = (match["n"] or match["n2"]).lower(), (match["unit"] or match["unit2"]).lower()
    count = _EN_NUMBERS.get(words) or float(words)
    count *= 2 if unit.startswith("fort") else 1
    back = (match["end"] or "").lower() == "ago"
    mod = "by" if (match["in"] or "").lower() == "within" else ""
    cn = next(name for prefix, name in _EN_CN.items() if unit.startswith(prefix))
    return _moved(-count if back else count, cn, context, False, mod, words == "a few")
