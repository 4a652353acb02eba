"""The command table as people read it: what a role can do, and what an unknown command was meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.handling import may_command, not_allowed
from bot.routing import Command
from bot.views import Reader
from domain.chat import Incoming, Kind
from domain.people import Person
from screens import people as screens
from screens.people import Offer
from screens.screen import Reply, Screen
from screens.words import _
from storage import dialogs
from storage.database import Tx

LIKELY = 2


def table() -> Sequence[Command]:
    """The whole table. It holds the lines of this feature too, so it is looked up when it is used."""
    from bot.routes import ROUTES

    return ROUTES.commands


def known_to(person: Person) -> list[Command]:
    """The listed commands that this person may use, in the order of the table."""
    return [command for command in table() if command.listed and may_command(person, command)]


def offer(command: Command) -> Offer:
    """A command in the present language."""
    return Offer(
        command.name,
        _(command.words),
        _(command.key) if command.key else "",
        _(command.example) if command.example else "",
    )


def help_screen(person: Person, reader: Reader, page: str) -> Screen:
    """`/help`: what this person may do, and nothing else."""
    return screens.help_screen(person, [offer(command) for command in known_to(person)])


def likeliest(said: str, commands: Sequence[Command]) -> list[Command]:
    """The commands whose names are most like what was said, the likeliest first."""
    by_name = {command.name: command for command in commands}
    return [by_name[name] for name, *_rest in process.extract(said, list(by_name), scorer=fuzz.ratio, limit=LIKELY)]


def unknown_command(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """No such command: the two that were likeliest meant, and help."""
    likely = [offer(command) for command in likeliest(incoming.command, known_to(person))]
    return Reply(show=(screens.unknown_command(person, likely, incoming.text.strip()),))


def run(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A command chosen by a button, as if it had been typed without words."""
    command = next((one for one in table() if one.name == incoming.args[0]), None)
    if command is None or not may_command(person, command):
        return Reply(toast=not_allowed(), refused=True)
    dialogs.close(tx, person.code)
    typed = replace(incoming, kind=Kind.COMMAND, command=command.name, text="", object="", args=())
    return replace(command.handle(tx, person, typed, now), into=screens.meant(offer(command)))
