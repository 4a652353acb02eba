"""Abnormal situations: the ways in, the buttons and the views of the feature."""

from __future__ import annotations

from bot.routing import EVERYONE, Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action, Role
from handlers import incidents as handle
from screens import incident_calls as calls
from screens import incidents as screens
from screens.words import N_
from services import incident_cards as cards

COMMANDS: tuple[Command, ...] = (
    Command(
        "abnormal",
        handle.abnormal,
        Action.REPORT,
        frozenset({Role.MANAGER}),
        N_("Report something abnormal"),
        key=N_("Abnormal"),
        example=N_("/abnormal SHOP WORDS"),
    ),
    Command(
        "matters",
        handle.matters,
        Action.LIST_INCIDENTS,
        EVERYONE,
        N_("What is not closed yet"),
        key=N_("Open matters"),
    ),
)

PRESSES: dict[str, Press] = {
    "report": Press(handle.report, Action.REPORT),
    "no_report": Press(handle.no_report, Action.REPORT),
    "recategory": Press(handle.recategory, Action.ADD_TO_INCIDENT),
    "incident_shop": Press(handle.settle_shop, Action.WITHDRAW_INCIDENT),
    "incident_said": Press(handle.said_all, Action.WITHDRAW_INCIDENT),
    "take_incident": Press(handle.take, Action.TAKE_INCIDENT, in_groups=True),
    "ask_incident": Press(handle.ask, Action.TAKE_INCIDENT),
    "close_incident": Press(handle.close, Action.TAKE_INCIDENT),
    "hand_incident": Press(handle.hand, Action.TAKE_INCIDENT),
    "withdraw_incident": Press(handle.withdraw, Action.WITHDRAW_INCIDENT),
    "know_incident": Press(handle.know, Action.WITHDRAW_INCIDENT),
    "reopen_incident": Press(handle.reopen, Action.WITHDRAW_INCIDENT),
}

DIALOGS: dict[str, Answer] = {
    "incident_shop": handle.answer_which_shop,
    "incident_category": handle.answer_category,
    "incident_more": handle.answer_more,
    "incident_answer": handle.answer_more,
    "incident_ask": handle.answer_ask,
    "incident_close": handle.answer_close,
}

VIEWS: dict[str, View] = {
    "incident": View("incident", cards.card, Action.SEE_INCIDENT, screens.incident_screen),
    "incident_group": View("incident", cards.card, Action.SEE_INCIDENT, calls.group_screen, in_groups=True),
    "incident_ring": View("ring", cards.call, Action.SEE_INCIDENT, calls.ring_screen),
    "incident_evidence": View("evidence", cards.call, Action.SEE_INCIDENT, calls.evidence_screen),
    "matters": View("matters", cards.matters, Action.SEE_INCIDENT, screens.matters_screen),
    "report": View("shop", cards.report_shop, Action.REPORT, screens.categories, place="report"),
}

OBJECTS: dict[str, ObjectOf] = {
    "incident": cards.incident_object,
    "ring": cards.ring_object,
    "evidence": cards.evidence_object,
    "matters": cards.matters_object,
}
