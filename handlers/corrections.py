"""A field of a log corrected with one tap; the names that a manager taught by it."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming
from domain.people import Person
from domain.shops import Shop
from domain.visits import Log
from screens.corrections import learned_words
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, aliases, corrections, sentences, undo
from services.stop_cards import log_object, may_log, shop_object


def _receipt(log: Log) -> Show:
    return Show("receipt", f"log:{log.id}", fresh=False)


def settle(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The shop of kept words, or of a log, by a button; `none`: none of those offered."""
    log, code = log_object(tx, incoming.object.partition(":")[2]), incoming.args[0]
    assert log is not None
    if code == "none":
        sentences.set_asks(tx, log, [])
        return Reply(into=_receipt(log))
    shop = shop_object(tx, code)
    if shop is None or not may_log(person, shop):
        return Reply(toast=_("This screen is old"), refused=True)
    return settled(tx, person, log, shop, now)


def settled(tx: Tx, person: Person, log: Log, shop: Shop, now: datetime) -> Reply:
    """Settle it, show its receipt, and say what was learned."""
    try:
        done, words = corrections.settle_and_learn(tx, person, log, shop, now)
    except (undo.NotActive, undo.Reviewed):
        return Reply(into=_receipt(log), toast=_("This screen is old"))
    toast = learned_words(words, shop.name) if words else ""
    return reply_to(done, into=_receipt(done.value.log), toast=toast)


def set_outcome(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Say what came of a visit; all that follows from it goes with it."""
    log = log_object(tx, incoming.object.partition(":")[2])
    assert log is not None
    outcome = incoming.args[0] if incoming.args else ""
    if not corrections.is_outcome(outcome):
        return Reply(into=_receipt(log), toast=_("This screen is old"))
    try:
        done = corrections.set_outcome(tx, person, log, outcome, now)
    except (undo.NotActive, undo.Reviewed):
        return Reply(into=_receipt(log), toast=_("This screen is old"))
    return reply_to(done, into=_receipt(log), toast=_("Noted"))


def drop_figure(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """What was read as a figure was none."""
    log = log_object(tx, incoming.object.partition(":")[2])
    assert log is not None
    done = corrections.drop_figure(tx, log, int(incoming.args[0]))
    return reply_to(done, into=_receipt(log), toast=_("Noted"))


def names(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("names", f"names:{person.code}"),))


def forget(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A learned name means nothing special any more."""
    done = aliases.forget(tx, person, int(incoming.object.partition(":")[2]))
    return reply_to(done, into=Show("names", f"names:{person.code}", fresh=False), toast=_("Forgotten"))
