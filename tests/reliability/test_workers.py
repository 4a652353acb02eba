"""Bots on one PostgreSQL that die, and lose their database, while people speak. `make workers` tries 10,000 updates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import Server
from tests.reliability.crowd import crowd
from tests.reliability.workers import KILL, RESTART, Trouble, worked

CHATS = 8
ROUNDS = 12


@pytest.mark.parametrize("bots", [2, 4])
def test_bots_in_trouble_do_everything_once_and_in_order(postgres_server: Server, tmp_path: Path, bots: int) -> None:
    plan = (KILL, RESTART, KILL) if postgres_server.can_restart else (KILL, KILL, KILL)
    people = crowd(postgres_server, tmp_path, CHATS)
    run = worked(people, tmp_path / "lived", bots, ROUNDS, 7, Trouble((0.3, 0.8), plan=plan))
    assert run.verdict.clean, run.verdict.report()
    assert run.verdict.inputs == CHATS * ROUNDS
    assert run.troubles[KILL] + run.troubles[RESTART] == len(plan)
