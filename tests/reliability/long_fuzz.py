"""Made-up updates by the hundred thousand: `python -m tests.reliability.long_fuzz [--updates N] [--seed S]`."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from tests.reliability.fuzzing import NOT_PEOPLE, STRANGERS, Found, a_seed, rain
from tests.reliability.stage import PEOPLE, district, joined

A_RAIN = 5_000
"""Updates on one database, half of them by people and half by those without any right."""


def main() -> int:
    """Print what each rain brought and the sum; 1 when anything was wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--updates", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=0)
    wish = asked.parse_args()
    seed = wish.seed or a_seed()
    folder = Path(tempfile.mkdtemp(prefix="visitbot-fuzz-"))
    template = district(folder / "template.db")
    joined(template)
    whole, began = Found(), time.monotonic()
    while whole.updates < wish.updates:
        _add(whole, _one(template, folder, seed))
        seed += 2
        print(f"until seed {seed}, {time.monotonic() - began:.0f} s: {whole}", flush=True)
    shutil.rmtree(folder)
    return int(bool(whole.wrong))


def _one(template: Path, folder: Path, seed: int) -> Found:
    with rain(template, folder) as pouring:
        pouring.pour(seed, A_RAIN // 2, [*PEOPLE.values(), *STRANGERS])
        before = pouring.trade()
        pouring.pour(seed + 1, A_RAIN // 2, [*STRANGERS, *NOT_PEOPLE])
        after = pouring.trade()
        pouring.found.wrong += [f"seed {seed + 1} changed {name}" for name in after if after[name] != before[name]]
    return pouring.found


def _add(whole: Found, found: Found) -> None:
    print(*found.wrong, sep="\n", flush=True)
    whole.updates += found.updates
    whole.unreadable += found.unreadable
    whole.kinds += found.kinds
    whole.wrong += found.wrong


if __name__ == "__main__":
    raise SystemExit(main())
