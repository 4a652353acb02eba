"""What one would do without a search: cadence, then the nearest shop next."""

from __future__ import annotations

from domain.planning.problem import Problem
from domain.planning.route import nearest_neighbour


def cadence_then_nearest(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Each shop, in the order of the list, takes the days that have the fewest shops so far; each day goes to the nearest
    shop next."""
    days: list[list[int]] = [[] for _ in problem.lowest]
    for row, patterns in sorted(enumerate(problem.patterns, 1), key=lambda one: (len(one[1]), one[0])):
        if patterns:
            for day in min(patterns, key=lambda p: (max((len(days[d]) for d in p), default=0), p)):
                days[day].append(row)
    matrix = [list(row) for row in problem.matrix]
    return tuple(tuple(nearest_neighbour(matrix, rows)) for rows in days)
