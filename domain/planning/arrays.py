"""The problem, the state and what a step changes, as arrays: what the compiled functions take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Terms(NamedTuple):
    """The problem as arrays, and what is derived from it once."""

    out: Floats
    """out[a, b]: the way from a to b."""
    into: Floats
    """into[b, a]: the same, so that both ways of a shop are rows."""
    near: Ints
    """near[i]: the nearest shops, 0 where there is none."""
    village: Ints
    """How many of the nearest make a village with the shop."""
    first: Ints
    """Patterns first[i] … first[i + 1] - 1 are shop i's."""
    price: Floats
    """What a pattern costs beside the road."""
    begin: Ints
    """Days of pattern c: days[begin[c]] … days[begin[c + 1] - 1]."""
    days: Ints
    twin: Ints
    """The day that goes with a day in most pairs, itself where there is none."""
    low: Floats
    high: Floats
    cap: Floats
    """The most load a day may have, in mean loads, as `load` is."""
    load: Floats
    soft: Floats
    """soft[d, n]: what n shops on day d cost."""
    scalars: Floats
    """[mean loads of one unit of road]"""


class State(NamedTuple):
    """Routes and patterns in force, and what is known of each day; changed in place."""

    route: Ints
    gap: Floats
    size: Ints
    load: Floats
    length: Floats
    version: Ints
    chosen: Ints
    extra: Floats
    """extra[i, d]: the cheapest detour for i on day d, right while seen[i, d] is the day's version."""
    at: Ints
    seen: Ints
    sums: Floats
    """[road and patterns, excess, price of a unit of excess]"""
    counts: Ints
    """[versions given, feasible states in the window, states in the window]"""


class Best(NamedTuple):
    """The best state so far: least excess, then least cost."""

    route: Ints
    size: Ints
    chosen: Ints
    sums: Floats
    """[cost, excess]"""


class Undo(NamedTuple):
    """What a step changes: days as they were before it, shops taken out with their patterns, marks by step."""

    route: Ints
    gap: Floats
    size: Ints
    load: Floats
    length: Floats
    version: Ints
    touched: Ints
    stamp: Ints
    """The step in which the day was kept."""
    out: Ints
    pattern: Ints
    key: Floats
    is_out: Ints
    """The step in which the shop was taken out."""
    price: Floats
    priced: Ints
    used: Ints
    counts: Ints
    """[steps, ticks]"""
