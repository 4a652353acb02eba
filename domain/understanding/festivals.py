"""Festivals that managers name instead of a date; those of the lunar year as a table, 2026–2030."""

from __future__ import annotations

from datetime import date, timedelta

FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1), "妇女节": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "国庆节": (10, 1), "国庆": (10, 1), "十一": (10, 1),
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "圣诞节": (12, 25), "圣诞": (12, 25),
}  # fmt: skip
_SPRING = {2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3)}
_QINGMING = {2026: (4, 5), 2027: (4, 5), 2028: (4, 4), 2029: (4, 4), 2030: (4, 5)}
_DRAGON_BOAT = {2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5)}
_MID_AUTUMN = {2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12)}
_WINTER = {2026: (12, 22), 2027: (12, 22), 2028: (12, 21), 2029: (12, 21), 2030: (12, 22)}
MOVING: dict[str, tuple[dict[int, tuple[int, int]], int]] = {
    "春节": (_SPRING, 0), "过年": (_SPRING, 0), "除夕": (_SPRING, -1), "元宵节": (_SPRING, 14), "元宵": (_SPRING, 14),
    "清明节": (_QINGMING, 0), "清明": (_QINGMING, 0), "端午节": (_DRAGON_BOAT, 0), "端午": (_DRAGON_BOAT, 0),
    "中秋节": (_MID_AUTUMN, 0), "中秋": (_MID_AUTUMN, 0), "冬至": (_WINTER, 0),
}  # fmt: skip
NAMES = "|".join(sorted({*FIXED, *MOVING}, key=len, reverse=True))


def _in_year(name: str, year: int) -> date | None:
    if name in FIXED:
        return date(year, *FIXED[name])
    table, shift = MOVING[name]
    return date(year, *table[year]) + timedelta(days=shift) if year in table else None


def next_festival(name: str, today: date) -> date | None:
    """The next day of that name, today included; None beyond the table."""
    days = (_in_year(name, year) for year in (today.year, today.year + 1))
    return next((day for day in days if day is not None and day >= today), None)
