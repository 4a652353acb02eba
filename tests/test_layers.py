"""The contracts of pyproject.toml refuse each wrong import: planted one at a time into a house of empty rooms."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
LINTER = Path(sys.executable).with_name("lint-imports")
ROOMS = ("bot", "handlers", "scheduler", "services", "screens", "storage", "domain", "simulator")
PATIENCE_SECONDS = 60

ORDER = "the rooms in their order"
STORAGE = "handlers and scheduler reach storage only through services"
DRAWING = "services never draw"
SQL = "SQLAlchemy only in storage"
TELEGRAM = "telegram only in bot"
ALONE = "the simulator stands alone"


class Wrong(NamedTuple):
    """A room that imports what it may not, and the contract that says so."""

    room: str
    imports: str
    contract: str


WRONG = (
    Wrong("handlers", "storage", STORAGE),
    Wrong("scheduler", "storage", STORAGE),
    Wrong("services", "screens", DRAWING),
    Wrong("services", "handlers", ORDER),
    Wrong("screens", "services", ORDER),
    Wrong("screens", "storage", ORDER),
    Wrong("storage", "screens", ORDER),
    Wrong("storage", "services", ORDER),
    Wrong("handlers", "scheduler", ORDER),
    Wrong("handlers", "bot", ORDER),
    Wrong("domain", "storage", ORDER),
    Wrong("domain", "screens", ORDER),
    *(Wrong(room, "sqlalchemy", SQL) for room in ROOMS if room != "storage"),
    *(Wrong(room, "telegram", TELEGRAM) for room in ROOMS if room != "bot"),
    *(Wrong("simulator", room, ALONE) for room in ROOMS if room != "simulator"),
)


def _house(folder: Path, wrong: Wrong | None) -> Path:
    """All rooms, empty but for the wrong import, which hides in a function."""
    for room in ROOMS:
        (folder / room).mkdir(parents=True)
        (folder / room / "__init__.py").write_text("")
    if wrong is not None:
        (folder / wrong.room / "planted.py").write_text(f"def work():\n    import {wrong.imports}\n")
    shutil.copy(PROJECT, folder)
    return folder


def _inspected(house: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [LINTER, "--no-cache", "--no-logo"], cwd=house, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[Wrong | None, tuple[int, str]]:
    """Status and words of the linter for each house, and for the one where nothing is wrong (None)."""
    cases: tuple[Wrong | None, ...] = (None, *WRONG)
    found: dict[Wrong | None, tuple[int, str]] = {}
    for start in range(0, len(cases), 4):
        running = {
            case: _inspected(_house(tmp_path_factory.mktemp("houses") / "house", case))
            for case in cases[start : start + 4]
        }
        for case, process in running.items():
            said, _nothing = process.communicate(timeout=PATIENCE_SECONDS)
            found[case] = (process.returncode, said)
    return found


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.room}-{wrong.imports}")
def test_a_wrong_import_breaks_its_contract(verdicts: dict[Wrong | None, tuple[int, str]], wrong: Wrong) -> None:
    status, said = verdicts[wrong]
    assert (status, f"{wrong.contract} BROKEN" in said) == (1, True), said


def test_a_house_without_wrong_imports_is_kept(verdicts: dict[Wrong | None, tuple[int, str]]) -> None:
    status, said = verdicts[None]
    assert (status, "0 broken" in said) == (0, True), said
