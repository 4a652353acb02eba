"""Writing a visit down: one log, and everything that follows from it, so that an undo can put it all back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.chat import Done
from domain.people import Person
from domain.shops import Shop
from domain.stop_cards import DEAF, OBJECTIVE_OF, Ask
from domain.understanding.sentence import MISSED
from domain.visits import (
    FOLLOW_UP_DAYS,
    Channel,
    Log,
    Quantity,
    Stop,
    StopState,
)
from services.days import working_calendar
from services.talks import news_of
from services.visit_effects import (
    Logged,
    changed_by,
    follow,
    lines_told,
    make_promise,
    noted,
    settled,
    spread,
)
from storage import plans, shops, visit_changes, visits
from storage.database import Tx
from storage.visits import NewLog

_OPEN_FIRST = (StopState.PLANNED, StopState.MISSED, StopState.MOVED, StopState.DROPPED, StopState.DONE)


class Deaf(Exception):
    """A chip was tapped within two seconds of the last log: a double tap, not the next shop."""


class AlreadyDone(Exception):
    """The stop was logged before; `log` is its latest log."""

    def __init__(self, log: Log | None) -> None:
        super().__init__("already logged")
        self.log = log


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written down. `at` is when it was said (its day is the log's); `promise` what is to be done on
    `next_day`, in the manager's words."""

    at: datetime
    outcome: str = ""
    channel: Channel | None = None
    words: str = ""
    quantities: tuple[Quantity, ...] = ()
    next_day: date | None = None
    promise: str = ""
    origin: int = 0
    message_id: int = 0
    asks: tuple[Ask, ...] = ()


def chip_entry(outcome: str, channel: Channel | None, at: datetime, origin: int) -> Entry:
    return Entry(at=at, outcome=outcome, channel=channel, origin=origin)


def log_stop(tx: Tx, person: Person, stop: Stop, entry: Entry, now: datetime) -> Done[Logged]:
    """Log a stop by a chip. Deaf right after another log; AlreadyDone when the stop was logged before.

    A stop of another day is settled as a visit of today."""
    shop = shops.by_code(tx, stop.shop)
    assert shop is not None
    if too_soon(tx, person, entry.at):
        raise Deaf
    if stop.state is StopState.DONE and stop.day == entry.at.date():
        raise AlreadyDone(_latest_of(tx, stop))
    return log_shop(tx, person, shop, entry, now)


def too_soon(tx: Tx, person: Person, at: datetime) -> bool:
    """Whether a chip comes so soon after a log by chip that it must be the second half of a double tap."""
    last = next(iter(visits.latest(tx, person.code, 1)), None)
    return last is not None and not last.words and last.outcome != "" and timedelta(0) <= at - last.at < DEAF


def _latest_of(tx: Tx, stop: Stop) -> Log | None:
    return next((log for log in visits.of_shop(tx, stop.shop) if log.stop == stop.id), None)


def log_shop(tx: Tx, person: Person, shop: Shop, entry: Entry, now: datetime) -> Done[Logged]:
    """Log a visit (or a word about one) to a shop: it settles the stop of that day, or is unplanned."""
    stop = stop_on(tx, person.code, shop.code, entry.at.date())
    new = _new_log(tx, person, shop, stop, entry, now)
    draft = Logged(visits.drafted(new), stop)
    lines = lines_told(tx, person, draft, shop, now)
    kept, names = settled(tx, person, draft, shop)
    log = visits.add_log(tx, replace(new, before=noted(entry.promise, entry.asks) | kept))
    spread(tx, person, log, lines, entry.promise, now)
    visit_changes.take_waiting(tx, person.code, shop.code, log.id)
    return Done(Logged(log, stop), changed=(*changed_by(log), *names))


def keep_unsettled(tx: Tx, person: Person, entry: Entry) -> Log:
    """Keep words whose shop is not known: they stand in a log without one."""
    asked = {"asks": [ask.as_json() for ask in entry.asks]}
    new = NewLog(
        manager=person.code,
        department=person.department,
        shop="",
        day=entry.at.date(),
        at=entry.at,
        channel=entry.channel or Channel.ONSITE,
        outcome=entry.outcome,
        words=entry.words,
        quantities=entry.quantities,
        next_day=entry.next_day,
        origin=entry.origin,
        message_id=entry.message_id,
        before=asked | {"promise": entry.promise},
    )
    return visits.add_log(tx, new)


