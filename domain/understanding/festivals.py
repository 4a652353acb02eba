"""Festivals, lunar days and solar terms that managers name instead of a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from domain.understanding.lunar import TERMS, eve, lunar_day, lunar_month, term
from domain.understanding.wording import whole

FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1), "新年": (1, 1), "情人节": (2, 14), "女生节": (3, 7), "妇女节": (3, 8), "三八节": (3, 8), "三八": (3, 8),
    "植树节": (3, 12), "消费者权益日": (3, 15), "愚人节": (4, 1), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4),
    "五四": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建党节": (7, 1), "建军节": (8, 1), "八一": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "万圣节": (10, 31), "光棍节": (11, 11), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25), "618": (6, 18), "六一八": (6, 18),
}  # fmt: skip
LUNAR: dict[str, tuple[int, int]] = {
    "春节": (1, 1), "大年初一": (1, 1), "年初一": (1, 1), "过年": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "七夕": (7, 7),
    "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9),
}  # fmt: skip
WINTER = {"腊八": (12, 8), "小年": (12, 23)}
"""Lunar days that belong to the year before: named by the Gregorian year in which they fall."""
NTH_WEEKDAY = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}
"""Month, weekday, which one."""
EVES = ("除夕", "大年三十", "年三十", "大年夜")
_WITH_ENDING = [
    name + "节"
    for name in ("元旦", "国庆", "元宵", "端午", "中秋", "重阳", "七夕", "中元", "清明", "圣诞", "腊八", "春")
]
_GUARDED = {"新年": "新年(?!快乐|好|愿)", "过年": "过年(?!货|后|前的)", "三八": "三八(?!节|[路线条])", "五四": "五四(?=节|那|前|后)", "八一": "八一(?=节|那|前|后|建军)",
            "六一": "六一(?!八)", "618": r"(?<!\d)618(?=活动|大促|那|前|后|促)", "六一八": "六一八(?=活动|大促|那|前|后|促)", "小年": "小年(?!轻|货)",
            "大雪": "大雪(?=那|前|后|节)", "小雪": "小雪(?=那|前|后|节)", "雨水": "雨水(?=节|那)", "小满": "小满(?=节|那|前|后)", "春分": "春分"}  # fmt: skip
_ALL = sorted({*FIXED, *LUNAR, *WINTER, *NTH_WEEKDAY, *EVES, *TERMS, *_WITH_ENDING}, key=len, reverse=True)
NAMES = "|".join(_GUARDED.get(name, name) for name in _ALL) + "|十一(?=放假|期间|黄金周|长假|国庆|假期|之?[前后])"
FIRST = "".join(sorted({name[0] for name in _ALL} | {"十"}))
HOLIDAYS = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
_DAY = timedelta(days=1)
_USUALLY_OFF = {"五一": 5, "国庆": 7, "春节": 7}
"""Days off from the festival on in an ordinary year, where the office's holidays are not published yet."""


def of_year(name: str, year: int) -> date | None:
    """The festival that falls in that year (the lunar New Year's Eve of the lunar year that begins in it)."""
    name = name if name in FIXED or name in NTH_WEEKDAY else name.removesuffix("节")
    name = {"十一": "国庆", "春": "春节"}.get(name, name)
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in LUNAR:
        return lunar_day(year, *LUNAR[name])
    if name in WINTER:
        return lunar_day(year - 1, *WINTER[name])
    if name in EVES:
        return eve(year)
    if name in NTH_WEEKDAY:
        month, weekday, nth = NTH_WEEKDAY[name]
        first = date(year, month, 1)
        return first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return term(name, year) if name in TERMS else None


def last_day_off(day: date) -> date:
    """The last day off, in an ordinary year, of the holiday that begins with this festival; the day itself for a short one."""
    off = next((off for name, off in _USUALLY_OFF.items() if of_year(name, day.year) == day), 1)
    return day + (off - 1) * _DAY


def lunar_words(
    month: str, dom: str | None, *, leap_year_eve: bool = True
) -> Callable[[int], tuple[date, date] | None] | None:
    """Days of 正月十五 or 腊月 by the lunar year; None when the words are no lunar date."""
    number = {"正": 1, "冬": 11, "腊": 12}.get(month) or whole(month)
    if number is None or not 1 <= number <= 12:
        return None
    if not dom:
        return lambda year: lunar_month(year, number)
    day = whole(dom.removeprefix("初"))
    if day is None or not 1 <= day <= 30:
        return None

    def make(year: int) -> tuple[date, date] | None:
        found = lunar_day(year, number, day)
        return None if found is None else (found, found + _DAY)

    return make


def lunar_day_of_month(dom: str) -> Callable[[int], tuple[date, date] | None] | None:
    """The lunar 初五 of every month, by the Gregorian month in which it falls."""
    day = whole(dom.removeprefix("初"))
    if day is None or not 1 <= day <= 30:
        return None

    def make(index: int) -> tuple[date, date] | None:
        year, month = index // 12, index % 12 + 1
        for lunar_year in (year - 1, year):
            for number in range(1, 13):
                found = lunar_day(lunar_year, number, day)
                if found is not None and (found.year, found.month) == (year, month):
                    return found, found + _DAY
        return None

    return make


def holiday_near(today: date, is_working: Callable[[date], bool]) -> tuple[str, date]:
    """The public holiday that is on now, else the next one: its name and first festive day."""
    days = sorted(
        (day, name)
        for year in (today.year, today.year + 1)
        for name in HOLIDAYS
        if (day := of_year(name, year)) is not None
    )
    for day, name in days:
        if day >= today:
            return name, day
        if today - day < 9 * _DAY and not any(is_working(day + _DAY * n) for n in range((today - day).days + 1)):
            return name, day
    return "元旦", date(today.year + 1, 1, 1)
