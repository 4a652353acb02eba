"""The shops of the sample district that the demo tells about, all of them 杜兰枝's (M01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2026, 11, 24)
"""Tuesday; the day that the demo lives."""
RAINY_DAY = date(2026, 11, 26)
"""Thursday; it rains in 横店."""

MANAGER = "M01"
SUPERVISOR = "S01"
DEPUTY = "D01"
HEAD = "H01"
ADMIN = "A01"
INSPECTOR = "I01"
OVERFULL_MANAGERS = ("M02", "M05")
"""Their weekly visits exceed five days of 25 stops."""


@dataclass(frozen=True, slots=True)
class StoryShop:
    """Code and name of one shop; the name is unique in the whole district."""

    code: str
    name: str


QUITTING = StoryShop("4201160001", "晨曦名烟名酒")
"""A retain shop whose owner wants to go into catering; due on the first day."""
KEEN_NEIGHBOUR = StoryShop("4201160002", "秋霞小店")
"""A small guide shop, willingness 5, about 60 m from the quitting one; due on the first day."""
COUNTERFEIT = StoryShop("4201160003", "渡口烟酒行")
"""Where unknown cigarettes are found under the counter; due on the first day."""
COUNTERFEIT_OWNER = "占德海"
ABOVE_CEILING = StoryShop("4201160004", "前川大桥商贸")
"""Sells over 800 cartons a month, so it is never told to sell more; due on the first day."""
NARROW_ROAD = StoryShop("4201160005", "柏树湾便民小铺")
"""In a village of 横店 at the end of a narrow road; due on the rainy Thursday."""
SUCCESSION = StoryShop("4201160006", "老彭副食")
"""The son is about to take the shop over; due on the first day."""
ALIKE = (
    StoryShop("4201160007", "清河烟酒"),
    StoryShop("4201160008", "清河烟酒店"),
    StoryShop("4201160009", "清河商店"),
)
"""Three names that a hurried sentence mixes up; the second is due on the first day."""

STORIES = (QUITTING, KEEN_NEIGHBOUR, COUNTERFEIT, ABOVE_CEILING, NARROW_ROAD, SUCCESSION, *ALIKE)
