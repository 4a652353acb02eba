"""What the pages show on which a field of a log is corrected, and what a manager has taught."""

from __future__ import annotations

from dataclasses import dataclass

from domain.shops import Shop
from domain.stop_cards import Receipt
from domain.understanding.aliases import Alias


@dataclass(frozen=True, slots=True)
class Correcting:
    """A log with what its shop and its outcome can be instead, the likeliest first; `numbers`: in the list of its day;
    `missable`: it stands for a stop of that list."""

    receipt: Receipt
    shops: tuple[Shop, ...]
    outcomes: tuple[str, ...]
    numbers: dict[str, int]
    missable: bool

    @property
    def manager(self) -> str:
        return self.receipt.manager

    @property
    def department(self) -> str:
        return self.receipt.department


@dataclass(frozen=True, slots=True)
class Taught:
    """All that a manager calls shops by corrections, the newest first; `shops` by their codes."""

    manager: str
    aliases: tuple[Alias, ...]
    shops: dict[str, Shop]
    department: str = ""
