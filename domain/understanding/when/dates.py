"""Rules for days by the calendar: a year, a month, a day of a month, a festival, a lunar day; each makes a piece of what matched."""

from __future__ import annotations

import re

from domain.understanding.festivals import lunar_day_of_month, lunar_words, of_year
from domain.understanding.when.narrowing import month_number
from domain.understanding.when.pieces import (
    DAY,
    Context,
    Days,
    Piece,
    add_months,
    build,
    fixed,
    month_at,
    month_days,
    single,
    working_on_or_after,
    year_days,
)
from domain.understanding.wording import whole


def full_year(words: str) -> int | None:
    """2026, 26, 二零二六 as a year of our times."""
    year = whole(words)
    if year is None or len(words) == 3 or not (len(words) == 2 or 1900 <= year <= 2199):
        return None
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def said_year(match: re.Match[str], context: Context) -> Piece | None:
    days = year_days(full_year(match["year"]) or 0)
    return None if days is None else fixed(*days, grain="year")


def numeric(match: re.Match[str], context: Context) -> Piece | None:
    year, month, day = full_year(match["year"]), int(match["month"]), int(match["dom"])
    if year is None or month > 12:
        return None
    return fixed(build(year, month, day))


def day_first(match: re.Match[str], context: Context) -> Piece | None:
    """3-7-2017 and 3-7-27 are day, month, year; 27-7-3 and 12-11-10 year, month, day."""
    first, second, third = match["a"], match["b"], match["c"]
    year_first = len(third) < 4 and len(first) == 2 and not first.startswith("0") and int(third) <= 31
    year, day = full_year((first if year_first else third).zfill(2)), int(third if year_first else first)
    month = int(second)
    if month > 12 and day <= 12:
        month, day = day, month
    return None if year is None or month > 12 or day > 31 else fixed(build(year, month, day))


def month_day(match: re.Match[str], context: Context) -> Piece | None:
    """A day of a month that comes every year; one just passed (31 days) is doubtful, for a year ahead is seldom meant."""
    month, day = month_number(match["month"]), whole(match["dom"])
    if day is None or not 1 <= month <= 12:
        return None if month == 0 or day is None else fixed(None)
    this = build(context.today.year, month, day)
    just = this is not None and 0 < (context.today - this).days <= 31
    later = build(context.today.year + 1, month, day) if just else None
    if build(2024, month, day) is None:
        return fixed(None)
    return Piece(lambda year: single(build(year, month, day)), "year", options=(later,) if later else ())


def month_of_year(match: re.Match[str], context: Context) -> Piece | None:
    month = month_number(match["month"])
    return Piece(lambda year: month_days(year, month), "year", "month") if 1 <= month <= 12 else fixed(None)


def this_month(match: re.Match[str], context: Context) -> Piece:
    which = match["which"]
    shift = which.count("下") + which.count("次") - which.count("上")
    first = add_months(context.today.replace(day=1), shift)
    act = working_on_or_after(first, context.calendar)
    options = (act, add_months(context.today, 1)) if shift == 1 else ()
    return fixed(first, add_months(first, 1), grain="month", anchored=shift > 0, options=options)


def day_of_month(match: re.Match[str], context: Context) -> Piece | None:
    number = whole(match["dom"])
    if number is None or not 1 <= number <= 31:
        return None
    return Piece(lambda index: _dom(index, number), "month", every="每" in match[0])


def last_of_month(match: re.Match[str], context: Context) -> Piece:
    """每月最后一天."""
    return Piece(_last_of, "month", every=True)


def _last_of(index: int) -> Days | None:
    month = month_at(index)
    return None if month is None else (month[1] - DAY, month[1])


def _dom(index: int, number: int) -> Days | None:
    month = month_at(index)
    return None if month is None else single(build(month[0].year, month[0].month, number))


def festival(match: re.Match[str], context: Context) -> Piece:
    name = match["name"]
    doubt = name in {"小年"}
    piece = Piece(lambda year: single(of_year(name, year)), "year")
    day = next(piece.turns(context.today), None) if doubt else None
    return piece if day is None else Piece(piece.make, "year", options=(day[0], day[0] + DAY))


def lunar(match: re.Match[str], context: Context) -> Piece | None:
    make = lunar_words(match["month"], match["dom"])
    return None if make is None else Piece(make, "year", "day" if match["dom"] else "lunar month")


def lunar_year(match: re.Match[str], context: Context) -> Piece | None:
    year, make = full_year(match["year"]), lunar_words(match["month"], match["dom"])
    return (
        None
        if make is None or year is None or make(year) is None
        else fixed(*(make(year) or ()), grain="day" if match["dom"] else "lunar month")
    )


def lunar_day_said(match: re.Match[str], context: Context) -> Piece | None:
    make = lunar_day_of_month(match["dom"])
    return None if make is None else Piece(make, "month")
