"""A proposal of moves as it is kept and shown: what broke the plan, each manager's few changes, whether it was taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.people import Person
from domain.planning.proposals import Because, Deed
from domain.shops import Shop


class ReplanKind(StrEnum):
    """What breaks the plan: rain on days, leave of whole days or of half a day, a day promised to a shop by hand."""

    RAIN = "rain"
    LEAVE = "leave"
    HALF = "half"
    MOVE = "move"


class ReplanState(StrEnum):
    """`thinking` until the moves are found; `open` may be taken up or refused; the others are ends: `nothing` has to move,
    the days are `over`."""

    THINKING = "thinking"
    OPEN = "open"
    NOTHING = "nothing"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that changes, as `domain.planning.proposals.Move`; `stop` is the row it has now, 0 for none."""

    stop: int
    shop: str
    deed: Deed
    because: Because
    day: date | None
    to: date | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day before and after: on-site shops, minutes of road and shops; `km` straight-line of the new route."""

    day: date
    shops: int
    minutes: int
    shops_after: int
    minutes_after: int
    km: float = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What is proposed for one manager. `print` tells the plan it was made for; `hit`: stops that stood in the way of what
    happened; `stays`: (shop, day) promised, so untouched."""

    manager: str
    print: str
    hit: int = 0
    changes: tuple[Change, ...] = ()
    stays: tuple[tuple[str, date], ...] = ()
    days: tuple[DayChange, ...] = ()

    @property
    def objects(self) -> set[str]:
        """Codes of all shops named."""
        named = {change.shop for change in self.changes} | {change.beside for change in self.changes}
        return (named | {shop for shop, _day in self.stays}) - {""}


@dataclass(frozen=True, slots=True)
class Replan:
    """`street` '' is everywhere; `half` of a day: morning | afternoon; `managers`: whom it was asked for; `parts` only of
    those whom it touches.

    `version` grows whenever the moves are found anew: a tap on an older one is out of date."""

    id: int
    asked_by: str
    department: str
    kind: ReplanKind
    days: tuple[date, ...]
    street: str
    managers: tuple[str, ...]
    shop: str
    half: str
    state: ReplanState
    version: int
    parts: tuple[Part, ...]
    decided_by: str = ""
    decided_at: datetime | None = None
    renewed: bool = False

    @property
    def name(self) -> str:
        return f"replan:{self.id}"

    @property
    def manager(self) -> str:
        """Whose own it is: nobody's when several are asked for."""
        return self.managers[0] if len(self.managers) == 1 else ""

    @property
    def addressed(self) -> frozenset[str]:
        """Whom it touches: they may see their part."""
        return frozenset(part.manager for part in self.parts)


@dataclass(frozen=True, slots=True)
class ReplanCard:
    """A proposal as a reader may see it (managers their own part only), with the people and shops named in it by code."""

    replan: Replan
    people: Mapping[str, Person]
    shops: Mapping[str, Shop]
    today: date


class ReplanRefusal(StrEnum):
    """Why nothing is proposed."""

    BAD_DATE = "bad_date"
    NO_WORK = "no_work"
    UNKNOWN = "unknown"
    NO_SHOP = "no_shop"
    NO_DAY = "no_day"
    DECIDED = "decided"
    RENEWED = "renewed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Refused:
    """With the words that led nowhere, or the shops that may have been meant."""

    why: ReplanRefusal
    said: str = ""
    candidates: tuple[Shop, ...] = ()
