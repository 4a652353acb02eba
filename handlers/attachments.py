"""Photos, voice, places and files from a manager: kept at once, asked about only when it is not clear where they belong."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming, Kind
from domain.people import Person, Role
from domain.understanding import Intent, Understood
from domain.visits import Log
from handlers import incidents, sentences
from screens import visits as screens
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, attachments, lookups, visit_questions
from services.sentences import write_sentence
from services.stop_cards import log_object
from services.visit_questions import Dialog


def sent(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A photo, voice note, place or file; its caption is a sentence, which it goes with."""
    added = incidents.added_by_reply(tx, person, incoming, now)
    if added is not None:
        return added
    if person.role is not Role.MANAGER:
        return Reply(show=(screens.role_hint(person),))
    if incoming.text.strip():
        return _captioned(tx, person, incoming, now)
    log, shop = attachments.target(tx, person, incoming, now)
    return _kept(tx, person, incoming, log, shop)


def _kept(tx: Tx, person: Person, incoming: Incoming, log: Log | None, shop: str) -> Reply:
    """Without a place where it belongs the question follows; in answer to a card a reaction is enough."""
    done = attachments.keep(tx, person, incoming, log, shop)
    known = log is not None or bool(shop)
    if shop and incoming.kind is not Kind.PLACE:
        return reply_to(done, react=sentences.KEPT)
    react = sentences.KEPT if known else sentences.ASKED
    return reply_to(done, Show("kept", f"attachment:{done.value}"), react=react)


def _captioned(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    understood = incoming.understood or Understood()
    if understood.intent is Intent.INCIDENT:
        return sentences.text(tx, person, incoming, now)
    named = understood.shop or understood.shop_candidates
    log, shop = (None, "") if named else attachments.target(tx, person, incoming, now)
    code = shop or (log.shop if log else "")
    done = write_sentence(tx, person, incoming, understood, now, code)
    attachments.keep(tx, person, incoming, done.value.log)
    return sentences.receipt(tx, person, done, incoming, now)


def other(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A sticker, a video, a contact: its words are kept, the rest can't be read."""
    if person.role is not Role.MANAGER:
        return Reply(show=(screens.role_hint(person),))
    if incoming.text.strip():
        return sentences.unread(tx, person, incoming, now)
    log, shop = attachments.target(tx, person, incoming, now)
    attachments.keep(tx, person, incoming, log, shop)
    return Reply(show=(screens.not_readable(),))


def put(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Lay it to the shop that was tapped."""
    done = attachments.put(tx, person, _number(incoming), incoming.args[0], now)
    if done is None:
        return Reply(toast=_("This screen is old"), refused=True)
    return reply_to(done, into=Show("kept", incoming.object, fresh=False), toast=_("Noted"))


def _number(incoming: Incoming) -> int:
    return int(incoming.object.partition(":")[2])


def ask_where(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    visit_questions.ask(tx, person, visit_questions.WHERE, incoming.object, now)
    return Reply(show=(screens.which_shop(),), refused=True)


def answer_where(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """A bare shop name says where something belongs."""
    understood = incoming.understood
    if understood is None or understood.intent is not Intent.SHOP:
        return None
    if understood.shop is None:
        return Reply(show=(screens.no_shop(incoming.text, []),))
    done = attachments.put(tx, person, int(dialog.object.partition(":")[2]), understood.shop, now)
    if done is None:
        return None
    visit_questions.close(tx, person)
    return reply_to(done, Show("kept", dialog.object))


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """What is added to a log: words become a log of their own, all else goes with it."""
    log = log_object(tx, dialog.object.partition(":")[2])
    if log is None or not (incoming.media or incoming.place):
        return sentences.answer_words(tx, person, incoming, dialog, now)
    if incoming.text.strip():
        understood = incoming.understood or Understood()
        if understood.shop or understood.intent is Intent.INCIDENT:
            return None
        done = lookups.write_beside(tx, person, log, incoming, understood, now)
        attachments.keep(tx, person, incoming, done.value.log)
        return sentences.receipt(tx, person, done, incoming, now)
    return reply_to(attachments.keep(tx, person, incoming, log), react=sentences.KEPT)


def use_place(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = attachments.use_place(tx, person, _number(incoming))
    if done is None:
        return Reply(into=Show("kept", incoming.object, fresh=False), toast=_("This screen is old"))
    return reply_to(done, into=Show("kept", incoming.object, fresh=False), toast=_("Noted"))


def leave_place(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(into=Screen(_("The place is not used.")))
