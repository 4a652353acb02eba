"""Every step of a life, a kill at each: `python -m tests.reliability.long_crash [--every K] [--commits]`."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.reliability.checker import DEFINITIONS
from tests.reliability.crash import Lived, lived, strayed, untouched
from tests.reliability.stage import district, joined

RELAPSES = 24
"""After each kill the next one comes so many steps into the new start, at most."""


def main() -> int:
    """Print a line for each life and the sum; 1 when one of them strayed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--every", type=int, default=1, help="only every k-th step")
    asked.add_argument("--commits", action="store_true", help="commits and requests only, no statements")
    asked.add_argument("--workers", type=int, default=2)
    wish = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="visitbot-crash-"))
    template = district(folder / "template.db")
    joined(template)
    model = untouched(template, folder / "model", statements=not wish.commits)
    print(DEFINITIONS, f"\nuntouched: {model.verdict}; steps of each act: {model.steps}", flush=True)
    began = time.monotonic()
    with ThreadPoolExecutor(wish.workers) as pool:
        lives = [
            pool.submit(_one, template, folder / f"{at}", model, at, wish.commits) for at in _turns(model, wish.every)
        ]
        bad = [life.result() for life in lives]
    kills, repeats, strays = (sum(counts) for counts in zip(*bad, strict=True))
    print(
        f"{kills} kills in {len(bad)} lives, {strays} of them strayed, {repeats} explained repeats,"
        f" {time.monotonic() - began:.0f} s; 0 of {kills} kills would mean less than {3 / max(kills, 1):.2%} (95 %)"
    )
    shutil.rmtree(folder)
    return int(strays > 0)


def _turns(model: Lived, every: int) -> range:
    """The steps to kill at, each in all acts that have as many (and one more: nobody knows a life's steps to the last)."""
    return range(1, max(model.steps) + 2, every)


def _one(template: Path, folder: Path, model: Lived, at: int, commits: bool) -> tuple[int, int, int]:
    """Kills, explained repeats, and 1 when the life strayed."""
    plan = [at if at <= steps + 1 else 0 for steps in model.steps]
    try:
        life = lived(template, folder, plan, at % RELAPSES, statements=not commits)
    except AssertionError as error:
        print(f"step {at}: {error}", flush=True)
        return 0, 0, 1
    strays = strayed(life, model)
    print(
        f"step {at}: {len(life.kills)} kills, {life.verdict.explained} explained repeats",
        *strays,
        sep="\n  ",
        flush=True,
    )
    shutil.rmtree(folder)
    return len(life.kills), life.verdict.explained, int(bool(strays))


if __name__ == "__main__":
    raise SystemExit(main())
