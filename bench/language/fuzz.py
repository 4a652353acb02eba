"""A long fuzz: no exception, every span in the text, and how long a sentence takes with 200 shops."""

from __future__ import annotations

import sys
from datetime import datetime
from time import perf_counter, process_time

from domain.understanding.warming import warm
from tests.language.fuzzing import sentences
from tests.language.scoring import ours, shops


def main(count: int) -> int:
    """0 when nothing broke and the 99th percentile is under 20 ms of one core; by the clock it is more where others work too."""
    warm(shops())
    now, took, worked, broken = datetime(2026, 11, 23, 10), [], [], 0
    for text in sentences(count, seed=count):
        start, began = perf_counter(), process_time()
        try:
            said = ours(text, now)
        except Exception as error:
            print("broken:", repr(text), repr(error))
            broken += 1
            continue
        took.append((perf_counter() - start) * 1000)
        worked.append((process_time() - began) * 1000)
        spans = [span for one in (said, *said["more"]) for found in one["spans"].values() for span in found]
        if not all(0 <= first < last <= len(text) for first, last in spans):
            print("span outside:", repr(text))
            broken += 1
    print(f"{count} sentences, {broken} broken")
    print(f"ms by the clock: {_spread(took)}")
    print(f"ms of one core: {_spread(worked)}")
    return int(broken > 0 or sorted(worked)[int(len(worked) * 0.99)] > 20)


def _spread(took: list[float]) -> str:
    took = sorted(took)
    return f"median {took[len(took) // 2]:.2f}, p99 {took[int(len(took) * 0.99)]:.2f}, longest {took[-1]:.1f}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
