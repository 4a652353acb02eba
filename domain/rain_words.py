"""`/rain Thu M03 Hengdian`: who and where, once the days are taken out of the words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.people import Person
from domain.task_words import ordered

_WEATHER = re.compile(
    r"(?:可能|要|会|有|下|大|中|小|暴)*(?:雨|雪|冰雹|冻雨)|下大雪|\b(?:heavy |light )?(?:rain|snow)(?:s|ing|y)?\b", re.I
)
_ALL = re.compile(
    r"全(?:市场部|部门|部|县|区)|整个市场部|市场部|到处|\b(?:everywhere|(?:whole )?department|all)\b", re.I
)
_SMALL = re.compile(r"[\s，,。.;；:：、!！街镇乡在那边一带和]|\b(?:in|on|at|the|for|and)\b|街道", re.I)


@dataclass(frozen=True, slots=True)
class RainWords:
    """`people`: codes named; `street` '' when none is; `rest`: words that say neither."""

    people: tuple[str, ...]
    street: str
    rest: str


def rain_words(
    text: str,
    choice: Sequence[Person],
    streets: Collection[str],
    departments: Collection[str],
    days: Iterable[tuple[int, int]],
) -> RainWords:
    """Read `text`; `choice` may be named; `days` are the places that say the day."""
    cut = list(days)
    left = "".join(" " if any(a <= at < b for a, b in cut) else sign for at, sign in enumerate(text))
    for department in sorted(departments, key=len, reverse=True):
        left = left.replace(department, " ")
    street = next((one for one in sorted(streets, key=len, reverse=True) if one and one in left), "")
    left = left.replace(street, " ") if street else left
    said = ordered(left, choice)
    rest = said.what
    for pattern in (_ALL, _WEATHER, _SMALL):
        rest = pattern.sub("", rest)
    return RainWords(said.people, street, " ".join([*said.unknown, rest]).strip())
