"""Made-up updates by the hundred thousand: `python -m tests.reliability.long_fuzz [--updates N] [--seed S]`."""

from __future__ import annotations

import time
from pathlib import Path

from tests.reliability.fuzzing import NOT_PEOPLE, STRANGERS, Found, rain
from tests.reliability.ground import PEOPLE, district, joined
from tests.reliability.runs import options, parsed, workshop

A_RAIN = 5_000
"""Updates on one database, half of them by people and half by those without any right."""


def main() -> int:
    """Print what each rain brought and the sum, also when stopped before the end; 1 when anything was wrong."""
    wish = parsed(options(updates=200_000))
    whole, seed, began = Found(), wish.seed, time.monotonic()
    with workshop("fuzz") as folder:
        template = joined(district(folder / "template.db"))
        while whole.updates < wish.updates:
            _one(template, folder, seed, whole)
            seed += 2
            print(f"until seed {seed}, {time.monotonic() - began:.0f} s: {whole}", flush=True)
    print(f"in all, {time.monotonic() - began:.0f} s: {whole}", flush=True)
    return int(bool(whole.wrong))


def _one(template: Path, folder: Path, seed: int, whole: Found) -> None:
    """One rain, added to the whole however it ends."""
    with rain(template, folder) as pouring:
        try:
            pouring.pour(seed, A_RAIN // 2, [*PEOPLE.values(), *STRANGERS])
            before = pouring.trade()
            pouring.pour(seed + 1, A_RAIN // 2, [*STRANGERS, *NOT_PEOPLE])
            after = pouring.trade()
            pouring.found.wrong += [f"seed {seed + 1} changed {name}" for name in after if after[name] != before[name]]
        finally:
            _add(whole, pouring.found)


def _add(whole: Found, found: Found) -> None:
    print(*found.wrong, sep="\n", flush=True)
    whole.updates += found.updates
    whole.unreadable += found.unreadable
    whole.kinds += found.kinds
    whole.wrong += found.wrong


if __name__ == "__main__":
    raise SystemExit(main())
