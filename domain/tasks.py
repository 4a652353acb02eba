"""Tasks: what a chief asks of managers, how it weighs, and how far each of them is with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.chat import Media
from domain.people import Person, Role

GIVERS = frozenset({Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.ADMIN})
SNOOZES = (30, 120)
"""Minutes by which the reminder of a task can be put off."""
LATE = timedelta(days=30)
"""How long after its moment a push about a task is still worth sending."""


class TaskState(StrEnum):
    """A draft is the giver's alone; nobody hears of it before it is sent."""

    DRAFT = "draft"
    SENT = "sent"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class PartState(StrEnum):
    """One manager's part: `waiting` until the manager may be rung."""

    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    DONE = "done"


class TaskRefusal(StrEnum):
    """Why a verb did nothing."""

    OVER = "over"
    NOBODY = "nobody"
    NO_WORDS = "no_words"
    PAST = "past"
    NO_DATE = "no_date"
    NO_MORE = "no_more"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done. `due_at` None: no day was set; `shop` a code or ''; `to_people` codes of managers."""

    id: int
    giver: str
    department: str
    words: str
    important: bool
    urgent: bool
    due_at: datetime | None
    shop: str
    state: TaskState
    to_people: tuple[str, ...]
    made_at: datetime
    sent_at: datetime | None = None

    @property
    def manager(self) -> str:
        return ""

    @property
    def addressed(self) -> frozenset[str]:
        return frozenset({self.giver})

    @property
    def quadrant(self) -> int:
        """1 important and urgent, 2 important, 3 urgent, 4 neither (METHOD)."""
        return quadrant(self.important, self.urgent)


@dataclass(frozen=True, slots=True)
class Part:
    """One manager's part of a task: what the manager asked and was told, and what was said of it when it was done."""

    id: int
    task: int
    person: str
    giver: str
    department: str
    state: PartState
    remind_at: datetime | None = None
    question: str = ""
    answer: str = ""
    words: str = ""
    media: Media | None = None
    changed_at: datetime | None = None

    @property
    def manager(self) -> str:
        return self.person

    @property
    def addressed(self) -> frozenset[str]:
        return frozenset({self.giver})

    @property
    def open(self) -> bool:
        return self.state is not PartState.DONE


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with one manager's part of it; `giver`, `name` (the manager's) and `shop` are names."""

    task: Task
    part: Part
    giver: str
    name: str
    shop: str = ""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """What the giver's card shows; `choice`: the managers who may be chosen; `overdue` at the moment of drawing."""

    task: Task
    names: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    choice: tuple[Person, ...]
    days: tuple[datetime, ...]
    shop: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class TaskBook:
    """`/tasks`: what is asked of this person, and what this person asked of others, heaviest first."""

    person: str
    own: tuple[TaskLine, ...] = ()
    given: tuple[TaskCard, ...] = ()


def quadrant(important: bool, urgent: bool) -> int:
    if important:
        return 1 if urgent else 2
    return 3 if urgent else 4


def weight_of(number: int) -> tuple[bool, bool]:
    """Quadrant → important, urgent."""
    return number in {1, 2}, number in {1, 3}


def rank(task: Task) -> tuple[int, float, int]:
    """The order of every list: by quadrant, what is due first, the older first."""
    return task.quadrant, task.due_at.timestamp() if task.due_at else float("inf"), task.id


def by_weight(lines: Sequence[TaskLine]) -> tuple[TaskLine, ...]:
    return tuple(sorted(lines, key=lambda line: rank(line.task)))


def may_get(giver: Person, everyone: Sequence[Person]) -> tuple[Person, ...]:
    """The managers to whom this giver may give tasks: a supervisor those of the department, the others all."""
    if giver.role not in GIVERS:
        return ()
    managers = [one for one in everyone if one.role is Role.MANAGER and one.active]
    if giver.role is Role.SUPERVISOR:
        return tuple(one for one in managers if giver.department and one.department == giver.department)
    return tuple(managers)
