"""The supervisor's morning: the working day before in a few lines, and what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.incidents import Incident

DIGEST_AT = time(8)
DIGEST_LATE = timedelta(hours=4)
"""Yesterday is worth telling until noon."""


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An incident that is not closed, with the names that its line says."""

    incident: Incident
    shop: str
    manager: str


@dataclass(frozen=True, slots=True)
class NewsReach:
    """How far the latest piece of valid news is told: shops that know it, of how many; `days` working days left of five."""

    told: int
    shops: int
    days: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What a chief's managers did on `day`, and what is open at `now`. `missed`: (reason or '', shops)."""

    chief: str
    department: str
    day: date
    now: datetime
    managers: int = 0
    planned: int = 0
    done: int = 0
    missed: tuple[tuple[str, int], ...] = ()
    reported: int = 0
    closed: int = 0
    open: tuple[OpenOne, ...] = ()
    news: NewsReach | None = None
    confirmed: int = 0
    by_itself: int = 0
    away: tuple[str, ...] = ()
    segments: int = 0
    unread: int = 0

    @property
    def name(self) -> str:
        return f"digest:{self.chief}@{self.day:%Y-%m-%d}"
