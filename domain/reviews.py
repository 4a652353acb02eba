"""The evening review: its life, its steps, the order of missed stops, its hours, and the figures that it ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.days import StopLine, is_visit
from domain.office import Office
from domain.visits import Channel, StopState

REMIND_AFTER = timedelta(minutes=45)
SNOOZES = (15, 30, 60)
"""Minutes by which a review can be put off."""
CLOSE_AT = time(21)
SHORTEST = timedelta(minutes=90)
"""A review asked for late in the evening stays open at least this long."""
MANY_MISSED = 5
"""Above this many missed stops the rest can be placed with one tap."""


class ReviewState(StrEnum):
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    PUT_OFF = "put_off"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


FINISHED = frozenset({ReviewState.CONFIRMED, ReviewState.CLOSED})

MOVES: Mapping[ReviewState, frozenset[ReviewState]] = {
    ReviewState.WAITING: frozenset(ReviewState),
    ReviewState.UNDER_WAY: frozenset(ReviewState) - {ReviewState.WAITING},
    ReviewState.PUT_OFF: frozenset(ReviewState),
    ReviewState.CLOSED: frozenset({ReviewState.UNDER_WAY, ReviewState.CONFIRMED}),
    ReviewState.CONFIRMED: frozenset(),
}
"""CLOSED is what closed by itself: its manager may still change and confirm it."""


class IllegalMove(Exception):
    """A change that the life of a review does not know."""


def move(state: ReviewState, to: ReviewState) -> ReviewState:
    """`to`, if it is a legal next state; raises IllegalMove."""
    if to not in MOVES[state]:
        raise IllegalMove(f"a review can't go from {state} to {to}")
    return to


class Step(StrEnum):
    """What the one message asks, in this order; steps without content are passed over."""

    OPENING = "opening"
    MISSED = "missed"
    MATTERS = "matters"
    TOMORROW = "tomorrow"
    WORDS = "words"
    SUMMARY = "summary"


ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be decided: missed stops, of them how many need a reason, open matters."""

    missed: int = 0
    reasons: int = 0
    matters: int = 0

    def asks(self, step: Step) -> bool:
        return {Step.MISSED: self.missed > 0, Step.MATTERS: self.matters > 0}.get(step, True)


def next_step(after: Step, left: Left, *, changing: bool = False) -> Step:
    """The next step with content; one thing changed from the summary leads back to it."""
    if changing and not (after is Step.MISSED and left.missed):
        return Step.SUMMARY
    if after is Step.MISSED and left.missed:
        return Step.MISSED
    return next((step for step in ORDER[ORDER.index(after) + 1 :] if left.asks(step)), Step.SUMMARY)


def steps_left(step: Step, left: Left) -> int:
    """Taps to the end from here: two a missed stop without a reason, one with; one for every other step."""
    ahead = [one for one in ORDER[ORDER.index(step) :] if one is not Step.OPENING]
    return sum(left.missed + left.reasons if one is Step.MISSED else int(left.asks(one)) for one in ahead)


def minutes_needed(left: Left) -> int:
    """About how long it will take, in minutes."""
    return max(1, round(1 + 0.7 * left.missed + 0.5 * left.matters))


def unsettled(stops: Iterable[StopLine]) -> list[StopLine]:
    """Visits of the plan that nobody decided about yet, hardest first."""
    waiting = [line for line in stops if is_visit(line.stop) and _open(line)]
    return hardest_first(waiting)


def _open(line: StopLine) -> bool:
    stop = line.stop
    return stop.state is StopState.PLANNED or (stop.state is StopState.MISSED and stop.moved_to is None)


def hardest_first(stops: Iterable[StopLine]) -> list[StopLine]:
    """Key shops first, then never visited and the longest interval, then by number."""

    def hardness(line: StopLine) -> tuple[bool, float, int]:
        last = line.shop.last_visit
        days = float("inf") if last is None else (line.stop.day - last).days
        return not line.shop.key, -days, line.stop.number

    return sorted(stops, key=hardness)


def closes_at(day: date, office: Office) -> datetime:
    """When the review of a day closes by itself: 21:00, or 90 minutes after a later evening, within the day."""
    evening = datetime.combine(day, office.evening_at, office.zone)
    at = max(datetime.combine(day, CLOSE_AT, office.zone), evening + SHORTEST)
    return min(at, datetime.combine(day, time(23, 59), office.zone))


def remind_at(day: date, now: datetime, office: Office) -> datetime:
    """When to remind of a review left alone since `now`: never reckoned from before the evening."""
    return max(now, datetime.combine(day, office.evening_at, office.zone)) + REMIND_AFTER


def snoozes(day: date, now: datetime, office: Office) -> tuple[int, ...]:
    """The minutes by which the review can still be put off: it rings again before it closes and not in quiet hours."""
    end = closes_at(day, office)
    later = ((minutes, now + timedelta(minutes=minutes)) for minutes in SNOOZES)
    return tuple(minutes for minutes, at in later if at < end and not office.quiet(at))


