"""A team at a glance: one line a manager, in the order of their codes, never by a figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.people import Person


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One manager today; `planned` 0: no list. `logged`: there is a record of today."""

    manager: Person
    done: int = 0
    planned: int = 0
    calls: int = 0
    incidents: int = 0
    on_leave: bool = False
    logged: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """What a chief sees of his managers at `now`."""

    chief: Person
    now: datetime
    lines: tuple[TeamLine, ...] = field(default=())
    incidents: int = 0

    @property
    def day(self) -> date:
        return self.now.date()
