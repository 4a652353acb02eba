"""Bringing a database's tables up to date; Alembic is loaded only when there is something to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
HERE = Path(__file__).parent


def upgrade(db: Database) -> None:
    """Upgrade to HEAD; nothing is done when it is there already."""
    if current(db) == HEAD:
        return
    from alembic import command

    with db.engine.connect() as conn, conn.begin():
        config = configuration()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def current(db: Database) -> str:
    """The revision of the database, '' when it is empty."""
    with db.engine.connect() as conn, conn.begin():
        if not inspect(conn).has_table("alembic_version"):
            return ""
        return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def configuration() -> Config:
    """Alembic's configuration without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config
