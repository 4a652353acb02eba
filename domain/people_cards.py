"""What the screens of people, invitations, groups and the office's health are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.people import Person


class Standing(StrEnum):
    """How a person stands with the bot: the first of these that holds."""

    NOT_JOINED = "not_joined"
    UNREACHABLE = "unreachable"
    ON_LEAVE = "on_leave"
    JOINED = "joined"


class InvitationState(StrEnum):
    """What became of a person's newest invitation."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
    USED = "used"
    OVER = "over"


class GroupState(StrEnum):
    """A chat group: waits to be bound, bound to a department, or left."""

    PENDING = "pending"
    BOUND = "bound"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class NewInvite:
    """A one-time code as it is handed over, once; `link` is '' while the bot's name is unknown."""

    code: str
    link: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a newcomer is told of the own place; `superior` and `admin` are names, '' when there is nobody."""

    person: Person
    shops: int = 0
    managers: int = 0
    superior: str = ""
    admin: str = ""
    morning_at: time = time(7, 30)


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody can be reached again: for how long not, and how many matters wait."""

    away: timedelta
    waiting: int


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person as administrators see them; `invited_until`: an invitation that can still be used."""

    person: Person
    standing: Standing
    now: datetime
    superior: str = ""
    invited_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, by code."""

    cards: tuple[PersonCard, ...] = ()

    def count(self, standing: Standing) -> int:
        return sum(card.standing is standing for card in self.cards)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person's newest invitation: `inviter` and `inviter_name` who asked for it ('' the command line), `asked` who may agree.

    `mark` names this one invitation on buttons; a newer one has another."""

    person: Person
    state: InvitationState
    now: datetime
    expires: datetime
    mark: str
    inviter: str = ""
    inviter_name: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group and the departments that it can be bound to."""

    chat_id: int
    title: str
    state: GroupState
    department: str = ""
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What an administrator must know; counts are of the last `days` days, `unknown_years` have no published holidays.

    `held`: messages held back since a backup was brought back; `findings`: what the last audit found."""

    bot_name: str
    days: int
    undelivered: int = 0
    uncertain: int = 0
    put_aside: int = 0
    unreachable: tuple[Person, ...] = ()
    planless: tuple[Person, ...] = ()
    unknown_years: tuple[int, ...] = ()
    held: int = 0
    findings: int = 0
