"""Random kills under a mixed load: `python -m tests.reliability.long_kills [--on KIND] [--kills N] [--seed S]`."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.reliability.checker import DEFINITIONS, Verdict
from tests.reliability.ground import ground
from tests.reliability.kills import killed_at_random
from tests.reliability.runs import options, parsed, workshop

A_LIFE = 50
"""Kills before the bot may come to rest and is judged."""


@dataclass(slots=True)
class Sum:
    """What was found until now; `starts`: seconds from each kill to everything fetched."""

    counts: Counter[str] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)

    def add(self, verdict: Verdict, starts: list[float]) -> None:
        self.starts += starts
        self.counts.update(
            inputs=verdict.inputs,
            messages=verdict.messages,
            sent=verdict.sent,
            explained=verdict.explained,
            unclean=not verdict.clean,
        )

    def __str__(self) -> str:
        kills, counts = len(self.starts), self.counts
        late = sorted(self.starts)[int(kills * 0.95)] if kills else 0.0
        return (
            f"{kills} kills, {counts['inputs']} inputs, {counts['messages']} messages meant, {counts['sent']} sendings,"
            f" {counts['explained']} explained repeats, {counts['unclean']} lives not clean;"
            f" 0 of {kills} would mean less than {3 / max(kills, 1):.2%} (95 %);"
            f" from start to all fetched: {late:.2f} s (95 of 100)"
        )


def main() -> int:
    """Print each verdict and the sum, also when stopped before the end; 1 when one of them is not clean."""
    wish = parsed(options(kills=2_000))
    found, seed, began = Sum(), wish.seed, time.monotonic()
    print(DEFINITIONS, f"\non {wish.on}", flush=True)
    with workshop("kills") as folder, ground(wish.on, folder) as here:
        while len(found.starts) < wish.kills:
            verdict, took = killed_at_random(here, folder / f"{seed}", A_LIFE, seed)
            found.add(verdict, took)
            kills = len(found.starts)
            print(f"seed {seed}: {kills} kills, {time.monotonic() - began:.0f} s: {verdict.report()}", flush=True)
            shutil.rmtree(folder / f"{seed}")
            seed += 1
    print(found, flush=True)
    return int(found.counts["unclean"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
