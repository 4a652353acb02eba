"""What a cell may hold: each reader returns the value or raises `BadCell` with the problem's code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.district_sheets import plain
from domain.people import ROLE_WORDS, Role
from domain.workbooks import Formula


class ProblemCode(StrEnum):
    """Everything that can be wrong with a row; a screen words it. The arguments of each stand behind it."""

    NO_SHEET = "no_sheet"
    NO_HEADER = "no_header"
    NO_COLUMN = "no_column"  # column
    MISSING = "missing"
    DUPLICATE = "duplicate"  # sheet, row: where the code stood first
    ROUNDED_CODE = "rounded_code"
    NOT_A_NUMBER = "not_a_number"  # hint: the figure that may be meant, or ''
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"  # low, high
    FAR_PLACE = "far_place"
    HALF_PLACE = "half_place"
    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"  # today
    BAD_PHONE = "bad_phone"
    NOT_YES_NO = "not_yes_no"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_MANAGER = "unknown_manager"
    TWO_MANAGERS = "two_managers"  # codes
    UNKNOWN_SHOP = "unknown_shop"
    MANAGER_REJECTED = "manager_rejected"  # sheet, row: the manager's own bad row
    NOT_A_MANAGER = "not_a_manager"
    MANAGER_NAME = "manager_name"  # name: as the people sheet has it
    UNKNOWN_SUPERIOR = "unknown_superior"
    SUPERIOR_LOOP = "superior_loop"
    FORMULA = "formula"
    TOO_LONG = "too_long"  # limit


class BadCell(Exception):
    """One cell that can't be taken; `args_` are what the wording needs."""

    def __init__(self, problem: ProblemCode, **args_: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.args_ = tuple((name, str(value)) for name, value in args_.items())


BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "n/a"})
YES = frozenset({"是", "有", "y", "yes", "1", "true", "√", "✓", "已开通", "开通", "对"})
NO = frozenset({"否", "无", "n", "no", "0", "false", "×", "x", "未开通", "没有", "不是"})
NEVER = frozenset({"无", "从未", "没有", "未拜访", "暂无", "never", "none"})
ROLE_SYNONYMS = {
    "市场部经理": Role.SUPERVISOR,
    "营销部副经理": Role.DEPUTY,
    "营销部副主任": Role.DEPUTY,
    "主任": Role.HEAD,
    "营销部经理": Role.HEAD,
    "管理员": Role.ADMIN,
    "专卖员": Role.INSPECTOR,
    "专卖管理员": Role.INSPECTOR,
    "稽查": Role.INSPECTOR,
}
CHINA_LAT = (3.0, 54.0)
CHINA_LON = (73.0, 136.0)
OLDEST_DATE = date(2000, 1, 1)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(36526, 73051)
"""Day numbers of Excel for the years 2000–2099."""


def refuse_formula(value: object) -> None:
    if isinstance(value, Formula):
        raise BadCell(ProblemCode.FORMULA)


def is_blank(value: object) -> bool:
    return not isinstance(value, Formula) and plain(value).casefold() in BLANKS


