"""What follows from a visit: set in the shop, its stop and its promises, and noted so that an undo can put it all back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.people import Person
from domain.shops import Shop
from domain.stop_cards import PROMISED, Ask, tells, told_by
from domain.talking import Facts, choose, objective
from domain.understanding import missed_for
from domain.understanding.sentence import MISSED
from domain.visits import RESETS_INTERVAL, Log, Missed, Objective, Stop, StopState
from services.days import day_object
from services.stops import moved_on
from services.talks import facts_of, focus_of
from storage import plans, shops, visit_changes, visits
from storage.database import Tx

WORDS_OF_PROMISE = 200


@dataclass(frozen=True, slots=True)
class Logged:
    """A written log and the stop of that day that it settles, as it was before (None: unplanned)."""

    log: Log
    stop: Stop | None


def apply_effects(
    tx: Tx, person: Person, log: Log, promise: str, asks: tuple[Ask, ...], now: datetime
) -> tuple[str, ...]:
    """Everything that follows from a settled log, noted in its `before`; returns the names of what changed."""
    shop = shops.by_code(tx, log.shop)
    assert shop is not None
    stop = plans.stop(tx, log.stop) if log.stop else None
    return follow(tx, person, Logged(log, stop), shop, promise, asks, now)


def follow(
    tx: Tx, person: Person, logged: Logged, shop: Shop, promise: str, asks: tuple[Ask, ...], now: datetime
) -> tuple[str, ...]:
    """The same, with the log's shop and stop at hand."""
    lines = lines_told(tx, person, logged, shop, now)
    kept, names = settled(tx, person, logged, shop)
    visit_changes.set_before(tx, logged.log.id, noted(promise, asks) | kept)
    spread(tx, person, logged.log, lines, promise, now)
    return (*changed_by(logged.log), *names)


def noted(promise: str, asks: tuple[Ask, ...]) -> dict[str, Any]:
    """What a log remembers beside what an undo puts back."""
    return {"asks": [ask.as_json() for ask in asks], "promise": promise}


def settled(tx: Tx, person: Person, logged: Logged, shop: Shop) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Set in the shop, its stop and its promises what a log says; what an undo puts back, and the names of what changed."""
    log, stop = logged.log, logged.stop
    if log.outcome == MISSED:
        if stop is None or stop.state is not StopState.PLANNED:
            return {}, ()
        why = missed_for(log.words) or Missed.OTHER
        plans.set_state(tx, stop.id, StopState.MISSED, why.value, log.words)
        return {"stop": visit_changes.stop_as_json(stop)}, ()
    if _only_a_note(log, stop):
        return {}, ()
    kept, names = _visit(tx, log, shop), tuple[str, ...]()
    if stop is not None and stop.state is not StopState.DONE:
        done, names = _settle_stop(tx, stop)
        kept |= done
    return kept | {"closed": _keep_promises(tx, person, log)}, names


def spread(tx: Tx, person: Person, log: Log, lines: tuple[str, ...], promise: str, now: datetime) -> None:
    """What is known from now on because of a log: the lines it told, the promise it made."""
    for line in lines:
        visits.tell(tx, log.shop, line, log.day, log.id)
    make_promise(tx, person, log, promise, now)


def _only_a_note(log: Log, stop: Stop | None) -> bool:
    """Words about a stop that was not made, without outcome or figure, don't say that it was made after all."""
    gone = stop is not None and stop.state not in {StopState.PLANNED, StopState.DONE}
    return gone and not log.outcome and not log.quantities


def changed_by(log: Log) -> tuple[str, ...]:
    """The names of what shows a log."""
    own = (f"log:{log.id}", day_object(log.manager, log.day))
    shop = (f"shop:{log.shop}",) if log.shop else ()
    stop = (f"stop:{log.stop}",) if log.stop else ()
    return (*stop, *own, *shop)


def _visit(tx: Tx, log: Log, shop: Shop) -> dict[str, Any]:
    """What a visit sets in the shop itself."""
    kept: dict[str, Any] = {}
    if log.channel in RESETS_INTERVAL and (shop.last_visit is None or shop.last_visit < log.day):
        kept["last_visit"] = shop.last_visit.isoformat() if shop.last_visit else ""
        shops.set_last_visit(tx, shop.code, log.day)
    if log.outcome == "can_use" and not shop.ordering:
        kept["ordering"] = False
        shops.set_ordering(tx, shop.code, True)
    if log.outcome == "arranged" and not shop.settlement:
        kept["settlement"] = False
        shops.set_settlement(tx, shop.code, True)
    return kept


def _settle_stop(tx: Tx, stop: Stop) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The stop is done; one that was moved to another day is not needed there any more."""
    kept: dict[str, Any] = {"stop": visit_changes.stop_as_json(stop)}
    names: tuple[str, ...] = ()
    there = moved_on(tx, stop)
    if there is not None:
        kept["removed"] = [removed_stop(there)]
        plans.remove(tx, there.id)
        names = (day_object(there.manager, there.day),)
    plans.set_state(tx, stop.id, StopState.DONE)
    return kept, names


def removed_stop(stop: Stop) -> dict[str, Any]:
    """A stop as JSON, for `visit_changes.new_stop_of`."""
    return {
        "manager": stop.manager,
        "department": stop.department,
        "day": stop.day.isoformat(),
        "shop": stop.shop,
        "channel": stop.channel.value,
        "reason": stop.reason.kind,
        "days": stop.reason.days,
        "on": stop.reason.on.isoformat() if stop.reason.on else "",
        "objective": stop.objective.value,
        "number": stop.number,
    }


def lines_told(tx: Tx, person: Person, logged: Logged, shop: Shop, now: datetime) -> tuple[str, ...]:
    """The talking points that a visit's outcome says were spoken, as they stood before it."""
    log, stop = logged.log, logged.stop
    if not tells(log.outcome) or _only_a_note(log, stop):
        return ()
    facts = facts_of(tx, shop, person, now)
    goal = stop.objective if stop else goal_of(tx, facts, person)
    return told_by(choose(facts, goal), log.outcome)


def goal_of(tx: Tx, facts: Facts, manager: Person) -> Objective:
    """What a visit that nobody planned would be for."""
    return objective(facts, focus_of(tx, manager.department))


def _keep_promises(tx: Tx, person: Person, log: Log) -> list[int]:
    """Promises of the shop that were due by the day of the log are kept with it."""
    due = [
        one.id
        for one in visits.open_of_shop(tx, log.shop)
        if one.manager == person.code and (one.log != log.id or not log.id) and (one.day is None or one.day <= log.day)
    ]
    for number in due:
        visits.set_follow_up(tx, number, "done")
    return due


def make_promise(tx: Tx, person: Person, log: Log, promise: str, now: datetime) -> None:
    what = promise or PROMISED.get(log.outcome, {}).get(person.language, "")
    if log.next_day is not None:
        visits.add_follow_up(tx, log.shop, person.code, log.next_day, what[:WORDS_OF_PROMISE], log.id, now)
