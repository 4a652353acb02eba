"""Reads a normalised text for all its days, times and ranges: what stands where, not yet which year or week is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.understanding.when.clocks import BARE, PART, SHORT_PART, Clock, clock_at
from domain.understanding.when.days import RULES
from domain.understanding.when.english import by_library, english_day
from domain.understanding.when.narrowing import MONTH, WEEKDAYS, month_number, narrowed
from domain.understanding.when.pieces import DAY, Context, Piece, build, fixed, month_days, single, week_of
from domain.understanding.when.shifts import Shift, shift_at
from domain.understanding.wording import MASK, whole

_AFTER_DAY = re.compile(
    r"(?:的|那天|当天|,? ?(?:在|at|on|around|about) ?|-(?=\d{1,2}:\d\d)| |大概|大约|约|差不多)*", re.IGNORECASE
)
_JOIN = re.compile(r" ?(?:到|至|~|-{1,2}|—{1,2}|–|———?|直到|to|until|till)(?:了)? ?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:和|与|跟)")
_BETWEEN_END = re.compile(r"(?:之间|间|期间)")
_WEEKDAY_TOO = re.compile(r" ?[,(] ?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_WEEKDAY_THEN = re.compile(r"的?(?:那)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_LIST = re.compile(r"[,、和](?=\d{1,2}[号日])")
_TITLE = re.compile(r"《[^》]*》")
_FIRST_OF_RANGE = re.compile(
    r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?= ?(?:到|至|~|-{1,2}|—{1,2}|–) ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?P<unit>[点时号日月]|:\d\d))"
)
_MONTH_LEFT = re.compile(rf"(?P<month>{MONTH})(?= ?(?:到|至|~|-{{1,2}}|—{{1,2}}|–) ?{MONTH}月)")
_NOW = re.compile(r"现在|此刻|目前|眼下|当前|立刻|马上|而家|依家|\b(?:right )?now\b", re.IGNORECASE)
_SOON = frozenset({"马上", "立刻", "目前", "眼下", "当前"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of day, either of which may be unsaid; or a counted shift; or now."""

    start: int
    end: int
    piece: Piece | None = None
    part: str = ""
    clock: Clock | None = None
    shift: Shift | None = None
    now: bool = False
    year_said: bool = False
    """The day was said with its year: a clock beside it is taken as it stands."""


@dataclass(frozen=True, slots=True)
class Found:
    """One expression [start, end): a moment, or a range up to `until`."""

    start: int
    end: int
    first: Moment
    until: Moment | None = None


def day_at(text: str, at: int, context: Context) -> tuple[int, Piece] | None:
    """The longest expression of days at `at`, narrowed by what stands behind it."""
    best: tuple[int, Piece] | None = None
    for pattern, rule in RULES.get(text[at], ()):
        match = pattern.match(text, at)
        if match is None or (match.end() == at and not match.re.pattern.startswith("(?P<of>)")):
            continue
        piece = rule(match, context)
        if piece is None:
            continue
        end, piece = narrowed(text, match.end(), piece, context)
        if (
            end > at
            and (best is None or end > best[0])
            and not (end == match.end() and match.re.pattern.startswith("(?P<of>)"))
        ):
            best = end, piece
    english = english_day(text, at, context)
    return english if english is not None and (best is None or english[0] > best[0]) else best


def moment_at(text: str, at: int, context: Context) -> Moment | None:
    """The moment that begins at `at`."""
    if at >= len(text):
        return None
    now = _NOW.match(text, at)
    if now is not None and now[0] not in _SOON:
        return Moment(at, now.end(), now=True)
    shift = shift_at(text, at, context)
    day = day_at(text, at, context)
    if shift is not None and (day is None or shift[0] > day[0]):
        return _shifted(text, at, shift, context)
    if day is None:
        return _of_day(text, at, at, Moment(at, at))
    end = day[0]
    too = _WEEKDAY_TOO.match(text, end)
    end = too.end() if too is not None else end
    said = re.match(r"\d{4}|[一二][零〇九]|\d\d年", text[at:end]) is not None
    base = Moment(at, end, piece=day[1], part=_own_part(text[at : day[0]]), year_said=said)
    return _of_day(text, at, end, base) or base


