"""A proposal taken up: its moves written into the days of one manager."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from domain.planning.proposals import Deed
from domain.replans import Change, Part, Replan, ReplanKind
from domain.talking import objective
from domain.visits import Channel, Reason, Stop, StopState
from services import stops
from services.days import day_object
from services.replan_search import days_of
from services.talks import background, facts_on
from storage import people, plans, replans, shops
from storage.database import Tx
from storage.plans import Day, NewStop

PROMISE, MOVED = "promise", "moved"
"""Reasons of stops that were put on a day by hand."""
NARROWING = frozenset({ReplanKind.RAIN, ReplanKind.HALF})
"""After these a day holds no more than was left on it."""


def make(tx: Tx, ask: Replan, part: Part, now: datetime) -> list[str]:
    """Make one manager's moves; the names of what changed."""
    changed = [name for change in part.changes for name in _change(tx, ask, part.manager, change, now)]
    for day in part.days:
        row = plans.day(tx, part.manager, day.day)
        plans.put_day(
            tx, Day(part.manager, day.day, row.pushed_at if row else None, day.km, row.state if row else "planned")
        )
    if ask.kind in NARROWING:
        replans.narrow(tx, part.manager, _rooms(tx, part.manager, ask.days))
    return [*changed, *(day_object(part.manager, one.day) for one in part.days)]


def _rooms(tx: Tx, manager: str, days: Collection[date]) -> list[tuple[date, int]]:
    """What stands on these days now, calls instead included: no more than that from now on."""
    return [
        (
            day,
            sum(
                stop.state is not StopState.MOVED and stop.channel is not Channel.CALL_BETWEEN
                for stop in plans.of_day(tx, manager, day)
            ),
        )
        for day in days
    ]


def _change(tx: Tx, ask: Replan, manager: str, change: Change, now: datetime) -> tuple[str, ...]:
    promised = ask.kind is ReplanKind.MOVE and change.shop == ask.shop
    stop = plans.stop(tx, change.stop) if change.stop else None
    if change.deed is Deed.ADDED and change.to:
        _add(tx, manager, change.shop, change.to, now)
        return (f"shop:{change.shop}", day_object(manager, change.to))
    if stop is None or change.deed is Deed.WAITS:
        return ()
    if change.deed is Deed.STAND_IN:
        return _keep_promise(tx, ask, stop, now)
    if change.deed is Deed.PHONED:
        if stop.number:
            return stops.call_instead(tx, stop, now).changed
        replans.phone(tx, stop.id)
    elif change.to:
        if stop.number:
            moved = stops.move_stop(tx, stop, change.to, now)
            if promised:
                replans.shift(tx, moved.value.id, change.to, PROMISE, now.date())
            return moved.changed
        why, since = (PROMISE, now.date()) if promised else (MOVED, change.day)
        replans.shift(tx, stop.id, change.to, why, since, pinned=ask.kind is not ReplanKind.LEAVE)
    return stops.changed_by(stop, *([day_object(manager, change.to)] if change.to else []))


def _keep_promise(tx: Tx, ask: Replan, stop: Stop, now: datetime) -> tuple[str, ...]:
    """What was promised for a day of leave is the first thing after it."""
    back = next((day for day in days_of(tx, stop.manager, now) if day > max(ask.days)), None)
    if back is None or stop.number:
        return ()
    replans.shift(tx, stop.id, back, PROMISE, stop.day)
    return stops.changed_by(stop, day_object(stop.manager, back))


def _add(tx: Tx, manager: str, shop: str, day: date, now: datetime) -> None:
    """A visit that had no day, or one beside what was promised for another."""
    person, found = people.by_code(tx, manager), shops.by_code(tx, shop)
    if person is None or found is None:
        return
    known = background(tx, person, [found], day)
    goal = objective(facts_on(known, found, day), known.focus)
    why = Reason(PROMISE, on=now.date())
    plans.add(tx, [NewStop(manager, person.department, day, shop, Channel.ONSITE, why, goal, pinned=True)])
