"""People in the routing table: joining, help, languages, invitations, who has joined, how the bot is, groups."""

from __future__ import annotations

from bot import guide
from bot.routing import EVERYONE, Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action, Role
from handlers import groups as handle_groups
from handlers import people as handle
from screens import groups as group_screens
from screens import people as screens
from screens import roster as roster_screens
from screens.words import N_
from services import groups, people_views

ADMINS = frozenset({Role.ADMIN})

stranger = handle.stranger
member = handle_groups.member
unknown_command = guide.unknown_command

COMMANDS: tuple[Command, ...] = (
    Command("start", handle.start, Action.HELP, EVERYONE, N_("The keyboard anew"), listed=False),
    Command(
        "people",
        handle.people,
        Action.SEE_PEOPLE,
        ADMINS,
        N_("Who has joined and who has not"),
        key=N_("People"),
    ),
    Command(
        "invite",
        handle.invite,
        Action.INVITE,
        ADMINS,
        N_("Invite somebody"),
        example=N_("/invite CODE"),
    ),
    Command("check", handle.check, Action.CHECK, ADMINS, N_("How the bot is"), key=N_("Check")),
    Command("help", handle.show_help, Action.HELP, EVERYONE, N_("What you can do here")),
    Command("language", handle.show_language, Action.HELP, EVERYONE, N_("Chinese or English")),
)

PRESSES: dict[str, Press] = {
    "set_language": Press(handle.set_language, Action.HELP),
    "run_command": Press(guide.run, Action.HELP),
    "invite": Press(handle.invite_pressed, Action.INVITE),
    "agree_invite": Press(handle.agree, Action.CONFIRM_INVITE),
    "decline_invite": Press(handle.decline, Action.CONFIRM_INVITE),
    "take_link": Press(handle.take_link, Action.INVITE),
    "unbind": Press(handle.unbind, Action.INVITE),
    "bind_group": Press(handle_groups.bind, Action.BIND_GROUP),
    "refuse_group": Press(handle_groups.refuse, Action.BIND_GROUP),
}

DIALOGS: dict[str, Answer] = {}

VIEWS: dict[str, View] = {
    "welcome": View("own", people_views.welcome, Action.HELP, screens.welcome_screen, place="welcome"),
    "help": View("own", people_views.own, Action.HELP, guide.help_screen, place="help"),
    "language": View("own", people_views.own, Action.HELP, screens.language_screen, place="help"),
    "people": View("people", people_views.roster, Action.SEE_PEOPLE, roster_screens.people_screen, place="people"),
    "person": View("person", people_views.person_card, Action.SEE_PEOPLE, roster_screens.person_screen, place="people"),
    "lost": View("person", people_views.person_card, Action.SEE_PEOPLE, roster_screens.lost_screen),
    "invitation": View("invitee", people_views.invitation, Action.INVITE, roster_screens.invitation_screen),
    "check": View("people", people_views.check_up, Action.CHECK, roster_screens.check_screen, place="check"),
    "group": View("group", groups.group_card, Action.BIND_GROUP, group_screens.group_screen),
}

OBJECTS: dict[str, ObjectOf] = {
    "own": people_views.own_object,
    "person": people_views.person_object,
    "invitee": people_views.person_object,
    "people": people_views.office_object,
    "group": groups.group_object,
}
