"""People, shops and logs with names as long as an import takes them and 5,000 characters of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from domain.days import StopLine
from domain.people import Person, Role
from domain.visits import Channel, Quantity
from screens.screen import Screen
from services.stop_cards import HISTORY
from tests.screens import test_visits as visit_samples

Called = tuple[Callable[..., Screen | None], str, tuple[Any, ...]]
"""A screen function, what tells this call from the others, and its arguments."""
WORDS = "<i>{}&" + "说" * 5000
NAME = "顺意<b>名&{}" + "烟酒" * 14 + "经营部"
WHO = "欧阳<b>&{}" + "娜" * 32
DAY = date(2026, 11, 24)
OTHER_YEAR = date(2027, 1, 5)
DU = Person("M01", WHO, Role.MANAGER, "前川市场部", user_id=11)
CHEN = Person("S01", WHO + "市", Role.SUPERVISOR, "前川市场部", user_id=1)
SHOP = replace(
    visit_samples.SHOP,
    name=NAME,
    owner=WHO,
    address="街" * 200,
    street="村" * 40,
    trade="烟酒店" * 6,
    age=88,
    remark=WORDS,
    cartons=700,
    difficulty=3,
)
STOP = replace(visit_samples.STOP, number=31, moved_to=None)
LINE = StopLine(STOP, SHOP)
LOG = replace(
    visit_samples.LOG,
    words=WORDS,
    outcome="told_questions",
    channel=Channel.CALL_INSTEAD,
    quantities=(Quantity(12345.5, "品规", "display", about=True),) * 3,
    next_day=OTHER_YEAR,
    stop=3,
)
LOGS = tuple(replace(LOG, id=n, day=date(2026, 11, n)) for n in range(HISTORY, 0, -1))
