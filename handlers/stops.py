"""Taps on the card of a stop or a shop: logged, undone, missed, moved, called instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from domain.chat import Done, Incoming
from domain.people import Person
from domain.stop_cards import following
from domain.visits import Channel, Log, Missed, Stop
from screens import visits as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, shop_changes, stops, undo, visit_effects, visit_questions, visits
from services.days import today_of
from services.stop_cards import log_object, shop_object
from services.stops import Stale

StopVerb = Callable[[Stop], Done[Stop]]


def log(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A chip: outcome, then the channel when it is not the stop's own."""
    kind, _colon, id = incoming.object.partition(":")
    outcome, *rest = incoming.args
    way = next((Channel(one) for one in rest if one in set(Channel)), None)
    entry = visits.chip_entry(outcome, way, incoming.at, incoming.update_row)
    try:
        done = _logged(tx, person, kind, id, entry, now)
    except visits.Deaf:
        return Reply(toast=_("Just noted the last one, tap again"), refused=True)
    except visits.AlreadyDone:
        return Reply(into=Show("stop", incoming.object, fresh=False), toast=_("Already noted"))
    if done is None:
        return Reply(toast=_("This screen is old"), refused=True)
    return _after_log(tx, person, done, now)


def _logged(
    tx: Tx, person: Person, kind: str, id: str, entry: visits.Entry, now: datetime
) -> Done[visit_effects.Logged] | None:
    if kind == "stop":
        stop = stops.find_stop(tx, id)
        return visits.log_stop(tx, person, stop, entry, now) if stop else None
    shop = shop_object(tx, id)
    if shop is None:
        return None
    if visits.too_soon(tx, person, entry.at):
        raise visits.Deaf
    return visits.log_shop(tx, person, shop, entry, now)


def _after_log(tx: Tx, person: Person, done: Done[visit_effects.Logged], now: datetime) -> Reply:
    """The message becomes the next stop's card with this log on top."""
    log = done.value.log
    if log.outcome == "something_new":
        visit_questions.ask(tx, person, visit_questions.WORDS, f"log:{log.id}", now)
        return reply_to(done, screens.say_it(), into=_next_card(tx, person, done.value.stop, log, now))
    return reply_to(done, into=_next_card(tx, person, done.value.stop, log, now))


def _next_card(tx: Tx, person: Person, stop: Stop | None, log: Log, now: datetime) -> Show:
    page = f"after:{log.id}"
    day = today_of(tx, person, now.date())
    line = following(day.stops, stop) if day else None
    if line is not None:
        return Show("stop", f"stop:{line.stop.id}", page, fresh=False)
    if stop is not None:
        return Show("stop", f"stop:{stop.id}", page, fresh=False)
    return Show("receipt", f"log:{log.id}", fresh=False)


