"""Several bots in trouble on one PostgreSQL: `python -m tests.reliability.long_workers [--workers 4] [--updates N]`."""

from __future__ import annotations

from tests.reliability.checker import DEFINITIONS
from tests.reliability.crowd import crowd
from tests.reliability.ground import server
from tests.reliability.runs import options, parsed, workshop
from tests.reliability.workers import LEASE_SECONDS, Trouble, worked


def main() -> int:
    """Print the verdict for each number of workers; 1 when one of them is not clean."""
    asked = options(updates=10_000, chats=200, freezes=10, restarts=10)
    asked.add_argument("--workers", type=int, nargs="+", default=[2, 4])
    wish = parsed(asked)
    bad, runs = 0, 0
    print(DEFINITIONS, f"\nleases of {LEASE_SECONDS:g} s instead of 12; seed {wish.seed}", flush=True)
    with workshop("workers") as folder, server() as running:
        people = crowd(running, folder, wish.chats)
        rounds = -(-wish.updates // wish.chats)
        for number, workers in enumerate(wish.workers):
            trouble = Trouble(freezes=wish.freezes, restarts=wish.restarts)
            run = worked(people, folder / f"{number}", workers, rounds, wish.seed + number, trouble, _tell)
            print(f"{workers} workers, {rounds * wish.chats} updates of {wish.chats} chats: {run}", flush=True)
            bad += int(not run.verdict.clean)
            runs += 1
    print(f"{runs} of {len(wish.workers)} runs ended, {bad} of them not clean", flush=True)
    return int(bad > 0)


def _tell(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
