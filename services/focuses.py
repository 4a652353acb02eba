"""The period's focus: two or three lines that feed the talking points of a department."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from domain.chat import Done
from domain.people import Person, Role
from storage import visits
from storage.database import Tx

MOST_LINES = 5
MOST_CHARACTERS = 200
_BETWEEN = re.compile(r"[\n;；、]|(?<=[\u4e00-\u9fff])[\s，,]+(?=[\u4e00-\u9fff])")


class BadFocus(Exception):
    """Nothing to set, or too much of it."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A focus that was set; `department` '' means every department."""

    id: int
    department: str
    made_by: str
    lines: tuple[str, ...]

    @property
    def manager(self) -> str:
        return self.made_by


def lines_of(words: str) -> tuple[str, ...]:
    """The lines that a person meant: separated by new lines, 、 or ；, in Chinese by spaces as well."""
    return tuple(dict.fromkeys(line for part in _BETWEEN.split(words) if (line := part.strip(" ,，。"))))


def set_focus(tx: Tx, person: Person, words: str, now: datetime) -> Done[Focus]:
    """Set the focus of the speaker's department (of all for those above departments). BadFocus when empty or too long."""
    lines = lines_of(words)
    if not lines or len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_CHARACTERS:
        raise BadFocus
    department = person.department if person.role is Role.SUPERVISOR else ""
    number = visits.add_focus(tx, department, "\n".join(lines), person.code, now)
    return Done(Focus(number, department, person.code, lines), changed=(f"focus:{number}",))


def present(tx: Tx, person: Person) -> tuple[str, ...]:
    """The lines that hold now for the speaker."""
    return tuple(visits.focus(tx, person.department).splitlines())


def find_focus(tx: Tx, id: str) -> Focus | None:
    """The focus behind `focus:<id>` while it holds."""
    row = visits.focus_by_id(tx, int(id)) if id.isdecimal() else None
    return None if row is None else Focus(int(id), row.department, row.made_by, tuple(row.words.splitlines()))


def take_back(tx: Tx, focus: Focus) -> Done[Focus]:
    """The one before holds again."""
    visits.end_focus(tx, focus.id)
    return Done(focus, changed=(f"focus:{focus.id}",))
