"""The lunar year: month lengths 1990–2056 (two public tables agree on them), and the days of the solar terms."""

from __future__ import annotations

from datetime import date, timedelta

_YEARS = {
    1990: "0127 5 0100100101111",
    1991: "0215 0 010010010111",
    1992: "0204 0 011001001011",
    1993: "0123 3 0110101001010",
    1994: "0210 0 111010100101",
    1995: "0131 8 0110101100101",
    1996: "0219 0 010110101100",
    1997: "0207 0 101010110110",
    1998: "0128 5 1001001101101",
    1999: "0216 0 100100101110",
    2000: "0205 0 110010010110",
    2001: "0124 4 1101010010101",
    2002: "0212 0 110101001010",
    2003: "0201 0 110110100101",
    2004: "0122 2 0101101010101",
    2005: "0209 0 010101101010",
    2006: "0129 7 1010101011011",
    2007: "0218 0 001001011101",
    2008: "0207 0 100100101101",
    2009: "0126 5 1100100101011",
    2010: "0214 0 101010010101",
    2011: "0203 0 101101001010",
    2012: "0123 4 1011010101010",
    2013: "0210 0 101011010101",
    2014: "0131 9 0101010110101",
    2015: "0219 0 010010111010",
    2016: "0208 0 101001011011",
    2017: "0128 6 0101001010111",
    2018: "0216 0 010100101011",
    2019: "0205 0 101010010011",
    2020: "0125 4 0111010010101",
    2021: "0212 0 011010101010",
    2022: "0201 0 101011010101",
    2023: "0122 2 0100110110101",
    2024: "0210 0 010010110110",
    2025: "0129 6 1010010101110",
    2026: "0217 0 101001001110",
    2027: "0206 0 110100100110",
    2028: "0126 5 1110100100110",
    2029: "0213 0 110101010011",
    2030: "0203 0 010110101010",
    2031: "0123 3 0110101101010",
    2032: "0211 0 100101101101",
    2033: "0131 11 0100101011101",
    2034: "0219 0 010010101101",
    2035: "0208 0 101001001101",
    2036: "0128 6 1101001001011",
    2037: "0215 0 110100100101",
    2038: "0204 0 110101010010",
    2039: "0124 5 1101101010100",
    2040: "0212 0 101101011010",
    2041: "0201 0 010101101101",
    2042: "0122 2 0100101011011",
    2043: "0210 0 010010011011",
    2044: "0130 7 1010010010111",
    2045: "0217 0 101001001011",
    2046: "0206 0 101010100101",
    2047: "0126 5 1011010100101",
    2048: "0214 0 011011010010",
    2049: "0202 0 101011011010",
    2050: "0123 3 0101010110110",
    2051: "0211 0 100100110111",
    2052: "0201 8 0100100101111",
    2053: "0219 0 010010010111",
    2054: "0208 0 011001001011",
    2055: "0128 6 0110101001010",
    2056: "0215 0 111010100101",
}  # fmt: skip
"""New Year's Day as MMDD, the leap month (0: none), per month 1 for 30 days and 0 for 29, the leap one in its place."""
_TERMS = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.73), "惊蛰": (3, 5.63), "春分": (3, 20.646),
    "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.04), "芒种": (6, 5.678), "夏至": (6, 21.37),
    "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5), "处暑": (8, 23.13), "白露": (9, 7.646), "秋分": (9, 23.042),
    "寒露": (10, 8.318), "霜降": (10, 23.438), "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.94),
}  # fmt: skip
"""Month and constant of the usual approximation, good for 2001–2099."""
_SHIFTED = {("雨水", 2026): -1, ("春分", 2084): 1, ("小满", 2008): 1, ("小暑", 2016): 1, ("立秋", 2002): 1,
            ("霜降", 2089): 1, ("立冬", 2089): 1, ("冬至", 2021): -1, ("小寒", 2019): -1}  # fmt: skip
TERMS = tuple(_TERMS)
_DAY = timedelta(days=1)


def months(year: int) -> tuple[tuple[int, date, int], ...]:
    """The months of a lunar year without the leap one: number, first day, length; none beyond the table."""
    row = _YEARS.get(year)
    if row is None:
        return ()
    new_year, leap, lengths = row.split()
    start, number, found = date(year, int(new_year[:2]), int(new_year[2:])), 0, []
    for place, long in enumerate(lengths):
        days = 29 + int(long)
        if leap == "0" or place != int(leap):
            number += 1
            found.append((number, start, days))
        start += days * _DAY
    return tuple(found)


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The day of a lunar date; day 30 of a short last month is its last (大年三十)."""
    for number, first, days in months(year):
        if number == month:
            day = days if (month, day) == (12, 30) else day
            return first + (day - 1) * _DAY if 1 <= day <= days else None
    return None


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """First day and the day after the last of a lunar month."""
    return next(((first, first + days * _DAY) for number, first, days in months(year) if number == month), None)


def eve(year: int) -> date | None:
    """The last day of a lunar year."""
    following = _YEARS.get(year + 1)
    return date(year + 1, int(following[:2]), int(following[2:4])) - _DAY if following else None


def term(name: str, year: int) -> date | None:
    """The day of a solar term."""
    if not 2001 <= year <= 2099:
        return None
    month, constant = _TERMS[name]
    short = year - 2000
    leaps = (short - 1) // 4 if month < 3 else short // 4
    return date(year, month, int(short * 0.2422 + constant) - leaps + _SHIFTED.get((name, year), 0))
