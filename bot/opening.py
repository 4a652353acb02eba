"""The office and the database of the settings: what every command of `visitbot` needs, and no more."""

from __future__ import annotations

from bot.settings import Settings
from domain.office import Office
from storage.database import Database
from storage.migrations import upgrade


def office_of(settings: Settings, bot_name: str = "") -> Office:
    """The part of the settings that the trade knows."""
    quiet_from, quiet_until = settings.quiet_hours
    return Office(
        zone=settings.zone,
        morning_at=settings.morning_at,
        evening_at=settings.evening_at,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        shops_min=settings.shops_min,
        shops_max=settings.shops_max,
        invite_life=settings.invite_life,
        language=settings.language,
        bot_name=bot_name,
        hears=bool(settings.speech),
    )


def open_database(settings: Settings) -> Database:
    """The database of these settings, its tables brought up to date."""
    db = Database(settings.database_url, office_of(settings))
    try:
        upgrade(db)
    except BaseException:
        db.close()
        raise
    return db
