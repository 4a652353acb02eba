"""Which day a sentence asks to act on: past days, denials and expiry dates are no follow-up; doubt is said, not hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.understanding.date_rules import RULES, Context, Reading
from domain.understanding.english_days import ENGLISH

_BY_BEHIND = re.compile(r"^(?:之前|以前|前(?![天后几面年])|以内|之内)")
_BY_BEFORE = re.compile(r"(?:最晚|最迟|不晚于|截止|before|by|until|no later than)(?: the)?\s?$", re.IGNORECASE)
_ROUGH_BEHIND = re.compile(r"^(?:左右|前后|上下|那几天|or so)")
_ROUGH_BEFORE = re.compile(r"(?:大概|可能|也许|估计|约莫|maybe|around|about)\s?$", re.IGNORECASE)
_PAST_BEHIND = re.compile(
    r"^[^，,。;；]{0,8}?(?:过(?!去|来|期|年|后)|[去来订买开进卖送讲说看见到][^，,。;；]{0,3}了|刚|已经)|^\s?(?:visited|was|came)",
    re.IGNORECASE,
)
_NO_ACT_BEHIND = re.compile(
    r"^[^，,。;；]{0,3}?(?:到期|过期|生效|起(?!来)|不去|不来|不用|去不了|来不了|没空|不在|不开门|休息|关门)"
)
_DENIED_BEFORE = re.compile(r"(?:不是|别|不用|不要|上次是?|自从?|not )\s?$", re.IGNORECASE)
_AHEAD_BEHIND = re.compile(r"^[^，,。;；]{0,8}?(?:再|还要|要去|得去|提醒|记得|叫我|remind|again)", re.IGNORECASE)
_TODAY_ASKED = re.compile(r"提醒|记得|叫我|别忘|remind", re.IGNORECASE)
_ACT_BEHIND = re.compile(
    r"^[^，,。;；]{0,6}?(?:再|去|来|回访|跟进|上门|送|看|提醒|拜访|到店)|^[^,.;]{0,12}(?:again|visit|back)",
    re.IGNORECASE,
)
_ACT_BEFORE = re.compile(r"(?:come back|again|return|visit|revisit|follow up|see you)(?: on)?\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One day expression in the text, [start, end)."""

    start: int
    end: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Due:
    """The day to act on; `candidates` best first when it is in doubt; `bad` the words that name no day."""

    day: date | None = None
    kind: str = ""
    candidates: tuple[date, ...] = ()
    bad: str = ""
    spans: tuple[tuple[int, int], ...] = ()


def expressions(text: str, context: Context) -> tuple[Hit, ...]:
    """All day expressions, the longest where several begin together, none inside another."""
    found: list[Hit] = []
    for pattern, rule in (*RULES, *ENGLISH):
        for match in pattern.finditer(text):
            reading = rule(match, context)
            if reading is not None and match.end() > match.start():
                found.append(Hit(match.start(), match.end(), reading))
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _judged(hit: Hit, text: str, today: date) -> Hit:
    """The hit with what stands before and behind it taken in."""
    before, behind, reading = text[: hit.start], text[hit.end :], hit.reading
    over = reading.past or _DENIED_BEFORE.search(before) is not None or _NO_ACT_BEHIND.match(behind) is not None
    if not reading.anchored and not over:
        over = _PAST_BEHIND.match(behind) is not None and _AHEAD_BEHIND.match(behind) is None
    if reading.day == today and not reading.anchored and not over:
        over = not (_AHEAD_BEHIND.match(behind) or _TODAY_ASKED.search(text) or _BY_BEHIND.match(behind))
    by = reading.kind == "by" or _BY_BEHIND.match(behind) or _BY_BEFORE.search(before)
    options = reading.options
    if reading.day is not None and not options and (_ROUGH_BEHIND.match(behind) or _ROUGH_BEFORE.search(before)):
        options = (reading.day, reading.day + timedelta(days=7))
    return replace(hit, reading=replace(reading, past=over, kind="by" if by else "on", options=options))


def _acts(hit: Hit, text: str) -> bool:
    return _ACT_BEHIND.match(text[hit.end :]) is not None or _ACT_BEFORE.search(text[: hit.start]) is not None


def due(text: str, context: Context) -> Due:
    """The one moment to act on in a normalised text whose shop and figures are masked."""
    hits = [_judged(hit, text, context.today) for hit in expressions(text, context)]
    bad = next((text[h.start : h.end] for h in hits if h.reading.bad), "")
    ahead = [h for h in hits if h.reading.day is not None and not h.reading.past]
    spans = tuple((h.start, h.end) for h in ahead)
    if not ahead:
        return Due(bad=bad)
    acting = [h for h in ahead if _acts(h, text)] or ahead
    chosen = acting[0]
    days = tuple(dict.fromkeys(h.reading.day for h in acting if h.reading.day is not None))
    candidates = chosen.reading.options or (days if len(days) > 1 else ())
    return Due(chosen.reading.day, chosen.reading.kind, candidates[:3], bad, spans)
