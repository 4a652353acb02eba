"""Shops of a plan that had no visit in a time: the answer to «这周谁没去？»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.shops import Shop
from domain.understanding.questions import Period
from domain.visits import Stop


@dataclass(frozen=True, slots=True)
class Missing:
    """A shop without a visit, and the stop that was missed or is ahead."""

    shop: Shop
    stop: Stop


@dataclass(frozen=True, slots=True)
class Unvisited:
    """`planned` counts the shops that had a visit planned in the time; `missed` and `ahead` in the order of their days."""

    period: Period
    today: date
    planned: int
    missed: tuple[Missing, ...] = ()
    ahead: tuple[Missing, ...] = ()
