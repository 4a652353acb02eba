"""Messages that a copy of the database still had to send: held until somebody decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Held:
    """How many messages of a kind are held, and from when to when they were written."""

    kind: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Quarantine:
    """What is held, by kind; `copied`: of when the backup is (None: unknown)."""

    held: tuple[Held, ...] = ()
    copied: datetime | None = None
