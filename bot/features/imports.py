"""Imports and what follows from them in the routing table: files of administrators, changes of segment."""

from __future__ import annotations

from bot.routing import Answer, Command, Handler, Press
from bot.views import ObjectOf, View
from domain.chat import Kind
from domain.people import CHIEFS, Action, Role
from handlers import imports as handle
from handlers import segments as handle_segments
from screens import import_cards as screens
from screens import segments as segment_screens
from screens.words import N_
from services import imports, segments

COMMANDS: tuple[Command, ...] = (
    Command(
        "import",
        handle.usage,
        Action.IMPORT,
        frozenset({Role.ADMIN}),
        N_("Import shops, people or a month's sales"),
        key=N_("Import"),
    ),
    Command(
        "segments",
        handle_segments.listed,
        Action.SEGMENT,
        CHIEFS | {Role.ADMIN},
        N_("Shops whose figures call for another segment"),
    ),
)

PRESSES: dict[str, Press] = {
    "take_import": Press(handle.take, Action.IMPORT),
    "drop_import": Press(handle.drop, Action.IMPORT),
    "shift_import": Press(handle.shift, Action.IMPORT),
    "agree_segment": Press(handle_segments.agree, Action.SEGMENT),
    "decline_segment": Press(handle_segments.decline, Action.SEGMENT),
    "agree_segments": Press(handle_segments.agree_all, Action.SEGMENT),
}

DIALOGS: dict[str, Answer] = {}

CONTENT: dict[Kind, Handler] = {Kind.DOCUMENT: handle.document}

VIEWS: dict[str, View] = {
    "import": View("import", imports.card, Action.IMPORT, screens.import_screen),
    "import_rejects": View("rejects", imports.rejects_card, Action.IMPORT, screens.rejects_screen),
    "segments": View("segments", segments.load, Action.SEGMENT, segment_screens.segments_screen, place="segments"),
    "proposal": View("proposal", segments.load_one, Action.SEGMENT, segment_screens.proposal_screen, place="segments"),
}

OBJECTS: dict[str, ObjectOf] = {
    "import": imports.import_object,
    "rejects": imports.import_object,
    "segments": segments.list_object,
    "proposal": segments.proposal_object,
}
