"""Policy news in the routing table."""

from __future__ import annotations

from datetime import datetime

from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, Reader, View
from domain.broadcasts import SENDERS
from domain.people import Action
from handlers import broadcasts as handlers
from screens import broadcasts as screens
from screens.words import N_
from services import broadcasts as services
from services.broadcasts import ASK_CORRECTION, ASK_WORDS
from storage.database import Tx


def _question(tx: Tx, code: str, reader: Reader, now: datetime) -> str:
    """Which question is open: its kind, `media` when a picture waits for its words, '' for none."""
    dialog = services.asked(tx, code, now)
    if dialog is None:
        return ""
    return "media" if dialog.data.get("file_id") else dialog.kind


COMMANDS: tuple[Command, ...] = (
    Command(
        "broadcast",
        handlers.broadcast,
        Action.BROADCAST,
        SENDERS,
        N_("Send news to people and groups"),
        key=N_("Send news"),
        example=N_("/broadcast From 1 December orders close at 16:00"),
    ),
)

PRESSES: dict[str, Press] = {
    "news_toggle": Press(handlers.toggle, Action.BROADCAST),
    "news_send": Press(handlers.send, Action.BROADCAST),
    "news_drop": Press(handlers.drop, Action.BROADCAST),
    "news_correct": Press(handlers.correct, Action.BROADCAST),
    "news_withdraw": Press(handlers.withdraw, Action.BROADCAST),
    "news_never_mind": Press(handlers.never_mind, Action.SEE_BROADCAST),
    "news_read": Press(handlers.read, Action.READ_NEWS, in_groups=True, anyone=True),
}

DIALOGS: dict[str, Answer] = {
    ASK_WORDS: handlers.answer_words,
    ASK_CORRECTION: handlers.answer_correction,
}

VIEWS: dict[str, View] = {
    "news": View("news", services.face_of, Action.SEE_BROADCAST, screens.news_screen, in_groups=True),
    "news_media": View("newsmedia", services.face_of, Action.SEE_BROADCAST, screens.media_screen, in_groups=True),
    "news_reminder": View("newsnote", services.face_of, Action.SEE_BROADCAST, screens.reminder_screen),
    "news_card": View("newscard", services.sender_face, Action.SEE_BROADCAST, screens.card_screen),
    "news_ask": View("newsask", _question, Action.SEE_BROADCAST, screens.question_screen, place="news_ask"),
}

OBJECTS: dict[str, ObjectOf] = {
    "news": services.news_owned,
    "newsmedia": services.news_owned,
    "newsnote": services.news_owned,
    "newscard": services.card_owned,
    "newsask": services.question_owned,
}
