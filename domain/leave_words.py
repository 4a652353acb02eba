"""`/leave 2026-11-26 2`: which day, for how many working days; `/leave 2026-11-26 下午`: which half of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_SAID = re.compile(
    r"^(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?(?:\s+(?P<days>\d{1,3})\s*[天d]?\w*)?$"
)
_WORDS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_WORDED = re.compile(r"^(?P<word>\S+?)(?:\s+(?P<days>\d{1,3})\s*天?)?$")
_HALVES = {"morning": re.compile(r"上午|早上|\bmorning\b", re.I), "afternoon": re.compile(r"下午|\bafternoon\b", re.I)}


@dataclass(frozen=True, slots=True)
class LeaveWords:
    """`first` None: there is no such day; then `near` are the days that may have been meant."""

    first: date | None
    days: int = 1
    near: tuple[date, ...] = ()


def half_of(words: str) -> tuple[str, str]:
    """(morning | afternoon, the words without it); '' for whole days, and when both halves are named."""
    named = [half for half, pattern in _HALVES.items() if pattern.search(words)]
    for pattern in _HALVES.values():
        words = pattern.sub("", words)
    return (named[0] if len(named) == 1 else ""), words.strip()


def leave_words(words: str, today: date) -> LeaveWords | None:
    """What was asked for; None when it can't be read at all. A day without a year is the next one of that date."""
    said = words.strip()
    worded = _WORDED.match(said)
    if worded and worded["word"].lower() in _WORDS:
        return LeaveWords(today + timedelta(days=_WORDS[worded["word"].lower()]), int(worded["days"] or 1))
    match = _SAID.match(said)
    if match is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"] or today.year)
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return LeaveWords(None)
    try:
        first = date(year, month, day)
    except ValueError:
        after = date(year + month // 12, month % 12 + 1, 1)
        return LeaveWords(None, near=(after - timedelta(days=1), after))
    if not match["year"] and first < today:
        first = _next_year(first)
    return LeaveWords(first, int(match["days"] or 1))


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
