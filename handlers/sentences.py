"""What a manager writes: a sentence becomes a log, is asked about when in doubt, and can be changed afterwards."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from domain.chat import Done, Incoming
from domain.people import Person, Role
from domain.shops import Shop
from domain.stop_cards import Question
from domain.understanding import Intent, Understood
from domain.understanding.questions import Asked, asked
from domain.visits import Channel, Log
from handlers import corrections, incidents, questions, reminders, tasks
from screens import visits as screens
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _, safe
from services import Tx, lookups, sentences, undo, visit_questions
from services.days import day_object
from services.sentences import Written
from services.stop_cards import log_object, may_log
from services.visit_questions import Dialog

KEPT, ASKED = "✍", "👀"
LONG = 4_000
SHORT_ANSWER = 16

_FIGURE = re.compile(r"^\D{0,4}?(\d+(?:\.\d+)?)\s*[^\d\s]{0,3}$")
_SLASH = re.compile(r"^/\w+(?:@\w+)?\s*")


def text(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Free text: from a manager a sentence to keep, a shop to look at or a question; others get a hint.

    What answers the card of an incident goes to the incident."""
    added = incidents.added_by_reply(tx, person, incoming, now)
    if added is not None:
        return added
    if person.role is not Role.MANAGER:
        said = tasks.said(tx, person, incoming, now) or reminders.said(tx, person, incoming, now)
        return said or Reply(show=(screens.role_hint(person),))
    understood = incoming.understood or Understood()
    match understood.intent:
        case Intent.SHOP if not incoming.reply_object:
            return _open_shop(tx, person, incoming, understood, now)
        case Intent.INCIDENT:
            return incidents.report_sentence(tx, person, incoming, now)
        case Intent.QUESTION:
            answer = questions.answer(tx, person, incoming, understood, now)
            return answer or write(tx, person, incoming, understood, now)
        case Intent.REMINDER if not incoming.reply_object:
            return reminders.said(tx, person, incoming, now) or write(tx, person, incoming, understood, now)
        case Intent.CORRECTION:
            return _correction(tx, person, incoming, understood, now)
        case _:
            return write(tx, person, incoming, understood, now)


