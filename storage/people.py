"""People, invitations, strangers, groups and settings kept in the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.chat import Place
from domain.people import Person, Role
from storage.database import Tx
from storage.tables import chat_groups, invites, people, settings, strangers

_COLUMNS = (
    people.c.code,
    people.c.name,
    people.c.role,
    people.c.department,
    people.c.superior,
    people.c.lat,
    people.c.lon,
    people.c.user_id,
    people.c.language,
    people.c.reachable,
    people.c.active,
)
_ALL = select(*_COLUMNS).where(people.c.active).order_by(people.c.code)
_BY_CODE = select(*_COLUMNS).where(people.c.code == bindparam("find"))
_BY_USER = select(*_COLUMNS).where(people.c.user_id == bindparam("find"))
_INSERT = insert(people)
_UPDATE = (
    update(people)
    .where(people.c.code == bindparam("find"))
    .values(
        name=bindparam("new_name"),
        role=bindparam("new_role"),
        department=bindparam("new_department"),
        superior=bindparam("new_superior"),
        lat=bindparam("new_lat"),
        lon=bindparam("new_lon"),
    )
)
_JOIN = (
    update(people)
    .where(people.c.code == bindparam("find"))
    .values(user_id=bindparam("user"), joined_at=bindparam("at"), reachable=True, language=bindparam("new_language"))
)
_LEAVE_USER = update(people).where(people.c.user_id == bindparam("find")).values(user_id=None)
_PART = update(people).where(people.c.code == bindparam("find")).values(user_id=None)
_REACHABLE = update(people).where(people.c.user_id == bindparam("find")).values(reachable=bindparam("yes"))
_LANGUAGE = update(people).where(people.c.code == bindparam("find")).values(language=bindparam("new_language"))
_STRANGER = select(strangers).where(strangers.c.user_id == bindparam("find"))
_ADD_STRANGER = insert(strangers)
_GREET = update(strangers).where(strangers.c.user_id == bindparam("find")).values(greeted_on=bindparam("on"))
_FAILS = (
    update(strangers)
    .where(strangers.c.user_id == bindparam("find"))
    .values(failed_codes=bindparam("count"), failed_since=bindparam("since"))
)
_ADD_INVITE = insert(invites)
_INVITE = select(invites).where(invites.c.digest == bindparam("find"))
_OPEN_INVITES = select(invites).where(invites.c.used_at.is_(None))
_NEWEST_INVITE = (
    select(invites)
    .where(invites.c.person == bindparam("find"))
    .order_by(invites.c.used_at.is_not(None), invites.c.made_at.desc())
    .limit(1)
)
_USE_INVITE = (
    update(invites)
    .where(invites.c.digest == bindparam("find"), invites.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)
_CONFIRM_INVITE = update(invites).where(invites.c.digest == bindparam("find")).values(confirmed=True)
_VOID_INVITES = (
    update(invites)
    .where(invites.c.person == bindparam("find"), invites.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)
_GROUP = select(chat_groups).where(chat_groups.c.chat_id == bindparam("find"))
_GROUPS = select(chat_groups).where(chat_groups.c.state == bindparam("find")).order_by(chat_groups.c.title)
_ADD_GROUP = insert(chat_groups)
_SET_GROUP = (
    update(chat_groups)
    .where(chat_groups.c.chat_id == bindparam("find"))
    .values(
        title=bindparam("new_title"),
        department=bindparam("new_department"),
        state=bindparam("new_state"),
        since=bindparam("at"),
    )
)
_MOVE_GROUP = update(chat_groups).where(chat_groups.c.chat_id == bindparam("old")).values(chat_id=bindparam("new"))
_SETTING = select(settings.c.value).where(settings.c.name == bindparam("find"))
_ADD_SETTING = insert(settings)
_SET_SETTING = update(settings).where(settings.c.name == bindparam("find")).values(value=bindparam("new_value"))


def _person(row: Any) -> Person:
    place = None if row.lat is None or row.lon is None else Place(row.lat, row.lon)
    return Person(
        row.code,
        row.name,
        Role(row.role),
        row.department,
        row.superior,
        place,
        row.user_id or 0,
        row.language,
        row.reachable,
        row.active,
    )


def everyone(tx: Tx) -> list[Person]:
    """All active people, by code."""
    return [_person(row) for row in tx.execute(_ALL)]


def with_roles(tx: Tx, roles: Collection[Role]) -> list[Person]:
    return [person for person in everyone(tx) if person.role in roles]


def by_code(tx: Tx, code: str) -> Person | None:
    row = tx.recall_one(_BY_CODE, {"find": code})
    if row is None:
        return None
    if row.user_id:
        tx.remember(_BY_USER, {"find": row.user_id}, row)
    return _person(row)


def by_user(tx: Tx, user_id: int) -> Person | None:
    row = tx.recall_one(_BY_USER, {"find": user_id})
    if row is None:
        return None
    tx.remember(_BY_CODE, {"find": row.code}, row)
    return _person(row)


def put(tx: Tx, person: Person) -> None:
    """Insert or update what a workbook says of a person; what the chat knows (user, language) stays."""
    lat, lon = (person.start.lat, person.start.lon) if person.start else (None, None)
    changed = tx.execute(
        _UPDATE,
        {
            "find": person.code,
            "new_name": person.name,
            "new_role": person.role.value,
            "new_department": person.department,
            "new_superior": person.superior,
            "new_lat": lat,
            "new_lon": lon,
        },
    ).rowcount
    if changed:
        return
    tx.execute(
        _INSERT,
        {
            "code": person.code,
            "name": person.name,
            "role": person.role.value,
            "department": person.department,
            "superior": person.superior,
            "lat": lat,
            "lon": lon,
            "user_id": None,
            "language": person.language,
            "reachable": True,
            "active": True,
        },
    )


def join(tx: Tx, code: str, user_id: int, language: str, now: datetime) -> None:
    """Bind a Telegram user to a person; a binding of the same user elsewhere ends."""
    tx.execute(_LEAVE_USER, {"find": user_id})
    tx.execute(_JOIN, {"find": code, "user": user_id, "at": now, "new_language": language})


def part(tx: Tx, code: str) -> None:
    """End the binding of a person to a Telegram user."""
    tx.execute(_PART, {"find": code})


def set_reachable(tx: Tx, user_id: int, yes: bool) -> None:
    tx.execute(_REACHABLE, {"find": user_id, "yes": yes})


def set_language(tx: Tx, code: str, language: str) -> None:
    tx.execute(_LANGUAGE, {"find": code, "new_language": language})


@dataclass(frozen=True, slots=True)
class Stranger:
    user_id: int
    greeted_on: date
    failed_codes: int
    failed_since: datetime | None


def stranger(tx: Tx, user_id: int) -> Stranger | None:
    row = tx.execute(_STRANGER, {"find": user_id}).first()
    return None if row is None else Stranger(*row)


def greet(tx: Tx, user_id: int, on: date) -> None:
    """Remember that a stranger was answered today."""
    if tx.execute(_GREET, {"find": user_id, "on": on}).rowcount == 0:
        tx.execute(_ADD_STRANGER, {"user_id": user_id, "greeted_on": on, "failed_codes": 0, "failed_since": None})


def note_failed_code(tx: Tx, user_id: int, count: int, since: datetime, today: date) -> None:
    """Remember how many wrong codes a user sent since `since`."""
    if tx.execute(_FAILS, {"find": user_id, "count": count, "since": since}).rowcount == 0:
        long_ago = date(2000, 1, 1)
        tx.execute(
            _ADD_STRANGER, {"user_id": user_id, "greeted_on": long_ago, "failed_codes": count, "failed_since": since}
        )


@dataclass(frozen=True, slots=True)
class Invite:
    digest: str
    person: str
    made_by: str
    made_at: datetime
    expires: datetime
    confirmed: bool
    used_at: datetime | None


def add_invite(tx: Tx, invite: Invite) -> None:
    """Store an invitation; earlier unused ones of the same person are void."""
    tx.execute(_VOID_INVITES, {"find": invite.person, "at": invite.made_at})
    tx.execute(
        _ADD_INVITE,
        {
            "digest": invite.digest,
            "person": invite.person,
            "made_by": invite.made_by,
            "made_at": invite.made_at,
            "expires": invite.expires,
            "confirmed": invite.confirmed,
            "used_at": None,
        },
    )


def invite(tx: Tx, digest: str) -> Invite | None:
    row = tx.execute(_INVITE, {"find": digest}).first()
    return None if row is None else Invite(*row)


def open_invites(tx: Tx) -> dict[str, Invite]:
    """The invitation of each person that is not used up or void; it may wait for agreement, or be too old."""
    return {row.person: Invite(*row) for row in tx.execute(_OPEN_INVITES)}


def newest_invite(tx: Tx, person: str) -> Invite | None:
    """A person's newest invitation, whatever became of it."""
    row = tx.execute(_NEWEST_INVITE, {"find": person}).first()
    return None if row is None else Invite(*row)


