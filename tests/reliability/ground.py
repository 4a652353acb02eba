"""Where lives are lived: a district whose people have joined, copied for each life, on SQLite or on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Protocol

from storage import people
from storage.database import Database
from tests import postgres
from tests.scenario.running import ZONE

EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=ZONE)
PEOPLE = {"M01": 5_100_000_001, "S01": 5_100_000_002, "D01": 5_100_000_003, "A01": 5_100_000_004}
KINDS = ("sqlite", "postgresql")


class Ground(Protocol):
    """Gives copies of a database, each for one life."""

    def copy(self, folder: Path) -> AbstractContextManager[str]:
        """The URL of a copy that lasts as long as the block; a file lies in `folder`."""
        ...

    def close_gaps(self, url: str) -> None:
        """Let ids go on behind the last that was kept, so that two lives can be compared; for when no bot lives."""
        ...


class Files:
    """Copies of a SQLite file that nobody writes to."""

    def __init__(self, template: Path) -> None:
        self._template = template

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(self._template, folder / 'lived.db')}"

    def close_gaps(self, url: str) -> None:
        """There are none."""


class Databases:
    """Copies of a database of a PostgreSQL server that nobody has open."""

    def __init__(self, server: postgres.Server, template: str) -> None:
        self.server = server
        self._template = template

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        url = self.server.create(self._template)
        try:
            yield url
        finally:
            self.server.drop(url)

    def close_gaps(self, url: str) -> None:
        """What was rolled back has used numbers up."""
        db = Database(url)
        db.write(postgres.set_sequences).result()
        db.close()


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """The sample district, its people joined, for a run of its own; PostgreSQL runs as durably as it does at work."""
    template = joined(district(folder / "template.db"))
    if kind == "sqlite":
        yield Files(template)
        return
    with server() as running:
        yield moved(running, template)


@contextmanager
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL that flushes what it commits; without one the run fails."""
    os.environ[postgres.REQUIRED] = "1"
    with postgres.server(durable=True) as running:
        yield running


def moved(running: postgres.Server, template: Path) -> Databases:
    """A SQLite file's rows as a database that copies are made of."""
    url = running.create(running.template)
    postgres.copy_rows(f"sqlite:///{template}", url)
    return Databases(running, url)


def district(path: Path, at: datetime = EVENING) -> Path:
    """The sample district, imported and planned on an evening."""
    from bot.importing import run_import
    from bot.opening import office_of
    from bot.settings import Settings
    from storage.migrations import upgrade
    from tests.conftest import DISTRICT

    db = Database(f"sqlite:///{path}", office_of(Settings(_env_file=None)))  # type: ignore[call-arg]
    upgrade(db)
    with redirect_stdout(StringIO()):
        run_import(db, DISTRICT, at, dry_run=False, as_json=True)
    db.close()
    return path


def joined(path: Path, at: datetime = EVENING, who: dict[str, int] = PEOPLE) -> Path:
    """Let people have joined a district's database, without a word said."""
    db = Database(f"sqlite:///{path}")
    for code, number in who.items():
        db.write(people.join, code, number, "zh_CN", at).result()
    db.write(people.put_setting, "bot_name", "simulated_bot").result()
    db.close()
    return path
