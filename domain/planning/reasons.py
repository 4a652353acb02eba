"""Why this shop on this day: a pin, or the cadence and how long ago the last visit was."""

from __future__ import annotations

from datetime import date

from domain.planning.model import Pin, PlanSettings, PlanShop
from domain.visits import Reason

_CADENCE_KINDS = {7: "weekly", 14: "biweekly"}
_PIN_ORDER = ("promise", "moved", "task")


def visit_reason(shop: PlanShop, day: date, previous: date | None, pin: Pin | None, settings: PlanSettings) -> Reason:
    """The reason of an on-site stop; `previous` = the visit before it, on record or planned earlier in the
    horizon.

    `days` counts since `previous`, but for `early` to the due day; `on` is the pin's."""
    days = (day - previous).days if previous else 0
    if pin:
        return Reason(pin.kind, days, pin.on)
    if previous is None:
        return Reason("never")
    early = shop.every_days - days
    if early >= settings.early_from:
        return Reason("early", early)
    return Reason(_CADENCE_KINDS.get(shop.every_days, "cadence"), days)


def call_reason(day: date, previous: date | None) -> Reason:
    """The reason of a call in between; `days` since the visit before it, 0 without one."""
    return Reason("call", (day - previous).days if previous else 0)


def strongest(pins: list[Pin]) -> Pin | None:
    """The pin that explains a day with several: a promise, then a move, then a task."""
    return min(pins, key=lambda p: _PIN_ORDER.index(p.kind), default=None)