def use_invite(tx: Tx, digest: str, now: datetime) -> bool:
    """Consume an invitation; False when it was used already."""
    return tx.execute(_USE_INVITE, {"find": digest, "at": now}).rowcount == 1


def confirm_invite(tx: Tx, digest: str) -> None:
    tx.execute(_CONFIRM_INVITE, {"find": digest})


@dataclass(frozen=True, slots=True)
class Group:
    """A chat group; `state` pending (waits to be bound) | bound | left."""

    chat_id: int
    title: str
    department: str
    state: str
    since: datetime
    language: str = "zh_CN"

    manager: str = ""


def group(tx: Tx, chat_id: int) -> Group | None:
    row = tx.recall_one(_GROUP, {"find": chat_id})
    return None if row is None else Group(*row)


def groups(tx: Tx, state: str) -> list[Group]:
    return [Group(*row) for row in tx.execute(_GROUPS, {"find": state})]


def put_group(tx: Tx, new: Group) -> None:
    values = {
        "find": new.chat_id,
        "new_title": new.title,
        "new_department": new.department,
        "new_state": new.state,
        "at": new.since,
    }
    if tx.execute(_SET_GROUP, values).rowcount == 0:
        tx.execute(
            _ADD_GROUP,
            {
                "chat_id": new.chat_id,
                "title": new.title,
                "department": new.department,
                "state": new.state,
                "since": new.since,
                "language": new.language,
            },
        )


def move_group(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup under another chat id."""
    tx.execute(_MOVE_GROUP, {"old": old, "new": new})


def setting(tx: Tx, name: str) -> Any:
    """A stored value, or None."""
    return tx.execute(_SETTING, {"find": name}).scalar_one_or_none()


def put_setting(tx: Tx, name: str, value: Any) -> None:
    if tx.execute(_SET_SETTING, {"find": name, "new_value": value}).rowcount == 0:
        tx.execute(_ADD_SETTING, {"name": name, "value": value})
