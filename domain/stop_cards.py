"""What the card of a stop or a shop shows, and what a receipt of a log still has to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.chat import Place
from domain.days import DayView, StopLine
from domain.hearings import HearingState
from domain.incidents import Category
from domain.people import Person
from domain.planning import km_between
from domain.shops import Shop
from domain.talking import Facts, Talk
from domain.talking.choose import SITUATION_OF
from domain.understanding.sentence import MISSED
from domain.visits import AS_PLANNED, CHIPS, Log, LogState, Missed, Objective, Stop, StopState

OBJECTIVE_OF: dict[str, Objective] = {chip: goal for goal, chips in CHIPS.items() for chip in chips}
TELLS_NOTHING = frozenset({"owner_away", "not_told", "something_new", MISSED})
"""Outcomes after which no line counts as told."""
DEAF = timedelta(seconds=2)
"""How long chips stay deaf after a log, so that a double tap never logs the next shop."""
CLOSED_TIMES = 3
"""So many missed stops in a row at a closed shop raise the question whether it has closed for good."""
AT_SHOP_METRES = 150
STOP_PLACE = "stop"
"""Where the one stop card of a chat lies."""
JUST_NOW = timedelta(minutes=5)
"""How long a photo, voice or place that comes after a log goes with it."""
PROMISED: dict[str, dict[str, str]] = {
    "will_try": {"zh_CN": "再看看网上订货试得怎么样", "en": "see how ordering online goes"},
    "appointed": {"zh_CN": "和接班的人见面", "en": "meet the successor"},
}
"""What a chip promises for another day, as it is written down in the manager's language."""


class Question(StrEnum):
    """What a receipt asks, one at a time, in this order."""

    SHOP = "shop"
    UNCLEAR = "unclear"
    COLLEAGUE = "colleague"
    NOT_TODAY = "not_today"
    DAY = "day"
    BAD_DATE = "bad_date"
    ALARM = "alarm"
    LATER = "later"
    EDITED = "edited"
    CANT_ANSWER = "cant_answer"


@dataclass(frozen=True, slots=True)
class Ask:
    """An open question of a log: `shops` are codes, `days` possible days, `words` a category, or what was said or
    written anew, `stop` a stop of a later day."""

    what: Question
    shops: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    words: str = ""
    stop: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what.value,
            "shops": list(self.shops),
            "days": [day.isoformat() for day in self.days],
            "words": self.words,
            "stop": self.stop,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Ask:
        days = tuple(date.fromisoformat(day) for day in kept["days"])
        return cls(Question(kept["what"]), tuple(kept["shops"]), days, kept["words"], kept["stop"])


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day to which a stop can be moved: the extra way in metres (None: unknown) and how many stops it has."""

    day: date
    metres: float | None
    stops: int


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    id: int
    day: date | None
    what: str


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """A log of today as the card of the next stop remembers it; `number` 0 for an unplanned visit."""

    log: Log
    shop: Shop
    number: int
    objective: str
    untold: bool
    follow_ups: tuple[FollowUpLine, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class StopCard:
    """A shop with everything its card shows; `stop` None for a shop looked up by its name."""

    shop: Shop
    stop: Stop | None
    manager: Person
    facts: Facts
    goal: Objective
    now: datetime
    day: DayView | None = None
    history: tuple[Log, ...] = ()
    logged: tuple[LoggedLine, ...] = ()
    choices: tuple[DayChoice, ...] = ()
    closed_times: int = 0
    previous: Shop | None = None
    next: StopLine | None = None

    @property
    def department(self) -> str:
        return self.shop.department

    @property
    def name(self) -> str:
        """The object that its buttons are about."""
        return f"stop:{self.stop.id}" if self.stop else f"shop:{self.shop.code}"

    @property
    def last(self) -> Log | None:
        """The latest log of an earlier day."""
        return next((log for log in self.history if log.day < self.now.date()), None)

    @property
    def today(self) -> Log | None:
        """The latest log of today."""
        return next((log for log in self.history if log.day == self.now.date()), None)

    @property
    def settled(self) -> bool:
        return self.stop is not None and self.stop.state is not StopState.PLANNED


@dataclass(frozen=True, slots=True)
class Receipt:
    """A log as its receipt shows it; `shop` None while it is not settled."""

    log: Log
    shop: Shop | None
    now: datetime
    asks: tuple[Ask, ...] = ()
    shops: dict[str, Shop] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    colleague: Person | None = None
    later: Stop | None = None
    reviewed: bool = False
    attachments: int = 0
    voices: int = 0

    @property
    def manager(self) -> str:
        return self.log.manager

    @property
    def department(self) -> str:
        return self.log.department

    @property
    def name(self) -> str:
        return f"log:{self.log.id}"

    @property
    def asked(self) -> Ask | None:
        return self.asks[0] if self.asks and self.log.state is LogState.ACTIVE else None


@dataclass(frozen=True, slots=True)
class ShopChoice:
    """Shops to choose from: the next stop, those logged last, and all that are left today."""

    day: date
    next: StopLine | None
    recent: tuple[Shop, ...]
    left: tuple[StopLine, ...]
    shops: tuple[Shop, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something sent that is kept; `shop` where it lies ('' when that is asked), `where` at_shop | elsewhere | '';
    `hearing` of a voice note whose words are made out, `heard` the words."""

    id: int
    manager: str
    department: str
    kind: str
    seconds: int
    where: str
    choice: ShopChoice
    shop: Shop | None = None
    takes_place: bool = False
    hearing: HearingState | None = None
    heard: str = ""

    @property
    def name(self) -> str:
        return f"attachment:{self.id}"


def following(lines: Sequence[StopLine], after: Stop | None) -> StopLine | None:
    """The next stop to be done behind `after`, else the first one left; None when nothing is left."""
    left = [
        line for line in lines if line.stop.state is StopState.PLANNED and line.stop.id != (after.id if after else 0)
    ]
    behind = [line for line in left if after is not None and line.stop.number > after.number]
    return next(iter(behind or left), None)


def tells(outcome: str) -> bool:
    """Whether an outcome says that lines were spoken."""
    return outcome not in TELLS_NOTHING and (outcome == AS_PLANNED or outcome in OBJECTIVE_OF)


def told_by(talk: Talk, outcome: str) -> tuple[str, ...]:
    """The ledger's names of the lines that an outcome says were spoken: all of them, or those of its objective."""
    if not tells(outcome):
        return ()
    goal = OBJECTIVE_OF.get(outcome)
    letter = "" if outcome == AS_PLANNED or goal is None else SITUATION_OF[goal]
    return tuple(ledger_name(line.id) for line in talk.points if line.id.startswith(letter))


def ledger_name(line: str) -> str:
    """News are told under their own name whatever the wording: `I2.news:5` → `news:5`."""
    head, _dot, rest = line.partition(".")
    return rest if head.startswith("I") and rest.startswith("news:") else line


def closed_in_a_row(stops: Sequence[Stop]) -> int:
    """How many of a shop's stops, latest first, were missed one after another because it was closed."""
    count = 0
    for stop in stops:
        if stop.missed is not Missed.CLOSED:
            break
        count += 1
    return count


def near(shop: Shop, place: Place) -> bool | None:
    """Whether a place is at the shop; None when the shop's own is unknown."""
    return None if shop.place is None else 1000 * km_between(shop.place, place) <= AT_SHOP_METRES


def alarm_category(words: str) -> Category | None:
    return Category(words) if words in {one.value for one in Category} else None
