"""The administrators' card of a chat group: bind it to a department, or leave it."""

from __future__ import annotations

from typing import assert_never

from domain.people import Person
from domain.people_cards import GroupCard, GroupState
from screens.screen import Button, Rows, Screen, do
from screens.terms import button_name
from screens.words import _, safe

DEPARTMENT_SHOWN = 8
"""Characters of a department's name on its button."""
DEPARTMENTS_SHOWN, A_ROW = 7, 2
"""In an office of more, a group is bound without a department."""


def group_screen(card: GroupCard, reader: Person | None, page: str) -> Screen:
    """`page` is the name of the colleague who added the bot, '' when it was nobody we know."""
    title = f"<b>{safe(card.title)}</b>"
    match card.state:
        case GroupState.PENDING:
            return Screen(_pending(title, page), _choices(card))
        case GroupState.BOUND if card.department:
            return Screen(
                _("The group {title} is bound to {department}.").format(title=title, department=safe(card.department))
            )
        case GroupState.BOUND:
            return Screen(_("The group {title} is bound.").format(title=title))
        case GroupState.LEFT:
            return Screen(_("I am not in the group {title} any more.").format(title=title))
        case _:
            assert_never(card.state)


def _pending(title: str, by: str) -> str:
    if by:
        first = _("{name} added me to the group {title}. Shall I bind it?").format(name=safe(by), title=title)
    else:
        first = _("Somebody who is not registered added me to the group {title}. Shall I bind it?").format(title=title)
    return "\n".join((first, _("Without an answer I leave it after ten minutes.")))


def _choices(card: GroupCard) -> Rows:
    name = f"group:{card.chat_id}"
    bindings = [_binding(name, one) for one in card.departments[:DEPARTMENTS_SHOWN]]
    if not bindings or len(card.departments) > DEPARTMENTS_SHOWN:
        bindings.append(do(_("Bind it"), "bind_group", name))
    rows = [tuple(bindings[at : at + A_ROW]) for at in range(0, len(bindings), A_ROW)]
    return (*rows, (do(_("Don't bind"), "refuse_group", name),))


def _binding(name: str, department: str) -> Button:
    label = _("Bind to {department}").format(department=button_name(department, most=DEPARTMENT_SHOWN))
    return do(label, "bind_group", name, department)
