"""Killed in every act of a life: it ends as if nothing had happened. `make crash` tries every step."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.crash import lived, strayed, untouched


def test_a_life_with_a_kill_in_every_act_ends_like_one_without(template: Path, tmp_path: Path) -> None:
    model = untouched(template, tmp_path / "model", statements=False)
    assert model.verdict.clean, model.verdict.report()
    plan = [1 + (5 * number) % steps if steps else 0 for number, steps in enumerate(model.steps)]
    life = lived(template, tmp_path / "killed", plan, statements=False)
    assert len(life.kills) >= len(plan) - 2, life.kills
    assert strayed(life, model) == []
