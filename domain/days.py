"""One manager's day as everybody sees it: its stops with their shops, what was logged, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.incidents import Incident
from domain.people import Person
from domain.planning import km_between
from domain.shops import Shop
from domain.talking import News
from domain.visits import Channel, Log, LogState, Stop, StopState

ON_FOOT = frozenset({Channel.ONSITE})


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop and the shop it is about."""

    stop: Stop
    shop: Shop


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident of this manager that is not closed; `taker` is a name, '' while nobody has taken it."""

    incident: Incident
    shop: Shop | None
    taker: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a day stands. `planned` counts the planned stops, those moved away or dropped included; calls in between
    are not planned visits and count in neither figure."""

    planned: int
    done: int
    onsite: int
    calls: int
    missed: int
    unplanned: int


@dataclass(frozen=True, slots=True)
class DayView:
    """A manager's day. `fixed`: the stops have their numbers and only their owner changes them; `km` straight-line."""

    day: date
    manager: Person
    stops: tuple[StopLine, ...] = ()
    logs: tuple[Log, ...] = ()
    incidents: tuple[OpenIncident, ...] = ()
    matters: tuple[StopLine, ...] = ()
    news: tuple[News, ...] = ()
    focus: tuple[str, ...] = ()
    km: float = 0
    fixed: bool = False
    working: bool = True
    on_leave: bool = False

    @property
    def department(self) -> str:
        return self.manager.department


def next_stop(stops: Sequence[StopLine]) -> StopLine | None:
    """The first stop in the order of numbers that is still to be done."""
    return next((line for line in stops if line.stop.state is StopState.PLANNED), None)


def last_done(view: DayView) -> StopLine | None:
    """The stop that was logged last today."""
    by_id = {line.stop.id: line for line in view.stops}
    for log in sorted(view.logs, key=lambda log: (log.at, log.id), reverse=True):
        if log.state is LogState.ACTIVE and log.stop in by_id:
            return by_id[log.stop]
    return None


def leg_metres(before: Shop | None, to: Shop) -> float | None:
    """Straight line from one shop to the next; None when either place is unknown."""
    if before is None or before.place is None or to.place is None:
        return None
    return 1000 * km_between(before.place, to.place)


def is_visit(stop: Stop) -> bool:
    """Whether a stop is a visit of the plan: not a call in between, not one that was made unplanned."""
    return stop.channel is not Channel.CALL_BETWEEN and not stop.unplanned


def tally(view: DayView) -> Tally:
    """The figures of the first two lines of the day card."""
    visits = [line.stop for line in view.stops if is_visit(line.stop)]
    done = [stop for stop in visits if stop.state is StopState.DONE]
    shops = {line.stop.id: log for line in view.stops for log in view.logs if log.stop == line.stop.id}
    called = [stop for stop in done if (log := shops.get(stop.id)) and log.channel is Channel.CALL_INSTEAD]
    extra = {log.shop for log in view.logs if log.unplanned and log.state is LogState.ACTIVE}
    away = {StopState.MISSED, StopState.MOVED, StopState.DROPPED}
    return Tally(
        planned=len(visits),
        done=len(done),
        onsite=len(done) - len(called),
        calls=len(called),
        missed=sum(stop.state in away for stop in visits),
        unplanned=len(extra),
    )
