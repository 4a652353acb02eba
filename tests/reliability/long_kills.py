"""Random kills under a mixed load: `python -m tests.reliability.long_kills [--kills N] [--seed S]`."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from tests.reliability.checker import DEFINITIONS
from tests.reliability.fuzzing import a_seed
from tests.reliability.kills import killed_at_random
from tests.reliability.stage import district, joined

A_LIFE = 50
"""Kills before the bot may come to rest and is judged."""


def main() -> int:
    """Print each verdict and the sum; 1 when one of them is not clean."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=0)
    wish = asked.parse_args()
    seed = wish.seed or a_seed()
    folder = Path(tempfile.mkdtemp(prefix="visitbot-kills-"))
    template = district(folder / "template.db")
    joined(template)
    print(DEFINITIONS, flush=True)
    starts: list[float] = []
    sums = [0, 0, 0, 0, 0]
    began = time.monotonic()
    while len(starts) < wish.kills:
        verdict, took = killed_at_random(template, folder / f"{seed}", A_LIFE, seed)
        starts += took
        more = (verdict.inputs, verdict.messages, verdict.sent, verdict.explained, int(not verdict.clean))
        sums = [before + now for before, now in zip(sums, more, strict=True)]
        print(f"seed {seed}: {len(starts)} kills, {time.monotonic() - began:.0f} s: {verdict.report()}", flush=True)
        seed += 1
        shutil.rmtree(folder / f"{seed - 1}")
    shutil.rmtree(folder)
    late = sorted(starts)[int(len(starts) * 0.95)]
    inputs, messages, sent, explained, unclean = sums
    print(
        f"{len(starts)} kills, {inputs} inputs, {messages} messages meant, {sent} sendings, {explained} explained repeats,"
        f" {unclean} lives not clean; 0 of {len(starts)} kills would mean less than {3 / len(starts):.2%} (95 %);"
        f" from start to all fetched: {late:.2f} s (95 of 100)"
    )
    return int(unclean > 0)


if __name__ == "__main__":
    raise SystemExit(main())
