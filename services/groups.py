"""Chat groups: asked about when the bot is added, bound to a department, left when nobody wants it there."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done, Notice
from domain.people import Owned, Person, Role, Scope
from domain.people_cards import GroupCard, GroupState
from services.invitations import other_admins
from storage import people
from storage.database import Tx
from storage.people import Group

PATIENCE = timedelta(minutes=10)
"""How long a group waits to be bound before the bot leaves it."""
LEADING = frozenset({Role.MANAGER, Role.SUPERVISOR})
"""Whose departments a group can be bound to: those that visit shops."""
SHOWN_NAME = 80


def _name(chat_id: int) -> str:
    return f"group:{chat_id}"


def group_object(tx: Tx, id: str) -> Owned | None:
    group = _found(tx, id)
    return None if group is None else Scope(department=group.department)


def _found(tx: Tx, id: str) -> Group | None:
    return people.group(tx, int(id)) if id.removeprefix("-").isdecimal() else None


def group_card(tx: Tx, id: str, reader: Person | None, now: datetime) -> GroupCard | None:
    """A group with the departments it can be bound to."""
    group = _found(tx, id)
    if group is None:
        return None
    return GroupCard(group.chat_id, group.title, GroupState(group.state), group.department, departments(tx))


def departments(tx: Tx) -> tuple[str, ...]:
    """The departments that visit shops, by name."""
    return tuple(sorted({one.department for one in people.with_roles(tx, LEADING) if one.department}))


def added(tx: Tx, chat_id: int, title: str, by_user: int, now: datetime) -> Done[None]:
    """The bot is in a group: every administrator is asked what it is for; with nobody to ask it leaves at once."""
    known = people.group(tx, chat_id)
    if known is not None and known.state != GroupState.LEFT:
        return Done(None)
    admins = other_admins(tx, "")
    state = GroupState.PENDING if admins else GroupState.LEFT
    people.put_group(tx, Group(chat_id, title[:200], "", state.value, now, tx.office.language))
    if not admins:
        return Done(None, leaves=(chat_id,))
    by = people.by_user(tx, by_user)
    who = by.name[:SHOWN_NAME] if by else ""
    asked = tuple(Notice(one.code, "group", _name(chat_id), page=who) for one in admins)
    return Done(None, asked, (_name(chat_id),))


def removed(tx: Tx, chat_id: int, now: datetime) -> Done[None]:
    """The bot is not in a group any more."""
    group = people.group(tx, chat_id)
    if group is None or group.state == GroupState.LEFT:
        return Done(None)
    _put(tx, group, GroupState.LEFT, group.department, now)
    return Done(None, changed=(_name(chat_id),))


def bind(tx: Tx, chat_id: int, department: str, now: datetime) -> Done[bool]:
    """Bind a waiting group to a department; False when it does not wait any more, or there is no such department."""
    group = people.group(tx, chat_id)
    if group is None or group.state != GroupState.PENDING or department not in {"", *departments(tx)}:
        return Done(False, changed=(_name(chat_id),))
    _put(tx, group, GroupState.BOUND, department, now)
    return Done(True, changed=(_name(chat_id),))


def refuse(tx: Tx, chat_id: int, now: datetime) -> Done[bool]:
    """Leave a waiting group without a word; False when it does not wait any more."""
    group = people.group(tx, chat_id)
    if group is None or group.state != GroupState.PENDING:
        return Done(False, changed=(_name(chat_id),))
    _put(tx, group, GroupState.LEFT, "", now)
    return Done(True, changed=(_name(chat_id),), leaves=(chat_id,))


def due_leavings(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Groups that waited long enough, with until when they did."""
    waiting = people.groups(tx, GroupState.PENDING.value)
    return [(one.chat_id, one.since + PATIENCE) for one in waiting if one.since + PATIENCE <= now]


def leave_unbound(tx: Tx, chat_id: int, now: datetime) -> Done[bool] | None:
    """Leave a group that nobody bound in time; None when it does not wait any more, or not long enough."""
    group = people.group(tx, chat_id)
    if group is None or group.state != GroupState.PENDING or group.since + PATIENCE > now:
        return None
    return refuse(tx, chat_id, now)


def _put(tx: Tx, group: Group, state: GroupState, department: str, now: datetime) -> None:
    people.put_group(tx, Group(group.chat_id, group.title, department, state.value, now, group.language))
