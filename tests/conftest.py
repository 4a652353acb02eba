"""The sample district, imported and planned once a run; each test works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.scenario.running import ZONE

DISTRICT = Path(__file__).parent.parent / "bot" / "demo" / "district.xlsx"
TUESDAY = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


@pytest.fixture(scope="session")
def district_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample district, planned on the evening before; never written to."""
    from bot.importing import run_import
    from bot.opening import office_of
    from bot.settings import Settings
    from storage.migrations import upgrade

    path = tmp_path_factory.mktemp("district") / "district.db"
    db = Database(f"sqlite:///{path}", office_of(Settings(_env_file=None)))  # type: ignore[call-arg]
    upgrade(db)
    assert run_import(db, DISTRICT, datetime(2026, 11, 23, 20, 0, tzinfo=ZONE), dry_run=False, as_json=True) == 0
    db.close()
    return path


@pytest.fixture
def district(district_file: Path, tmp_path: Path) -> Path:
    """A copy of the sample district's database."""
    return Path(shutil.copy(district_file, tmp_path / "district.db"))


@pytest.fixture
def db(district: Path) -> Iterator[Database]:
    """An open database with the sample district."""
    from bot.opening import office_of
    from bot.settings import Settings

    opened = Database(f"sqlite:///{district}", office_of(Settings(_env_file=None)))  # type: ignore[call-arg]
    yield opened
    opened.close()
