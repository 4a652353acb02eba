"""The sample district, imported and planned once a run; each test works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrations import upgrade
from tests import postgres
from tests.scenario.running import ZONE

DISTRICT = Path(__file__).parent.parent / "bot" / "demo" / "district.xlsx"
TUESDAY = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


@pytest.fixture(scope="session")
def district_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample district, planned on the evening before; never written to."""
    from bot.importing import run_import
    from bot.opening import office_of
    from bot.settings import Settings

    path = tmp_path_factory.mktemp("district") / "district.db"
    db = Database(f"sqlite:///{path}", office_of(Settings(_env_file=None)))  # type: ignore[call-arg]
    upgrade(db)
    assert run_import(db, DISTRICT, datetime(2026, 11, 23, 22, 30, tzinfo=ZONE), dry_run=False, as_json=True) == 0
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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The PostgreSQL of this run."""
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database; never written to."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    db = Database(f"sqlite:///{path}")
    upgrade(db)
    db.close()
    return path


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A migrated, empty PostgreSQL database."""
    url = postgres_server.create(postgres_server.template)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty database: the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'empty.db')}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """An open, empty database of each kind."""
    opened = Database(empty_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_district(postgres_server: postgres.Server, district_file: Path) -> str:
    """The sample district on PostgreSQL; never written to."""
    url = postgres_server.create(postgres_server.template)
    postgres.copy_rows(f"sqlite:///{district_file}", url)
    return url


@pytest.fixture
def postgres_district_copy(postgres_server: postgres.Server, postgres_district: str) -> Iterator[str]:
    """A copy of the sample district's database on PostgreSQL."""
    url = postgres_server.create(postgres_district)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def district_url(request: pytest.FixtureRequest) -> str:
    """A copy of the sample district's database: the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('district')}"
    return str(request.getfixturevalue("postgres_district_copy"))
