"""Expressions that name days: 下周三, 12月5号, 28号, 2026-12-05, 农历初五, 月底, 节前最后一个工作日; each rule makes a piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from domain.understanding.festivals import FIRST, NAMES, holiday_near
from domain.understanding.when.dates import (
    day_first,
    day_of_month,
    festival,
    last_of_month,
    lunar,
    lunar_day_said,
    lunar_year,
    month_day,
    month_of_year,
    numeric,
    said_year,
    this_month,
)
from domain.understanding.when.narrowing import DOM, MONTH, WEEKDAYS, N
from domain.understanding.when.pieces import (
    DAY,
    Context,
    Days,
    Piece,
    add_months,
    fixed,
    month_at,
    single,
    week_of,
    working_days_on,
    working_on_or_after,
    working_on_or_before,
    year_days,
)
from domain.understanding.wording import NUMERAL, whole

Rule = Callable[[re.Match[str], Context], Piece | None]
_RELATIVE = {
    "大大前天": -4, "大前天": -3, "前天": -2, "前日": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨儿": -1, "昨夜": -1, "寻日": -1,
    "琴日": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "今儿": 0, "今夜": 0, "今朝": 0, "当天": 0, "当日": 0, "当晚": 0, "本日": 0,
    "全天": 0, "整天": 0, "这天": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "明儿": 1, "明朝": 1, "听日": 1, "次日": 1, "翌日": 1,
    "第二天": 1, "改明儿": 1, "后天": 2, "后日": 2, "后儿": 2, "后晚": 2, "大后天": 3, "大后日": 3, "大大后天": 4, "隔一天": 2,
}  # fmt: skip
_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "这一年": 0, "这年": 0, "明年": 1, "来年": 1, "次年": 1, "下一年": 1, "翌年": 1, "出年": 1,
    "后年": 2, "大后年": 3, "去年": -1, "上一年": -1, "旧年": -1, "前年": -2, "大前年": -3,
}  # fmt: skip
_CN_YEAR = r"[一二][零〇九][零〇一二三四五六七八九]{2}"
_NO_PLACE = r"(?![店柜楼线门院机车路铺码牌巷桌\d品])"
_NO_UNIT = r"(?![\d.%条元块个包箱件万千公米户次家岁瓶盒])"
_EDGE = r"(?<![\d\-/.·])"


def _relative(match: re.Match[str], context: Context) -> Piece:
    shift = _RELATIVE[match[0]]
    return fixed(context.today + DAY * shift, anchored=shift > 0)


def _whole_year(match: re.Match[str], context: Context) -> Piece:
    year = context.today.year + _YEARS[match[0]]
    return fixed(date(year, 1, 1), date(year + 1, 1, 1), grain="year", anchored=_YEARS[match[0]] > 0)


def _weekday(match: re.Match[str], context: Context) -> Piece:
    """下周三 is Wednesday of next week; a bare 周三 the next after today; on a Wednesday it is doubtful."""
    today, which = context.today, match["which"] or ""
    wanted = WEEKDAYS[match["day"]]
    if which and which != "每":
        day = week_of(today, which.count("下") - which.count("上"))[0] + DAY * wanted
        return fixed(day, anchored=which.startswith("下"))
    if which == "每":
        return Piece(lambda week: single(date.fromordinal(week * 7 + 1) + DAY * wanted), "week", every=True)
    same = wanted == today.weekday()
    options = (today + 7 * DAY, today) if same else ()
    return Piece(lambda week: single(date.fromordinal(week * 7 + 1) + DAY * wanted), "week", options=options)


def _week(match: re.Match[str], context: Context) -> Piece:
    shift = match["which"].count("下") - match["which"].count("上")
    start, end = week_of(context.today, shift)
    first = working_on_or_after(start, context.calendar)
    options = tuple(dict.fromkeys((first, context.today + 7 * DAY, start + 4 * DAY))) if shift == 1 else ()
    return fixed(start, end, grain="week", anchored=shift > 0, options=options)


def _weekend(match: re.Match[str], context: Context) -> Piece:
    which = match["which"] or ""
    start = week_of(context.today, which.count("下") - which.count("上"))[0] + 5 * DAY
    start, end = (context.today if start < context.today < start + 2 * DAY and not which else start), start + 2 * DAY
    return fixed(start, end, grain="weekend", anchored="下" in which)


def _half_week(match: re.Match[str], context: Context) -> Piece:
    start, end = week_of(context.today)
    return (
        fixed(start, start + 3 * DAY, grain="part")
        if match["half"] in "上前"
        else fixed(start + 3 * DAY, end, grain="part")
    )


def _quarter(match: re.Match[str], context: Context) -> Piece:
    shift = match["which"].count("下") - match["which"].count("上")
    first = add_months(date(context.today.year, (context.today.month - 1) // 3 * 3 + 1, 1), shift * 3)
    return fixed(first, add_months(first, 3), grain="quarter")


def _nth_quarter(match: re.Match[str], context: Context) -> Piece | None:
    number = whole(match["n"]) or 0
    return Piece(lambda year: _quarter_of(year, number), "year", "quarter") if 1 <= number <= 4 else None


def _quarter_of(year: int, number: int) -> Days:
    return date(year, number * 3 - 2, 1), add_months(date(year, 1, 1), number * 3)


def _half_year(match: re.Match[str], context: Context) -> Piece:
    late = match["half"] in "下后"
    return Piece(
        lambda year: (date(year, 7, 1), date(year + 1, 1, 1)) if late else (date(year, 1, 1), date(year, 7, 1)),
        "year",
        "half",
    )


def _bare_part(match: re.Match[str], context: Context) -> Piece:
    """月底, 年初: of this month or year, of the next when it is over."""
    cycle = "year" if match["of"] == "年" else "month"
    return Piece(lambda turn: year_days(turn) if cycle == "year" else month_at(turn), cycle, cycle)


def _nth_day(match: re.Match[str], context: Context) -> Piece | None:
    """第三天 counts today as the first."""
    number = whole(match["n"])
    if number is None or not 2 <= number <= 60:
        return None
    today = context.today
    return fixed(today + DAY * (number - 1)) if match["unit"] == "天" else _nth_year(today, number)


def _nth_year(today: date, number: int) -> Piece:
    return fixed(date(today.year + number - 1, 1, 1), date(today.year + number, 1, 1), grain="year")


def _next_working(match: re.Match[str], context: Context) -> Piece:
    return fixed(working_days_on(context.today, 1, context.calendar), anchored=True)


def _last_working(match: re.Match[str], context: Context) -> Piece:
    return fixed(working_on_or_before(context.today - DAY, context.calendar))


def _round_holiday(match: re.Match[str], context: Context) -> Piece:
    """节前最后一个工作日, 节后第一天上班, 放假前: by the public holiday that is on or next."""
    _name, day = holiday_near(context.today, context.calendar.is_working)
    if match["side"] == "前":
        return fixed(working_on_or_before(day - DAY, context.calendar))
    return fixed(working_on_or_after(day + DAY, context.calendar), anchored=True)


def _every_other_day(match: re.Match[str], context: Context) -> Piece:
    options = (context.today + 2 * DAY, context.today + DAY)
    return fixed(options[0], options=options, anchored=True)


def _later_today(match: re.Match[str], context: Context) -> Piece:
    """晚点再来: today or tomorrow, which is asked."""
    return fixed(context.today, options=(context.today, context.today + DAY), anchored=True)


def _a_few_days(match: re.Match[str], context: Context) -> Piece:
    first = 2 if "两" in match[0] else 1 if "这" in match[0] else 3
    options = tuple(context.today + DAY * n for n in (first, first + 1, first + 2))
    return fixed(options[0], options[-1] + DAY, options=options, anchored=True, grain="few")


_TABLE: tuple[tuple[str, str, Rule], ...] = (
    ("大前昨今当本全整这明听次翌第改后隔寻琴", "|".join(sorted(_RELATIVE, key=len, reverse=True)), _relative),
    ("今本当这明来次下翌出后大去上旧前", "|".join(f"{y}(?!级)" for y in sorted(_YEARS, key=len, reverse=True)), _whole_year),
    ("", rf"{_EDGE}(?P<year>\d{{4}}|{_CN_YEAR}) ?年度?(?!级)", said_year),
    ("", rf"{_EDGE}(?P<year>\d{{2}}) ?年度?(?!级|前|后|之|来|的?时间|多|了)", said_year),
    ("", rf"{_EDGE}(?P<year>(?:19[5-9]|20[0-5])\d)(?<!00)(?![\d.\-/:%条元块个包箱件户点年号家])", said_year),
    ("", rf"{_EDGE}(?P<year>\d{{4}})(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<dom>\d{{2}}|\d)(?:日|号)?(?![\d./](?!\d:))", numeric),
    ("", rf"{_EDGE}(?P<year>20\d\d|19\d\d) (?P<month>\d\d) (?P<dom>\d\d)(?!\d)", numeric),
    ("", rf"{_EDGE}(?P<year>20\d\d|19\d\d)(?P<month>0[1-9]|1[0-2])(?P<dom>0[1-9]|[12]\d|3[01])(?!\d)", numeric),
    ("", rf"{_EDGE}(?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})(?P=s)(?P<c>\d{{4}}|\d{{1,2}})(?![\d./])", day_first),
    ("八8", r"(?P<month>八|8)月(?P<dom>十五)(?![日号条])", lunar),
    ("", rf"(?<![\d第])(?P<month>{MONTH})月(?:份)?(?P<dom>{DOM})(?:[号日]|(?![\d月个周星礼年.:点时]|分(?!之)))", month_day),
    ("12", rf"(?<!\d)(?:1[3-9]|2\d)月{DOM}[号日]", lambda match, context: fixed(None)),
    ("", rf"(?<![\d第个])(?<!{NUMERAL})(?P<month>{MONTH})月(?:份)?(?!球|饼|亮|台)", month_of_year),
    ("", rf"{_EDGE}(?P<month>1[0-2]|0?[1-9])[-/·](?P<dom>3[01]|[12]\d|0?[1-9])[号日]?(?![\d\-/]){_NO_UNIT}", month_day),
    ("", rf"(?<![\d\-/.·价格])(?P<month>1[0-2])\.(?P<dom>3[01]|[12]\d|0?[1-9])[号日]?(?!\d){_NO_UNIT}", month_day),
    ("", r"(?<![\d\-/.·价格])(?P<month>0?[1-9])\.(?P<dom>3[01]|[12]\d|0?[1-9])(?=\s?(?:再|去|来|前|号|日|上门|送|看|到|上午|下午|早|晚))[号日]?", month_day),
    ("", rf"(?<![\d月.\-/:])(?<!{NUMERAL})(?P<dom>3[01]|[12]\d|0?[1-9]|{NUMERAL}{{1,3}}|廿[一-九]?|卅)[号日]{_NO_PLACE}(?!子|均|常|用|后?期)", day_of_month),
    ("每", rf"每(?:个)?月的?(?P<dom>{DOM})[号日]", day_of_month),
    ("每", r"每(?:个)?月的?(?:最后一天|月?[底末])", last_of_month),
    ("下上本这当次", r"(?P<which>下下个?|上上个?|下一?个?|上一?个?|本|这一?个?|当|次)月(?!球|饼)", this_month),
    ("今", r"今个?(?P<which>)月", this_month),
    ("每上下本这今周星礼", r"(?P<which>每|上上|上|本|这|今|下下下|下下|下)?(?:一)?个?(?:周|星期|礼拜)(?:周|星期)?(?P<day>[一二三四五六日天]|[1-7](?=[^\d个次周家]|$))(?!次|家[店有没]|个[^星礼周])", _weekday),
    ("上下本这今当次", r"(?P<which>上上|上|本|这|今|当|下下下|下下|下)(?:一)?个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])", _week),
    ("上下本这今周星礼", r"(?P<which>上上|上|本|这|今|下下|下)?个?(?:周|星期|礼拜)末", _weekend),
    ("上下前后", r"(?P<half>[上下前后])半周", _half_week),
    ("本上下这", r"(?P<which>本|上个?|下个?|这个?)季度", _quarter),
    ("第一二三四", r"第?(?P<n>[一二三四])季度", _nth_quarter),
    ("上下前后", r"(?P<half>[上下前后])半年", _half_year),
    ("年", r"(?P<of>年)(?=[初底末终](?![一二])|中(?![午秋国]))", _bare_part),
    ("月上中下", r"(?<![\d个])(?P<of>月)(?=[初底末]|中(?:旬|[再去来前左送收])|[上下]旬)", _bare_part),
    ("上中下", r"(?P<of>)(?=[上中下]旬)", _bare_part),
    (FIRST, rf"(?<!{NUMERAL})(?P<name>{NAMES})节?(?!{NUMERAL}|路|街|店|超市)", festival),
    ("农阴", r"(?:农历|阴历)的?(?P<year>\d{4}年?|[一二][零〇九][零〇一二三四五六七八九]{2})年?(?P<month>正|腊|冬|十[一二]|[一二三四五六七八九十])月(?P<dom>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一-九]?|三十)?", lunar_year),
    ("农阴", r"(?:农历|阴历)的?(?P<month>正|腊|冬|十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])月份?的?(?P<dom>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一-九]?|三十|[12]?\d|30)?[日号]?", lunar),
    ("正腊冬", r"(?P<month>正|腊|冬)月(?P<dom>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一-九]?|三十)?(?!季)", lunar),
    ("", r"(?<![\d一-十])(?P<month>十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])月(?P<dom>初[一二三四五六七八九十])", lunar),
    ("农阴初", r"(?:农历|阴历)?的?(?P<dom>初[一二三四五六七八九十])(?![中级步期次衷])", lunar_day_said),
    ("农阴", r"(?:农历|阴历)的?(?P<dom>二?十[一二三四五六七八九]?|廿[一-九]?|三十)[日号]?", lunar_day_said),
    ("第", rf"第(?P<n>{N})(?P<unit>[天年])", _nth_day),
    ("下明", r"下一?个?工作日|明个?工作日", _next_working),
    ("上", r"上一?个?工作日", _last_working),
    ("节假放长", r"(?:节|假期|放假|长假|假)(?P<side>前)的?最后(?:一个工作日|一天|一天上班)", _round_holiday),
    ("节假放长收", r"(?:节|假期|放假|长假|假|收假)(?P<side>后)的?(?:第一个工作日|第一天(?:上班)?|上班(?:的?第一天)?|首个工作日)", _round_holiday),
    ("隔", r"隔天|隔日", _every_other_day),
    ("晚回等待过稍", r"(?:晚[点些](?:时候)?|回头|等一?会儿?|等[下等]|待会儿?|过一?会儿?|稍后)(?=我?再|我?来|我?去|打)", _later_today),
    ("过这改", r"过(?:个)?(?:几|两三|三五)天|过个?一两天|这几天|这两天|改天|改日", _a_few_days),
)  # fmt: skip
_DIGITS = "0123456789零〇一二两三四五六七八九十廿卅元"
RULES: dict[str, tuple[tuple[re.Pattern[str], Rule], ...]] = {}
for _first, _pattern, _rule in _TABLE:
    for _character in _first or _DIGITS:
        RULES[_character] = (*RULES.get(_character, ()), (re.compile(_pattern), _rule))
