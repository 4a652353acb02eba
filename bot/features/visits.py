"""Visits in the routing table: stops, sentences, photos and voice, shops."""

from __future__ import annotations

from bot.routing import Answer, Command, Handler, Press
from bot.views import ObjectOf, View
from domain.chat import Kind
from domain.people import Action, Role
from domain.stop_cards import STOP_PLACE
from handlers import attachments, corrections, hearings, sentences, stops
from screens import corrections as correction_screens
from screens import stops as stop_screens
from screens import visits as screens
from screens.words import N_
from services import aliases, stop_cards, visit_questions
from services.corrections import correcting
from services.stops import find_stop

MANAGERS = frozenset({Role.MANAGER})
LOOKERS = MANAGERS | {Role.SUPERVISOR, Role.DEPUTY, Role.HEAD}

COMMANDS: tuple[Command, ...] = (
    Command(
        "log",
        sentences.log_command,
        Action.LOG_VISIT,
        MANAGERS,
        N_("Log a visit"),
        key=N_("Log"),
        example=N_("/log Wang's Store stock 20 cartons, again next Wednesday"),
    ),
    Command(
        "shop",
        sentences.shop_command,
        Action.SEE_SHOP,
        LOOKERS,
        N_("Look at a shop"),
        example=N_("/shop Wang's Store"),
    ),
    Command("names", corrections.names, Action.OWN_NAMES, MANAGERS, N_("What I call my shops")),
)


def _log(handle: Handler) -> Press:
    return Press(handle, Action.LOG_VISIT)


PRESSES: dict[str, Press] = {
    "log": _log(stops.log),
    "undo": _log(stops.undo_log),
    "redo": _log(stops.redo),
    "correct_log": _log(stops.correct_log),
    "add_words": _log(stops.add_words),
    "tell_news": _log(stops.tell_news),
    "missed": _log(stops.missed),
    "missed_words": _log(stops.missed_words),
    "move_stop": _log(stops.move_stop),
    "call_stop": _log(stops.call_stop),
    "no_answer": _log(stops.no_answer),
    "decide_later": _log(stops.decide_later),
    "not_closed": _log(stops.not_closed),
    "take_back": _log(stops.take_back),
    "follow_day": _log(stops.follow_day),
    "follow_drop": _log(stops.follow_drop),
    "difficulty": _log(stops.difficulty),
    "willingness": _log(stops.willingness),
    "close_shop": _log(stops.close_shop),
    "reopen_shop": _log(stops.reopen_shop),
    "settle": Press(corrections.settle, Action.CORRECT_LOG),
    "set_outcome": Press(corrections.set_outcome, Action.CORRECT_LOG),
    "drop_figure": Press(corrections.drop_figure, Action.CORRECT_LOG),
    "forget_name": Press(corrections.forget, Action.OWN_NAMES),
    "ask_shop": _log(sentences.ask_shop),
    "ask_day": _log(sentences.ask_day),
    "ask_figure": _log(sentences.ask_figure),
    "keep_log": _log(sentences.keep_log),
    "drop_later": _log(sentences.drop_later),
    "pick_day": _log(sentences.pick_day),
    "set_channel": _log(sentences.set_channel),
    "take_edited": _log(sentences.take_edited),
    "put_attachment": _log(attachments.put),
    "ask_where": _log(attachments.ask_where),
    "use_place": _log(attachments.use_place),
    "listen": Press(hearings.listen, Action.SEE_SHOP),
    "leave_place": _log(attachments.leave_place),
}

DIALOGS: dict[str, Answer] = {
    visit_questions.WORDS: attachments.answer_words,
    visit_questions.REASON: sentences.answer_reason,
    visit_questions.SHOP: sentences.answer_shop,
    visit_questions.WHERE: attachments.answer_where,
    visit_questions.DAY: sentences.answer_day,
    visit_questions.FIGURE: sentences.answer_figure,
    visit_questions.CORRECT: sentences.answer_correct,
}

CONTENT: dict[Kind, Handler] = {
    Kind.TEXT: sentences.text,
    Kind.PHOTO: attachments.sent,
    Kind.VOICE: attachments.sent,
    Kind.PLACE: attachments.sent,
    Kind.DOCUMENT: attachments.sent,
    Kind.EDITED: sentences.edited,
    Kind.OTHER: attachments.other,
}

VIEWS: dict[str, View] = {
    "stop": View("stop", stop_cards.stop_card, Action.SEE_SHOP, stop_screens.stop_screen, place=STOP_PLACE),
    "shop": View("shop", stop_cards.shop_card, Action.SEE_SHOP, stop_screens.stop_screen, place=STOP_PLACE),
    "receipt": View("log", stop_cards.receipt, Action.SEE_SHOP, screens.receipt_screen),
    "correct": View("log", correcting, Action.CORRECT_LOG, correction_screens.correct_screen),
    "names": View("names", aliases.taught, Action.OWN_NAMES, correction_screens.names_screen, place="names"),
    "pick": View("day", stop_cards.choice, Action.SEE_DAY, screens.pick_screen, place="pick"),
    "kept": View("attachment", stop_cards.kept, Action.LOG_VISIT, screens.kept_screen),
}

OBJECTS: dict[str, ObjectOf] = {
    "stop": find_stop,
    "shop": stop_cards.shop_object,
    "log": stop_cards.log_object,
    "follow": stop_cards.follow_object,
    "attachment": stop_cards.attachment_object,
    "alias": aliases.alias_object,
    "names": aliases.names_object,
}
