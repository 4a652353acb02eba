"""The team today: one line a manager by code, no order and no colour by figures."""

from __future__ import annotations

from domain.people import Person
from domain.teams import Team, TeamLine
from screens.screen import Screen, show
from screens.terms import time_words
from screens.words import _, ngettext, safe

BUTTONS_A_ROW = 3
MOST_BUTTONS = 12
SHOWN = 50


def team_screen(team: Team, reader: Person | None, page: str) -> Screen:
    """Who is how far, at the moment it was asked."""
    lines = [_("<b>Today {time}</b>").format(time=time_words(team.now)), *(_line(one) for one in team.lines[:SHOWN])]
    more = len(team.lines) - SHOWN
    if more > 0:
        lines.append(ngettext("and {n} more person", "and {n} more people", more).format(n=more))
    if not team.lines:
        lines.append(_("There are no customer managers here yet."))
    name = f"team:{team.chief.code}"
    buttons = [
        show(one.manager.code, "manager_day", f"day:{one.manager.code}@{team.day:%Y-%m-%d}")
        for one in team.lines[:MOST_BUTTONS]
    ]
    rows = [tuple(buttons[i : i + BUTTONS_A_ROW]) for i in range(0, len(buttons), BUTTONS_A_ROW)]
    last = [show(_("Refresh"), "team", name)]
    if team.incidents:
        label = _("Open matters {n}").format(n=team.incidents)
        last.append(show(label, "matters", f"matters:{team.chief.code}"))
    return Screen("\n".join(lines), (*rows, tuple(last)))


def _line(line: TeamLine) -> str:
    who = f"{safe(line.manager.code)} {safe(line.manager.name)}"
    if line.on_leave:
        return _("{who} on leave").format(who=who)
    parts = [f"{line.done}/{line.planned}"] if line.planned else [_("no list today")]
    if line.planned and not line.logged:
        parts = [_("nothing logged yet")]
    if line.calls:
        parts.append(_("phone {n}").format(n=line.calls))
    if line.incidents:
        parts.append(ngettext("{n} abnormal", "{n} abnormal", line.incidents).format(n=line.incidents))
    return " ".join((who, _(", ").join(parts)))
