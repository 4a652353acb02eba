"""The sample district on an evening, its people joined."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reliability.stage import joined


@pytest.fixture(scope="session")
def template(district_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose people have joined; never written to."""
    path = Path(shutil.copy(district_file, tmp_path_factory.mktemp("joined") / "joined.db"))
    joined(path)
    return path
