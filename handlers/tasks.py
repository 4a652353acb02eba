"""`/task`, `/tasks`, an order in a sentence; the buttons of givers and managers, and the words that answer their questions."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from domain.chat import Done, Incoming, Kind
from domain.people import Person
from domain.tasks import GIVERS, TaskRefusal
from domain.understanding import Intent
from screens import task_lists as list_screens
from screens import task_parts as part_screens
from screens import tasks as screens
from screens.reminders import moment_words
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, task_parts, tasks
from services.tasks import ASK_DUE, ASK_WORDS, Dialog

_COMMAND = re.compile(r"^/task(@\w+)?(\s+|$)", re.IGNORECASE)


def task(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/task WORDS` makes a draft; without words, or by the key, they are asked for."""
    words = incoming.text if incoming.kind is Kind.COMMAND else ""
    if words.strip():
        return _drafted(tx, person, words, incoming, now)
    tasks.ask(tx, person, ASK_WORDS, "", now)
    return Reply(show=(screens.asked_words(),))


def book(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("tasks", f"taskbook:{person.code}"),))


def said(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply | None:
    """A sentence of a chief that gives an order becomes a draft; None when it gives none."""
    understood = incoming.understood
    if person.role not in GIVERS or understood is None or understood.intent is Intent.QUESTION:
        return None
    if understood.intent is not Intent.TASK and not tasks.is_order(tx, person, incoming.text):
        return None
    return _drafted(tx, person, incoming.text, incoming, now)


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The words of a new task."""
    if incoming.kind is not Kind.TEXT or incoming.reply_object or not incoming.text.strip():
        return None
    tasks.close(tx, person)
    return _drafted(tx, person, _COMMAND.sub("", incoming.text), incoming, now)


def _drafted(tx: Tx, person: Person, words: str, incoming: Incoming, now: datetime) -> Reply:
    understood = incoming.understood if words == incoming.text else None
    done = tasks.draft(tx, person, words, understood, incoming.update_row, incoming.at, now)
    if isinstance(done.value, TaskRefusal):
        refused = (
            screens.not_for_you() if done.value is TaskRefusal.NOBODY else Screen(screens.refusal_words(done.value))
        )
        return Reply(show=(refused,))
    note = screens.noted(done.value.unknown, done.value.bad_date, done.value.past)
    card = Show("task_card", tasks.task_name(done.value.task))
    return Reply(show=(note, card) if note else (card,))


def _number(incoming: Incoming) -> int:
    return int(incoming.object.partition(":")[2])


def _card(incoming: Incoming, page: str = "") -> Show:
    return Show("task_card", incoming.object, page, fresh=False)


def _did(done: Done[TaskRefusal | None], into: Show | None = None, toast: str = "") -> Reply:
    """What a verb did, or a toast why not."""
    if done.value is not None:
        return Reply(toast=screens.refusal_words(done.value), into=into, refused=True)
    return reply_to(done, into=into, toast=toast)


def who(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Takes a manager in or out; the page of the choice stays."""
    code, page = incoming.args
    return _did(tasks.toggle(tx, person, _number(incoming), code), _card(incoming, f"{screens.WHO}.{page}"))


def weight(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(tasks.set_weight(tx, _number(incoming), int(incoming.args[0])), _card(incoming))


def due(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """One of the moments offered; 0: none."""
    seconds = int(incoming.args[0])
    moment = datetime.fromtimestamp(seconds, UTC) if seconds else None
    return _did(tasks.set_due(tx, _number(incoming), moment, now), _card(incoming))


def say_due(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    tasks.ask(tx, person, ASK_DUE, incoming.object, now)
    return Reply(show=(screens.asked_due(),), refused=True)


def answer_due(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A day and a time in words; what names none, or one that is over, is told and asked again; a new order goes its way."""
    if not _words_of(incoming) or tasks.is_order(tx, person, incoming.text, verb=True):
        return None
    number = int(dialog.object.partition(":")[2])
    done = tasks.say_due(tx, person, number, incoming.text, incoming.at, now)
    if done.value is not None:
        return Reply(show=(Screen(screens.refusal_words(done.value)),))
    tasks.close(tx, person)
    return reply_to(done, Show("task_card", dialog.object))


def send(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(tasks.send(tx, person, _number(incoming), now), _card(incoming), _("Sent"))


def drop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(tasks.drop(tx, _number(incoming)), _card(incoming), _("Not sent"))


def withdraw(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(tasks.withdraw(tx, _number(incoming)), _card(incoming), _("Withdrawn"))


def _part(incoming: Incoming) -> Show:
    return Show("task", incoming.object, fresh=False)


def accept(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _did(task_parts.accept(tx, _number(incoming), now), _part(incoming), _("Noted"))


def finish(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """It is done; a sentence or a photo may follow for a while."""
    done = task_parts.finish(tx, _number(incoming), now)
    if done.value is None:
        tasks.ask(tx, person, task_parts.ASK_DONE, incoming.object, now)
    return _did(done, _part(incoming), _("Noted"))


def snooze(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = task_parts.snooze(tx, _number(incoming), int(incoming.args[0]), now)
    if isinstance(done.value, TaskRefusal):
        return Reply(toast=screens.refusal_words(done.value), refused=True)
    return reply_to(done, into=_part(incoming), toast=_("I remind you at {time}").format(time=moment_words(done.value)))


def ask(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Ask the giver something; the button stays usable."""
    line = task_parts.load_part(tx, str(_number(incoming)), person, now)
    if line is None or not task_parts.may_ask(tx, _number(incoming)):
        return Reply(toast=_("This screen is old"), into=_part(incoming), refused=True)
    tasks.ask(tx, person, task_parts.ASK_QUESTION, incoming.object, now)
    return Reply(show=(part_screens.asked_question(line),), refused=True)


def reply(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Answer a manager's question; the button stays usable."""
    if not task_parts.may_ask(tx, _number(incoming)):
        return Reply(toast=_("This screen is old"), refused=True)
    tasks.ask(tx, person, task_parts.ASK_ANSWER, incoming.object, now)
    return Reply(show=(list_screens.asked_answer(),), refused=True)


def _to_us(incoming: Incoming) -> bool:
    """Whether it answers no card, or one of a task."""
    return incoming.reply_object.partition(":")[0] in {"", "task", "part"}


def _words_of(incoming: Incoming) -> str:
    return incoming.text.strip() if incoming.kind is Kind.TEXT and _to_us(incoming) else ""


def answer_question(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A manager's question in words; what is a log or a report goes its own way."""
    if not _words_of(incoming) or _is_a_log(incoming):
        return None
    tasks.close(tx, person)
    done = task_parts.ask_giver(tx, int(dialog.object.partition(":")[2]), incoming.text, now)
    return _told(done, dialog.object)


def answer_reply(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The giver's answer in words; a new order goes its way."""
    if not _words_of(incoming) or tasks.is_order(tx, person, incoming.text, verb=True):
        return None
    tasks.close(tx, person)
    done = task_parts.answer(tx, int(dialog.object.partition(":")[2]), incoming.text, now)
    if done.value is not None:
        return Reply(show=(Screen(screens.refusal_words(done.value)),))
    return reply_to(done, react="✍")


def answer_done(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A short sentence or a photo about what was done; a log, a report or a question goes its own way."""
    photo = incoming.media if incoming.kind is Kind.PHOTO else None
    fits = incoming.kind in {Kind.TEXT, Kind.PHOTO} and _to_us(incoming)
    if not fits or not (_about_it(incoming) or (photo and not incoming.text.strip())):
        return None
    tasks.close(tx, person)
    done = task_parts.say_done(tx, int(dialog.object.partition(":")[2]), incoming.text, photo, now)
    return _told(done, dialog.object)


def _is_a_log(incoming: Incoming) -> bool:
    """Whether words say what was found in a shop that they name, or report something."""
    understood = incoming.understood
    if understood is None:
        return False
    found = bool(understood.quantities or understood.outcome) and understood.shop is not None and understood.exact
    return found or understood.intent is Intent.INCIDENT


def _about_it(incoming: Incoming) -> bool:
    """Whether words can be about the task that was just done: nothing that names a shop, asks, reminds or reports."""
    understood = incoming.understood
    if not incoming.text.strip() or (understood is not None and understood.shop_candidates):
        return False
    elsewhere = {Intent.INCIDENT, Intent.SHOP, Intent.QUESTION, Intent.REMINDER}
    return understood is None or understood.intent not in elsewhere


def _told(done: Done[TaskRefusal | None], name: str) -> Reply:
    if done.value is not None:
        return Reply(show=(Screen(screens.refusal_words(done.value)),))
    return reply_to(done, Show("task", name, fresh=False), react="✍")