@dataclass(frozen=True, slots=True)
class Draft:
    """What the review keeps beside its row while it goes on (kept in the summary column).

    `queue`: stops to settle in the order asked; `matters`: follow-up → chosen day, 'none' or 'done'; `voices`: notes
    said at the end, as (file id, seconds); `told`: the supervisor got it; `reply_at`: when the answer was written."""

    queue: tuple[int, ...] = ()
    matters: Mapping[int, str] = field(default_factory=dict)
    settled_matters: bool = False
    changing: bool = False
    started: datetime | None = None
    voices: tuple[tuple[str, int], ...] = ()
    told: bool = False
    reply_at: datetime | None = None
    answered_by: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "queue": list(self.queue),
            "matters": {str(number): choice for number, choice in self.matters.items()},
            "settled_matters": self.settled_matters,
            "changing": self.changing,
            "started": self.started.isoformat() if self.started else None,
            "voices": [list(voice) for voice in self.voices],
            "told": self.told,
            "reply_at": self.reply_at.isoformat() if self.reply_at else None,
            "answered_by": self.answered_by,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Draft:
        started, answered = kept.get("started"), kept.get("reply_at")
        return cls(
            queue=tuple(kept.get("queue", ())),
            matters={int(number): choice for number, choice in kept.get("matters", {}).items()},
            settled_matters=bool(kept.get("settled_matters")),
            changing=bool(kept.get("changing")),
            started=datetime.fromisoformat(started) if started else None,
            voices=tuple((file_id, seconds) for file_id, seconds in kept.get("voices", ())),
            told=bool(kept.get("told")),
            reply_at=datetime.fromisoformat(answered) if answered else None,
            answered_by=str(kept.get("answered_by", "")),
        )


@dataclass(frozen=True, slots=True)
class MissedLine:
    """A stop that was not reached: `to` is a day (ISO), `call`, `drop`, or '' while nothing is decided."""

    stop: int
    shop: str
    owner: str
    reason: str
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    objective: str
    outcome: str
    shops: int


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """`state` of the incident, `who` a name, `at` an ISO instant ('' when nobody has it)."""

    category: str
    shop: str
    state: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a day came to. `told` of `told_of` visited shops know all valid news; `carried` matters go on; `minutes` 0: not
    reckoned. `kind` names the last line, `kind_words` what it speaks of."""

    planned: int = 0
    done: int = 0
    onsite: int = 0
    calls: int = 0
    unplanned: int = 0
    missed: tuple[MissedLine, ...] = ()
    outcomes: tuple[OutcomeCount, ...] = ()
    told: int = 0
    told_of: int = 0
    news_told: int = 0
    incidents: tuple[IncidentLine, ...] = ()
    carried: int = 0
    minutes: int = 0
    kind: str = ""
    kind_words: tuple[str, ...] = ()
    next_day: str = ""

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Figures:
        values = dict(kept)
        values["missed"] = tuple(MissedLine(**one) for one in kept.get("missed", ()))
        values["outcomes"] = tuple(OutcomeCount(**one) for one in kept.get("outcomes", ()))
        values["incidents"] = tuple(IncidentLine(**one) for one in kept.get("incidents", ()))
        values["kind_words"] = tuple(kept.get("kind_words", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Review:
    """One manager's review of one day; `figures` are there once it was closed or confirmed."""

    id: int
    manager: str
    department: str
    day: date
    state: ReviewState
    step: Step
    begun_at: datetime
    wake_at: datetime | None = None
    reminded: bool = False
    words: str = ""
    draft: Draft = field(default_factory=Draft)
    figures: Figures | None = None
    closed_at: datetime | None = None
    by_itself: bool = False
    read_by: str = ""
    read_at: datetime | None = None
    reply: str = ""

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    @property
    def name(self) -> str:
        """The object's name: `review:7`."""
        return f"review:{self.id}"


@dataclass(frozen=True, slots=True)
class Option:
    """A day on which a missed stop could be made up: straight-line metres of detour (None: unknown) and its stops so far."""

    day: date
    metres: float | None
    stops: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The missed stop being asked about: the `index`th (from 1) of `total`; no reason yet while `reason` is ''."""

    line: StopLine
    index: int
    total: int
    reason: str
    options: tuple[Option, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """An open follow-up with the day it will be carried to (None: no day); `done` when it was said to be finished."""

    id: int
    shop: str
    what: str
    important: bool
    to: date | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class NextDay:
    """Tomorrow as planned: on-site stops, calls, streets by the number of stops, promises kept for that day."""

    day: date
    stops: tuple[StopLine, ...]
    promises: tuple[tuple[str, str], ...] = ()

    @property
    def visits(self) -> tuple[StopLine, ...]:
        return tuple(line for line in self.stops if line.stop.channel is not Channel.CALL_BETWEEN)

    @property
    def streets(self) -> tuple[str, ...]:
        found = [line.shop.street for line in self.visits if line.shop.street]
        return tuple(sorted(dict.fromkeys(found), key=lambda street: (-found.count(street), street)))


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as it is drawn: `figures` as they stand (or as kept), and what the present step asks.

    `days`: on offer for an open matter; `before_evening`: opened by hand while the day goes on; `earlier`: an unconfirmed review of a day before."""

    review: Review
    manager: str
    today: date
    figures: Figures
    left: Left = field(default_factory=Left)
    asked: Asked | None = None
    matters: tuple[Matter, ...] = ()
    incidents: tuple[IncidentLine, ...] = ()
    tomorrow: NextDay | None = None
    days: tuple[date, ...] = ()
    snoozes: tuple[int, ...] = ()
    before_evening: bool = False
    reader: str = ""
    earlier: Review | None = None
    quote: int = 0
    silent: bool = False

    @property
    def department(self) -> str:
        return self.review.department
