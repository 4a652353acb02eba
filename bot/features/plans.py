"""The day and the plan in the routing table."""

from __future__ import annotations

from bot.routing import Command, Press
from bot.views import ObjectOf, View
from domain.people import CHIEFS, Action, Role, Scope
from handlers import plans as handle
from screens import day_card, mornings, plans, teams
from screens.words import N_
from services import focuses, leaves, two_weeks
from services import mornings as lists
from services import teams as team_services
from services.days import parse_day_id
from services.mornings import DAY_PLACE
from storage import people
from storage.database import Tx

MANAGERS = frozenset({Role.MANAGER})

COMMANDS: tuple[Command, ...] = (
    Command("today", handle.today, Action.SEE_DAY, MANAGERS, N_("Today's list"), key=N_("Today")),
    Command("plan", handle.plan, Action.SEE_DAY, MANAGERS, N_("The two weeks ahead")),
    Command("leave", handle.leave, Action.LEAVE, MANAGERS, N_("Take days off"), example=N_("/leave 2026-11-26 2")),
    Command("team", handle.team, Action.SEE_TEAM, CHIEFS, N_("The team today"), key=N_("Team")),
    Command(
        "focus",
        handle.focus,
        Action.SET_FOCUS,
        CHIEFS | {Role.ADMIN},
        N_("Set this month's focus"),
        example=N_("/focus online ordering; electronic settlement"),
    ),
)

PRESSES: dict[str, Press] = {
    "unplanned": Press(handle.unplanned, Action.PLAN),
    "review_now": Press(handle.review_now, Action.PLAN),
    "take_leave": Press(handle.take_leave, Action.PLAN),
    "give_up_leave": Press(handle.give_up_leave, Action.LEAVE),
    "undo_focus": Press(handle.undo_focus, Action.SET_FOCUS),
}

DIALOGS: dict[str, object] = {}

VIEWS: dict[str, View] = {
    "morning": View("list", lists.load_morning, Action.SEE_DAY, mornings.morning_screen, place="morning"),
    "morning_rest": View("list", lists.load_morning, Action.SEE_DAY, mornings.rest_screen, place="morning_rest"),
    "day": View("day", lists.load_day, Action.PLAN, day_card.day_screen, place=DAY_PLACE, pinned=True),
    "manager_day": View("day", lists.load_day, Action.SEE_DAY, day_card.manager_day_screen, place="manager_day"),
    "plan": View("day", two_weeks.load_plan, Action.PLAN, plans.plan_screen, place="plan"),
    "team": View("team", team_services.load_team, Action.SEE_TEAM, teams.team_screen, place="team"),
    "calendar": View("calendar", lambda tx, id, reader, now: int(id), Action.CHECK, plans.calendar_screen),
}


def _day(tx: Tx, id: str) -> Scope | None:
    """A manager's day, whose owner is the manager."""
    named = parse_day_id(id)
    manager = people.by_code(tx, named[0]) if named else None
    return Scope(manager.code, manager.department) if manager else None


def _year(tx: Tx, id: str) -> Scope | None:
    return Scope() if id.isdecimal() and len(id) == 4 else None


OBJECTS: dict[str, ObjectOf] = {
    "day": _day,
    "list": _day,
    "leave": leaves.find_leave,
    "focus": focuses.find_focus,
    "team": team_services.team_object,
    "calendar": _year,
}
