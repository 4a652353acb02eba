"""A reminder set, rung, settled; the list of those that are open."""

from __future__ import annotations

from datetime import datetime

from domain.people import Person, Role
from domain.reminders import HOUR, MORNING, Reminder, ReminderList, ReminderRefusal, ReminderState
from screens.screen import Button, Rows, Screen, do, show
from screens.terms import dated, time_words, two
from screens.words import _, local, ngettext, safe

WHAT_SHOWN = 600
LINE_SHOWN = 40
LISTED = 20
WHEN = "when"
LATE = "late."


def _what(reminder: Reminder, most: int = WHAT_SHOWN) -> str:
    words = reminder.what
    return safe(words if len(words) <= most else words[: most - 1] + "…")


def moment_words(at: datetime) -> str:
    """`11-25 Wed 15:00`."""
    return _("{day} {time}").format(day=dated(local(at).date()), time=time_words(at))


def reminder_screen(reminder: Reminder, reader: Person | None, page: str) -> Screen:
    """The card of one reminder. Pages: when (another moment), late.N (it rang N minutes late)."""
    match reminder.state:
        case ReminderState.ASKED:
            return Screen(
                _("Kept: {what}. When shall I remind you?").format(what=_what(reminder)), _when_rows(reminder)
            )
        case ReminderState.WAITING:
            rows = (*_when_rows(reminder)[:2], (_back(reminder),)) if page == WHEN else _waiting_rows(reminder, reader)
            return Screen(_waiting(reminder), rows)
        case ReminderState.RUNG:
            return Screen(_rung(reminder, page), _rung_rows(reminder))
        case ReminderState.DONE:
            return Screen(_("✅ {what}").format(what=_what(reminder)))
        case ReminderState.DROPPED:
            return Screen(_("No reminder any more: {what}").format(what=_what(reminder)))


def _name(reminder: Reminder) -> str:
    return f"reminder:{reminder.id}"


def _waiting(reminder: Reminder) -> str:
    if not reminder.moved:
        return _("I remind you {moment}: {what}").format(moment=moment_words(reminder.at), what=_what(reminder))
    return _("You are off or asleep then, so I remind you {moment}: {what}").format(
        moment=moment_words(reminder.at), what=_what(reminder)
    )


def _waiting_rows(reminder: Reminder, reader: Person | None) -> Rows:
    first = (
        show(_("Another time"), "reminder", _name(reminder), WHEN),
        do(_("Not needed"), "reminder_drop", _name(reminder)),
    )
    logs = reader is not None and reader.role is Role.MANAGER
    return (first, (do(_("It was a visit"), "reminder_log", _name(reminder)),)) if logs and reminder.shop else (first,)


def _later(reminder: Reminder) -> tuple[Button, ...]:
    return (
        do(_("In an hour"), "reminder_later", _name(reminder), HOUR),
        do(_("Next morning"), "reminder_later", _name(reminder), MORNING),
    )


def _when_rows(reminder: Reminder) -> Rows:
    name = _name(reminder)
    return (
        _later(reminder),
        (do(_("Write a time"), "reminder_when", name),),
        (do(_("Not needed"), "reminder_drop", name),),
    )


def _back(reminder: Reminder) -> Button:
    return show(_("Back"), "reminder", _name(reminder))


def _rung(reminder: Reminder, page: str) -> str:
    words = _("⏰ {time} {what}").format(time=time_words(reminder.at), what=_what(reminder))
    minutes = page.removeprefix(LATE) if page.startswith(LATE) else ""
    if not minutes.isdecimal() or len(minutes) > 6:
        return words
    n = int(minutes)
    return two(words, ngettext("({n} minute late)", "({n} minutes late)", n).format(n=n))


def _rung_rows(reminder: Reminder) -> Rows:
    shop = ((show(_("The shop"), "shop", f"shop:{reminder.shop}"),),) if reminder.shop else ()
    return ((do(_("Done"), "reminder_done", _name(reminder)),), _later(reminder), *shop)


def list_screen(reminders: ReminderList, reader: Person | None, page: str) -> Screen:
    """What is open, the soonest first; a tap opens one to change or remove it."""
    count = len(reminders.open)
    if not count:
        return Screen(_("No reminders. For example: remind me tomorrow at 15:00 to bring the papers to Mr Li"))
    lines = [ngettext("{n} reminder:", "{n} reminders:", count).format(n=count)]
    for number, one in enumerate(reminders.open[:LISTED], 1):
        lines.append(f"{number} {_line(one)}")
    buttons = [show(str(n), "reminder", _name(one)) for n, one in enumerate(reminders.open[:LISTED], 1)]
    return Screen("\n".join(lines), tuple(tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5)))


def _line(reminder: Reminder) -> str:
    moment = _("no time yet") if reminder.state is ReminderState.ASKED else moment_words(reminder.at)
    return _("{moment} {what}").format(moment=moment, what=_what(reminder, LINE_SHOWN))


def asked_when() -> Screen:
    return Screen(_("When? Write a day and a time, for example: Friday 15:00"))


def noted(bad_date: str, past: bool) -> Screen | None:
    """Why the moment is still to be said."""
    if bad_date:
        return Screen(_("{words} is no date that exists.").format(words=safe(bad_date[:LINE_SHOWN])))
    return Screen(_("That moment is over; choose another.")) if past else None


def refusal_words(refusal: ReminderRefusal) -> str:
    return {
        ReminderRefusal.OVER: _("This screen is old"),
        ReminderRefusal.PAST: _("That moment is over"),
        ReminderRefusal.NO_DATE: _("I found no day and time in that. For example: Friday 15:00"),
        ReminderRefusal.NO_WORDS: _("Remind you of what?"),
    }[refusal]
