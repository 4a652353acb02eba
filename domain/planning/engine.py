"""The search as a whole: a few short runs, the best of them carried on, the routes polished.

Bound by steps it is repeatable; bound by CPU seconds of this thread it is not. The compiled kernel is imported at the
first use, and neither that nor its compiling counts."""

from __future__ import annotations

from dataclasses import dataclass
from time import thread_time
from typing import TYPE_CHECKING

from domain.planning.problem import Answer, Problem, breaches

if TYPE_CHECKING:
    from domain.planning.annealing import Annealing


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the search is conducted; temperatures in mean legs. The shares of the runs are of the whole time. Where there is
    time to cool down slowly, the runs begin hotter, by `heats` in turn."""

    runs: int = 6
    runs_share: float = 0.6
    hot: float = 6.0
    heats: tuple[float, ...] = (4.0, 2.0)
    mild: float = 1.0
    tepid: float = 0.05
    cold: float = 0.02
    skip: float = 0.03
    most_out: int = 9
    strings: float = 0.3
    villages: float = 0.1
    one_day: float = 0.5
    fewest_within: float = 0.25
    most_within: float = 0.45


DEFAULT_TUNING = Tuning()
DEFAULT_STEPS = 60_000
_FEW_STEPS = 6_000
"""Below so many steps (or seconds) a run, fewer runs are made."""
_FEW_SECONDS = 0.03


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    tuning: Tuning = DEFAULT_TUNING,
) -> Answer:
    """The best routes found within CPU `seconds` of this thread or `steps` tries (`DEFAULT_STEPS` when neither is
    given). The same problem, steps and seed give the same answer; what can't be kept is in its `breaches`."""
    from domain.planning.annealing import Annealing, ready

    ready()
    began = thread_time()
    work = Annealing(problem, seed, tuning)
    budget = _Seconds(began, seconds) if seconds is not None else _Steps(DEFAULT_STEPS if steps is None else steps)
    _search(work, budget, tuning)
    routes = work.routes()
    cost = sum(problem.length(route) for route in routes)
    spent = thread_time() - began
    return Answer(cost, routes, work.chosen(), breaches(problem, routes), spent, work.steps)


class _Steps:
    """So many tries, in stretches that don't depend on the machine."""

    def __init__(self, steps: int) -> None:
        self.whole = float(steps)
        self.few = _FEW_STEPS

    def spent(self, work: Annealing) -> float:
        return float(work.steps)

    def stretch(self, work: Annealing, left: float) -> int:
        return int(min(1000, left))


class _Seconds:
    """So much time of this thread, in stretches of about a hundredth of a second."""

    def __init__(self, began: float, seconds: float) -> None:
        self.whole, self._began = seconds, began
        self.few = _FEW_SECONDS

    def spent(self, work: Annealing) -> float:
        return thread_time() - self._began

    def stretch(self, work: Annealing, left: float) -> int:
        return max(20, int(work.rate * min(left, 0.01)))


def _search(work: Annealing, budget: _Steps | _Seconds, tuning: Tuning) -> None:
    """`runs` starts anneal from hot to tepid within their share; the best goes on from mild to cold."""
    if not work.active:
        return
    runs = max(1, min(tuning.runs, int(tuning.runs_share * budget.whole / budget.few)))
    if runs == 1:
        _anneal(work, budget, budget.whole, tuning.mild if work.begun else tuning.hot, tuning.cold)
        return
    heats = tuning.heats if tuning.runs_share * budget.whole >= 2 * runs * budget.few else (1.0,)
    for run in range(runs):
        work.start_anew(run)
        until = tuning.runs_share * budget.whole * (run + 1) / runs
        hot = tuning.mild if run == 0 and work.begun else tuning.hot * heats[run % len(heats)]
        _anneal(work, budget, until, hot, tuning.tepid)
    work.go_on_from_best()
    _anneal(work, budget, budget.whole, tuning.mild, tuning.cold)


def _anneal(work: Annealing, budget: _Steps | _Seconds, until: float, hot: float, cold: float) -> None:
    """Search until `until` of the budget is spent, the temperature falling evenly in its logarithm."""
    begin = budget.spent(work)
    if until <= begin:
        return
    share = 0.0
    while (left := until - budget.spent(work)) > 0:
        count = budget.stretch(work, left)
        if count < 1:
            break
        ahead = count if isinstance(budget, _Steps) else count / work.rate
        now = (until - begin - left) / (until - begin)
        share = min(1.0, now + ahead / (until - begin))
        work.run(count, hot * (cold / hot) ** now, hot * (cold / hot) ** share)
