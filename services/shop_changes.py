"""What a manager changes in a shop by a tap: grades, closed for good, its place; and the promises made to it."""

from __future__ import annotations

from datetime import date, datetime

from domain.chat import Done
from domain.people import Person
from domain.shops import Shop
from domain.visits import StopState
from services.days import day_object
from services.visit_effects import changed_by
from services.visits import promise_day
from storage import plans, shops, visits
from storage.database import Tx


class Gone(Exception):
    """There is no such shop or promise any more."""


def _shop(tx: Tx, object: str) -> Shop:
    shop = shops.by_code(tx, object.partition(":")[2])
    if shop is None:
        raise Gone(object)
    return shop


def set_grade(tx: Tx, object: str, what: str, grade: int) -> Done[None]:
    """`what`: difficulty (1–3) or willingness (1–5)."""
    shop = _shop(tx, object)
    if what == "difficulty":
        shops.set_difficulty(tx, shop.code, min(3, max(1, grade)))
    else:
        shops.set_willingness(tx, shop.code, min(5, max(1, grade)))
    return Done(None, changed=(object,))


def close_shop(tx: Tx, person: Person, object: str, now: datetime) -> Done[None]:
    """Closed for good: its open stops from today on are dropped."""
    shop = _shop(tx, object)
    shops.set_closed(tx, shop.code, True)
    ahead = [
        stop for stop in plans.of_shop(tx, shop.code, now.date()) if stop.state in {StopState.PLANNED, StopState.MISSED}
    ]
    for stop in ahead:
        plans.set_state(tx, stop.id, StopState.DROPPED, stop.missed.value if stop.missed else "", "")
    days = dict.fromkeys(day_object(stop.manager, stop.day) for stop in ahead)
    return Done(None, changed=(object, *(f"stop:{stop.id}" for stop in ahead), *days))


def reopen_shop(tx: Tx, object: str) -> Done[None]:
    """It was not closed after all; the next plan has it again."""
    shops.set_closed(tx, _shop(tx, object).code, False)
    return Done(None, changed=(object,))


def drop_follow_up(tx: Tx, person: Person, object: str, now: datetime) -> Done[None]:
    return follow_up_day(tx, person, object, None, now)


def follow_up_day(tx: Tx, person: Person, object: str, day: date | None, now: datetime) -> Done[None]:
    """Move a promise to another day, or (None) drop it; its log says the same."""
    follow = visits.follow_up(tx, int(object.partition(":")[2]))
    if follow is None:
        raise Gone(object)
    log = visits.log(tx, follow.log) if follow.log else None
    if log is not None:
        promise_day(tx, person, log, day, now)
    elif day is None:
        visits.set_follow_up(tx, follow.id, "dropped")
    else:
        visits.move_follow_up(tx, follow.id, day)
    return Done(None, changed=(object, *(changed_by(log) if log else (f"shop:{follow.shop}",))))
