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


def talk(world: World, people: Sequence[int], updates: int, *texts: str) -> None:
    """Queue so many messages, by these people in turn; `{n}` in a text is the message's number, from 0.

    With several texts each round of the people says the next one."""
    said = texts or (TEXT,)
    for number in range(updates):
        person, text = people[number % len(people)], said[number // len(people) % len(said)]
        acts.say(world, person, person, text.replace("{n}", str(number)))
