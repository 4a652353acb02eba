"""The two weeks ahead: which shop on which day, in what order and why, and what had to be stretched."""

from domain.planning.distance import km_between, placed
from domain.planning.model import (
    Pin,
    PinKind,
    Plan,
    PlannedStop,
    PlanSettings,
    PlanShop,
    Stretch,
)
from domain.planning.planner import plan
from domain.planning.replace import nearest_free_day

__all__ = [
    "Pin",
    "PinKind",
    "Plan",
    "PlanSettings",
    "PlanShop",
    "PlannedStop",
    "Stretch",
    "km_between",
    "nearest_free_day",
    "placed",
    "plan",
]
