"""`visitbot doctor`: one line a check, what is wrong and what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import typer
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.settings import Settings
from bot.wire import Wire
from domain.calendar import WorkingCalendar
from storage import plans
from storage.database import Database, DatabaseError, database_url, integrity
from storage.migrations import HEAD, current, is_known

TELEGRAM_SECONDS = 10.0
CLOCK_OFF = timedelta(minutes=2)
"""How far this machine may be from Telegram's time: visits are noted at Telegram's."""

NEXT_YEAR_FROM_MONTH = 11
"""By then the public holidays of the next year are usually published."""


async def run_doctor(settings: Settings) -> int:
    """Run all checks; 1 when one of them fails."""
    _told(True, f"settings: zone {settings.timezone}, language {settings.language}")
    days = _database(settings)
    now = await _clock(settings)
    reached = await _telegram(settings)
    known = _calendar(now or datetime.now(settings.zone), days or {})
    return 0 if days is not None and now is not None and reached and known else 1


def _told(good: bool, text: str) -> bool:
    typer.echo(f"{'✓' if good else '✗'} {text}")
    return good


def _database(settings: Settings) -> Mapping[date, bool] | None:
    """The office's own calendar days; None when something is wrong with the database."""
    url = database_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        _told(True, f"database: {url} is not there yet: the first import or run makes it")
        return {}
    try:
        db = Database(settings.database_url)
        try:
            return _stored(db)
        finally:
            db.close()
    except (DatabaseError, OSError) as error:
        _told(False, f"database: can't be opened ({type(error).__name__}): look at VISITBOT_DATABASE_URL")
        return None


def _stored(db: Database) -> Mapping[date, bool] | None:
    revision = current(db)
    if revision and not is_known(revision):
        _told(False, f"database: made by another version ({revision}): upgrade visitbot")
        return None
    wrong = db.read(integrity)
    if wrong:
        _told(False, f"database: {db.url} is damaged ({wrong}): bring back a copy")
        return None
    state = "sound" if revision == HEAD else "sound; the next run brings its tables up to date"
    _told(True, f"database: {db.url}, {state}")
    return db.read(plans.own_calendar) if revision else {}


async def _clock(settings: Settings) -> datetime | None:
    """Trade time; None when it can't be learned."""
    clock = Clock(settings.clock, settings.zone)
    try:
        await clock.learn()
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        _told(False, f"clock: VISITBOT_CLOCK does not answer an instant ({type(error).__name__})")
        return None
    note = " (set by VISITBOT_CLOCK)" if settings.clock else ""
    _told(True, f"clock: {clock.now():%Y-%m-%d %H:%M %Z}{note}")
    return clock.now()


async def _telegram(settings: Settings) -> bool:
    if not settings.token:
        return _told(False, "telegram: VISITBOT_TOKEN is empty: ask @BotFather for one")
    wire = Wire(settings.token, settings.api_url, settings.proxy)
    try:
        name = await asyncio.wait_for(wire.username(), TELEGRAM_SECONDS)
    except InvalidToken:
        return _told(False, "telegram: the token is refused: look at VISITBOT_TOKEN")
    except (TelegramError, TimeoutError):
        way = "by the proxy of VISITBOT_PROXY" if settings.proxy else "no proxy is set (VISITBOT_PROXY)"
        return _told(False, f"telegram: {settings.api_url} can't be reached; {way}")
    finally:
        await wire.close()
    return _told(True, f"telegram: @{name} answers") and _together(wire.server_time, datetime.now(UTC))


def _together(theirs: datetime | None, ours: datetime) -> bool:
    """Whether this machine's clock and Telegram's agree."""
    if theirs is None or abs(theirs - ours) <= CLOCK_OFF:
        return True
    minutes = round((ours - theirs).total_seconds() / 60)
    return _told(False, f"clock: this machine is {minutes:+d} minutes from Telegram's time: set it by NTP")


def _calendar(now: datetime, days: Mapping[date, bool]) -> bool:
    """Whether this year's public holidays are known; from November on the next year is told too."""
    calendar = WorkingCalendar(days)
    if not calendar.known(now.year):
        return _told(False, f"calendar: no public holidays known for {now.year}, only weekends: upgrade visitbot")
    later = now.month >= NEXT_YEAR_FROM_MONTH and not calendar.known(now.year + 1)
    note = f"; {now.year + 1} not known yet, only weekends until an update" if later else ""
    return _told(True, f"calendar: {now.year} known{note}")
