"""A leave as its card shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TakenLeave:
    """Days off, both ends included; `stops` = visits that stood on them, `promised` = shops that were promised one of them."""

    id: int
    manager: str
    department: str
    first: date
    last: date
    today: date
    stops: int = 0
    promised: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"leave:{self.id}"
