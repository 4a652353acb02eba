"""Parts of a year, a month, a week or beside a day: 第二周, 最后一个工作日, 下旬, 前一天; rules as a table by the grain they narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from domain.understanding.festivals import NAMES, last_day_off, lunar_words, of_year
from domain.understanding.when.pieces import (
    DAY,
    Context,
    Days,
    Piece,
    add_months,
    build,
    month_days,
    single,
    week_of,
    working_days_on,
    working_on_or_before,
)
from domain.understanding.wording import NUMERAL, whole

Narrow = Callable[[re.Match[str], Context], "tuple[Callable[[Days], Days | None], str] | None"]
N = rf"(?:\d{{1,3}}|{NUMERAL}{{1,4}})"
MONTH = r"(?:1[0-2]|0?[1-9]|正|十[一二]|[一二三四五六七八九十元])"
DOM = rf"(?:[0-3]?\d|{NUMERAL}{{1,3}}|廿[一-九]?|卅)"
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {str(i + 1): i for i in range(7)} | {"日": 6, "天": 6}
_ISO_MONDAY = "周|星期|礼拜"
SHORT_MONTHS = {"正": 1, "元": 1}


def month_number(words: str) -> int:
    return SHORT_MONTHS.get(words) or whole(words) or 0


def _month(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    month = month_number(match["month"])
    return (lambda days: month_days(days[0].year, month)), "month"


def _month_day(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    month, day = month_number(match["month"]), whole(match["dom"])
    if day is None:
        return None
    return (lambda days: single(build(days[0].year, month, day))), "day"


def _day(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    day = whole(match["dom"])
    return None if day is None else ((lambda days: single(build(days[0].year, days[0].month, day))), "day")


def _quarter(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    number = {"首": 1, "末": 4}.get(match["n"]) or whole(match["n"]) or 0
    if not 1 <= number <= 4:
        return None
    return (
        lambda days: (
            build(days[0].year, number * 3 - 2, 1) or days[0],
            add_months(date(days[0].year, 1, 1), number * 3),
        )
    ), "quarter"


def _half_year(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    if match["half"] in "上前":
        return (lambda days: (days[0], date(days[0].year, 7, 1))), "half"
    return (lambda days: (date(days[0].year, 7, 1), days[1])), "half"


def _half_month(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    if match["half"] in "上前":
        return (lambda days: (days[0], days[0] + 15 * DAY)), "half"
    return (lambda days: (days[0] + 15 * DAY, days[1])), "half"


_YEAR_PARTS = {
    "初": (0, 2),
    "中": (5, 7),
    "底": (10, 12),
    "末": (10, 12),
    "尾": (10, 12),
    "终": (10, 12),
    "伊始": (0, 1),
}
_MONTH_PARTS = {
    "初": (0, 5),
    "中": (10, 20),
    "底": (24, 31),
    "末": (24, 31),
    "尾": (24, 31),
    "上": (0, 10),
    "下": (20, 31),
}


def _year_part(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    low, high = _YEAR_PARTS[match["part"]]
    late = low == 10
    return (lambda days: (add_months(days[0], low), add_months(days[0], high))), "end" if late else "part"


def _month_part(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    low, high = _MONTH_PARTS["中" if match["part"].startswith("中") else match["part"][0]]
    grain = "end" if low == 24 else "mid" if low == 10 and "旬" not in match[0] else "part"
    return (lambda days: (days[0] + DAY * low, min(days[0] + DAY * high, days[1]))), grain


def _first_week(days: Days) -> date:
    """Monday of week 1: of a year by ISO, of a month its first Monday."""
    if (days[1] - days[0]).days > 300:
        return week_of(date(days[0].year, 1, 4))[0]
    return days[0] + DAY * (-days[0].weekday() % 7)


def _last_week_end(days: Days) -> date:
    """The day after the last ISO week of a year; the last Sunday of a month."""
    if (days[1] - days[0]).days > 300:
        return week_of(date(days[0].year + 1, 1, 4))[0]
    return days[1] - DAY * days[1].weekday()


def _run(days: Days, first: int, count: int, unit: str) -> Days | None:
    """`count` units from the `first` (0-based) of the days; a negative first counts from their end."""
    if unit in _ISO_MONDAY:
        start = _first_week(days) + 7 * DAY * first if first >= 0 else _last_week_end(days) + 7 * DAY * first
        return start, start + 7 * DAY * count
    if unit in {"天", "日"}:
        start = days[0] + DAY * first if first >= 0 else days[1] + DAY * first
        return start, start + DAY * count
    months = 3 if unit.startswith("季") else 1
    start = add_months(days[0] if first >= 0 else days[1], months * first)
    return start, add_months(start, months * count)


def _nth(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    number, unit = whole(match["n"]), match["unit"].removeprefix("个")
    if number is None or not 1 <= number <= 366:
        return None
    grain = "day" if unit in {"天", "日"} else "week" if unit in _ISO_MONDAY else "month"
    return (lambda days: _run(days, number - 1, 1, unit)), grain


def _first_or_last(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    number, unit = whole(match["n"] or "一"), match["unit"].removeprefix("个")
    if number is None or not 1 <= number <= 366:
        return None
    first = 0 if match["side"] in {"前", "头", "最初"} else -number
    grain = "day" if unit in {"天", "日"} and number == 1 else "part"
    return (lambda days: _run(days, first, number, unit)), grain


def _nth_weekday(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    wanted, number = WEEKDAYS[match["day"]], whole(match["n"] or "") or 0

    def narrow(days: Days) -> Days | None:
        if number:
            day = days[0] + DAY * ((wanted - days[0].weekday()) % 7 + 7 * (number - 1))
        else:
            last = days[1] - DAY
            day = last - DAY * ((last.weekday() - wanted) % 7)
        return single(day) if days[0] <= day < days[1] else None

    return narrow, "day"


def _nth_working(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    number, calendar = whole(match["n"] or "一") or 1, context.calendar
    if match["side"].startswith("最后"):
        return (lambda days: single(working_on_or_before(days[1] - DAY, calendar))), "day"
    return (lambda days: single(working_days_on(days[0] - DAY, number, calendar))), "day"


def _festival(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    name = match["name"]
    return (lambda days: single(of_year(name, days[0].year))), "day"


def _lunar(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str] | None:
    make = lunar_words(match["month"], match["dom"], leap_year_eve=False)
    return None if make is None else ((lambda days: make(days[0].year)), "day" if match["dom"] else "month")


def _last_off(days: Days, context: Context) -> date:
    """The day after which work is counted: the holiday's usual last one while its year is not published."""
    last = days[1] - DAY
    return last if context.calendar.known(last.year) else last_day_off(last)


