"""The evening review: the ways in, the buttons and the views of the feature."""

from __future__ import annotations

from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import CHIEFS, Action, Role
from handlers import reviews as handle
from screens import review_reading
from screens import reviews as screens
from screens.words import N_
from services import review_asked, review_views

COMMANDS: tuple[Command, ...] = (
    Command(
        "review",
        handle.review,
        Action.SEE_REVIEW,
        CHIEFS | {Role.MANAGER},
        N_("Go through the day"),
        key=N_("Review"),
    ),
)

PRESSES: dict[str, Press] = {
    "review_start": Press(handle.start, Action.REVIEW),
    "review_resume": Press(handle.resume, Action.REVIEW),
    "review_snooze": Press(handle.snooze, Action.REVIEW),
    "review_reason": Press(handle.reason, Action.REVIEW),
    "review_say": Press(handle.say_reason, Action.REVIEW),
    "review_place": Press(handle.place, Action.REVIEW),
    "review_rest": Press(handle.rest, Action.REVIEW),
    "review_matter": Press(handle.matter, Action.REVIEW),
    "review_matters": Press(handle.matters, Action.REVIEW),
    "review_tomorrow": Press(handle.tomorrow, Action.REVIEW),
    "review_nothing": Press(handle.nothing, Action.REVIEW),
    "review_change": Press(handle.change, Action.REVIEW),
    "review_confirm": Press(handle.confirm, Action.REVIEW),
    "review_finish": Press(handle.finish, Action.REVIEW),
    "review_seen": Press(handle.seen, Action.SEE_REVIEW),
    "review_answer": Press(handle.answer, Action.SEE_REVIEW),
    "review_listen": Press(handle.listen, Action.SEE_REVIEW),
}

DIALOGS: dict[str, Answer] = {
    "review_words": handle.closing_words,
    "review_reason": handle.reason_words,
    "review_reply": handle.answer_words,
}

VIEWS: dict[str, View] = {
    "review": View("review", review_views.load_review, Action.REVIEW, screens.review_screen, place=review_views.PLACE),
    "review_read": View("review", review_views.load_review, Action.SEE_REVIEW, review_reading.read_screen, silent=True),
    "review_reply": View("review", review_views.load_reply, Action.REVIEW, review_reading.reply_screen),
}

OBJECTS: dict[str, ObjectOf] = {"review": review_asked.find_review}
