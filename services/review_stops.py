"""What the evening decides about missed stops, by the verbs of the visits: a reason, another day, a call, not this time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from domain.chat import Done
from domain.days import StopLine
from domain.reviews import Option
from domain.visits import Channel, Missed, Stop
from services import stops
from storage import plans
from storage.database import Tx

Changed = tuple[str, ...]


def give_reason(tx: Tx, stop: Stop, reason: Missed, words: str, now: datetime) -> Changed:
    """Note why the stop was missed; it still needs a day."""
    return stops.missed(tx, stop, reason, words, now).changed


def options(tx: Tx, line: StopLine, now: datetime) -> tuple[Option, ...]:
    """The best day for the stop, and the next working day."""
    return tuple(Option(one.day, one.metres, one.stops) for one in stops.day_choices(tx, line.stop, now))


def place(tx: Tx, stop: Stop, choice: str, now: datetime) -> Changed:
    """Put it on a day (ISO), make it a `call` on the next working day, or `drop` it this time."""
    match choice:
        case "call":
            return _call(tx, stop, now).changed
        case "drop":
            return stops.drop_stop(tx, stop, "").changed
        case _:
            return stops.move_stop(tx, stop, date.fromisoformat(choice), now).changed


def _call(tx: Tx, stop: Stop, now: datetime) -> Done[Stop]:
    """In the evening it is too late to ring the owner: the call goes to the next working day."""
    soonest = min(one.day for one in stops.day_choices(tx, stop, now))
    done = stops.move_stop(tx, stop, soonest, now)
    if done.value.reason.on == stop.day:
        plans.set_channel(tx, done.value.id, Channel.CALL_INSTEAD)
    return done


def settle_rest(tx: Tx, lines: Iterable[StopLine], now: datetime) -> Changed:
    """Every one to its nearest free day: nothing vanishes."""
    changed: list[str] = []
    for line in lines:
        best = stops.day_choices(tx, line.stop, now)[0]
        changed += stops.move_stop(tx, line.stop, best.day, now).changed
    return tuple(dict.fromkeys(changed))


def take_back(tx: Tx, stop: Stop, now: datetime) -> Changed:
    """Undo where a missed stop went, and its reason: both are asked again."""
    return stops.take_back(tx, stop, now).changed