def settle(tx: Tx, person: Person, log: Log, shop: Shop, asks: tuple[Ask, ...], now: datetime) -> Done[Logged]:
    """Say at last which shop kept words belong to; everything follows as if it had been said at once."""
    kept = visits.before(tx, log.id)
    stop = stop_on(tx, person.code, shop.code, log.day)
    unplanned = stop is None and log.outcome != MISSED
    visits.settle_shop(tx, log.id, shop.code, stop.id if stop else 0, unplanned, {})
    written = _load(tx, log.id)
    changed = follow(tx, person, Logged(written, stop), shop, str(kept.get("promise", "")), asks, now)
    return Done(Logged(written, stop), changed=changed)


def stop_on(tx: Tx, manager: str, shop: str, day: date) -> Stop | None:
    """The shop's stop of a day, the open one first."""
    of_shop = [stop for stop in plans.of_shop(tx, shop, day) if stop.day == day and stop.manager == manager]
    return min(of_shop, key=lambda stop: (_OPEN_FIRST.index(stop.state), stop.id), default=None)


def _new_log(tx: Tx, person: Person, shop: Shop, stop: Stop | None, entry: Entry, now: datetime) -> NewLog:
    outcome = entry.outcome
    goal = OBJECTIVE_OF.get(outcome) if outcome else None
    if goal is None and outcome:
        goal = stop.objective if stop else None
    return NewLog(
        manager=person.code,
        department=person.department,
        shop=shop.code,
        day=entry.at.date(),
        at=entry.at,
        channel=entry.channel or (stop.channel if stop else Channel.ONSITE),
        objective=goal.value if goal else "",
        outcome=outcome,
        words=entry.words,
        quantities=entry.quantities,
        next_day=entry.next_day or _proposed_day(tx, outcome, entry.at.date()),
        stop=stop.id if stop else 0,
        unplanned=stop is None and outcome != MISSED,
        origin=entry.origin,
        message_id=entry.message_id,
    )


def _proposed_day(tx: Tx, outcome: str, day: date) -> date | None:
    """The working day on or after the one that a chip proposes."""
    if outcome not in FOLLOW_UP_DAYS:
        return None
    return working_calendar(tx).working_days(day + timedelta(days=FOLLOW_UP_DAYS[outcome]), 1)[0]


def _load(tx: Tx, number: int) -> Log:
    log = visits.log(tx, number)
    assert log is not None
    return log


def tell_news(tx: Tx, person: Person, log: Log, now: datetime) -> Done[Log]:
    """The valid news were told in the shop of this log."""
    for one in news_of(tx, person.code, now.date()):
        visits.tell(tx, log.shop, one.id, log.day, log.id)
    return Done(log, changed=changed_by(log))


def promise_day(tx: Tx, person: Person, log: Log, day: date | None, now: datetime) -> Done[Log]:
    """Set, change or take away the day that a log promises."""
    own = [one for one in visits.open_of_shop(tx, log.shop) if one.log == log.id] if log.shop else []
    visits.set_facts(tx, replace(log, next_day=day))
    for one in own:
        if day is None:
            visits.set_follow_up(tx, one.id, "dropped")
        else:
            visits.move_follow_up(tx, one.id, day)
    if day is not None and not own and log.shop:
        promise = str(visits.before(tx, log.id).get("promise", ""))
        make_promise(tx, person, replace(log, next_day=day), promise, now)
    return Done(_load(tx, log.id), changed=changed_by(log))


def later_stop(tx: Tx, log: Log) -> Stop | None:
    """The shop's next planned on-site stop after an unplanned visit, which the visit may stand for."""
    ahead = plans.of_shop(tx, log.shop, log.day + timedelta(days=1))
    planned = (stop for stop in ahead if stop.state is StopState.PLANNED and stop.channel is Channel.ONSITE)
    return next((stop for stop in planned if stop.manager == log.manager and stop.reason.kind != "promise"), None)


def add_words(tx: Tx, person: Person, to: Log, entry: Entry, now: datetime) -> Done[Log]:
    """A sentence added to a log is a log of its own at the same shop."""
    shop = shops.by_code(tx, to.shop) if to.shop else None
    if shop is None:
        return Done(keep_unsettled(tx, person, entry))
    done = log_shop(tx, person, shop, replace(entry, channel=entry.channel or to.channel), now)
    return Done(done.value.log, changed=done.changed)
