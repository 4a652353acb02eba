"""The administrators' card of a chat group: bind it to a department, or leave it."""

from __future__ import annotations

from typing import assert_never

from domain.people import Person
from domain.people_cards import GroupCard, GroupState
from screens.screen import Rows, Screen, do
from screens.words import _, safe

DEPARTMENT_SHOWN = 16


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
    return f"{first}\n{_('Without an answer I leave it after ten minutes.')}"


def _choices(card: GroupCard) -> Rows:
    name = f"group:{card.chat_id}"
    bindings = [
        (do(_("Bind to {department}").format(department=_short(one)), "bind_group", name, one),)
        for one in card.departments
    ]
    if not bindings:
        bindings = [(do(_("Bind it"), "bind_group", name),)]
    return (*bindings, (do(_("Don't bind"), "refuse_group", name),))


def _short(department: str) -> str:
    return department if len(department) <= DEPARTMENT_SHOWN else f"{department[: DEPARTMENT_SHOWN - 1]}…"
