"""What handlers of sentences look up: the shop behind a card, what is left, which log a message made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.chat import Done, Incoming
from domain.days import StopLine, is_visit, next_stop, tally
from domain.people import Action, Person, allow
from domain.shops import Shop
from domain.stop_cards import STOP_PLACE, Ask, Question, following
from domain.understanding import Understood, missed_for
from domain.understanding.sentence import MISSED
from domain.visits import Log, Missed, Stop, StopState
from services.days import day_object, today_of
from services.sentences import Written, answered, entry_of, set_asks
from services.shop_changes import follow_up_day
from services.stop_cards import asks_of
from services.stops import find_stop
from services.stops import missed as missed_stop
from services.visits import Entry, add_words, log_shop, promise_day
from storage import outbox, plans, shops, visit_changes, visits
from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be done today: visits and calls in between; `planned` counts the visits of the plan."""

    left: int
    calls: int
    planned: int
    next: StopLine | None


def left_today(tx: Tx, person: Person, now: datetime) -> Left:
    day = today_of(tx, person, now.date())
    if day is None:
        return Left(0, 0, 0, None)
    open_ones = [line.stop for line in day.stops if line.stop.state is StopState.PLANNED]
    visits_left = sum(is_visit(stop) for stop in open_ones)
    return Left(visits_left, len(open_ones) - visits_left, tally(day).planned, next_stop(day.stops))


def visible(tx: Tx, person: Person, codes: Sequence[str]) -> list[Shop]:
    """Those of the shops that this person may see, in the order given."""
    found = shops.some(tx, codes)
    return [found[code] for code in codes if code in found and allow(person, Action.SEE_SHOP, found[code])]


def shop_behind(tx: Tx, person: Person, object: str) -> str:
    """The code of the person's own shop that a card is about; '' when it is about none."""
    kind, _colon, id = object.partition(":")
    match kind:
        case "shop":
            code = id
        case "stop":
            stop = find_stop(tx, id)
            code = stop.shop if stop else ""
        case "log":
            log = visits.log(tx, int(id)) if id.isdecimal() else None
            code = log.shop if log else ""
        case _:
            code = ""
    shop = shops.by_code(tx, code) if code else None
    return code if shop is not None and allow(person, Action.LOG_VISIT, shop) else ""


def card_moves_to(tx: Tx, person: Person, log: Log, now: datetime) -> str:
    """The stop that the open card goes on to, when it shows the one that this log settled; '' when it stays."""
    card = outbox.card(tx, person.user_id, STOP_PLACE)
    if card is None or not log.stop or card.object not in {f"stop:{log.stop}", f"shop:{log.shop}"}:
        return ""
    day = today_of(tx, person, now.date())
    line = following(day.stops, plans.stop(tx, log.stop)) if day else None
    return f"stop:{line.stop.id}" if line else ""


def log_of_message(tx: Tx, person: Person, message_id: int) -> Log | None:
    """The active log made from a message."""
    return visit_changes.by_message(tx, person.code, message_id)


def was_undone(tx: Tx, person: Person, message_id: int) -> bool:
    """Whether a message made a log that does not stand any more."""
    return visit_changes.made_by_message(tx, person.code, message_id)


def drop_later(tx: Tx, log: Log) -> Done[Log]:
    """Drop the later stop that an unplanned visit stands for; the log's undo brings it back."""
    ask = next((one for one in asks_of(tx, log) if one.what is Question.LATER), None)
    stop = plans.stop(tx, ask.stop) if ask else None
    done = answered(tx, log, Question.LATER)
    if stop is None or stop.state is not StopState.PLANNED:
        return done
    kept = visits.before(tx, log.id)
    visit_changes.set_before(tx, log.id, kept | {"later": visit_changes.stop_as_json(stop)})
    plans.set_state(tx, stop.id, StopState.DROPPED)
    return Done(log, changed=(*done.changed, f"stop:{stop.id}", day_object(stop.manager, stop.day)))


def set_day(tx: Tx, person: Person, log: Log, day: str, now: datetime) -> Done[Log]:
    """The promised day of a log, as ISO or `none`; the question of it is answered."""
    rest = [ask for ask in asks_of(tx, log) if ask.what not in {Question.DAY, Question.BAD_DATE}]
    set_asks(tx, log, rest)
    done = promise_day(tx, person, log, None if day == "none" else date.fromisoformat(day), now)
    return Done(done.value, changed=(*done.changed, *_stops_of_today(tx, person, now)))


def _stops_of_today(tx: Tx, person: Person, now: datetime) -> tuple[str, ...]:
    return tuple(f"stop:{stop.id}" for stop in plans.of_day(tx, person.code, now.date()))


def set_day_of(tx: Tx, person: Person, object: str, day: date, now: datetime) -> Done[Log | None]:
    """The same for `log:<id>` or `follow:<id>`; the value is the log behind it."""
    kind, _colon, id = object.partition(":")
    if kind == "follow":
        follow = visits.follow_up(tx, int(id))
        moved = follow_up_day(tx, person, object, day, now)
        log = visits.log(tx, follow.log) if follow and follow.log else None
        return Done(log, changed=(*moved.changed, *_stops_of_today(tx, person, now)))
    log = visits.log(tx, int(id))
    if log is None:
        return Done(None)
    done = set_day(tx, person, log, day.isoformat(), now)
    return Done(done.value, changed=done.changed)


def offer(tx: Tx, log: Log, found: Sequence[Shop]) -> None:
    """Ask which of several shops is meant."""
    set_asks(tx, log, [Ask(Question.SHOP, shops=tuple(shop.code for shop in found))])


def write_beside(
    tx: Tx, person: Person, log: Log, incoming: Incoming, understood: Understood, now: datetime
) -> Done[Written]:
    """Words added to a log, read for their figures and days, at the same shop."""
    shop = shops.by_code(tx, log.shop) if log.shop else None
    if shop is None:
        bare = Entry(incoming.at, words=incoming.text, origin=incoming.update_row, message_id=incoming.message_id)
        kept = add_words(tx, person, log, bare, now)
        return Done(Written(kept.value, True), changed=kept.changed)
    entry = entry_of(tx, person, shop, incoming, understood, now)
    done = add_words(tx, person, log, entry, now)
    plain = not (entry.asks or entry.quantities or entry.next_day)
    return Done(Written(done.value, plain, entry.asks), changed=done.changed)


def write_reason(tx: Tx, person: Person, object: str, incoming: Incoming, now: datetime) -> Done[Stop] | None:
    """The reason of a missed stop in words: a log of its own and the stop's reason; None when the stop is done."""
    stop = find_stop(tx, object.partition(":")[2])
    shop = shops.by_code(tx, stop.shop) if stop else None
    if stop is None or shop is None or stop.state is StopState.DONE:
        return None
    entry = Entry(incoming.at, MISSED, words=incoming.text, origin=incoming.update_row, message_id=incoming.message_id)
    logged = log_shop(tx, person, shop, entry, now)
    why = missed_for(incoming.text) or Missed.OTHER
    done = missed_stop(tx, stop, why, incoming.text, now)
    return Done(done.value, changed=(*logged.changed, *done.changed))
