"""What wrecks a plan, and what is proposed then: few moves, each with its reason, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.planning.distance import Travel
from domain.planning.model import DayLimit, PlanSettings, PlanShop

Routes = Mapping[date, tuple[str, ...]]
"""Shop codes of the on-site stops by day, in visiting order."""


@dataclass(frozen=True, slots=True)
class Rain:
    """These shops are not to be reached on that day."""

    day: date
    shops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is done on these days."""

    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Task:
    """So many minutes of a day are needed for something else; at `shop`, which is then visited on that day."""

    day: date
    minutes: float
    shop: str | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """The stop of that day, over or still to come, did not take place."""

    day: date
    shop: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The shop has closed, or somebody else looks after it now."""

    shop: str
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A shop that has no stop yet: new, or taken over."""

    shop: str
    handed_over: bool = False


Event = Rain | Leave | Task | Missed | Gone | Joined


class Deed(StrEnum):
    """What is proposed for one visit."""

    MOVED = "moved"
    PHONED = "phoned"
    ADDED = "added"
    DROPPED = "dropped"
    STAND_IN = "stand_in"
    WAITS = "waits"


class Because(StrEnum):
    """Why this, and not something else."""

    NEAR = "near"
    """That day's road passes close by."""
    NEXT_ROOM = "next_room"
    """The day with room that costs least."""
    FAR = "far"
    """Every day with room is farther than a call is worth."""
    NO_ROOM = "no_room"
    """No day has room for it."""
    MAKES_ROOM = "makes_room"
    """It leaves its day to another shop that has no other."""
    PROMISED = "promised"
    """The shop was told this day, so somebody goes."""
    ASKED = "asked"
    """The task is at this shop."""
    CLOSED = "closed"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Move:
    """One visit that changes: from `day` (None: it had none) to `to` (None: nobody goes). `extra` is the detour on the new
    day in minutes, `beside` the shop that it makes room for."""

    shop: str
    deed: Deed
    because: Because
    day: date | None
    to: date | None
    extra: float = 0.0
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The plan as it stands: `days` are all that may still change, empty ones included, `fixed` the (shop, day) that were
    promised or confirmed. `travel` and `shops` know every shop of the days, and one that joins."""

    days: Routes
    shops: Mapping[str, PlanShop]
    travel: Travel
    settings: PlanSettings
    fixed: frozenset[tuple[str, date]] = frozenset()
    limits: Mapping[date, DayLimit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """What is weighed against what, in moves: `phone` instead of a visit, `day` by which a visit shifts within the slack of
    its cadence and `late` beyond it, `minutes` of road that are as bad as one move. A detour up to `near` is told as such."""

    phone: float = 1.3
    day: float = 0.02
    late: float = 0.15
    minutes: float = 30.0
    near: float = 8.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Not in force until somebody accepts it. `stays` are stops that the event hits and that were promised or confirmed:
    they are left alone. A day may be longer than before by the road that `minutes` shows, never beyond its limits."""

    moves: tuple[Move, ...]
    before: Routes
    after: Routes
    minutes_before: Mapping[date, float]
    minutes_after: Mapping[date, float]
    stays: tuple[tuple[str, date], ...] = ()
