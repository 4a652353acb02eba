"""Visits: channels and what each resets, objectives and their chips, stops of a day, logs (METHOD Cadence, SCREENS 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    ONSITE = "onsite"
    CALL_INSTEAD = "call_instead"
    CALL_BETWEEN = "call_between"
    GROUP = "group"
    EMAIL = "email"
    TEXT = "text"


RESETS_INTERVAL = frozenset({Channel.ONSITE, Channel.CALL_INSTEAD})
"""Channels after which the cadence counts anew; a call in between and written channels do not."""


class Objective(StrEnum):
    """What a visit is for; its three chips are the answers (SCREENS 5.1)."""

    ORDERING = "ordering"
    SETTLEMENT = "settlement"
    NEW_BRAND = "new_brand"
    STOCK = "stock"
    PRICE_TAGS = "price_tags"
    STAYING = "staying"
    SUCCESSION = "succession"
    NEWS = "news"
    UPKEEP = "upkeep"


CHIPS: dict[Objective, tuple[str, str, str]] = {
    Objective.ORDERING: ("can_use", "will_try", "not_now"),
    Objective.SETTLEMENT: ("arranged", "willing", "unwilling"),
    Objective.NEW_BRAND: ("on_shelf", "wait_and_see", "declined"),
    Objective.STOCK: ("enough", "running_out", "backlog"),
    Objective.PRICE_TAGS: ("all_right", "fixed_now", "not_fixed"),
    Objective.STAYING: ("will_stay", "thinking", "will_quit"),
    Objective.SUCCESSION: ("met", "appointed", "undecided"),
    Objective.NEWS: ("told", "told_questions", "not_told"),
    Objective.UPKEEP: ("as_usual", "something_new", "owner_away"),
}
AS_PLANNED = "as_planned"
"""The outcome of `都讲了，照常`."""

FOLLOW_UP_DAYS: dict[str, int] = {"will_try": 7}
"""Chips that propose a follow-up after so many days."""

PROPOSES_INCIDENT: dict[str, str] = {
    "backlog": "backlog",
    "running_out": "out_of_stock",
    "not_fixed": "price",
    "will_quit": "closing",
}
"""Chips that offer (never file) an incident of that category."""


class Missed(StrEnum):
    """Why a stop was missed."""

    NO_TIME = "no_time"
    CLOSED = "closed"
    OWNER_AWAY = "owner_away"
    ROAD = "road"
    ERRAND = "errand"
    OTHER = "other"


class StopState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this shop today: `kind` is weekly | biweekly | cadence | never | promise | moved | early | call | task | unplanned.

    `days` since the last visit (or days early, for `early`), `on` the day promised or moved from."""

    kind: str
    days: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of one manager's day; `number` is fixed in the morning and stays all day (0: not numbered yet)."""

    id: int
    manager: str
    department: str
    day: date
    number: int
    shop: str
    channel: Channel
    reason: Reason
    objective: Objective
    state: StopState = StopState.PLANNED
    missed: Missed | None = None
    moved_to: date | None = None
    important: bool = False
    unplanned: bool = False
    missed_words: str = ""
    pinned: bool = False


class LogState(StrEnum):
    ACTIVE = "active"
    UNDONE = "undone"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as said: value, unit, the thing it counts ('' when unsaid)."""

    value: float
    unit: str
    thing: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """One visit log. `outcome` is a chip's name or ''; `words` exactly as written; `shop` '' while not settled."""

    id: int
    manager: str
    department: str
    shop: str
    day: date
    at: datetime
    channel: Channel
    outcome: str = ""
    words: str = ""
    quantities: tuple[Quantity, ...] = field(default=())
    next_day: date | None = None
    state: LogState = LogState.ACTIVE
    stop: int = 0
    unplanned: bool = False
