"""Reads the day and the time of day that stand at one place of a text, not yet which year or week is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.understanding.when.clocks import PART, SHORT_PART, Clock, clock_at
from domain.understanding.when.days import RULES
from domain.understanding.when.english import english_day
from domain.understanding.when.narrowing import WEEKDAYS, narrowed
from domain.understanding.when.pieces import DAY, Context, Piece, fixed, week_of
from domain.understanding.when.shifts import Shift, shift_at
from domain.understanding.wording import whole

_AFTER_DAY = re.compile(
    r"(?:的|那天|当天|,? ?(?:在|at|on|around|about) ?|-(?=\d{1,2}:\d\d)| |大概|大约|约|差不多)*", re.IGNORECASE
)
_WEEKDAY_TOO = re.compile(r" ?[,(] ?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_WEEKDAY_THEN = re.compile(r"的?(?:那)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
FIRST_OF_RANGE = re.compile(
    r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?= ?(?:到|至|~|-{1,2}|—{1,2}|–) ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?P<unit>[点时号日月]|:\d\d))"
)
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
    match = FIRST_OF_RANGE.match(text, at)
    if match is None or (match["unit"] not in {"点", "时"} and not match["unit"].startswith(":")):
        return None
    hour = whole(match["n"])
    return None if hour is None or hour > 24 else (match.end("n"), Clock(hour))
