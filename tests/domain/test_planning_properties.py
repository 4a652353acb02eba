"""What holds of every plan: visits as their patterns say, limits kept or named, pins kept, nothing lost, the same again;
and on tiny problems the answer is the best there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations, product
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.planning import Pin, Plan, PlanSettings, plan
from domain.planning.engine import solve
from domain.planning.problem import Limit, Problem
from domain.visits import Channel
from tests.domain.test_planning import DAYS, START, district

STEPS = 6_000
LEGS = st.integers(0, 60)


@st.composite
def problems(draw: st.DrawFn, most: int = 12, days: int = 4, some_without: bool = True) -> Problem:
    """Any road (both ways may differ), any patterns, tight or loose limits."""
    shops, horizon = draw(st.integers(1, most)), draw(st.integers(1, days))
    road = [[0 if a == b else draw(LEGS) for b in range(shops + 1)] for a in range(shops + 1)]
    pattern = st.sets(st.integers(0, horizon - 1), min_size=1, max_size=2).map(lambda days: tuple(sorted(days)))
    own = st.lists(pattern, min_size=0 if some_without else 1, max_size=4, unique=True)
    highest = draw(st.integers(1, shops))
    return Problem(
        matrix=road,
        patterns=[draw(own) for _ in range(shops)],
        lowest=[draw(st.integers(0, min(1, highest)))] * horizon,
        highest=[highest] * horizon,
        load=[draw(st.integers(1, 9)) for _ in range(shops)],
        cap=[draw(st.sampled_from([12.0, 30.0, inf]))] * horizon,
    )


@settings(max_examples=60, deadline=None)
@given(problem=problems(), seed=st.integers(0, 9))
def test_each_shop_is_visited_as_one_of_its_patterns_says(problem: Problem, seed: int) -> None:
    answer = solve(problem, steps=STEPS, seed=seed)
    for row, patterns in enumerate(problem.patterns, 1):
        on = tuple(day for day, route in enumerate(answer.days) for one in route if one == row)
        assert on == (patterns[answer.chosen[row - 1]] if patterns else ())


@settings(max_examples=60, deadline=None)
@given(problem=problems(), seed=st.integers(0, 9))
def test_limits_are_kept_or_the_breach_is_named(problem: Problem, seed: int) -> None:
    answer = solve(problem, steps=STEPS, seed=seed)
    named = {(breach.limit, breach.day, breach.shop) for breach in answer.breaches}
    found: set[tuple[Limit, int | None, int | None]] = set()
    for day, route in enumerate(answer.days):
        found |= {(Limit.FEWEST, day, None)} if len(route) < problem.lowest[day] else set()
        found |= {(Limit.MOST, day, None)} if len(route) > problem.highest[day] else set()
        found |= {(Limit.LOAD, day, None)} if sum(problem.load[r - 1] for r in route) > problem.cap[day] else set()
    found |= {(Limit.NO_DAYS, None, row) for row, patterns in enumerate(problem.patterns, 1) if not patterns}
    assert named == found
    assert answer.cost == sum(_way(problem, route) for route in answer.days)


@settings(max_examples=20, deadline=None)
@given(problem=problems(), seed=st.integers(0, 9))
def test_the_same_seed_and_steps_give_the_same_plan(problem: Problem, seed: int) -> None:
    assert solve(problem, steps=STEPS, seed=seed) == solve(problem, steps=STEPS, seed=seed)


@settings(max_examples=60, deadline=None)
@given(problem=problems(most=4, days=3, some_without=False))
def test_a_tiny_problem_gets_its_best_plan(problem: Problem) -> None:
    best = exact(problem)
    answer = solve(problem, steps=STEPS)
    if best is None:
        assert not answer.feasible
    else:
        assert (answer.breaches, answer.cost) == ((), best)


@settings(max_examples=40, deadline=None)
@given(problem=problems(most=4, days=3, some_without=False), order=st.randoms(use_true_random=False))
def test_mirror_and_other_numbers_cost_the_same(problem: Problem, order: object) -> None:
    """Every way driven backwards, and the shops numbered otherwise."""
    answer = solve(problem, steps=STEPS)
    mirrored = replace(problem, matrix=[list(column) for column in zip(*problem.matrix, strict=True)])
    rows = list(range(1, len(problem.matrix)))
    order.shuffle(rows)  # type: ignore[attr-defined]
    at = [0, *rows]
    renamed = replace(
        problem,
        matrix=[[problem.matrix[a][b] for b in at] for a in at],
        patterns=[problem.patterns[row - 1] for row in rows],
        load=[problem.load[row - 1] for row in rows],
    )
    for other in (mirrored, renamed):
        again = solve(other, steps=STEPS)
        assert again.feasible == answer.feasible
        assert not answer.feasible or again.cost == answer.cost


def exact(problem: Problem) -> float | None:
    """The least cost of all plans within limits, by trying every one; None when there is none."""
    shortest: dict[frozenset[int], float] = {}

    def road(rows: frozenset[int]) -> float:
        if rows not in shortest:
            shortest[rows] = min(_way(problem, order) for order in permutations(rows))
        return shortest[rows]

    best: float | None = None
    for chosen in product(*problem.patterns):
        days = [frozenset(row for row, own in enumerate(chosen, 1) if day in own) for day in range(problem.days)]
        if all(_within(problem, day, rows) for day, rows in enumerate(days)):
            cost = sum(road(rows) for rows in days)
            best = cost if best is None else min(best, cost)
    return best


def _within(problem: Problem, day: int, rows: frozenset[int]) -> bool:
    load = sum(problem.load[row - 1] for row in rows)
    return problem.lowest[day] <= len(rows) <= problem.highest[day] and load <= problem.cap[day]


def _way(problem: Problem, route: tuple[int, ...]) -> float:
    return sum(problem.matrix[a][b] for a, b in pairwise((0, *route, 0))) if route else 0.0


def _visits(found: Plan) -> Counter[str]:
    return Counter(s.shop for stops in found.days.values() for s in stops if s.channel is Channel.ONSITE)


@settings(max_examples=12, deadline=None)
@given(count=st.integers(4, 50), seed=st.integers(0, 99), most=st.integers(2, 9))
def test_one_shop_more_never_removes_another_while_there_is_room(count: int, seed: int, most: int) -> None:
    """Without room, whoever lost a day is named."""
    limits = PlanSettings(shops_min=0, shops_max=most, steps=STEPS)
    shops = district(count + 1, seed)
    before, after = (plan(some, DAYS, START, settings=limits) for some in (shops[:-1], shops))
    lost = set(_visits(before)) - set(_visits(after))
    assert lost <= set(after.unplaced)
    full = all(sum(s.channel is Channel.ONSITE for s in stops) == most for stops in after.days.values())
    assert not lost or full


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 99),
    most=st.integers(1, 6),
    pinned=st.lists(st.tuples(st.integers(0, 29), st.sampled_from(DAYS)), max_size=12, unique_by=lambda p: p[0]),
)
def test_pins_are_kept_whatever_else_gives_way(seed: int, most: int, pinned: list[tuple[int, date]]) -> None:
    shops = district(30, seed)
    pins = [Pin(shops[n].code, day, "promise") for n, day in pinned]
    found = plan(shops, DAYS, START, pins, PlanSettings(shops_min=0, shops_max=most, steps=STEPS))
    for pin in pins:
        assert any(s.shop == pin.shop and s.channel is Channel.ONSITE for s in found.days[pin.day])
