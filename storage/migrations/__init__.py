"""Bringing a database's tables up to date; Alembic is loaded only when there is something to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0011"
HERE = Path(__file__).parent


class UnknownRevision(Exception):
    """The database was brought to a revision that this version of visitbot does not know; nothing was changed."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"revision {revision} is not known")
        self.revision = revision


def upgrade(db: Database) -> None:
    """Upgrade to HEAD; nothing is done when it is there already. Raises UnknownRevision."""
    revision = current(db)
    if revision == HEAD:
        return
    from alembic import command

    if revision and not is_known(revision):
        raise UnknownRevision(revision)
    config = configuration()
    with db.engine.connect() as conn, conn.begin():
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def current(db: Database) -> str:
    """The revision of the database, '' when it is empty."""
    with db.engine.connect() as conn, conn.begin():
        if not inspect(conn).has_table("alembic_version"):
            return ""
        return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def is_known(revision: str) -> bool:
    """Whether this version of visitbot has such a revision."""
    from alembic.script import ScriptDirectory

    return revision in {one.revision for one in ScriptDirectory.from_config(configuration()).walk_revisions()}


def configuration() -> Config:
    """Alembic's configuration without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config
