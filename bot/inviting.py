"""`visitbot invite`: the code is printed even when Telegram can't be reached; the link needs the bot's name."""

from __future__ import annotations

import asyncio
from datetime import datetime

import typer
from telegram.error import TelegramError

from bot.opening import office_of
from bot.printing import print_json
from bot.settings import Settings
from bot.wire import Wire
from domain.people import Person, Role
from services import people as verbs
from storage import people
from storage.database import Database, Tx

FIRST_ADMIN = "ADMIN"
NAME_SECONDS = 5.0


def run_invite(db: Database, settings: Settings, code: str, now: datetime, *, as_json: bool) -> int:
    """Make and print an invitation for a person's code (or name); 2 when there is no such person."""
    db.office = office_of(settings, _name(settings))
    made = db.write(_invite, code, now).result()
    if made is None:
        typer.echo(
            f"{code}: no such person. The codes stand in the sheet 人员 (import it first); ADMIN always works.",
            err=True,
        )
        return 2
    if as_json:
        print_json({"code": made.code, "link": made.link or None, "expires": made.expires.isoformat()})
        return 0
    typer.echo(made.link or f"/start {made.code}")
    typer.echo(f"once, until {made.expires.astimezone(settings.zone):%Y-%m-%d %H:%M}")
    return 0


def _invite(tx: Tx, word: str, now: datetime) -> verbs.NewInvite | None:
    person = verbs.find(tx, word)
    if person is None and word == FIRST_ADMIN:
        person = Person(FIRST_ADMIN, "管理员", Role.ADMIN)
        people.put(tx, person)
    return None if person is None else verbs.invite(tx, person.code, "", now).value


def _name(settings: Settings) -> str:
    """The bot's @name, '' when Telegram does not tell it within a few seconds."""

    async def ask() -> str:
        wire = Wire(settings.token, settings.api_url, settings.proxy)
        try:
            return await asyncio.wait_for(wire.username(), NAME_SECONDS)
        except (TelegramError, TimeoutError):
            return ""
        finally:
            await wire.close()

    return asyncio.run(ask()) if settings.token else ""