def _shifted(text: str, at: int, shift: tuple[int, Shift], context: Context) -> Moment:
    """三天后下午三点: a counted day with its time."""
    base = Moment(at, shift[0], shift=shift[1])
    weekday = _WEEKDAY_THEN.match(text, shift[0])
    if weekday is not None and shift[1].act is not None and not shift[1].mod:
        day = week_of(shift[1].act)[0] + DAY * WEEKDAYS[weekday[1]]
        base = Moment(at, weekday.end(), piece=fixed(day, anchored=True))
        return _of_day(text, at, weekday.end(), base) or base
    if shift[1].days is None or shift[1].mod or shift[1].span:
        return base
    return _of_day(text, at, shift[0], base) or base


def _own_part(words: str) -> str:
    """The part of the day inside 今晚, 明早, tonight."""
    last = words[-1:] if words[-1:] in {"早", "晚", "夜", "朝"} else ""
    return "晚" if words.lower() == "tonight" else last


def _of_day(text: str, at: int, end: int, base: Moment) -> Moment | None:
    """`base` with the part of the day and the clock behind it; None when neither is there."""
    told = base.piece is not None or base.shift is not None
    spot = _AFTER_DAY.match(text, end).end() if told else end  # type: ignore[union-attr]
    part, spot = _part(text, spot, base.part, told)
    bare = not told and not part
    gap = spot if bare else _AFTER_DAY.match(text, spot).end()  # type: ignore[union-attr]
    found = clock_at(text, gap, told=told or bool(part)) or _first_clock(text, gap)
    if found is not None:
        return replace(base, end=found[0], part=part, clock=found[1])
    if part and (part != base.part or told):
        return replace(base, end=max(spot if part != base.part else end, base.end), part=part)
    return None


def _part(text: str, spot: int, own: str, told: bool) -> tuple[str, int]:
    part = PART.match(text, spot)
    if part is not None:
        return part[0].lower(), part.end()
    short = SHORT_PART.match(text, spot)
    if short is not None and (told or clock_at(text, short.end(), told=True) is not None):
        return short[0][0], short.end()
    return own, spot


def _first_clock(text: str, at: int) -> tuple[int, Clock] | None:
    """The bare number of 9~12点半."""
    match = _FIRST_OF_RANGE.match(text, at)
    if match is None or (match["unit"] not in {"点", "时"} and not match["unit"].startswith(":")):
        return None
    hour = whole(match["n"])
    return None if hour is None or hour > 24 else (match.end("n"), Clock(hour))


