"""Invitations: one-time codes of which only a digest is kept, their confirmation by a second administrator, and joining."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from domain.chat import Done, Notice
from domain.people import ABOVE_MANAGER, Person, Role
from domain.people_cards import NewInvite
from domain.quotas import Limited
from services import quotas
from services.climbing import person_unreachable
from storage import people
from storage.database import Tx
from storage.people import Invite

CODE_BYTES = 16
MARK = 12
"""Characters of a digest that name an invitation on buttons."""
MOST_WRONG = 5
WRONG_WINDOW = timedelta(hours=1)
"""So many wrong codes of one Telegram user in this time are answered; what follows in it is not."""


class Joining(StrEnum):
    """What came of a code."""

    JOINED = "joined"
    REFUSED = "refused"
    SILENT = "silent"


def changed_by(code: str) -> tuple[str, ...]:
    """The names of what shows a person to administrators."""
    return (f"person:{code}", f"invitee:{code}", "people:all")


def mark_of(invite: Invite) -> str:
    return invite.digest[:MARK]


def invite(tx: Tx, person_code: str, made_by: str, now: datetime) -> Done[NewInvite]:
    """Make a code that can be used at once (`made_by` '': on the command line); an earlier one is void.

    LookupError when there is no such active person."""
    return _made(tx, person_code, made_by, now, now + tx.office.invite_life)


def _made(tx: Tx, person_code: str, made_by: str, now: datetime, expires: datetime) -> Done[NewInvite]:
    person = people.by_code(tx, person_code)
    if person is None or not person.active:
        raise LookupError(person_code)
    code = secrets.token_urlsafe(CODE_BYTES)
    people.add_invite(tx, Invite(_digest(code), person.code, made_by, now, expires, True, None))
    return Done(NewInvite(code, _link(tx, code), expires), changed=changed_by(person.code))


def _link(tx: Tx, code: str) -> str:
    return f"https://t.me/{tx.office.bot_name}?start={code}" if tx.office.bot_name else ""


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def propose(tx: Tx, admin: Person, person: Person, now: datetime) -> Done[NewInvite | datetime | None]:
    """Invite from the chat. A role above manager waits for another administrator, where there is one: the value is None.

    What waits is a row without a code: nobody can use it. A time: so many were invited that the next is due then."""
    free = quotas.spend(tx, admin.code, Limited.INVITE, now)
    if free is not None:
        return Done(free)
    others = other_admins(tx, admin.code)
    if person.role not in ABOVE_MANAGER or not others:
        return invite(tx, person.code, admin.code, now)
    nobodys = _digest(secrets.token_urlsafe(CODE_BYTES))
    people.add_invite(tx, Invite(nobodys, person.code, admin.code, now, now + tx.office.invite_life, False, None))
    asked = tuple(Notice(one.code, "invitation", f"invitee:{person.code}") for one in others)
    return Done(None, asked, changed_by(person.code))


def other_admins(tx: Tx, but: str) -> list[Person]:
    """The administrators who can be asked or told, by code; without the one named."""
    admins = people.with_roles(tx, {Role.ADMIN})
    return [one for one in admins if one.code != but and one.joined and one.reachable]


def agree(tx: Tx, admin: Person, code: str, mark: str, now: datetime) -> Done[bool]:
    """Agree to what waits: the inviter may take the link. False when it is over, or one's own."""
    waiting = _waiting(tx, admin, code, mark, now)
    if waiting is None:
        return Done(False, changed=changed_by(code))
    people.confirm_invite(tx, waiting.digest)
    return Done(True, (Notice(waiting.made_by, "invitation", f"invitee:{code}"),), changed_by(code))


def decline(tx: Tx, admin: Person, code: str, mark: str, now: datetime) -> Done[bool]:
    """Don't agree: it is void, and the inviter is told. False when it is over, or one's own."""
    waiting = _waiting(tx, admin, code, mark, now)
    if waiting is None:
        return Done(False, changed=changed_by(code))
    people.use_invite(tx, waiting.digest, now)
    return Done(True, (Notice(waiting.made_by, "invitation", f"invitee:{code}"),), changed_by(code))


def _waiting(tx: Tx, admin: Person, code: str, mark: str, now: datetime) -> Invite | None:
    found = _usable(people.open_invites(tx).get(code), mark, now)
    return None if found is None or found.confirmed or found.made_by == admin.code else found


def _usable(found: Invite | None, mark: str, now: datetime) -> Invite | None:
    return None if found is None or mark_of(found) != mark or found.expires <= now else found


def take_link(tx: Tx, admin: Person, code: str, mark: str, now: datetime) -> Done[NewInvite | None]:
    """Make the code that was agreed to, good as long as the agreement; None when it is over or somebody else's."""
    agreed = _usable(people.open_invites(tx).get(code), mark, now)
    if agreed is None or not agreed.confirmed or agreed.made_by != admin.code:
        return Done(None, changed=changed_by(code))
    return _made(tx, code, admin.code, now, agreed.expires)


def join(tx: Tx, code: str, user_id: int, language: str, now: datetime) -> Done[Joining]:
    """Bind a Telegram user to the person whom a code is for; what is wrong with a code is never told apart."""
    if _muted(tx, user_id, now):
        return Done(Joining.SILENT)
    person = _invited(tx, code, now)
    if person is None:
        _note_wrong(tx, user_id, now)
        return Done(Joining.REFUSED)
    left = _left_behind(tx, user_id, person, now)
    people.join(tx, person.code, user_id, person.language if person.joined else language, now)
    notices = (*left.notices, Notice(person.code, "welcome", f"own:{person.code}"))
    return Done(Joining.JOINED, notices, (*changed_by(person.code), *left.changed), (person.code,))


def _invited(tx: Tx, code: str, now: datetime) -> Person | None:
    """The person whom a code is for, the code used up; None when it is no good."""
    found = people.invite(tx, _digest(code))
    if found is None or not found.confirmed or found.expires <= now:
        return None
    person = people.by_code(tx, found.person)
    if person is None or not person.active or not people.use_invite(tx, found.digest, now):
        return None
    return person


def _left_behind(tx: Tx, user_id: int, person: Person, now: datetime) -> Done[None]:
    """What waits for the person whom this user was until now goes on."""
    before = people.by_user(tx, user_id)
    if before is None or before.code == person.code:
        return Done(None)
    onward = person_unreachable(tx, before.code, now)
    return Done(None, onward.notices, (*changed_by(before.code), *onward.changed))


def _muted(tx: Tx, user_id: int, now: datetime) -> bool:
    known = people.stranger(tx, user_id)
    return known is not None and known.failed_codes >= MOST_WRONG and _lately(known.failed_since, now)


def _note_wrong(tx: Tx, user_id: int, now: datetime) -> None:
    known = people.stranger(tx, user_id)
    since, count = now, 1
    if known is not None and known.failed_since is not None and _lately(known.failed_since, now):
        since, count = known.failed_since, known.failed_codes + 1
    people.note_failed_code(tx, user_id, count, since, now.astimezone(tx.office.zone).date())


def _lately(since: datetime | None, now: datetime) -> bool:
    return since is not None and timedelta(0) <= now - since < WRONG_WINDOW