def undo_log(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Everything goes back; the card of that stop is on top again."""
    log = _log(tx, incoming)
    try:
        done = undo.undo(tx, person, log, now)
    except undo.Reviewed:
        return correct_log(tx, person, incoming, now)
    except undo.NotActive:
        return Reply(toast=_("Already undone"), changed=visit_effects.changed_by(log))
    if incoming.card_place == "stop":
        back = Show("stop", f"stop:{log.stop}", f"undone:{log.id}") if log.stop else Show("shop", f"shop:{log.shop}")
        return reply_to(done, into=replace(back, fresh=False), toast=_("Undone"))
    return reply_to(done, into=Show("receipt", f"log:{log.id}", fresh=False), toast=_("Undone"))


def redo(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    log = _log(tx, incoming)
    try:
        done = undo.redo(tx, person, log, now)
    except (undo.NotActive, undo.Reviewed):
        return Reply(toast=_("This screen is old"), changed=visit_effects.changed_by(log))
    if incoming.card_place == "stop":
        stop = stops.find_stop(tx, str(log.stop)) if log.stop else None
        return reply_to(done, into=_next_card(tx, person, stop, done.value, now), toast=_("Noted again"))
    return reply_to(done, into=Show("receipt", f"log:{log.id}", fresh=False), toast=_("Noted again"))


def _log(tx: Tx, incoming: Incoming) -> Log:
    log = log_object(tx, incoming.object.partition(":")[2])
    assert log is not None
    return log


def correct_log(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """After a confirmed review a log is not undone but written anew beside the old one."""
    visit_questions.ask(tx, person, visit_questions.CORRECT, incoming.object, now)
    return Reply(show=(screens.correct_words(),), refused=True)


def add_words(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The next words, photo or voice go with this log."""
    visit_questions.ask(tx, person, visit_questions.WORDS, incoming.object, now)
    return Reply(show=(screens.say_it(),), refused=True)


def tell_news(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = visits.tell_news(tx, person, _log(tx, incoming), now)
    names = (*done.changed, *_own_card(tx, person, now))
    return Reply(toast=_("News told, noted"), changed=names)


def _own_card(tx: Tx, person: Person, now: datetime) -> tuple[str, ...]:
    """The stops of today, one of which the card in this chat shows."""
    day = today_of(tx, person, now.date())
    return tuple(f"stop:{line.stop.id}" for line in day.stops) if day else ()


def missed(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The reason; then the card asks where to put it."""
    return _stop_verb(tx, person, incoming, now, lambda stop: stops.missed(tx, stop, Missed(incoming.args[0]), "", now))


def missed_words(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.REASON, incoming.object, now)
    return Reply(show=(screens.why_words(),), refused=True)


def move_stop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    to_day = date.fromisoformat(incoming.args[0])
    return _on_to_next(tx, person, incoming, now, lambda stop: stops.move_stop(tx, stop, to_day, now))


def call_stop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The stop is open again, by phone."""
    return _stop_verb(tx, person, incoming, now, lambda stop: stops.call_instead(tx, stop, now))


def no_answer(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Nobody picked up: it stays open, and is asked again in the evening."""
    stop = stops.find_stop(tx, incoming.object.partition(":")[2])
    line = _next_line(tx, person, stop, now)
    into = Show("stop", line or incoming.object, fresh=False)
    return Reply(into=into, toast=_("Stays open, asked tonight"), refused=True)


def decide_later(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(
        into=Show("stop", incoming.object, f"moved:{incoming.object.partition(':')[2]}", fresh=False), refused=True
    )


def not_closed(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(toast=_("Good, it stays planned"))


def take_back(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stop_verb(tx, person, incoming, now, lambda stop: stops.take_back(tx, stop, now))


def _stop_verb(tx: Tx, person: Person, incoming: Incoming, now: datetime, verb: StopVerb) -> Reply:
    """Do it and show the same stop again."""
    try:
        done = verb(stops.stop_of(tx, incoming.object))
    except Stale:
        return Reply(into=Show("stop", incoming.object, fresh=False), toast=_("Already settled"))
    return reply_to(done, into=Show("stop", incoming.object, fresh=False))


def _on_to_next(tx: Tx, person: Person, incoming: Incoming, now: datetime, verb: StopVerb) -> Reply:
    """Do it and show the next stop with what became of this one on top."""
    try:
        stop = stops.stop_of(tx, incoming.object)
        done = verb(stop)
    except Stale:
        return Reply(into=Show("stop", incoming.object, fresh=False), toast=_("Already settled"))
    line = _next_line(tx, person, stop, now)
    into = Show("stop", line, f"moved:{stop.id}", fresh=False) if line else Show("stop", incoming.object, fresh=False)
    return reply_to(done, into=into)


def _next_line(tx: Tx, person: Person, stop: Stop | None, now: datetime) -> str:
    day = today_of(tx, person, now.date())
    line = following(day.stops, stop) if day else None
    return f"stop:{line.stop.id}" if line else ""


def follow_drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The follow-up that a chip proposed is not needed."""
    done = shop_changes.drop_follow_up(tx, person, incoming.object, now)
    return Reply(toast=_("Left out"), changed=(*done.changed, *_own_card(tx, person, now)))


def follow_day(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.DAY, incoming.object, now)
    return Reply(show=(screens.which_day(),), refused=True)


def grade(tx: Tx, person: Person, incoming: Incoming, now: datetime, what: str) -> Reply:
    done = shop_changes.set_grade(tx, incoming.object, what, int(incoming.args[0]))
    return reply_to(done, into=_shop_card(tx, person, incoming, now), toast=_("Noted"))


def difficulty(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return grade(tx, person, incoming, now, "difficulty")


def willingness(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return grade(tx, person, incoming, now, "willingness")


def close_shop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Closed for good: out of the plan and out of the counts."""
    done = shop_changes.close_shop(tx, person, incoming.object, now)
    return reply_to(done, into=_shop_card(tx, person, incoming, now), toast=_("Noted"))


def reopen_shop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = shop_changes.reopen_shop(tx, incoming.object)
    return reply_to(done, into=_shop_card(tx, person, incoming, now), toast=_("Noted"))


def _shop_card(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Show:
    """The card of today's stop of the shop, else the shop's own."""
    code = incoming.object.partition(":")[2]
    stop = visits.stop_on(tx, person.code, code, now.date())
    return Show("stop", f"stop:{stop.id}", fresh=False) if stop else Show("shop", incoming.object, fresh=False)
