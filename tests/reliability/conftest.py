"""The sample district on an evening, its people joined, on each kind of database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reliability.ground import KINDS, Files, Ground, joined, moved


@pytest.fixture(scope="session")
def template(district_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose people have joined; never written to."""
    path = Path(shutil.copy(district_file, tmp_path_factory.mktemp("joined") / "joined.db"))
    return joined(path)


@pytest.fixture(scope="session")
def files(template: Path) -> Ground:
    """Copies of it on SQLite."""
    return Files(template)


@pytest.fixture(scope="session", params=KINDS)
def ground(request: pytest.FixtureRequest, template: Path) -> Ground:
    """Copies of it on each kind of database: the test runs once on each."""
    if request.param == "sqlite":
        return Files(template)
    return moved(request.getfixturevalue("postgres_server"), template)
