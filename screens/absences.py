"""What people read after the bot was away from Telegram (SCREENS 9)."""

from __future__ import annotations

from datetime import datetime

from domain.absences import AbsenceNote, note_of
from domain.people import Person, Role
from screens.screen import Screen
from screens.terms import dated, time_words
from screens.words import _, local, ngettext


def absence_screen(person: Person, reader: Person | None, page: str) -> Screen | None:
    """The absence of a page, for the one whom it concerns."""
    note = note_of(page)
    if note is None:
        return None
    return Screen(_made_up_for(person, note) if note.missing_until is None else _missing(note, note.missing_until))


def _made_up_for(person: Person, note: AbsenceNote) -> str:
    if person.role is Role.MANAGER:
        words = ngettext(
            "I was offline {span}. Your {n} message of that time is noted.",
            "I was offline {span}. Your {n} messages of that time are all noted.",
            note.messages,
        )
    else:
        words = ngettext(
            "I was offline {span}. Your {n} message of that time has arrived.",
            "I was offline {span}. Your {n} messages of that time have all arrived.",
            note.messages,
        )
    return words.format(span=_span(note), n=note.messages)


def _missing(note: AbsenceNote, until: datetime) -> str:
    if until >= note.back:
        words = _("I was offline {span}. What was sent in that time may be missing; send it again if it matters.")
        return words.format(span=_span(note))
    words = _("I was offline {span}. What was sent before {until} may be missing; send it again if it matters.")
    return words.format(span=_span(note), until=_when(until))


def _span(note: AbsenceNote) -> str:
    """`9:10–9:40`; with the days when they differ."""
    if local(note.left).date() == local(note.back).date():
        return f"{time_words(note.left)}–{time_words(note.back)}"
    return f"{_when(note.left)}–{_when(note.back)}"


def _when(instant: datetime) -> str:
    return _("{day} {time}").format(day=dated(local(instant).date()), time=time_words(instant))
