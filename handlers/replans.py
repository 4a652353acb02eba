"""`/rain` and `/move`: a proposal to look at; taken up as a whole or refused with a tap."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Done, Incoming
from domain.people import Person, Role
from domain.replans import Refused, Replan, ReplanRefusal
from screens import replans as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, replan_asking, replans
from services.days import parse_day_id, working_calendar

DAYS_OFFERED = 2


def rain(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/rain Thu Hengdian`; without words it asks for the day."""
    if not incoming.text.strip():
        days = working_calendar(tx).working_days(now.date(), DAYS_OFFERED)
        return Reply(show=(screens.rain_help(person, days, now.date()),))
    return proposed(replan_asking.ask_rain(tx, person, incoming.text, incoming.at, now))


def rain_on(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Rain on a day, by a tap; it may be asked for again."""
    named = parse_day_id(incoming.object.partition(":")[2])
    if named is None or (person.role is Role.MANAGER and named[0] != person.code):
        return Reply(toast=_("This screen is old"), refused=True)
    return proposed(replan_asking.rain_on(tx, person, named[1], now))


def move(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/move SHOP DAY`: a day promised by hand, and what gives way."""
    if not incoming.text.strip():
        return Reply(show=(screens.move_help(),))
    return proposed(replan_asking.ask_move(tx, person, incoming.text, incoming.at, now))


def proposed(done: Done[Replan | Refused]) -> Reply:
    """The card on which the moves appear, or why there are none."""
    if isinstance(done.value, Refused):
        return Reply(
            show=(screens.refused(done.value.why.value, done.value.said, done.value.candidates),), refused=True
        )
    return reply_to(done, Show("replan", done.value.name))


def accept(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """All of it, as it was shown; what has changed meanwhile is proposed anew."""
    ask = replans.find(tx, incoming.object.partition(":")[2])
    if ask is None:
        return Reply(toast=_("This screen is old"), refused=True)
    version = int(incoming.args[0])
    return _decided(replans.accept(tx, person, ask, version, now), incoming, _("Done"))


def refuse(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    ask = replans.find(tx, incoming.object.partition(":")[2])
    if ask is None:
        return Reply(toast=_("This screen is old"), refused=True)
    return _decided(replans.refuse(tx, person, ask, now), incoming, _("Left as it was"))


def _decided(done: Done[ReplanRefusal | None], incoming: Incoming, toast: str) -> Reply:
    said = toast if done.value is None else screens.toast_words(done.value.value)
    return reply_to(done, into=Show("replan", incoming.object, fresh=False), toast=said)
