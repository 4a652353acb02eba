"""A small grammar of Chinese and English day expressions; each rule turns one expression into a day (weeks start on Monday)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from domain.understanding.festivals import NAMES, next_festival
from domain.understanding.wording import NUMERAL, numeral


class WorkingDays(Protocol):
    """The working calendar, as far as sentences need it."""

    def is_working(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression means. `options`: likely days, best first, when it is in doubt; `bad`: it names no day at all.

    `anchored`: the words themselves say that it is ahead (明天, 三天后), so no 过 or 了 behind makes it past."""

    day: date | None
    kind: str = "on"
    past: bool = False
    options: tuple[date, ...] = ()
    bad: bool = False
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Today, and which days are worked."""

    today: date
    calendar: WorkingDays


Rule = Callable[[re.Match[str], Context], Reading | None]
_DAY = timedelta(days=1)
_WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六")} | {str(i + 1): i for i in range(7)} | {"日": 6, "天": 6, "末": 5}
)
_N = rf"(?:\d{{1,3}}|{NUMERAL}{{1,3}}|半)"
_RELATIVE = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3, "隔一天": 2,
    "the day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0, "yesterday": -1,
}  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def working_on_or_after(day: date, calendar: WorkingDays) -> date:
    """The first working day from `day` on; after 30 days without one, `day` itself (a calendar that works never)."""
    return next((day + _DAY * i for i in range(31) if calendar.is_working(day + _DAY * i)), day)


def working_on_or_before(day: date, calendar: WorkingDays) -> date:
    return next((day - _DAY * i for i in range(31) if calendar.is_working(day - _DAY * i)), day)


def _relative(match: re.Match[str], context: Context) -> Reading:
    shift = _RELATIVE[match[0].lower()]
    return Reading(context.today + _DAY * shift, past=shift < 0, anchored=shift > 0)


def _every_other_day(match: re.Match[str], context: Context) -> Reading:
    options = (context.today + 2 * _DAY, context.today + _DAY)
    return Reading(options[0], options=options, anchored=True)


def _weekday(match: re.Match[str], context: Context) -> Reading:
    """下周三 is Wednesday of next week; a bare 周三 the next Wednesday after today; on a Wednesday it is doubtful."""
    today, which = context.today, match["which"] or ""
    monday = today - _DAY * today.weekday()
    wanted = _WEEKDAYS[match["day"]]
    if which.startswith("上"):
        return Reading(monday + _DAY * (wanted - 7 * which.count("上")), past=True)
    if which.startswith("下"):
        return Reading(monday + _DAY * (wanted + 7 * which.count("下")), anchored=True)
    this = monday + _DAY * wanted
    if which:
        return Reading(this, past=this < today)
    if this == today:
        return Reading(today + 7 * _DAY, options=(today + 7 * _DAY, today))
    return Reading(this if this > today else this + 7 * _DAY)


def _every_week(match: re.Match[str], context: Context) -> Reading:
    ahead = (_WEEKDAYS[match["day"]] - context.today.weekday()) % 7
    return Reading(context.today + _DAY * ahead, anchored=True)


def _next_week(match: re.Match[str], context: Context) -> Reading:
    monday = context.today + _DAY * (7 - context.today.weekday())
    first = working_on_or_after(monday, context.calendar)
    options = (first, context.today + 7 * _DAY, monday + 4 * _DAY)
    return Reading(first, options=tuple(dict.fromkeys(options)), anchored=True)


def _duration(match: re.Match[str], context: Context) -> Reading | None:
    """N天后 adds N days, 半个月 is 15; 三个工作日内 counts from the next day; …内 is a deadline."""
    count, unit = numeral(match["n"]), match["unit"]
    if count is None:
        return None
    day = _ahead(count, unit, match["half"] is not None, context)
    within = "内" in match["end"]
    return Reading(day, kind="by" if within else "on", anchored=True)


def _ahead(count: float, unit: str, and_half: bool, context: Context) -> date:
    today = context.today
    if "工作日" in unit:
        day = today
        for _ in range(int(count)):
            day = working_on_or_after(day + _DAY, context.calendar)
        return day
    if "月" in unit:
        if count == 0.5:
            return today + 15 * _DAY
        return add_months(today, int(count)) + (15 * _DAY if and_half else timedelta())
    if "年" in unit:
        return add_months(today, int(count * 12))
    each = 1 if unit in {"天", "日"} else 7
    return today + _DAY * round((count + (0.5 if and_half else 0)) * each)


def _a_few_days(match: re.Match[str], context: Context) -> Reading:
    first = 2 if "两" in match[0] else 3
    options = tuple(context.today + _DAY * n for n in (first, first + 1, first + 2))
    return Reading(options[0], options=options, anchored=True)


def _build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_day(match: re.Match[str], context: Context) -> Reading | None:
    """A day of a month; one that has just passed (31 days) is doubtful, for a year ahead is seldom meant."""
    month, day = numeral(match["month"]), numeral(match["dom"])
    if month is None or day is None:
        return None
    today = context.today
    said = match.groupdict().get("year")
    year = {"今年": today.year, "明年": today.year + 1}.get(
        said or "", int(said.rstrip("年-/.")) if said and said[0].isdigit() else 0
    )
    month, day = int(month), int(day)
    if year:
        return _dated(_build(year, month, day), today)
    this = _build(today.year, month, day)
    if this is not None and this >= today:
        return Reading(this)
    later = _build(today.year + 1, month, day)
    if later is None:
        return Reading(None, bad=True)
    just = this is not None and (today - this).days <= 31
    return Reading(later, options=(later,) if just else ())


def _dated(day: date | None, today: date) -> Reading:
    return Reading(day, bad=day is None, past=day is not None and day < today)


def _day_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """下个月5号, 本月28号, 28号: a bare number is the next month that has it."""
    number = numeral(match["dom"])
    if number is None or not 1 <= number <= 31:
        return Reading(None, bad=True) if number is not None and number > 31 and match["which"] else None
    which, today, day = match["which"] or "", context.today, int(number)
    if which:
        first = add_months(today.replace(day=1), which.count("下") - which.count("上"))
        return _dated(_build(first.year, first.month, day), today)
    months = (add_months(today.replace(day=1), n) for n in range(3))
    days = (_build(m.year, m.month, day) for m in months)
    return Reading(next(d for d in days if d is not None and d >= today))


def _month_part(match: re.Match[str], context: Context) -> Reading:
    first = add_months(context.today.replace(day=1), 1 if (match["which"] or "").startswith("下") else 0)
    part = match["part"]
    if part in {"底", "末"}:
        return Reading(month_end(first))
    day = first.replace(day=15) if part == "中" else first
    day = day if day >= context.today else add_months(day, 1)
    return Reading(day, options=(day,) if part == "初" else (), anchored=True)


def _month_last_day(match: re.Match[str], context: Context) -> Reading | None:
    number = numeral(match["month"])
    if number is None or not 1 <= number <= 12:
        return Reading(None, bad=True)
    days = (month_end(date(year, int(number), 1)) for year in (context.today.year, context.today.year + 1))
    return Reading(next(d for d in days if d >= context.today))


def _end_of_month(match: re.Match[str], context: Context) -> Reading:
    return Reading(month_end(context.today))


def _year_end(match: re.Match[str], context: Context) -> Reading:
    return Reading(date(context.today.year, 12, 31))


def _next_month(match: re.Match[str], context: Context) -> Reading:
    day = working_on_or_after(add_months(context.today.replace(day=1), 1), context.calendar)
    return Reading(day, options=(day, add_months(context.today, 1)), anchored=True)


def _festival(match: re.Match[str], context: Context) -> Reading | None:
    """元旦, 元旦前一天, 国庆后第一个工作日, 春节前最后一个工作日."""
    day = next_festival(match["name"], context.today)
    if day is None:
        return None
    words = match["where"] or ""
    if words.startswith("前"):
        return Reading(working_on_or_before(day - _DAY, context.calendar) if "工作" in words else day - _DAY)
    if words.startswith("后"):
        worked = "工作" in words or "上班" in words
        return Reading(working_on_or_after(day + _DAY, context.calendar) if worked else day + _DAY)
    return Reading(day)


def _next_working_day(match: re.Match[str], context: Context) -> Reading:
    return Reading(working_on_or_after(context.today + _DAY, context.calendar), anchored=True)


def _last_working_day(match: re.Match[str], context: Context) -> Reading:
    today, which = context.today, match["which"]
    if "月" in which:
        end = month_end(add_months(today, 1 if which.startswith("下") else 0))
    else:
        end = today + _DAY * (6 - today.weekday() + (7 if which.startswith("下") else 0))
    return Reading(working_on_or_before(end, context.calendar))


def _hours(match: re.Match[str], context: Context) -> Reading:
    return Reading(context.today, anchored=True)


_NOT_A_PLACE = r"(?![店柜楼线门院机车路铺码牌巷桌\d])"
_UNITS_BEHIND = r"(?![\d.%条元块个包箱件万千公米])"
RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (rf"(?P<name>{NAMES})(?:那天|当天|放假|假期|节)?(?P<where>前一天|前最后一个工作日|后的?第一个?工作日|后的?第一天|后上班的?第一天|后一天)?", _festival),
        (r"下一?个工作日", _next_working_day),
        (r"(?P<which>本周|这周|下周|本月|这个月|下个?月)最后一个工作日", _last_working_day),
        (rf"(?P<n>{_N})(?P<unit>个?工作日|个?月|个?星期|个?礼拜|周|天|日|年)(?P<half>半)?(?P<end>以后|之后|过后|后|以内|之内|内)", _duration),
        (rf"(?:再?过)(?P<n>{_N})(?P<unit>个?月|个?星期|个?礼拜|周|天)(?P<half>半)?(?P<end>)(?<!过两天)", _duration),
        (r"(?:半|\d+|[一二两三四五六七八九十]+)个?(?:半)?(?:小时|钟头|分钟)(?:以后|之后|后)", _hours),
        (r"过(?:两|几)天|这几天|改天", _a_few_days),
        (r"隔天|隔日", _every_other_day),
        (rf"(?P<month>\d{{1,2}}|{NUMERAL}{{1,2}})月(?:份)?(?:的)?最后一天", _month_last_day),
        (rf"(?P<year>\d{{4}}年|今年|明年)?(?<!\d)(?P<month>\d{{1,2}}|{NUMERAL}{{1,2}})月(?P<dom>\d{{1,2}}|{NUMERAL}{{1,3}})[号日]?(?!\d)", _month_day),
        (r"(?<![\d\-/.])(?P<year>20\d\d[-/.])(?P<month>\d{1,2})[-/.](?P<dom>\d{1,2})(?![\d\-/.])", _month_day),
        (rf"(?<![\d\-/.])(?P<month>1[0-2]|0?[1-9])[-/](?P<dom>[0-3]?\d)(?![\d\-/]){_UNITS_BEHIND}", _month_day),
        (rf"(?<![\d\-/.价格])(?P<month>1[0-2])\.(?P<dom>[0-3]?\d)(?!\d){_UNITS_BEHIND}", _month_day),
        (r"(?<![\d\-/.价格])(?P<month>0?[1-9])\.(?P<dom>[0-3]?\d)(?=\s?(?:再|去|来|前|号|上门|送|看))", _month_day),
        (rf"(?<![\d月.\-/])(?P<which>下下?个?月的?|本月|这个?月|上个?月)?(?P<dom>\d{{1,2}}|{NUMERAL}{{1,3}})[号日]{_NOT_A_PLACE}", _day_of_month),
        (r"(?P<which>下个?|本|这个?)?月(?P<part>底|末|初|中(?=再|去|来|前|左|旬))旬?", _month_part),
        (r"年底|年末", _year_end),
        (r"每(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])", _every_week),
        (rf"(?<!{NUMERAL})(?<![每\d])(?P<which>上上|上|本|这|下下下|下下|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末1-7])(?![\d月年次个])", _weekday),
        (r"下(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])", _next_week),
        (r"下个?月(?![底末初中\d一二三四五六七八九十的])", _next_month),
        (r"大后天|大前天|后天|前天(?!天)|昨[天日晚]|今[天日晚早]|明[天日早晚]|隔一天", _relative),
        (r"\b(?:the day after tomorrow|tomorrow|today|tonight|yesterday)\b", _relative),
        (r"\bnext week\b", _next_week),
        (r"\bnext month\b", _next_month),
        (r"\b(?:at )?(?:the )?end of (?:the |this )?month\b", _end_of_month),
    )
)  # fmt: skip
