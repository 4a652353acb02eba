"""Reminders with the longest words, in every state, and many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.reminders import Reminder, ReminderList, ReminderRefusal, ReminderState
from screens import reminders
from tests.screens.fullest.samples import DU, WORDS, Called

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LONG = Reminder(12345, "M01", WORDS, WORDS, NOW, NOW, "420116100001", ReminderState.ASKED, NOW)


def reminders_drawn() -> Iterator[Called]:
    for state in ReminderState:
        for moved in (NOW, NOW + timedelta(days=400)):
            one = replace(LONG, state=state, at=moved)
            for page in ("", "when", "late.99999"):
                yield reminders.reminder_screen, f"{state} {moved} {page}", (one, DU, page)
    yield reminders.list_screen, "", (ReminderList("M01", (LONG,) * 60), DU, "")
    yield reminders.list_screen, "empty", (ReminderList("M01"), DU, "")
    yield reminders.asked_when, "", ()
    yield reminders.noted, "", (WORDS, False)
    yield reminders.noted, "past", ("", True)
    for refusal in ReminderRefusal:
        assert reminders.refusal_words(refusal)
