"""Questions that a manager asks in words, answered from what is planned and logged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from domain.days import is_visit
from domain.people import Person
from domain.understanding.questions import Period, span_of
from domain.understanding.sentence import MISSED
from domain.unvisited import Missing, Unvisited
from domain.visits import LogState, Stop, StopState
from storage import plans, shops, visits
from storage.database import Tx

_NOT_MADE = frozenset({StopState.PLANNED, StopState.MISSED})


def unvisited(tx: Tx, person: Person, period: Period, now: datetime) -> Unvisited:
    """The shops that were planned for a visit in these days and had none: those missed, and those that are still ahead."""
    span, today = span_of(period, now.date()), now.date()
    planned = [stop for stop in plans.between(tx, person.code, span.first, span.last) if is_visit(stop)]
    seen = _seen(tx, person, span.first, span.last) | {one.shop for one in planned if one.state is StopState.DONE}
    open_ones = [stop for stop in planned if stop.state in _NOT_MADE and stop.shop not in seen]
    ahead = _first_of_each(stop for stop in open_ones if stop.state is StopState.PLANNED and stop.day >= today)
    missed = _first_of_each(stop for stop in open_ones if stop.shop not in ahead)
    known = shops.some(tx, {*ahead, *missed})
    return Unvisited(
        period,
        today,
        planned=len({stop.shop for stop in planned if stop.state in _NOT_MADE or stop.state is StopState.DONE}),
        missed=tuple(Missing(known[shop], stop) for shop, stop in missed.items() if shop in known),
        ahead=tuple(Missing(known[shop], stop) for shop, stop in ahead.items() if shop in known),
    )


def _seen(tx: Tx, person: Person, first: date, last: date) -> set[str]:
    """Shops with a visit on record in these days, planned or not."""
    logs = visits.between(tx, person.code, first, last)
    return {one.shop for one in logs if one.shop and one.state is LogState.ACTIVE and one.outcome != MISSED}


def _first_of_each(stops: Iterable[Stop]) -> dict[str, Stop]:
    """The first stop of each shop, in order."""
    found: dict[str, Stop] = {}
    for stop in stops:
        found.setdefault(stop.shop, stop)
    return found
