"""The bot's own work in the routing table: why something was sent, what is undone, what is held, where it was."""

from __future__ import annotations

from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action, Role
from handlers import whys as handle
from screens import absences as absence_screens
from screens import operations as screens
from screens.words import N_
from services import audits, people_views, quarantine

ADMINS = frozenset({Role.ADMIN})

COMMANDS: tuple[Command, ...] = (
    Command(
        "why",
        handle.why,
        Action.WHY,
        ADMINS,
        N_("Why something was sent, or not"),
        example=N_("/why WORDS"),
    ),
)

PRESSES: dict[str, Press] = {
    "release_held": Press(handle.release, Action.RELEASE),
    "drop_held": Press(handle.drop, Action.RELEASE),
}

DIALOGS: dict[str, Answer] = {}

VIEWS: dict[str, View] = {
    "absence": View("own", people_views.own, Action.HELP, absence_screens.absence_screen, place="absence"),
    "audit": View("audit", audits.report, Action.CHECK, screens.audit_screen, place="audit"),
    "quarantine": View("quarantine", quarantine.view, Action.RELEASE, screens.quarantine_screen, place="check"),
}

OBJECTS: dict[str, ObjectOf] = {
    "audit": people_views.office_object,
    "quarantine": people_views.office_object,
}
