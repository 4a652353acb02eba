"""English day expressions: weekdays by our own rule, the rest as whole expressions through dateparser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from domain.understanding.date_rules import Context, Reading

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|ten|fourteen)"
WEEKDAY = re.compile(
    rf"\b(?:(?P<which>next|this|last|coming)\s+)?(?P<day>{'|'.join(_NAMES)}|mon|tues?|wed|thu(?:rs)?|fri)\b",
    re.I,
)
MONTH_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{_MONTH}))"
    r"(?:,?\s+(?P<year>20\d\d))?\b",
    re.I,
)
LATER = re.compile(
    rf"\bin\s+{_COUNT}\s+(?:days?|weeks?|months?)\b|\b{_COUNT}\s+(?:days?|weeks?|months?)\s+(?:from now|later)\b",
    re.I,
)


def english_weekday(match: re.Match[str], context: Context) -> Reading:
    """next Wednesday is Wednesday of next week, as 下周三 is; a bare one the next after today."""
    wanted = next(i for i, name in enumerate(_NAMES) if name.startswith(match["day"].lower()))
    which, today = (match["which"] or "").lower(), context.today
    monday = today - timedelta(days=today.weekday())
    if which in {"next", "last"}:
        day = monday + timedelta(days=wanted + (7 if which == "next" else -7))
        return Reading(day, past=which == "last", anchored=which == "next")
    ahead = (wanted - today.weekday()) % 7
    if ahead == 0 and not which:
        return Reading(today + timedelta(days=7), options=(today + timedelta(days=7), today))
    return Reading(today + timedelta(days=ahead))


def english_month_day(match: re.Match[str], context: Context) -> Reading:
    """A day of a month, this year's or next year's; one that does not exist is bad, whatever a library makes of it."""
    month = next(i for i, m in enumerate(_MONTHS, 1) if (match["m1"] or match["m2"]).lower().startswith(m))
    number = int(match["d1"] or match["d2"])
    years = (int(match["year"]),) if match["year"] else (context.today.year, context.today.year + 1)
    days = []
    for year in years:
        try:
            days.append(date(year, month, number))
        except ValueError:
            continue
    if not days:
        return Reading(None, bad=True)
    ahead = [day for day in days if day >= context.today]
    return Reading(ahead[0]) if ahead else Reading(days[-1], past=True)


def english_later(match: re.Match[str], context: Context) -> Reading | None:
    """in three weeks, 10 days later: dateparser on the whole expression."""
    import dateparser

    words = re.sub(r"(?i)^(?!in\b)(.*?)\s+(?:from now|later)$", r"in \1", match[0])
    base = datetime.combine(context.today, time(9))
    found = dateparser.parse(words, languages=["en"], settings={"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base})
    return Reading(found.date(), anchored=True) if found else None


ENGLISH: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Context], Reading | None]], ...] = (
    (LATER, english_later),
    (MONTH_DAY, english_month_day),
    (WEEKDAY, english_weekday),
)
