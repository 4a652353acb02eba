"""Texts for shops in the routing table."""

from __future__ import annotations

from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action
from domain.stop_cards import STOP_PLACE
from handlers import shop_texts as handle
from screens import shop_texts as screens
from services import shop_texts

COMMANDS: tuple[Command, ...] = ()

PRESSES: dict[str, Press] = {"text_sent": Press(handle.sent, Action.LOG_VISIT)}

DIALOGS: dict[str, Answer] = {}

VIEWS: dict[str, View] = {
    "shop_texts": View("shop", shop_texts.load_texts, Action.SEE_SHOP, screens.texts_screen, place=STOP_PLACE),
}

OBJECTS: dict[str, ObjectOf] = {}