def text(limit: int) -> Callable[[object], str]:
    """Reader of words: kept as written but for outer blanks and invisible characters; up to `limit` long."""

    def read(value: object) -> str:
        refuse_formula(value)
        if value is None:
            return ""
        words = plain(value) if not isinstance(value, str) else value
        kept = "".join(c for c in words if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
        if len(kept.strip()) > limit:
            raise BadCell(ProblemCode.TOO_LONG, limit=limit)
        return kept.strip()

    return read


def code(value: object) -> str:
    """A code as text: full-width digits narrowed, no blanks; one that Excel rounded (4.2E+09) is refused."""
    refuse_formula(value)
    found = re.sub(r"\s", "", plain(value))
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+", found):
        raise BadCell(ProblemCode.ROUNDED_CODE)
    return text(32)(found)


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def _figure_meant(words: str) -> str:
    """The figure of Chinese numerals or of the only digits in `words` ("约六百" → "600"); '' when unclear.

    At most six digits: longer ones may be somebody's telephone number."""
    digits = re.findall(r"[0-9]+(?:\.[0-9]+)?", words)
    if digits:
        return str(digits[0]) if len(digits) == 1 and len(digits[0]) <= 6 else ""
    numerals = re.findall(r"[零〇一二两三四五六七八九十百千]+", words)
    if len(numerals) != 1:
        return ""
    total = current = 0
    for char in numerals[0]:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return str(total + current)


def number(low: float, high: float, unit: str = "") -> Callable[[object], float]:
    """Reader of a figure from `low` to `high`; thousands commas and its own `unit` behind it are allowed."""

    def read(value: object) -> float:
        refuse_formula(value)
        words = plain(value).replace(",", "")
        if unit:
            words = words.removesuffix(unit).strip()
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+(e-?[0-9]+)?", words):
            raise BadCell(ProblemCode.NOT_A_NUMBER, hint=_figure_meant(words))
        figure = float(words)
        if figure < 0 <= low:
            raise BadCell(ProblemCode.NEGATIVE)
        if not low <= figure <= high:
            raise BadCell(ProblemCode.OUT_OF_RANGE, low=f"{low:g}", high=f"{high:.0f}")
        return figure

    return read


def whole(low: int, high: int, unit: str = "") -> Callable[[object], int]:
    """Reader of a whole number from `low` to `high`."""
    any_figure = number(low, high, unit)

    def read(value: object) -> int:
        figure = any_figure(value)
        if not figure.is_integer():
            raise BadCell(ProblemCode.NOT_WHOLE)
        return int(figure)

    return read


degrees = number(-180, 180, "°")


def in_china(lat: float, lon: float) -> bool:
    """Whether a latitude and a longitude are a point in China; exchanged ones never are."""
    return CHINA_LAT[0] <= lat <= CHINA_LAT[1] and CHINA_LON[0] <= lon <= CHINA_LON[1]


def phone(value: object) -> str:
    """Digits of one telephone number, 7–12 of them; blanks, dashes, brackets and +86 are dropped."""
    refuse_formula(value)
    digits = re.sub(r"[\s()\-—‐]", "", plain(value)).removeprefix("+86")
    if not re.fullmatch(r"[0-9]{7,12}", digits):
        raise BadCell(ProblemCode.BAD_PHONE)
    return digits


def yes_no(value: object) -> bool:
    refuse_formula(value)
    word = plain(value).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(ProblemCode.NOT_YES_NO)


def role(value: object) -> Role:
    refuse_formula(value)
    word = re.sub(r"\s", "", plain(value))
    found = ROLE_WORDS.get(word) or ROLE_SYNONYMS.get(word)
    if found is None:
        raise BadCell(ProblemCode.UNKNOWN_ROLE)
    return found


def past_day(today: date) -> Callable[[object], date | None]:
    """Reader of a day not after `today`; None for "never". A day without a year is the latest such day."""

    def read(value: object) -> date | None:
        refuse_formula(value)
        if plain(value).casefold() in NEVER:
            return None
        found = _day(value, today)
        if found is None or found < OLDEST_DATE:
            raise BadCell(ProblemCode.BAD_DATE)
        if found > today:
            raise BadCell(ProblemCode.FUTURE_DATE, today=today.isoformat())
        return found

    return read


def _day(value: object, today: date) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = plain(value)
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", words):
        serial = int(words[:5])
        return EXCEL_DAY_ZERO + timedelta(days=serial) if serial in EXCEL_SERIALS else None
    full = re.fullmatch(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})日?(?:[T\s].*)?", words)
    full = full or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", words)
    if full:
        return _date(int(full[1]), int(full[2]), int(full[3]))
    short = re.fullmatch(r"([0-9]{1,2})\s*[-/月]\s*([0-9]{1,2})[日号]?", words)
    if not short:
        return None
    month, day = int(short[1]), int(short[2])
    this_year = _date(today.year, month, day)
    return this_year if this_year and this_year <= today else _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shown(value: object, private: bool) -> str:
    """A refused cell as an error may quote it: at most 60 characters, nothing of a private one, telephone numbers masked."""
    if private:
        return ""
    words = plain(value)[:60]
    return re.sub(r"(?<![0-9])1[3-9][0-9][-\s]?[0-9]{4}[-\s]?[0-9]{4}(?![0-9])", lambda m: _mask(m[0]), words)


def _mask(words: str) -> str:
    return words[:3] + re.sub(r"\w", "*", words[3:])
