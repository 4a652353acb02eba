"""English day expressions; what the grammar does not know goes, as one whole expression, through dateparser."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from domain.understanding.when.pieces import (
    DAY,
    Context,
    Piece,
    add_months,
    build,
    fixed,
    single,
    week_of,
    working_days_on,
    working_on_or_after,
)

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_RELATIVE = {"the day after tomorrow": 2, "day after tomorrow": 2, "tomorrow": 1, "tmr": 1, "tmrw": 1, "today": 0, "tonight": 0, "yesterday": -1, "the day before yesterday": -2}  # fmt: skip
RELATIVE = re.compile(
    r"\b(?:(?:the )?day after tomorrow|the day before yesterday|tomorrow|tmrw?|today|tonight|yesterday)\b", re.I
)
WEEKDAY = re.compile(
    rf"\b(?:(?P<which>next|this|last|coming|every)\s+)?(?P<day>{'|'.join(_NAMES)}|mon|tues?|wed|thu(?:rs)?|fri)\b(?! ?\d)",
    re.I,
)
MONTH_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH}))(?:,? (?P<year>20\d\d))?(?![\d:])",
    re.I,
)
PERIOD = re.compile(r"\b(?P<which>next|this|last) (?P<unit>week|month|year|weekend)\b", re.I)
MONTH_END = re.compile(
    r"\b(?:the )?end of (?:(?P<which>the|this|next) )?(?P<unit>month|year|week)\b|\bmonth[- ]end\b", re.I
)
DOM = re.compile(r"\bthe (?P<dom>\d{1,2})(?:st|nd|rd|th)\b", re.I)
WORKING = re.compile(r"\bnext (?:working|business) day\b", re.I)
_FIRST = frozenset("tdmjfasonwelnTDMJFASONWELN0123456789")
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"\b(?:days?|weeks?|months?|years?|fortnight|" + _MONTH + "|" + "|".join(_NAMES) + r")\b", re.I)


def english_day(text: str, at: int, context: Context) -> tuple[int, Piece] | None:
    """The English day expression at `at`."""
    if text[at] not in _FIRST or not text[at].isascii() or (at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    for pattern, rule in ((RELATIVE, _relative), (MONTH_DAY, _month_day), (MONTH_END, _end), (WORKING, _working), (WEEKDAY, _weekday),
                          (PERIOD, _period), (DOM, _dom)):  # fmt: skip
        match = pattern.match(text, at)
        if match is not None:
            return match.end(), rule(match, context)
    return None


def _relative(match: re.Match[str], context: Context) -> Piece:
    shift = _RELATIVE[match[0].lower().replace("tmrw", "tomorrow").replace("tmr", "tomorrow")]
    return fixed(context.today + DAY * shift, anchored=shift > 0)


def _weekday(match: re.Match[str], context: Context) -> Piece:
    """next Wednesday is Wednesday of next week, as 下周三 is; a bare one the next after today."""
    wanted = next(i for i, name in enumerate(_NAMES) if name.startswith(match["day"].lower()))
    which, today = (match["which"] or "").lower(), context.today
    if which in {"next", "last"}:
        return fixed(week_of(today, 1 if which == "next" else -1)[0] + DAY * wanted, anchored=which == "next")
    if wanted == today.weekday() and which != "every":
        options = () if which else (today + 7 * DAY, today)
        return fixed(today if which == "this" else today + 7 * DAY, options=options)
    return Piece(lambda week: single(date.fromordinal(week * 7 + 1) + DAY * wanted), "week", every=which == "every")


def _month_day(match: re.Match[str], context: Context) -> Piece:
    """A day of a month; one that does not exist is none, whatever a library makes of it."""
    month = next(i for i, m in enumerate(_MONTHS, 1) if (match["m1"] or match["m2"]).lower().startswith(m))
    day = int(match["d1"] or match["d2"])
    if match["year"] or build(2024, month, day) is None:
        return fixed(build(int(match["year"] or 2024), month, day))
    return Piece(lambda year: single(build(year, month, day)), "year")


def _dom(match: re.Match[str], context: Context) -> Piece:
    day = int(match["dom"])
    return Piece(lambda index: single(build(index // 12, index % 12 + 1, day)), "month")


def _period(match: re.Match[str], context: Context) -> Piece:
    shift = {"next": 1, "this": 0, "last": -1}[match["which"].lower()]
    today, unit = context.today, match["unit"].lower()
    if unit.startswith("week"):
        start, end = week_of(today, shift)
        if unit == "weekend":
            return fixed(start + 5 * DAY, end, grain="weekend", anchored=shift > 0)
        first = working_on_or_after(start, context.calendar)
        options = tuple(dict.fromkeys((first, today + 7 * DAY, start + 4 * DAY))) if shift == 1 else ()
        return fixed(start, end, grain="week", anchored=shift > 0, options=options)
    if unit == "month":
        first = add_months(today.replace(day=1), shift)
        options = (working_on_or_after(first, context.calendar), add_months(today, 1)) if shift == 1 else ()
        return fixed(first, add_months(first, 1), grain="month", anchored=shift > 0, options=options)
    return fixed(date(today.year + shift, 1, 1), date(today.year + shift + 1, 1, 1), grain="year", anchored=shift > 0)


def _end(match: re.Match[str], context: Context) -> Piece:
    unit, shift = (match["unit"] or "month").lower(), int((match["which"] or "").lower() == "next")
    today = context.today
    if unit == "week":
        return fixed(week_of(today, shift)[0] + 4 * DAY, anchored=True)
    if unit == "year":
        return fixed(date(today.year + shift, 11, 1), date(today.year + shift + 1, 1, 1), grain="end", anchored=True)
    first = add_months(today.replace(day=1), shift)
    return fixed(first + 24 * DAY, add_months(first, 1), grain="end", anchored=True)


def _working(match: re.Match[str], context: Context) -> Piece:
    return fixed(working_days_on(context.today, 1, context.calendar), anchored=True)


def by_library(text: str, context: Context) -> Piece | None:
    """A whole short Latin expression that the grammar does not know (a week on Tuesday, 5 Dec '26), by dateparser."""
    words = text.strip(" ,.;")
    if not 4 <= len(words) <= 30 or not words.isascii() or not (_DATED.search(words) and _DIGIT.search(words)):
        return None
    import dateparser

    base = datetime.combine(context.today, time(9))
    found = dateparser.parse(words, languages=["en"], settings={"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base})
    return None if found is None else fixed(found.date())