def unread(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Words that were not understood beforehand."""
    understood = sentences.understood_of(tx, person, incoming.text, incoming.at)
    return text(tx, person, replace(incoming, understood=understood), now)


def write(tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime) -> Reply:
    """Keep the words in one log and answer with as little as possible."""
    shop = "" if understood.shop and understood.exact else lookups.shop_behind(tx, person, incoming.reply_object)
    done = sentences.write_sentence(tx, person, incoming, understood, now, shop)
    return receipt(tx, person, done, incoming, now)


def log_reminder(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """What was taken for a reminder was a visit: it becomes a log at its own moment."""
    words = reminders.words_of(tx, incoming)
    dropped = reminders.drop(tx, person, incoming, now)
    if words is None or dropped.refused or person.role is not Role.MANAGER:
        return dropped
    understood = sentences.understood_of(tx, person, words.text, words.at) or Understood()
    done = sentences.write_sentence(tx, person, words, understood, now)
    reply = reply_to(done, Show("receipt", f"log:{done.value.log.id}"))
    return replace(reply, into=dropped.into, changed=(*dropped.changed, *reply.changed))


def receipt(tx: Tx, person: Person, done: Done[Written], incoming: Incoming, now: datetime) -> Reply:
    """✍ alone when all is plain; else the one line, 👀 when a question is in it. An open card goes on to the next stop."""
    written = done.value
    react = ASKED if written.asks or any(one.asks for one in written.more) else KEPT
    onward = lookups.card_moves_to(tx, person, written.log, now)
    shown: tuple[Show | Screen, ...] = (Show("stop", onward, f"after:{written.log.id}", fresh=False),) if onward else ()
    if not written.plain:
        shown = (*shown, Show("receipt", f"log:{written.log.id}"))
    shown = (*shown, *(Show("receipt", f"log:{one.log.id}") for one in written.more))
    if len(incoming.text) >= LONG:
        shown = (*shown, screens.long_kept())
    return reply_to(done, *shown, react=react)


def _correction(tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime) -> Reply:
    """«不对，是30条»: about the last sentence of today, unless the words name a shop themselves."""
    target = sentences.corrects(tx, person, now)
    if target is None or (understood.shop and understood.shop != target.shop):
        return write(tx, person, incoming, understood, now)
    done = sentences.write_correction(tx, person, target, incoming, understood, now)
    return reply_to(done, Show("receipt", f"log:{target.id}"), react=KEPT)


def _open_shop(tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime) -> Reply:
    """A bare shop name opens its card."""
    if understood.shop:
        return Reply(show=(Show("shop", f"shop:{understood.shop}"),))
    like = lookups.visible(tx, person, understood.shop_candidates)
    return Reply(show=(screens.no_shop(incoming.text, like),))


def log_command(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/log SHOP WORDS`, or the key: which shop?"""
    if incoming.command and incoming.text.strip():
        understood = incoming.understood or Understood()
        if understood.intent is Intent.SHOP and understood.shop:
            return _open_shop(tx, person, incoming, understood, now)
        return write(tx, person, incoming, understood, now)
    return ask_which(tx, person, now)


def ask_which(tx: Tx, person: Person, now: datetime) -> Reply:
    """Which shop? The next stop, the last two, or words."""
    visit_questions.ask(tx, person, visit_questions.SHOP, "", now)
    return Reply(show=(Show("pick", day_object(person.code, now.date())),))


def shop_command(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/shop NAME`: the card of the shop, or the likeliest ones."""
    understood = incoming.understood or Understood()
    codes = (understood.shop,) if understood.shop else understood.shop_candidates
    found = lookups.visible(tx, person, codes)
    if understood.shop and found:
        return Reply(show=(Show("shop", f"shop:{found[0].code}"),))
    return Reply(show=(screens.no_shop(incoming.text, found),))


def _receipt(log: Log) -> Show:
    return Show("receipt", f"log:{log.id}", fresh=False)


def _log(tx: Tx, incoming: Incoming) -> Log:
    log = log_object(tx, incoming.object.partition(":")[2])
    assert log is not None
    return log


def ask_shop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.SHOP, incoming.object, now)
    return Reply(show=(screens.which_shop(),), refused=True)


def ask_day(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.DAY, incoming.object, now)
    return Reply(show=(screens.which_day(),), refused=True)


def ask_figure(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.FIGURE, incoming.object, now, index=int(incoming.args[0]))
    return Reply(show=(screens.how_many(),), refused=True)


def keep_log(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The question is answered with "leave it as it is"."""
    log = _log(tx, incoming)
    done = sentences.answered(tx, log, Question(incoming.args[0]))
    return reply_to(done, into=_receipt(log), toast=_("Noted"))


def drop_later(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The unplanned visit stands for the one that was planned later."""
    log = _log(tx, incoming)
    done = lookups.drop_later(tx, log)
    return reply_to(done, into=_receipt(log), toast=_("Left out"))


def pick_day(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The promised day of a log; `none`: no day."""
    log = _log(tx, incoming)
    done = lookups.set_day(tx, person, log, incoming.args[0], now)
    if incoming.card_place == "stop":
        return reply_to(done, toast=_("Noted"))
    return reply_to(done, into=_receipt(log), toast=_("Noted"))


def set_channel(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Say how the shop was spoken to; what that resets goes with it."""
    log, way = _log(tx, incoming), Channel(incoming.args[0])
    try:
        done = undo.change_channel(tx, person, log, way, now)
    except (undo.NotActive, undo.Reviewed):
        return Reply(into=_receipt(log), toast=_("This screen is old"))
    return reply_to(done, into=_receipt(log), toast=_("Noted"))


def take_edited(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The changed words of an edited message count."""
    log = _log(tx, incoming)
    try:
        done = sentences.take_edited(tx, person, log, incoming, now)
    except undo.NotActive:
        return Reply(into=_receipt(log), toast=_("This screen is old"))
    return reply_to(done, Show("receipt", f"log:{done.value.log.id}"), into=_receipt(log))


def edited(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A message that was changed later: ask whether the new words count; words never kept before are kept now."""
    if person.role is not Role.MANAGER or not incoming.text.strip():
        return Reply()
    words = _SLASH.sub("", incoming.text)
    log = lookups.log_of_message(tx, person, incoming.message_id)
    if log is None:
        if words != incoming.text or lookups.was_undone(tx, person, incoming.message_id):
            return Reply()
        return unread(tx, person, incoming, now)
    if log.words == words:
        return Reply()
    done = sentences.ask_edited(tx, log, words)
    return reply_to(done, Show("receipt", f"log:{log.id}"))


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """Words added to a log: a log of their own, unless they name a shop themselves."""
    log = log_object(tx, dialog.object.partition(":")[2])
    if log is None or not _answers(incoming):
        return None
    visit_questions.close(tx, person)
    understood = incoming.understood or Understood()
    done = lookups.write_beside(tx, person, log, incoming, understood, now)
    return receipt(tx, person, done, incoming, now)


def _answers(incoming: Incoming) -> bool:
    """Whether a text can be the free answer to an open question: not a sentence that names its own shop, nor a report."""
    understood = incoming.understood
    if not incoming.text.strip() or incoming.media or incoming.place:
        return False
    named = understood is not None and understood.shop is not None and understood.exact
    reports = understood is not None and understood.intent in {Intent.INCIDENT, Intent.SHOP}
    return not (named or reports or asked(incoming.text) is Asked.LEFT)


def answer_correct(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The corrected words of a log that is in the review already."""
    log = log_object(tx, dialog.object.partition(":")[2])
    if log is None or not incoming.text.strip() or incoming.media:
        return None
    visit_questions.close(tx, person)
    understood = incoming.understood or Understood()
    try:
        done = sentences.write_corrected(tx, person, log, incoming, understood, now)
    except undo.NotActive:
        return write(tx, person, incoming, understood, now)
    return reply_to(done, Show("receipt", f"log:{done.value.log.id}"), react=KEPT)


def answer_reason(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """Why a stop was missed, in the manager's words: kept as a log and as the stop's reason."""
    if not _answers(incoming):
        return None
    done = lookups.write_reason(tx, person, dialog.object, incoming, now)
    if done is None:
        return None
    visit_questions.close(tx, person)
    return reply_to(done, Show("stop", dialog.object), react=KEPT)


def answer_shop(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A bare shop name, for kept words or for the card to open."""
    understood = incoming.understood
    if understood is None or understood.intent is not Intent.SHOP:
        return None
    found = [one for one in lookups.visible(tx, person, understood.shop_candidates) if may_log(person, one)]
    log = log_object(tx, dialog.object.partition(":")[2]) if dialog.object else None
    if understood.shop is None or not found:
        return Reply(show=(screens.no_shop(incoming.text, found),)) if log is None else _offer(tx, log, found)
    visit_questions.close(tx, person)
    if log is None:
        return Reply(show=(Show("shop", f"shop:{found[0].code}"),))
    reply = corrections.settled(tx, person, log, found[0], now)
    learned = (Screen(safe(reply.toast)),) if reply.toast else ()
    return replace(reply, into=None, toast="", show=(Show("receipt", f"log:{log.id}"), *learned))


def _offer(tx: Tx, log: Log, found: list[Shop]) -> Reply:
    """Several shops fit: ask with buttons."""
    lookups.offer(tx, log, found)
    return Reply(show=(Show("receipt", f"log:{log.id}"),))


def answer_day(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A day written down, for a log or for a promise."""
    understood = incoming.understood
    fits = understood is not None and understood.next_day is not None and len(incoming.text) <= SHORT_ANSWER
    if understood is None or not fits or understood.shop or understood.quantities:
        return None
    visit_questions.close(tx, person)
    assert understood.next_day is not None
    done = lookups.set_day_of(tx, person, dialog.object, understood.next_day, now)
    shown = (Show("receipt", f"log:{done.value.id}"),) if done.value else ()
    return reply_to(done, *shown, react=KEPT)


def answer_figure(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """One figure of a log."""
    found = _FIGURE.match(incoming.text.strip())
    log = log_object(tx, dialog.object.partition(":")[2])
    if found is None or log is None:
        return None
    visit_questions.close(tx, person)
    done = sentences.set_figure(tx, log, int(dialog.data["index"]), float(found[1]))
    return reply_to(done, Show("receipt", f"log:{log.id}"), react=KEPT)
