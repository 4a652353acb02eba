"""One manager's Tuesday, with a chat to live it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.handlers.visiting import Chat, opened


@pytest.fixture
def visiting_db(tmp_path: Path) -> Iterator[Database]:
    db = opened(tmp_path / "visits.db")
    yield db
    db.close()


@pytest.fixture
def chat(visiting_db: Database) -> Chat:
    """The manager's chat."""
    return Chat(visiting_db)
