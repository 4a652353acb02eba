"""Reads a normalised text for all its days, times and ranges: what stands where, not yet which year or week is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.understanding.when.clocks import BARE, Clock
from domain.understanding.when.english import by_library
from domain.understanding.when.moments import FIRST_OF_RANGE, Moment, day_at, moment_at
from domain.understanding.when.narrowing import MONTH, WEEKDAYS, month_number
from domain.understanding.when.pieces import Context, Piece, build, month_days, single
from domain.understanding.wording import MASK, whole

_JOIN = re.compile(r" ?(?:到|至|~|-{1,2}|—{1,2}|–|———?|直到|to|until|till)(?:了)? ?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:和|与|跟)")
_BETWEEN_END = re.compile(r"(?:之间|间|期间)")
_ON_DAY = re.compile(r" (?:on (?:the )?|this |)(?=[a-z\d])", re.IGNORECASE)
_LIST = re.compile(r"[,、和](?=\d{1,2}[号日])")
_TITLE = re.compile(r"《[^》]*》")
_MONTH_LEFT = re.compile(rf"(?P<month>{MONTH})(?= ?(?:到|至|~|-{{1,2}}|—{{1,2}}|–) ?{MONTH}月)")


@dataclass(frozen=True, slots=True)
class Found:
    """One expression [start, end): a moment, or a range up to `until`."""

    start: int
    end: int
    first: Moment
    until: Moment | None = None


def _first_day(text: str, at: int, context: Context) -> Moment | None:
    """The bare number of 12到15号, 3到5月, 2018年2-4月."""
    left = _MONTH_LEFT.match(text, at)
    if left is not None:
        month = month_number(left["month"])
        return Moment(at, left.end("month"), piece=Piece(lambda year: month_days(year, month), "year", "month"))
    match = FIRST_OF_RANGE.match(text, at)
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
    if first is not None:
        first = _clock_first(text, first, context)
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


def _clock_first(text: str, clock: Moment, context: Context) -> Moment:
    """at 2:30 pm on Wednesday: a clock with its day behind it."""
    behind = _ON_DAY.match(text, clock.end)
    if behind is None or clock.clock is None or clock.piece is not None or clock.shift is not None:
        return clock
    day = day_at(text, behind.end(), context)
    return clock if day is None else replace(clock, end=day[0], piece=day[1])


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
