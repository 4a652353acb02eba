"""Killed in every act of a life (on PostgreSQL in every other): it ends as if nothing had happened.

`make crash` tries every step."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.crash import lived, strayed, untouched
from tests.reliability.ground import Databases, Ground


def test_a_life_with_kills_in_its_acts_ends_like_one_without(ground: Ground, tmp_path: Path) -> None:
    model = untouched(ground, tmp_path / "model", statements=False)
    assert model.verdict.clean, model.verdict.report()
    pace = 2 if isinstance(ground, Databases) else 1
    plan = [1 + (5 * number) % steps if steps and number % pace == 0 else 0 for number, steps in enumerate(model.steps)]
    life = lived(ground, tmp_path / "killed", plan, statements=False)
    assert len(life.kills) >= len([at for at in plan if at]) - 2, life.kills
    assert strayed(life, model) == []