def _beside(match: re.Match[str], context: Context) -> tuple[Callable[[Days], Days | None], str]:
    """前一天, 后第一个工作日, 前最后一个工作日, 后上班第一天, 前三天, 后两天."""
    words, calendar = match["where"], context.calendar
    worked, before = "工作" in words or "上班" in words, words.startswith("前") or words.startswith("之前")
    count = whole(match["n"] or "一") or 1
    if worked and before:
        return (lambda days: single(working_on_or_before(days[0] - DAY, calendar))), "day"
    if worked:
        return (lambda days: single(working_days_on(_last_off(days, context), count, calendar))), "day"
    if before:
        return (lambda days: single(days[0] - count * DAY)), "day"
    return (lambda days: single(days[1] + (count - 1) * DAY)), "day"


_UNIT = r"(?P<unit>个?(?:星期|礼拜|季度|月)|周|天|日)"
RULES: dict[str, tuple[tuple[re.Pattern[str], Narrow], ...]] = {
    grain: tuple((re.compile(r"(?:的|之)? ?" + pattern), rule) for pattern, rule in rows)
    for grain, rows in {
        "year": (
            (rf"(?P<month>{MONTH})月(?:份)?的?(?P<dom>{DOM})(?:[号日]|(?![\d月周个星礼年.:点时]))", _month_day),
            (rf"(?P<month>{MONTH})月(?:份)?", _month),
            (r"第?(?P<n>[一二三四1-4首末])个?季度", _quarter),
            (r"(?:第(?=[一二三四1-4]季)|[qQ])(?P<n>[一二三四1-4])季?(?!节)", _quarter),
            (rf"(?P<side>最后|前|头|后|最初) ?(?P<n>{N})? ?{_UNIT}", _first_or_last),
            (rf"第(?P<n>{N}){_UNIT}", _nth),
            (rf"(?P<side>第|最后)(?P<n>{N})?个?(?:工作日|交易日)", _nth_working),
            (r"(?P<half>[上下前后])半年", _half_year),
            (r"年?(?P<part>伊始|[初底末尾终])", _year_part),
            (r"年(?P<part>中)", _year_part),
            (rf"(?P<name>{NAMES})", _festival),
            (r"(?:农历|阴历)(?P<month>正|腊|冬|十[一二]|[一二三四五六七八九十])月(?P<dom>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一-九]?|三十)?", _lunar),
        ),
        "month": (
            (rf"(?P<dom>{DOM})[号日]", _day),
            (rf"第(?P<n>{N})个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _nth_weekday),
            (r"最后一?个?(?P<n>(?!))?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _nth_weekday),
            (rf"(?P<side>第|最后)(?P<n>{N})?个?(?:工作日|交易日)", _nth_working),
            (rf"第(?P<n>{N})(?P<unit>周|个?(?:星期|礼拜)|天)", _nth),
            (rf"(?P<side>最后|前|头|后|最初)(?P<n>{N})?(?P<unit>周|个?(?:星期|礼拜)|天)", _first_or_last),
            (r"月?(?P<part>[初底末尾])", _month_part),
            (r"(?P<part>中(?=旬)|上(?=旬)|下(?=旬))旬", _month_part),
            (r"(?P<part>中)(?=[再去来前左送做给]|$)", _month_part),
            (r"(?P<half>[上下])半月", _half_month),
        ),
        "week": (
            (rf"(?P<side>第|最后)(?P<n>{N})?个?(?:工作日|交易日)", _nth_working),
            (rf"第(?P<n>{N})(?P<unit>天)", _nth),
            (r"(?P<side>最后|前|头|后)(?P<n>[一二两三四五六1-6])?(?P<unit>天)", _first_or_last),
        ),
        "day": (
            (rf"(?:那天|当天|放假|假期|节)?(?P<where>(?:之?前|之?后|上班的?)的?(?:一|最后一?|第?(?P<n>{N}))?个?(?:工作日|上班(?:的?第?一?天)?))", _beside),
            (rf"(?:那天|当天|放假|假期|节)?(?P<where>(?:之?前|之?后)的?第?(?P<n>{N})天)(?!内)", _beside),
            (r"(?:假期|放假|节)?(?P<where>之?后(?P<n>(?!))?的?上班的?第?一?天)", _beside),
            (r"(?:长?假期?|放假|节)?(?P<where>之?后(?P<n>(?!))?的?(?:头一天|第一天|首日)上班)", _beside),
        ),
    }.items()
}  # fmt: skip


def narrowed(text: str, at: int, piece: Piece, context: Context) -> tuple[int, Piece]:
    """The piece with all that narrows it behind `at`."""
    grain = piece.grain
    while grain in RULES:
        best: tuple[int, Piece] | None = None
        for pattern, rule in RULES[grain]:
            match = pattern.match(text, at)
            if match is None or (best is not None and match.end() <= best[0]):
                continue
            made = rule(match, context)
            if made is not None:
                best = (match.end(), piece.within(*made))
        if best is None:
            return at, piece
        at, piece = best
        grain = piece.grain if piece.grain != grain or grain != "day" else ""
    return at, piece
