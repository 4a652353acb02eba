"""The same problems by PyVRP, for measuring only: it is no dependency and is asked when it is installed.

A vehicle is a weekday with its two weeks, so every place is there twice; the way from the first week to the second leads
over the start, there is none back. A weekly shop is a shipment from its first to its second copy, a fortnightly one a
group of two clients of which one is visited. Two dimensions of load count the visits of either week. A daily minimum
can't be said and is left out."""

from __future__ import annotations

import importlib
from time import thread_time
from types import ModuleType
from typing import Any

import numpy as np

from domain.planning.problem import Problem

_NO_WAY = 1_000_000
WEEK = 5


def library() -> ModuleType | None:
    """PyVRP, None when it is not installed."""
    try:
        return importlib.import_module("pyvrp")
    except ImportError:
        return None


def solved(problem: Problem, seconds: float, seed: int) -> tuple[tuple[int, ...], ...] | None:
    """The days of its best answer after so many CPU seconds; None when it found none that can be driven."""
    pyvrp = importlib.import_module("pyvrp")
    data, visits = _modelled(pyvrp, problem)
    until = thread_time() + seconds
    best = pyvrp.solve(data, lambda _cost: thread_time() >= until, seed=seed, collect_stats=False).best
    if not best.is_feasible():
        return None
    days: list[tuple[int, ...]] = [()] * problem.days
    for route in best.routes():
        rows = [visits(activity) for activity in route if not activity.is_depot()]
        day = route.vehicle_type()
        days[day] = tuple(row for week, row in rows if week == 0)
        days[day + WEEK] = tuple(row for week, row in rows if week == 1)
    return tuple(days)


def _modelled(pyvrp: ModuleType, problem: Problem) -> tuple[Any, Any]:
    """Its data, and what tells (week, row) of one of its visits."""
    count = len(problem.matrix) - 1
    clients: list[Any] = []
    groups: list[Any] = []
    shipments: list[Any] = []
    rows_of_clients: list[int] = []
    rows_of_shipments: list[int] = []
    for row, patterns in enumerate(problem.patterns, 1):
        if len(patterns[0]) == 2:
            shipments.append(pyvrp.Shipment(row, row + count, amount=[1, 1]))
            rows_of_shipments.append(row)
            continue
        first = len(clients)
        group = len(groups)
        clients.append(pyvrp.Client(row, pickup=[1, 0], delivery=[0, 0], required=False, group=group))
        clients.append(pyvrp.Client(row + count, pickup=[0, 0], delivery=[0, 1], required=False, group=group))
        groups.append(pyvrp.ClientGroup([first, first + 1]))
        rows_of_clients += [row, row]
    vehicles = [
        pyvrp.VehicleType(1, [int(problem.highest[d]), int(problem.highest[d + WEEK])], profile=d) for d in range(WEEK)
    ]
    matrices = [_matrix(problem, day) for day in range(WEEK)]
    places = [pyvrp.Location(0, 0) for _ in range(2 * count + 1)]
    nothing = [np.zeros_like(m) for m in matrices]
    data = pyvrp.ProblemData(places, clients, [pyvrp.Depot(0)], vehicles, matrices, nothing, groups, shipments)

    def visit(activity: Any) -> tuple[int, int]:
        if activity.is_client():
            return activity.idx % 2, rows_of_clients[activity.idx]
        return int(activity.is_delivery()), rows_of_shipments[activity.idx]

    return data, visit


def _matrix(problem: Problem, day: int) -> Any:
    """The ways of one weekday; none to a shop that is closed on it."""
    way = np.array(problem.matrix, np.int64)
    count = len(way) - 1
    both = np.full((2 * count + 1, 2 * count + 1), _NO_WAY, np.int64)
    both[: count + 1, : count + 1] = way
    both[count + 1 :, count + 1 :] = way[1:, 1:]
    both[0, count + 1 :] = way[0, 1:]
    both[count + 1 :, 0] = way[1:, 0]
    both[1 : count + 1, count + 1 :] = way[1:, :1] + way[:1, 1:]
    for row, patterns in enumerate(problem.patterns, 1):
        if not any(day in (d % WEEK for d in pattern) for pattern in patterns):
            both[:, [row, row + count]] = _NO_WAY
    np.fill_diagonal(both, 0)
    return both
