"""The week in the routing table: reports, one's own figures, the supervisor's morning."""

from __future__ import annotations

from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import CHIEFS, Action, Role
from handlers import weekly as handle
from screens import digests as digest_screens
from screens import stats as stats_screens
from screens import weekly as screens
from screens.words import N_
from services import digests, stats, weekly
from services import weekly_delivery as delivery

COMMANDS: tuple[Command, ...] = (
    Command("weekly", handle.weekly, Action.SEE_WEEKLY, CHIEFS | {Role.MANAGER}, N_("The weekly report")),
    Command("stats", handle.own_week, Action.SEE_STATS, frozenset({Role.MANAGER}), N_("Your own week")),
    Command("digest", handle.digest, Action.SEE_DIGEST, CHIEFS, N_("The working day before, in short")),
)

PRESSES: dict[str, Press] = {
    "weekly_say": Press(handle.say, Action.WEEKLY),
    "weekly_sign": Press(handle.sign, Action.WEEKLY),
    "weekly_seen": Press(handle.seen, Action.SEE_WEEKLY),
    "weekly_answer": Press(handle.answer, Action.SEE_WEEKLY),
    "digest_reviews": Press(handle.digest_reviews, Action.SEE_DIGEST),
    "digest_reports": Press(handle.digest_reports, Action.SEE_DIGEST),
}

DIALOGS: dict[str, Answer] = {
    weekly.WORDS: handle.words,
    delivery.REPLY: handle.answer_words,
}

VIEWS: dict[str, View] = {
    "weekly": View("weekly", weekly.load, Action.WEEKLY, screens.weekly_screen),
    "weekly_read": View("weekly", weekly.load, Action.SEE_WEEKLY, screens.read_screen, silent=True),
    "weekly_docx": View("weekly_docx", delivery.documents, Action.SEE_WEEKLY, screens.docx_screen),
    "weekly_pdf": View("weekly_pdf", delivery.documents, Action.SEE_WEEKLY, screens.pdf_screen),
    "weekly_reply": View("weekly_reply", delivery.load_reply, Action.WEEKLY, screens.reply_screen),
    "stats": View("stats", stats.load, Action.SEE_STATS, stats_screens.stats_screen, place="stats"),
    "week_picture": View("picture", stats.load_picture, Action.SEE_STATS, stats_screens.picture_screen),
    "digest": View("digest", digests.load, Action.SEE_DIGEST, digest_screens.digest_screen, place="digest"),
}

OBJECTS: dict[str, ObjectOf] = {
    "weekly": weekly.find_report,
    "weekly_docx": weekly.find_report,
    "weekly_pdf": weekly.find_report,
    "weekly_reply": weekly.find_report,
    "stats": stats.stats_object,
    "picture": stats.picture_object,
    "digest": digests.find_digest,
}