def _first_day(text: str, at: int, context: Context) -> Moment | None:
    """The bare number of 12到15号, 3到5月, 2018年2-4月."""
    left = _MONTH_LEFT.match(text, at)
    if left is not None:
        month = month_number(left["month"])
        return Moment(at, left.end("month"), piece=Piece(lambda year: month_days(year, month), "year", "month"))
    match = _FIRST_OF_RANGE.match(text, at)
    if match is None or match["unit"] not in {"号", "日"}:
        return None
    day = whole(match["n"])
    if day is None or not 1 <= day <= 31:
        return None
    return Moment(
        at, match.end("n"), piece=Piece(lambda index: single(build(index // 12, index % 12 + 1, day)), "month")
    )


def _second(text: str, at: int, first: Moment, context: Context) -> Moment | None:
    """What a range goes up to; a bare weekday number or hour takes its meaning from the first."""
    found = moment_at(text, at, context)
    if found is not None:
        return found
    if first.clock is not None:
        bare = BARE.match(text, at)
        hour = whole(bare["h"]) if bare else None
        if bare is not None and hour is not None and text[bare.end() : bare.end() + 1] not in set("号日月条个元%年家"):
            return Moment(at, bare.end(), clock=Clock(hour))
    if (
        first.piece is not None
        and first.piece.grain == "day"
        and text[first.end - 2 : first.end - 1] in "周期拜"
        and text[at] in WEEKDAYS
    ):
        return _weekday_only(text, at, context)
    return None


def _weekday_only(text: str, at: int, context: Context) -> Moment | None:
    found = day_at("周" + text[at], 0, context)
    return None if found is None else Moment(at, at + 1, piece=found[1])


def _range_at(text: str, at: int, context: Context) -> Found | None:
    first = moment_at(text, at, context)
    bare = _first_day(text, at, context)
    if bare is not None and (first is None or first.end <= bare.end):
        first = bare
    if first is None:
        return None
    if first.piece is not None and first.piece.grain == "year" and first.clock is None:
        first = _year_and_month(text, first, context)
    join = _JOIN.match(text, first.end)
    if join is None:
        join = _since_join(text, first)
    if join is not None and join.end() < len(text) and not _open_dash(text, first, join):
        until = _second(text[: join.start()] + " " * len(join[0]) + text[join.end() :], join.end(), first, context)
        if until is not None and (until.shift is None or until.shift.days is not None):
            return Found(at, until.end, first, until)
    return _between(text, at, first, context) or _listed(text, at, first, context) or Found(at, first.end, first)


def _since_join(text: str, first: Moment) -> re.Match[str] | None:
    """从6月14日起到9月14日."""
    return re.compile(r"(?:起|开始) ?(?:到|至)").match(text, first.end)


def _open_dash(text: str, first: Moment, join: re.Match[str]) -> bool:
    """到 behind a day is often a verb (明天到店): a range needs a time behind it, which the caller looks for; a shift has none."""
    return first.shift is not None and "到" in join[0] and first.shift.days is None


def _year_and_month(text: str, first: Moment, context: Context) -> Moment:
    """2018年2-4月: the year narrowed by a bare month."""
    left = _MONTH_LEFT.match(text, first.end)
    if left is None or first.piece is None:
        return first
    month = month_number(left["month"])
    return replace(
        first, end=left.end("month"), piece=first.piece.within(lambda days: month_days(days[0].year, month), "month")
    )


def _between(text: str, at: int, first: Moment, context: Context) -> Found | None:
    """10月和5月间: 和 makes a range only with 之间 behind it."""
    join = _BETWEEN.match(text, first.end)
    if join is None:
        return None
    until = moment_at(text, join.end(), context)
    behind = _BETWEEN_END.match(text, until.end) if until is not None else None
    return Found(at, behind.end(), first, until) if until is not None and behind is not None else None


def _listed(text: str, at: int, first: Moment, context: Context) -> Found | None:
    """9月10号，11号，12号: days one after the other are a range."""
    last, spot = first, first.end
    days = _dom(text[at : first.end])
    while days and (join := _LIST.match(text, spot)) is not None:
        more = moment_at(text, join.end(), context)
        number = _dom(text[join.end() : more.end]) if more is not None else 0
        if more is None or number != days + 1:
            break
        last, spot, days = more, more.end, number
    return Found(at, spot, first, last) if last is not first else None


def _dom(words: str) -> int:
    found = re.search(r"(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]$", words)
    return whole(found[1]) or 0 if found else 0


def moments(text: str, context: Context) -> tuple[Found, ...]:
    """All expressions in the order of the text, none inside another."""
    text = _TITLE.sub(lambda title: MASK * len(title[0]), text)
    found: list[Found] = []
    at = 0
    while at < len(text):
        one = None if text[at] in " ,.□" else _range_at(text, at, context)
        if one is None or one.end <= at:
            at += 1
            continue
        found.append(one)
        at = one.end
    return tuple(found) or _by_library(text, context)


def _by_library(text: str, context: Context) -> tuple[Found, ...]:
    """A whole Latin expression in which no rule found a day."""
    piece = by_library(text, context)
    return () if piece is None else (Found(0, len(text), Moment(0, len(text), piece=piece)),)
