"""Every step of a life, a kill at each: `python -m tests.reliability.long_crash [--on KIND] [--every K] [--commits]`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.checker import DEFINITIONS
from tests.reliability.crash import Lived, lived, strayed, untouched
from tests.reliability.ground import Ground, ground
from tests.reliability.runs import options, parsed, workshop

RELAPSES = 24
"""After each kill the next one comes so many steps into the new start, at most."""


@dataclass(slots=True)
class Sum:
    """What was found until now."""

    lives: int = 0
    of: int = 0
    kills: int = 0
    repeats: int = 0
    strays: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills in {self.lives} of {self.of} lives, {self.strays} of them strayed,"
            f" {self.repeats} explained repeats; 0 of {self.kills} would mean"
            f" less than {3 / max(self.kills, 1):.2%} (95 %)"
        )


def main() -> int:
    """Print a line for each life and the sum, also when stopped before the end; 1 when one of them strayed."""
    asked = options(every=1, workers=2)
    asked.add_argument("--commits", action="store_true", help="commits and requests only, no statements")
    wish = parsed(asked)
    found, began = Sum(), time.monotonic()
    with workshop("crash") as folder, ground(wish.on, folder) as here:
        model = untouched(here, folder / "model", statements=not wish.commits)
        print(DEFINITIONS, f"\non {wish.on}, untouched: {model.verdict}; steps of each act: {model.steps}", flush=True)
        turns = _turns(model, wish.every)
        found.of = len(turns)
        with _pool(wish.workers) as pool:
            lives = [pool.submit(_one, here, folder / f"{at}", model, at, wish.commits) for at in turns]
            _told(lives, found)
    print(f"{found}; {time.monotonic() - began:.0f} s", flush=True)
    return int(found.strays > 0)


@contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Whatever ends the block ends the lives that have not begun."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _told(lives: list[Future[tuple[str, Lived | None, bool]]], found: Sum) -> None:
    """Add each life as it ends."""
    for life in as_completed(lives):
        words, lived_so, strays = life.result()
        found.lives += 1
        found.strays += strays
        if lived_so is not None:
            found.kills += len(lived_so.kills)
            found.repeats += lived_so.verdict.explained
        print(f"{found.lives}/{found.of} {words}", flush=True)


def _turns(model: Lived, every: int) -> range:
    """The steps to kill at, each in all acts that have as many (and one more: nobody knows a life's steps to the last)."""
    return range(1, max(model.steps) + 2, every)


def _one(here: Ground, folder: Path, model: Lived, at: int, commits: bool) -> tuple[str, Lived | None, bool]:
    """What to say of a life, the life, and whether it strayed."""
    plan = [at if at <= steps + 1 else 0 for steps in model.steps]
    try:
        life = lived(here, folder, plan, at % RELAPSES, statements=not commits)
    except AssertionError as error:
        return f"step {at}: {error}", None, True
    strays = strayed(life, model)
    shutil.rmtree(folder)
    words = f"step {at}: {len(life.kills)} kills, {life.verdict.explained} explained repeats"
    return "\n  ".join([words, *strays]), life, bool(strays)


if __name__ == "__main__":
    raise SystemExit(main())
