"""The best costs known for the instances set apart: long runs from several seeds. `python -m bench.planner.references
[SECONDS [NAME…]]` keeps what is better than before."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from bench.planner.instances import made
from bench.planner.sets import APART, FOLDER
from domain.planning.engine import solve
from domain.planning.files import problem_from

SEEDS = (101, 102, 103)
FILE = FOLDER / "references.json"


def main(seconds: float, names: Sequence[str]) -> None:
    best: dict[str, float] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    for kind, seed in APART:
        data = made(kind, seed)
        name, problem = data["name"], problem_from(data)
        for start in SEEDS:
            if names and name not in names:
                continue
            answer = solve(problem, seconds=seconds, seed=start)
            print(name, start, answer.cost, answer.feasible, flush=True)
            if answer.feasible and answer.cost < best.get(name, float("inf")):
                best[name] = answer.cost
                FILE.write_text(json.dumps(best, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 40.0, sys.argv[2:])
