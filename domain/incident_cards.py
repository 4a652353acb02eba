"""What the screens of incidents are drawn from: one incident with everybody's names, lists, questions, calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.incidents import Event, Incident
from domain.people import Person
from domain.shops import Shop


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """One incident for one reader. `people`: everyone named in it, by code; `next_called`: who hears when it climbs.

    `listening`: what the reader says now is added to it; `choices`: shops to settle it on; `successors`: who may be handed it."""

    incident: Incident
    shop: Shop | None
    people: Mapping[str, Person]
    now: datetime
    next_called: tuple[str, ...] = ()
    listening: bool = False
    may_take: bool = False
    may_see_shop: bool = False
    choices: tuple[Shop, ...] = ()
    successors: tuple[Person, ...] = ()

    def name(self, code: str) -> str:
        person = self.people.get(code)
        return person.name if person else code


@dataclass(frozen=True, slots=True)
class Call:
    """An event that rang for the reader; `quote` is the message of the reader's own card, 0 when there is none."""

    card: IncidentCard
    event: Event
    quote: int = 0


@dataclass(frozen=True, slots=True)
class Matters:
    """The incidents that are not closed, as one reader may see them: open before taken, then oldest first."""

    now: datetime
    cards: tuple[IncidentCard, ...] = ()
