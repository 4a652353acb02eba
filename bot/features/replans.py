"""Rain and days promised by hand in the routing table."""

from __future__ import annotations

from bot.features.plans import MANAGERS
from bot.routing import Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import CHIEFS, Action
from handlers import replans as handle
from screens import replans as screens
from screens.words import N_
from services import replans

COMMANDS: tuple[Command, ...] = (
    Command(
        "rain",
        handle.rain,
        Action.REPLAN,
        MANAGERS | CHIEFS,
        N_("Rain: calls instead, or other days"),
        example=N_("/rain Thursday Hengdian"),
    ),
    Command(
        "move",
        handle.move,
        Action.REPLAN,
        MANAGERS,
        N_("Promise a shop a day"),
        example=N_("/move Qiuxia Store Thursday"),
    ),
)

PRESSES: dict[str, Press] = {
    "rain_on": Press(handle.rain_on, Action.REPLAN),
    "replan_accept": Press(handle.accept, Action.REPLAN),
    "replan_refuse": Press(handle.refuse, Action.REPLAN),
}

DIALOGS: dict[str, Answer] = {}

VIEWS: dict[str, View] = {
    "replan": View("replan", replans.load, Action.REPLAN, screens.replan_screen),
    "replan_told": View("replan", replans.load, Action.SEE_REPLAN, screens.told_screen, place="replan_told"),
}

OBJECTS: dict[str, ObjectOf] = {"replan": replans.find}
