"""One day's route polished, compiled: 2-opt and Or-opt in place. Row 0 of the matrix is the start."""

from __future__ import annotations

from numba import njit

from domain.planning.compiling import kept

_TINY = 1e-7


@njit
def _turned(out, route, size, i, j):  # type: ignore[no-untyped-def]
    """What turning round the stretch i…j saves, both ways measured."""
    before, after = route[i - 1], route[j + 1]
    now = out[before, route[i]] + out[route[j], after]
    then = out[before, route[j]] + out[route[i], after]
    for p in range(i, j):
        now += out[route[p], route[p + 1]]
        then += out[route[p + 1], route[p]]
    return now - then


@njit
def _moved(out, route, size, i, j, k):  # type: ignore[no-untyped-def]
    """What putting the stretch i…j between k and k + 1, outside of it, saves."""
    a, b = route[i], route[j]
    now = out[route[i - 1], a] + out[b, route[j + 1]] + out[route[k], route[k + 1]]
    return now - out[route[i - 1], route[j + 1]] - out[route[k], a] - out[b, route[k + 1]]


@njit
def _shift(route, i, j, k):  # type: ignore[no-untyped-def]
    """Put the stretch i…j between k and k + 1."""
    string = route[i : j + 1].copy()
    count = j - i + 1
    if k > j:
        for p in range(i, k - count + 1):
            route[p] = route[p + count]
        route[k - count + 1 : k + 1] = string
    else:
        for p in range(j, k + count, -1):
            route[p] = route[p - count]
        route[k + 1 : k + 1 + count] = string


@kept
def polish(out, route, size):  # type: ignore[no-untyped-def]
    """2-opt and Or-opt on one route, in place, until neither helps."""
    again = True
    while again:
        again = False
        for i in range(1, size):
            for j in range(i + 1, size + 1):
                if _turned(out, route, size, i, j) > _TINY:
                    route[i : j + 1] = route[i : j + 1][::-1].copy()
                    again = True
        for count in range(1, 4):
            for i in range(1, size - count + 2):
                j = i + count - 1
                for k in range(size + 1):
                    if (k < i - 1 or k > j) and _moved(out, route, size, i, j, k) > _TINY:
                        _shift(route, i, j, k)
                        again = True
                        break
