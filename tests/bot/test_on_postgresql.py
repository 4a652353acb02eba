"""`VISITBOT_DATABASE_URL=postgresql://…` is all it takes: the commands do the same on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.doctor import _database
from bot.exporting import run_export
from bot.importing import run_import
from bot.inviting import run_invite
from bot.opening import open_database
from bot.settings import Settings
from storage import people, shops
from storage.database import Database
from storage.workbooks import read_sheets
from tests.conftest import DISTRICT
from tests.scenario.running import ZONE

EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=ZONE)


def settings(url: str) -> Settings:
    return Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]


@pytest.fixture
def district_there(postgres_district_copy: str) -> Iterator[Database]:
    db = open_database(settings(postgres_district_copy))
    yield db
    db.close()


def test_a_database_without_tables_gets_them_and_an_empty_one_is_sound(
    postgres_server: object, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _database(settings(postgres_url)) == {}
    assert "sound" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_named_without_its_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert _database(settings("postgresql://bot:secret@127.0.0.1:1/visits")) is None
    told = capsys.readouterr().out
    assert "VISITBOT_DATABASE_URL" in told
    assert "secret" not in told


def test_the_export_is_the_same_on_either_database(district_there: Database, district: Path, tmp_path: Path) -> None:
    here = open_database(settings(f"sqlite:///{district}"))
    for name, db in (("here", here), ("there", district_there)):
        assert run_export(db, tmp_path / f"{name}.xlsx", EVENING) == 0
    here.close()
    assert read_sheets(tmp_path / "here.xlsx") == read_sheets(tmp_path / "there.xlsx")


def test_an_import_again_changes_nothing_and_new_rows_get_new_ids(
    district_there: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = district_there.read(shops.every)
    assert run_import(district_there, Path(shutil.copy(DISTRICT, tmp_path)), EVENING, dry_run=True, as_json=True) == 0
    assert '"unchanged": 866' in capsys.readouterr().out
    assert run_invite(district_there, settings("sqlite:///unused.db"), "M01", EVENING, as_json=True) == 0
    assert district_there.read(people.newest_invite, "M01") is not None
    assert district_there.read(shops.every) == before
