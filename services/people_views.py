"""What the screens of people show, loaded for one reader."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.people import ABOVE_MANAGER, Owned, Person, Role, Scope
from domain.people_cards import CheckUp, Invitation, InvitationState, PersonCard, Roster, Standing, Welcome
from services import audits, quarantine
from services.days import working_calendar
from services.invitations import mark_of, other_admins
from storage import inbox, outbox, people, plans, shops
from storage.database import Tx
from storage.people import Invite

CHECKED = timedelta(days=7)
"""How far back an administrator's check looks."""
NEXT_YEAR_MONTH = 11
"""From this month on the holidays of the next year are looked for."""


def person_object(tx: Tx, code: str) -> Owned | None:
    """A person: an object of the administrators."""
    person = people.by_code(tx, code)
    return None if person is None else Scope(code, person.department)


def own_object(tx: Tx, code: str) -> Owned | None:
    """A person's own screens, which nobody else may open."""
    return Scope(addressed=frozenset({code}))


def office_object(tx: Tx, name: str) -> Owned | None:
    """Everybody together, the office's health."""
    return Scope()


def welcome(tx: Tx, code: str, reader: Person | None, now: datetime) -> Welcome | None:
    """What a person is told on joining; None for somebody else."""
    if reader is None or reader.code != code:
        return None
    superior = people.by_code(tx, reader.superior) if reader.superior else None
    return Welcome(
        person=reader,
        shops=sum(not shop.closed for shop in shops.of_manager(tx, code)) if reader.role is Role.MANAGER else 0,
        managers=_managers(tx, reader.department) if reader.role is Role.SUPERVISOR else 0,
        superior=superior.name if superior else "",
        admin=_admin(tx, reader),
        morning_at=tx.office.morning_at,
    )


def _managers(tx: Tx, department: str) -> int:
    return sum(one.department == department for one in people.with_roles(tx, {Role.MANAGER}))


def _admin(tx: Tx, reader: Person) -> str:
    """The administrator to turn to: the one who invited, else the first one."""
    used = people.newest_invite(tx, reader.code)
    inviter = people.by_code(tx, used.made_by) if used and used.made_by else None
    others = [one for one in people.with_roles(tx, {Role.ADMIN}) if one.code != reader.code]
    first = inviter or next(iter(others), None)
    return first.name if first else ""


def own(tx: Tx, code: str, reader: Person | None, now: datetime) -> Person | None:
    """The reader; None for somebody else's screen."""
    return reader if reader is not None and reader.code == code else None


def roster(tx: Tx, name: str, reader: Person | None, now: datetime) -> Roster:
    """Everybody as administrators see them."""
    invited = people.open_invites(tx)
    away = _on_leave(tx, now)
    return Roster(tuple(_card(one, invited.get(one.code), away, now) for one in people.everyone(tx)))


def person_card(tx: Tx, code: str, reader: Person | None, now: datetime) -> PersonCard | None:
    person = people.by_code(tx, code)
    if person is None or not person.active:
        return None
    superior = people.by_code(tx, person.superior) if person.superior else None
    invited = people.open_invites(tx).get(code)
    return _card(person, invited, _on_leave(tx, now), now, superior.name if superior else "")


def _on_leave(tx: Tx, now: datetime) -> frozenset[str]:
    return plans.on_leave(tx, now.astimezone(tx.office.zone).date())


def _card(
    person: Person, invited: Invite | None, away: frozenset[str], now: datetime, superior: str = ""
) -> PersonCard:
    good = invited is not None and invited.confirmed and invited.expires > now
    until = invited.expires if invited is not None and good else None
    return PersonCard(person, _standing(person, away), now, superior, until)


def _standing(person: Person, away: frozenset[str]) -> Standing:
    if not person.joined:
        return Standing.NOT_JOINED
    if not person.reachable:
        return Standing.UNREACHABLE
    return Standing.ON_LEAVE if person.code in away else Standing.JOINED


def invitation(tx: Tx, code: str, reader: Person | None, now: datetime) -> Invitation | None:
    """A person's newest invitation, for the administrator who asked and those who may agree."""
    person = people.by_code(tx, code)
    newest = people.newest_invite(tx, code)
    if person is None or newest is None:
        return None
    inviter = people.by_code(tx, newest.made_by) if newest.made_by else None
    return Invitation(
        person=person,
        state=_state(newest, now),
        now=now,
        expires=newest.expires,
        mark=mark_of(newest),
        inviter=newest.made_by,
        inviter_name=inviter.name if inviter else "",
        asked=tuple(one.name for one in other_admins(tx, newest.made_by)) if person.role in ABOVE_MANAGER else (),
    )


def _state(newest: Invite, now: datetime) -> InvitationState:
    if newest.used_at is not None:
        return InvitationState.USED if newest.confirmed else InvitationState.DECLINED
    if newest.expires <= now:
        return InvitationState.OVER
    return InvitationState.AGREED if newest.confirmed else InvitationState.WAITING


def check_up(tx: Tx, name: str, reader: Person | None, now: datetime) -> CheckUp:
    """How the office's bot is, over the last days."""
    ended = outbox.count_ended(tx, now - CHECKED)
    everyone = people.everyone(tx)
    return CheckUp(
        bot_name=tx.office.bot_name,
        days=CHECKED.days,
        undelivered=ended.get("failed", 0),
        uncertain=ended.get("unknown", 0),
        put_aside=inbox.count_aside(tx, now - CHECKED),
        unreachable=tuple(one for one in everyone if one.joined and not one.reachable),
        planless=tuple(one for one in everyone if one.role is Role.MANAGER and _planless(tx, one, now)),
        unknown_years=_unknown_years(tx, now),
        held=sum(one.count for one in quarantine.held(tx)),
        findings=len(audits.standing(tx)),
    )


def _planless(tx: Tx, manager: Person, now: datetime) -> bool:
    """Whether a manager has shops and no stop ahead, though not on leave."""
    today = now.astimezone(tx.office.zone).date()
    if manager.code in plans.on_leave(tx, today) or plans.counts(tx, manager.code, today):
        return False
    return any(not shop.closed for shop in shops.of_manager(tx, manager.code))


def _unknown_years(tx: Tx, now: datetime) -> tuple[int, ...]:
    today = now.astimezone(tx.office.zone).date()
    years = (today.year, today.year + 1) if today.month >= NEXT_YEAR_MONTH else (today.year,)
    calendar = working_calendar(tx)
    return tuple(year for year in years if not calendar.known(year))
