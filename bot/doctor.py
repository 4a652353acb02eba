"""`visitbot doctor`: one line a check, what is wrong and what to do about it."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Any

import aiohttp
import typer
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.settings import Settings
from bot.wire import Wire
from domain.calendar import WorkingCalendar
from storage import plans
from storage.database import Database
from storage.migrations import HEAD, current

TELEGRAM_SECONDS = 10.0
CLOCK_MINUTES = 2


async def run_doctor(settings: Settings) -> int:
    """Run all checks; 1 when one of them fails."""
    typer.echo(f"✓ settings: zone {settings.timezone}, language {settings.language}")
    good = [_database(settings), await _clock(settings), await _telegram(settings), _calendar(settings)]
    return 0 if all(good) else 1


def _told(good: bool, text: str) -> bool:
    typer.echo(f"{'✓' if good else '✗'} {text}")
    return good


def _database(settings: Settings) -> bool:
    try:
        with _open(settings) as db:
            revision = current(db)
            check = db.read(_integrity)
    except (SQLAlchemyError, OSError) as error:
        return _told(False, f"database: can't be opened ({type(error).__name__}): look at VISITBOT_DATABASE_URL")
    if revision not in {"", HEAD}:
        return _told(False, f"database: made by another version ({revision}): upgrade visitbot")
    return _told(check == "ok", f"database: {db.url.render_as_string(hide_password=True)}, integrity {check}")


@contextlib.contextmanager
def _open(settings: Settings) -> Any:
    db = Database(settings.database_url)
    try:
        yield db
    finally:
        db.close()


def _integrity(tx: Any) -> str:
    from sqlalchemy import text

    return str(tx.execute(text("PRAGMA quick_check")).scalar_one())


async def _clock(settings: Settings) -> bool:
    clock = Clock(settings.clock, settings.zone)
    try:
        await clock.learn()
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        return _told(False, f"clock: {settings.clock} does not answer an instant ({type(error).__name__})")
    note = " (set by VISITBOT_CLOCK)" if settings.clock else ""
    return _told(True, f"clock: {clock.now():%Y-%m-%d %H:%M %Z}{note}")


async def _telegram(settings: Settings) -> bool:
    if not settings.token:
        return _told(False, "telegram: VISITBOT_TOKEN is empty: ask @BotFather for one")
    wire = Wire(settings.token, settings.api_url, settings.proxy)
    try:
        name = await asyncio.wait_for(wire.username(), TELEGRAM_SECONDS)
    except InvalidToken:
        return _told(False, "telegram: the token is refused: look at VISITBOT_TOKEN")
    except (TelegramError, TimeoutError):
        way = "the proxy of VISITBOT_PROXY" if settings.proxy else "no proxy is set (VISITBOT_PROXY)"
        return _told(False, f"telegram: {settings.api_url} can't be reached; {way}")
    finally:
        await wire.close()
    return _told(True, f"telegram: @{name} answers")


def _calendar(settings: Settings) -> bool:
    today = datetime.now(UTC).astimezone(settings.zone).date()
    overrides: dict[Any, bool] = {}
    with contextlib.suppress(SQLAlchemyError), _open(settings) as db:
        overrides = db.read(plans.own_calendar)
    calendar = WorkingCalendar(overrides)
    years = [today.year] + ([today.year + 1] if today.month >= 11 else [])
    unknown = [str(year) for year in years if not calendar.known(year)]
    if str(today.year) in unknown:
        return _told(False, f"calendar: no public holidays known for {today.year}: weekends only")
    note = f"; {', '.join(unknown)} not known yet: weekends only until an update" if unknown else ""
    return _told(True, f"calendar: {today.year} known{note}")
