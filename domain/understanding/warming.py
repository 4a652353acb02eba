"""Loads behind the scenes what the first sentence would otherwise wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain.calendar import WorkingCalendar
from domain.understanding.sentence import understand
from domain.understanding.shop_index import Known
from domain.understanding.shop_names import codes, spelled

_EVERY_RULE = "那個王計煙酒啊老闆說下周山再來，庫存二十來條，國慶後第一個工作日前打電話，in three weeks"


def warm(shops: Sequence[Known] = ()) -> None:
    """Load pinyin, the characters, the calendar and what is compared of these shops; harmless to repeat, made for a thread."""
    codes("拜访")
    spelled("拜访")
    WorkingCalendar().is_working(date(2026, 1, 1))
    understand(_EVERY_RULE, shops, datetime(2026, 11, 23, 10), WorkingCalendar())
