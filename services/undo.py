"""Taking a log back with everything that followed from it, logging it again, correcting it after the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.chat import Done
from domain.people import Person
from domain.reviews import ReviewState
from domain.shops import Shop
from domain.stop_cards import Ask
from domain.understanding.sentence import MISSED
from domain.visits import Channel, Log, LogState
from services.days import day_object
from services.visit_effects import apply_effects, changed_by
from services.visits import Entry, keep_unsettled, log_shop, settle
from storage import plans, reviews, shops, visit_changes, visits
from storage.database import Tx

_PASSED_ON = ("stop", "last_visit", "removed", "later", "ordering", "settlement")
"""What the next log of the same visit takes over when the first one is undone."""


class Reviewed(Exception):
    """The day was confirmed in its review: a log is corrected then, not undone."""


class NotActive(Exception):
    """The log was undone or corrected before."""


def is_reviewed(tx: Tx, log: Log) -> bool:
    review = reviews.of_day(tx, log.manager, log.day)
    return review is not None and review.state is ReviewState.CONFIRMED


def undo(tx: Tx, person: Person, log: Log, now: datetime) -> Done[Log]:
    """Take a log back; its row and its words stay. Reviewed after a confirmed review, NotActive a second time."""
    if log.state is not LogState.ACTIVE:
        raise NotActive
    if is_reviewed(tx, log):
        raise Reviewed
    return _take_back(tx, log, LogState.UNDONE)


def _take_back(tx: Tx, log: Log, to: LogState) -> Done[Log]:
    kept = visits.before(tx, log.id)
    visits.set_state(tx, log.id, to)
    names = _put_back(tx, log, kept) if log.shop else ()
    return Done(replace(log, state=to), changed=(*changed_by(log), *names))


def _put_back(tx: Tx, log: Log, kept: dict[str, Any]) -> tuple[str, ...]:
    visits.untell(tx, log.id)
    visits.drop_follow_ups(tx, log.id)
    for number in kept.get("closed", ()):
        visits.set_follow_up(tx, number, "open")
    heir = _heir(tx, log)
    if heir is not None:
        old = visits.before(tx, heir.id)
        visit_changes.set_before(tx, heir.id, {name: kept[name] for name in _PASSED_ON if name in kept} | old)
        return changed_by(heir)
    return _restore(tx, log, kept)


def _heir(tx: Tx, log: Log) -> Log | None:
    """Another active log of the same visit, for which the stop stays done and the interval reset."""
    same = [
        one
        for one in visits.of_day(tx, log.manager, log.day)
        if one.shop == log.shop and one.id != log.id and one.state is LogState.ACTIVE and one.outcome != MISSED
    ]
    return next(iter(same), None)


def _restore(tx: Tx, log: Log, kept: dict[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    if kept.get("stop"):
        visit_changes.put_stop_back(tx, kept["stop"])
    for stop in kept.get("removed", ()):
        plans.add(tx, [visit_changes.new_stop_of(stop)])
        names.append(day_object(log.manager, date.fromisoformat(stop["day"])))
    if "later" in kept:
        visit_changes.put_stop_back(tx, kept["later"])
    if "last_visit" in kept:
        before = kept["last_visit"]
        shops.set_last_visit(tx, log.shop, date.fromisoformat(before) if before else None)
    if "ordering" in kept:
        shops.set_ordering(tx, log.shop, False)
    if "settlement" in kept:
        shops.set_settlement(tx, log.shop, False)
    return tuple(names)


def redo(tx: Tx, person: Person, log: Log, now: datetime) -> Done[Log]:
    """Log again what was undone, in the same row. NotActive when it was corrected meanwhile; Reviewed after the review."""
    if log.state is not LogState.UNDONE:
        raise NotActive
    if is_reviewed(tx, log):
        raise Reviewed
    visits.set_state(tx, log.id, LogState.ACTIVE)
    active = replace(log, state=LogState.ACTIVE)
    if not log.shop:
        return Done(active, changed=changed_by(active))
    promise = str(visits.before(tx, log.id).get("promise", ""))
    return Done(active, changed=apply_effects(tx, person, active, promise, (), now))


def correct(tx: Tx, person: Person, old: Log, entry: Entry, now: datetime) -> Done[Log]:
    """Write it anew: the old log stays, marked as corrected, the new one takes its place. NotActive when it is gone."""
    if old.state is not LogState.ACTIVE:
        raise NotActive
    taken = _take_back(tx, old, LogState.CORRECTED)
    shop = shops.by_code(tx, old.shop) if old.shop else None
    if shop is None:
        return Done(keep_unsettled(tx, person, entry), changed=taken.changed)
    done = log_shop(tx, person, shop, entry, now)
    for one in visits.attachments_of(tx, old.id):
        visits.put_attachment(tx, one.id, done.value.log.id)
    return Done(done.value.log, changed=(*taken.changed, *done.changed))


def change_shop(tx: Tx, person: Person, log: Log, shop: Shop, asks: tuple[Ask, ...], now: datetime) -> Done[Log]:
    """Say that a log belongs to another shop: its effects go over. NotActive when it was undone."""
    if log.state is not LogState.ACTIVE:
        raise NotActive
    if is_reviewed(tx, log):
        raise Reviewed
    promise = str(visits.before(tx, log.id).get("promise", ""))
    taken = _take_back(tx, log, LogState.UNDONE)
    visits.set_state(tx, log.id, LogState.ACTIVE)
    visit_changes.set_before(tx, log.id, {"promise": promise})
    done = settle(tx, person, replace(log, state=LogState.ACTIVE), shop, asks, now)
    return Done(done.value.log, changed=(*taken.changed, *done.changed))


def change_channel(tx: Tx, person: Person, log: Log, way: Channel, now: datetime) -> Done[Log]:
    """Say by which channel it was; what that resets goes with it. NotActive when it was undone."""
    return _changed(tx, person, log, replace(log, channel=way), now)


def change_outcome(tx: Tx, person: Person, log: Log, outcome: str, now: datetime) -> Done[Log]:
    """Say what came of it, '' for nothing; all that follows from it goes with it. NotActive when it was undone."""
    return _changed(tx, person, log, replace(log, outcome=outcome), now)


def _changed(tx: Tx, person: Person, log: Log, to: Log, now: datetime) -> Done[Log]:
    """Take the log's effects back, and follow what it says now."""
    if log.state is not LogState.ACTIVE:
        raise NotActive
    if is_reviewed(tx, log):
        raise Reviewed
    kept = visits.before(tx, log.id)
    taken = _take_back(tx, log, LogState.UNDONE)
    visits.set_facts(tx, to)
    visits.set_state(tx, log.id, LogState.ACTIVE)
    if not log.shop:
        return Done(to, changed=taken.changed)
    effects = apply_effects(tx, person, to, str(kept.get("promise", "")), (), now)
    return Done(to, changed=(*taken.changed, *effects))
