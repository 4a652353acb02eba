"""Planning sets in the kinds of managers there are: a town, a town with villages along roads, villages far apart.

`python -m bench.planner.instances KIND SEED` prints one in the format of docs/planning.md; the same kind and seed,
the same instance."""

from __future__ import annotations

import json
import sys
from math import cos, hypot, pi, sin
from random import Random
from typing import Any

KINDS = {
    # kind: (shops, villages, share of shops in villages, reach in km, tightness of the day)
    "urban": ((110, 150), (0, 2), 0.05, (8, 12), 4.5),
    "mixed": ((130, 180), (5, 9), 0.5, (15, 32), 4.5),
    "rural": ((130, 170), (14, 22), 0.85, (25, 55), 4.5),
    "hard": ((140, 200), (10, 16), 0.95, (30, 60), 2.0),
}
_START_MINUTE = 10
_TOWN, _ROAD = 36.0, 16.4
_CORE_KM = 6.0


def made(kind: str, seed: int) -> dict[str, Any]:
    """One instance: travel in tenths of a minute, ten days, weekly shops on (d, d+5), fortnightly ones on one day."""
    rng = Random(f"{kind}-{seed}")  # noqa: S311 (a made-up world, not a secret)
    places = _places(rng, kind)
    count, slack = len(places) - 1, KINDS[kind][4]
    patterns = [_patterns(rng, rng.choice((0.3, 0.55))) for _ in range(count)]
    mean = sum(len(p[0]) for p in patterns) / 10
    return {
        "name": f"{kind}-{count}-g{seed}",
        "kind": kind,
        "horizon": 10,
        "lo": int(mean - slack + 0.5),
        "hi": int(mean + slack + 0.5),
        "unit": "0.1 min",
        "matrix": [[_leg(a, b) for b in places] for a in places],
        "patterns": patterns,
    }


def places(kind: str, seed: int) -> list[tuple[float, float]]:
    """The start and the shops of the same instance, in km."""
    return _places(Random(f"{kind}-{seed}"), kind)  # noqa: S311 (a made-up world, not a secret)


def _places(rng: Random, kind: str) -> list[tuple[float, float]]:
    shops, villages, share, reach, _slack = KINDS[kind]
    count = rng.randint(*shops)
    return [_start(rng), *_shops(rng, count, rng.randint(*villages), share, rng.uniform(*reach))]


def _start(rng: Random) -> tuple[float, float]:
    far = rng.random() < 0.25
    return rng.gauss(0, 12 if far else 2), rng.gauss(0, 12 if far else 2)


def _shops(rng: Random, count: int, villages: int, share: float, reach: float) -> list[tuple[float, float]]:
    roads = [rng.uniform(0, 2 * pi) for _ in range(max(3, villages // 3))]
    centres = [_along(rng, rng.choice(roads), rng.uniform(0.25, 1) * reach) for _ in range(villages)]
    weights = [rng.uniform(0.4, 2) for _ in centres]
    found = []
    for _ in range(count):
        if centres and rng.random() < share:
            x, y = rng.choices(centres, weights)[0]
            found.append((x + rng.gauss(0, 0.7), y + rng.gauss(0, 0.7)))
        else:
            found.append((rng.gauss(0, 3.2), rng.gauss(0, 3.2)))
    return found


def _along(rng: Random, angle: float, far: float) -> tuple[float, float]:
    return far * cos(angle) + rng.gauss(0, 1.5), far * sin(angle) + rng.gauss(0, 1.5)


def _patterns(rng: Random, weekly: float) -> list[list[int]]:
    found = [[d, d + 5] for d in range(5)] if rng.random() < weekly else [[d] for d in range(10)]
    if rng.random() < 0.05:
        closed = rng.randrange(5)
        found = [days for days in found if all(d % 5 != closed for d in days)]
    return found


def _leg(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Ten for parking, town speed within the core, road speed beyond it."""
    if a == b:
        return 0
    km = hypot(a[0] - b[0], a[1] - b[1])
    town = all(hypot(*p) < _CORE_KM for p in (a, b))
    return (
        round(_START_MINUTE + km * _TOWN)
        if town
        else round(_START_MINUTE + min(km, 3) * _TOWN + max(0.0, km - 3) * _ROAD)
    )


if __name__ == "__main__":
    print(json.dumps(made(sys.argv[1], int(sys.argv[2]))))
