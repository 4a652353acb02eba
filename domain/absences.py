"""The bot was away from Telegram: for how long, and what of that time may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SHORTEST = timedelta(minutes=5)
"""A shorter absence is nothing to speak of."""
KEPT = timedelta(hours=24)
"""How long Telegram keeps what it could not hand over."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `left` to `back`, in trade time. `seen`: what was received from then on (machine time) is its backlog.

    `restored`: the database is a copy as it was at `left`, so nothing that came later is in it."""

    left: datetime
    back: datetime
    seen: datetime
    restored: bool = False

    @property
    def missing_until(self) -> datetime | None:
        """What was sent between `left` and then may be missing; None when nothing is."""
        if self.restored:
            return self.back
        kept_from = self.back - KEPT
        return kept_from if kept_from > self.left else None

    @property
    def slot(self) -> str:
        """Its name among all absences."""
        return f"{round(self.left.timestamp())}.{round(self.back.timestamp())}"


@dataclass(frozen=True, slots=True)
class AbsenceNote:
    """What one person is told of an absence: `messages` of the person's came in that time and are kept."""

    left: datetime
    back: datetime
    missing_until: datetime | None = None
    messages: int = 0

    @property
    def page(self) -> str:
        """The same as the page of a view."""
        missing = round(self.missing_until.timestamp()) if self.missing_until else 0
        return f"{round(self.left.timestamp())}.{round(self.back.timestamp())}.{missing}.{self.messages}"


def note_of(page: str) -> AbsenceNote | None:
    """The note behind a page; None when it is none."""
    parts = page.split(".")
    if len(parts) != 4 or not all(part.isdecimal() for part in parts):
        return None
    left, back, missing, messages = map(int, parts)
    return AbsenceNote(_at(left), _at(back), _at(missing) if missing else None, messages)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
