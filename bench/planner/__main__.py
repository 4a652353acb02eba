"""The gaps to the best costs known, by time of search, beside PyVRP (where it is installed) and a plan without a search.

`python -m bench.planner [PART…]`: `given`, `public`, `apart` at 0.3 and 1.4 seconds, `long` those given at 10 seconds,
`beside` the comparison; all of them when none is named. Times are CPU seconds of one thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import mean, pstdev

from bench.planner import by_pyvrp, sets
from bench.planner.plain import cadence_then_nearest
from bench.planner.sets import Case
from domain.planning.engine import solve
from domain.planning.problem import Limit, Problem, breaches

SHORT, LONG = (0.3, 1.4), (10.0,)
SEEDS = range(1, 6)
PYVRP_SECONDS = 60.0


def main(wanted: Sequence[str]) -> None:
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores; gaps to the best cost known in %, seeds 1-5")
    for name in wanted or PARTS:
        PARTS[name]()
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)


def _ours(title: str, cases: Sequence[Case], budgets: Iterable[float]) -> None:
    for seconds in budgets:
        print(f"\n{title}, {seconds:g} s of search")
        whole: list[float] = []
        for case in cases:
            problem = case.problem
            answers = [solve(problem, seconds=seconds, seed=seed) for seed in SEEDS]
            kept = [_gap(answer.cost, case) for answer in answers if answer.feasible]
            speed = sum(a.steps for a in answers) / sum(a.seconds for a in answers)
            print(f"  {case.name:16} {_spread(kept)}  without a plan {len(answers) - len(kept)}  {speed:,.0f} steps/s")
            whole += kept
        print(f"  {'all':16} {_spread(whole)}", flush=True)


def _beside() -> None:
    """One row a case: ours at 1.4 s, with and without the daily minimum, PyVRP, which knows none, and no search."""
    pyvrp = by_pyvrp.library()
    words = f"PyVRP {PYVRP_SECONDS:g} s" if pyvrp else "PyVRP is not installed"
    print(f"\nside by side: ours 1.4 s (seed 1) | without a daily minimum: ours 1.4 s | {words} | cadence then nearest")
    for case in sets.given():
        problem = case.problem
        ours = solve(problem, seconds=1.4, seed=1)
        free = solve(replace(problem, lowest=[0] * problem.days), seconds=1.4, seed=1)
        theirs = by_pyvrp.solved(problem, PYVRP_SECONDS, 1) if pyvrp else None
        parts = [_told(problem, days, case) for days in (ours.days, free.days, theirs)]
        parts.append(_told(problem, cadence_then_nearest(problem), case))
        print(f"  {case.name:16} " + " | ".join(parts), flush=True)


def _told(problem: Problem, days: Sequence[Sequence[int]] | None, case: Case) -> str:
    if days is None:
        return "no plan"
    cost = sum(problem.length(route) for route in days)
    broken = breaches(problem, days)
    short = sum(b.limit is Limit.FEWEST for b in broken)
    notes = [f"{short} days below the minimum"] if short else []
    notes += [f"{len(broken) - short} other limits broken"] if len(broken) > short else []
    return ", ".join([f"{cost:,.0f} ({_gap(cost, case):+.1f})", *notes])


def _gap(cost: float, case: Case) -> float:
    return (cost / case.reference - 1) * 100


def _spread(gaps: Sequence[float]) -> str:
    if not gaps:
        return "no plan at all"
    return f"mean {mean(gaps):5.2f}  worst {max(gaps):5.2f}  spread {pstdev(gaps):4.2f}"


PARTS: dict[str, Callable[[], None]] = {
    "given": lambda: _ours("given", list(sets.given()), SHORT),
    "public": lambda: _ours("public", list(sets.public()), SHORT),
    "apart": lambda: _ours("set apart", list(sets.apart()), SHORT),
    "long": lambda: _ours("given", list(sets.given()), LONG),
    "beside": _beside,
}

if __name__ == "__main__":
    main(sys.argv[1:])
