"""Which moment a sentence asks to act on: past days, denials and expiry dates are no follow-up; doubt is said, not hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from domain.understanding.when.pieces import DAY, Context, working_on_or_after
from domain.understanding.when.ranges import Found, moments
from domain.understanding.when.reading import When, read
from domain.understanding.wording import NUMERAL, numeral

_BY_BEHIND = re.compile(
    r"(?:的?(?P<off>放假|休假)|的?下班)?(?:之前|以前|前(?![天后几面年台来途两三])|以内|之内|内(?!容|部|人|衣)|为止)"
)
_FROM_BEHIND = re.compile(r"(?:之后|以后|过后|后(?![天年面续来期备勤悔])|开始|以来|起(?!来|床|草|诉|码))")
_BY_BEFORE = re.compile(
    r"(?:最晚|最迟|不晚于|截止到?|截至|赶在|务必在|before|by|until|till|no later than)(?: the)?\s?$", re.IGNORECASE
)
_AFTER_BEFORE = re.compile(r"(?:过完了?|过了|等过了?)\s?$")
_ROUGH_BEHIND = re.compile(r"(?:左右|前后|上下|那几天|or so)")
_ROUGH_BEFORE = re.compile(r"(?:大概|可能|也许|估计|约莫|差不多|maybe|around|about)(?:在|是)?\s?$", re.IGNORECASE)
_PAST_BEHIND = re.compile(
    r"[^，,。;；]{0,8}?(?:过(?!去|来|期|年|后|节|户|目|境|程|两|几)|[去来订买开进卖送讲说看见到签交][^，,。;；]{0,3}了|刚|已经)|\s?(?:visited|was|came)|[^，,。;；]{0,6}?(?:去|来|说|订|送|买|签|定)的(?:[，,。;； 货]|$|\d|□)|(?:上门)(?:看|拜访)了",
    re.IGNORECASE,
)
_PAST_BEFORE = re.compile(r"(?:上次|刚才|过去|自从?|从)[^，,。;；]{0,3}$")
_WILL_BEFORE = re.compile(r"(?:将于?|会在|要在|打算|准备|计划)$")
_NO_ACT_BEHIND = re.compile(
    r"[^，,。;；]{0,3}?(?:到期|过期|生效|不去|不来|不用|去不了|来不了|没空|不在|不开门|休息|关门|就到期|的(?:货|单子?|烟|量|销量|数据?|订单|库存|事|计划|政策))"
)
_HABIT_BEHIND = re.compile(
    r"\s?(?:才|都|就)(?:会|能|肯)?(?:起来|起床|开门|开店|营业|来人|来店|到店|在店|在家|有人|有空|得空|回来|过来)"
)
_SOONER = re.compile(
    rf"[^。;；]{{0,14}}?提前(?P<n>[1-9]\d?|{NUMERAL}{{1,2}}|半)个?(?P<unit>天|日|周|星期|礼拜|月)(?!左右的?量)"
)
_ROUND_LONG = re.compile(r"(?:国庆|十一|五一|劳动|春节|过年|大年|年初一|除夕).*(?:工作日|上班)")
_DENIED_BEFORE = re.compile(r"(?:不是|别|不用|不要|上次是?|自从?|不在|非|not )\s?$", re.IGNORECASE)
_MOVED_FROM = re.compile(r"(?:的)?[^，,。;；]{0,6}?(?:改|挪|推|换|提前|延)(?:到|成|至|为)")
_MOVED_TO = re.compile(r"(?:改|挪|推迟?|换|提前|延期?)(?:到|成|至|为)(?:了)?\s?$")
_AHEAD_BEHIND = re.compile(
    r"[^，,。;；]{0,8}?(?:再|还要|要去|得去|提醒|记得|叫我|约|准备|打算|remind|again)", re.IGNORECASE
)
_TODAY_ASKED = re.compile(r"提醒|记得|叫我|别忘|务必|必须|remind", re.IGNORECASE)
_ACT_BEHIND = re.compile(
    r"[^，,。;；]{0,6}?(?:再|去|来|回访|跟进|上门|送|看|提醒|拜访|到店|带|办|查|谈|取|补|交|给|做|换|见|打)|[^,.;]{0,12}(?:again|visit|back)",
    re.IGNORECASE,
)
_ACT_BEFORE = re.compile(
    r"(?:come back|again|return|visit|revisit|follow up|see you|remind me|call|改到|约了?|约好|定在)(?: on| at)?\s?$",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(r"(?:提醒我|叫我|记得|别忘了?)[^，,。;；]{0,2}$")
_REPORTS_NOW = frozenset({"free part", "now"})
_RANGES = frozenset({"week", "weekend", "month", "part", "quarter", "half", "few", "year", "lunar month"})


@dataclass(frozen=True, slots=True)
class Due:
    """The moment to act on; `until` the last day of a range; `candidates` best first when the day is in doubt; `bad` the words
    that name no day; `spans`: expressions that lie ahead; `found`: all expressions; `chosen`: where the moment stands."""

    day: date | None = None
    kind: str = ""
    candidates: tuple[date, ...] = ()
    bad: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    time: time | None = None
    until: date | None = None
    found: tuple[When, ...] = ()
    chosen: tuple[int, int] | None = None
    unsure: bool = False


def _read(one: Found, text: str, context: Context) -> When:
    """The expression with what stands before and behind it taken in."""
    before, when = text[: one.start], read(one, context)
    cycle = one.first.piece is not None and one.first.piece.cycle and one.until is None
    by, since = _BY_BEHIND.match(text, one.end), _FROM_BEHIND.match(text, one.end)
    after = not since and not by and _AFTER_BEFORE.search(before) is not None
    if when.bad:
        return when
    back = (
        not by
        and not since
        and (cycle or when.grain in {"time", "free part"})
        and not when.every
        and _looks_back(text, one.start, one.end)
    )
    if back and one.until is None:
        when = replace(read(one, context, past=True), past=True, options=())
    if by or (_BY_BEFORE.search(before) and not when.ranged):
        end = when.start if (when.grain == "time" and when.end is None) or (by and by["off"]) else when.end
        return replace(
            when,
            start=when.start if when.ranged else None,
            end=end,
            mod="" if when.ranged else "by",
            finish=by.end() if by else one.end,
            past=end is not None and end <= context.now,
        )
    if since and when.mod != "by" and not (since[0] == "起" and text[since.end() : since.end() + 1] == "草"):
        return replace(when, end=None, mod="from", finish=since.end())
    if after and when.grain == "day" and not when.ranged:
        return replace(when, end=None, mod="from")
    if when.grain != "shift" and (_ROUGH_BEHIND.match(text, one.end) or _ROUGH_BEFORE.search(before)):
        return replace(when, rough=True)
    return when


def _looks_back(text: str, start: int, end: int) -> bool:
    return (_PAST_BEHIND.match(text, end) is not None or _PAST_BEFORE.search(text[:start]) is not None) and not (
        _AHEAD_BEHIND.match(text, end) or _WILL_BEFORE.search(text[:start])
    )


def _over(when: When, text: str, context: Context) -> bool:
    """Whether an expression is nothing to act on: gone by, denied, an expiry date, or today as the day of the report."""
    before = text[: when.begin]
    if when.grain == "free part" and _HABIT_BEHIND.match(text, when.finish):
        return True
    if when.past or _NO_ACT_BEHIND.match(text, when.finish) or _MOVED_FROM.match(text, when.finish):
        return True
    if _DENIED_BEFORE.search(before):
        return True
    if not when.anchored and when.mod != "by" and _looks_back(text, when.begin, when.finish):
        return True
    if when.grain in _REPORTS_NOW or (when.grain == "now"):
        return (
            not (_AHEAD_BEHIND.match(text, when.finish) or _TODAY_ASKED.search(text) or _acts(when, text))
            or when.grain == "now"
        )
    if when.mod == "from" and text[when.finish - 1 : when.finish] in {"起", "始", "来"}:
        return not _acts(when, text)
    day = when.start.date() if when.start else None
    if _is_on(when, context) and not _acts(when, text):
        return True
    if day == context.today and not when.anchored and when.grain in {"day", "part"} and not when.ranged:
        return not (_AHEAD_BEHIND.match(text, when.finish) or _TODAY_ASKED.search(text) or _starts_plan(when, text))
    return when.grain in {"year", "quarter", "half"} and when.mod != "by"


def _is_on(when: When, context: Context) -> bool:
    """A week or month that has begun: what is told of it is a report, unless something is to be done in it."""
    if when.grain not in {"week", "month"} or when.mod or when.start is None or when.end is None:
        return False
    return when.start <= context.now < when.end


def _starts_plan(when: When, text: str) -> bool:
    """今晚去…, 今天下午到…: a plan for later today when the part of the day is still to come."""
    return when.grain == "part" and when.part not in {"", "上午", "早"} and _acts(when, text)


def _acts(when: When, text: str) -> bool:
    return (
        _ACT_BEHIND.match(text, when.finish) is not None
        or _ACT_BEFORE.search(text[: when.begin]) is not None
        or _MOVED_TO.search(text[: when.begin]) is not None
        or _ASKED_BEFORE.search(text[: when.begin]) is not None
    )


def _day_of(when: When, context: Context) -> date:
    """The day to act on."""
    if when.mod == "by" and when.end is not None:
        return when.act or (when.end - timedelta(minutes=1)).date() if when.end.time() == time() else when.end.date()
    assert when.start is not None
    if when.grain == "end" and when.end is not None:
        return (when.end - DAY).date()
    if when.grain == "mid":
        return when.start.date() + 4 * DAY
    if when.mod == "from" and not when.has_time and when.grain != "shift":
        return working_on_or_after(when.start.date() + DAY, context.calendar)
    return when.act or (when.literal or when.start).date()


def _time_of(when: When) -> time | None:
    moment = when.end if when.mod == "by" else when.literal or when.start
    if moment is None or not when.has_time or (when.part and when.grain in {"part", "free part"}):
        return None
    return moment.time().replace(second=0, microsecond=0)


def _until(when: When) -> date | None:
    """The last day of a range of several days."""
    if when.mod or when.end is None or when.has_time or (when.act is not None and not when.ranged):
        return None
    last = (when.end - DAY).date()
    several = when.ranged or when.grain in _RANGES
    return last if several and when.start is not None and last > when.start.date() else None


def _options(when: When, day: date, acting: list[date]) -> tuple[date, ...]:
    if when.options:
        return when.options[:3]
    if when.rough and when.grain in {"day", "shift"} and not when.has_time:
        return day, day + 7 * DAY
    return tuple(acting[:3]) if len(acting) > 1 else ()


def _sooner(when: When, text: str) -> timedelta:
    """How much before its moment something is to be done: 12月8号交表，提前一天提醒我."""
    said = _SOONER.match(text, when.finish)
    if said is None or when.grain in {"time", "now", "free part"}:
        return timedelta()
    days = {"天": 1, "日": 1, "月": 30}.get(said["unit"], 7)
    return timedelta(days=int((numeral(said["n"]) or 0) * days))


def _provisional(when: When, day: date, text: str, context: Context) -> bool:
    """Whether working days are counted round a long holiday that is not published yet."""
    return _ROUND_LONG.search(text[when.begin : when.finish]) is not None and not context.calendar.known(day.year)


def due(text: str, context: Context) -> Due:
    """The one moment to act on in a normalised text whose shop and figures are masked."""
    found = tuple(_read(one, text, context) for one in moments(text, context))
    bad = next((text[w.begin : w.finish] for w in found if w.bad), "")
    left = [w for w in found if not w.bad and not _over(w, text, context)]
    spans = tuple((w.begin, w.finish) for w in left)
    if not left:
        return Due(bad=bad, found=found)
    moved = [w for w in left if _MOVED_TO.search(text[: w.begin])]
    acting = moved or [w for w in left if _acts(w, text)] or left
    chosen = acting[0]
    day, until = _day_of(chosen, context) - _sooner(chosen, text), _until(chosen)
    rival = list(dict.fromkeys(_day_of(w, context) for w in acting if w.mod == chosen.mod and not w.every))
    candidates = _options(chosen, day, rival)
    kind = "by" if chosen.mod == "by" else "range" if until is not None else "on"
    unsure = not chosen.sure or chosen.grain == "few" or (chosen.rough and chosen.grain == "shift")
    unsure = unsure or _provisional(chosen, day, text, context)
    unsure = unsure or (chosen.mod == "from" and not chosen.has_time and chosen.grain != "shift")
    return Due(day, kind, candidates, bad, spans, _time_of(chosen), until, found, (chosen.begin, chosen.finish), unsure)
