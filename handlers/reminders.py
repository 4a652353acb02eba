"""`/remind`, a reminder in a sentence, its buttons and the words that say when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Done, Incoming, Kind
from domain.people import Person
from domain.reminders import SNOOZES, ReminderRefusal, ReminderState, calls
from domain.understanding import Intent
from screens import reminders as screens
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, reminders
from services.reminders import Dialog


def remind(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/remind WORDS` keeps a reminder; without words: those that are open."""
    if incoming.kind is Kind.COMMAND and incoming.text.strip():
        return _kept(tx, person, incoming, now)
    return Reply(show=(Show("reminders", f"reminderlist:{person.code}"),))


def said(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply | None:
    """A sentence that asks for a reminder; None when it does not, when it answers a card, or when a plan stands beside what
    was found in a shop: that is a log."""
    understood = incoming.understood
    if understood is None or understood.intent is not Intent.REMINDER or incoming.reply_object:
        return None
    found = understood.more or (understood.shop and (understood.quantities or understood.outcome or understood.alarms))
    if found and not calls(incoming.text):
        return None
    return _kept(tx, person, incoming, now)


def _kept(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = reminders.keep(tx, person, incoming.text, incoming.understood, incoming.update_row, incoming.at, now)
    if isinstance(done.value, ReminderRefusal):
        return Reply(show=(Screen(screens.refusal_words(done.value)),))
    note = screens.noted(done.value.bad_date, done.value.past)
    card = Show("reminder", reminders.reminder_name(done.value.reminder))
    return reply_to(done, *((note, card) if note else (card,)), react="✍")


def _number(incoming: Incoming) -> int:
    return int(incoming.object.partition(":")[2])


def _did(done: Done[ReminderRefusal | None], incoming: Incoming, toast: str) -> Reply:
    into = Show("reminder", incoming.object, fresh=False)
    if done.value is not None:
        return Reply(toast=screens.refusal_words(done.value), into=into, refused=True)
    return reply_to(done, into=into, toast=toast)


def later(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    choice = incoming.args[0] if incoming.args and incoming.args[0] in SNOOZES else SNOOZES[0]
    return _did(reminders.put_off(tx, _number(incoming), choice, now), incoming, _("Noted"))


def done(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(reminders.settle(tx, _number(incoming), ReminderState.DONE), incoming, _("Noted"))


def drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(reminders.settle(tx, _number(incoming), ReminderState.DROPPED), incoming, _("Noted"))


def ask_when(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Ask for the moment in words; the button stays usable."""
    reminders.ask_when(tx, person, incoming.object, now)
    return Reply(show=(screens.asked_when(),), refused=True)


def answer_when(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A day and a time; what names none, or one that is over, is told, and the question stays open."""
    understood = incoming.understood
    own = understood is not None and understood.intent in {Intent.LOG, Intent.INCIDENT, Intent.SHOP}
    if incoming.kind is not Kind.TEXT or incoming.reply_object or own:
        return None
    number = int(dialog.object.partition(":")[2])
    result = reminders.say_moment(tx, person, number, incoming.text, incoming.at, now)
    if result.value is not None:
        return Reply(show=(Screen(screens.refusal_words(result.value)),))
    reminders.close(tx, person)
    return reply_to(result, Show("reminder", dialog.object))


def words_of(tx: Tx, incoming: Incoming) -> Incoming | None:
    """The message that a reminder was made of, to be kept as a visit instead."""
    reminder = reminders.reminder_owned(tx, str(_number(incoming)))
    return (
        None
        if reminder is None
        else replace(incoming, kind=Kind.TEXT, text=reminder.words, at=reminder.made_at.astimezone(tx.office.zone))
    )
