"""Reminders in the routing table."""

from __future__ import annotations

from bot.routing import EVERYONE, Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action
from handlers import reminders as handle
from handlers import sentences
from screens import reminders as screens
from screens.words import N_
from services import reminders, tasks

COMMANDS: tuple[Command, ...] = (
    Command(
        "remind",
        handle.remind,
        Action.REMIND,
        EVERYONE,
        N_("My reminders"),
        example=N_("/remind tomorrow at 15:00 bring the papers to Mr Li"),
    ),
)

PRESSES: dict[str, Press] = {
    "reminder_later": Press(handle.later, Action.REMIND),
    "reminder_done": Press(handle.done, Action.REMIND),
    "reminder_drop": Press(handle.drop, Action.REMIND),
    "reminder_when": Press(handle.ask_when, Action.REMIND),
    "reminder_log": Press(sentences.log_reminder, Action.REMIND),
}

DIALOGS: dict[str, Answer] = {reminders.ASK_WHEN: handle.answer_when}

VIEWS: dict[str, View] = {
    "reminder": View("reminder", reminders.load_reminder, Action.REMIND, screens.reminder_screen),
    "reminders": View("reminderlist", reminders.load_list, Action.REMIND, screens.list_screen, place="reminders"),
}

OBJECTS: dict[str, ObjectOf] = {"reminder": reminders.reminder_owned, "reminderlist": tasks.book_owned}
