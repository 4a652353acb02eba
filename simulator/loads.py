"""Load for benches: many people at once, and what they say in turn."""

from __future__ import annotations

from collections.abc import Sequence

from . import acts
from .world import Person, World

TEXT = "第 {n} 条"


def crowd(world: World, size: int) -> list[Person]:
    """So many people who have started the bot already; it gets no update of that."""
    people = [world.add_person(f"路人{number}") for number in range(1, size + 1)]
    for person in people:
        person.started = True
    return people


def talk(world: World, people: Sequence[int], updates: int, text: str = TEXT) -> None:
    """Queue so many messages, by these people in turn; `{n}` in the text is the message's number, from 0."""
    for number in range(updates):
        person = people[number % len(people)]
        acts.say(world, person, person, text.replace("{n}", str(number)))
