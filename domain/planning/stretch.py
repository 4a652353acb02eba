"""When the work exceeds the days: which visits wait for the next horizon, and the intervals that result.

Watch and develop shops wait first, evenly, then guide and retain; within a group whoever was seen last waits
first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil

from domain.planning.model import PlanSettings, PlanShop, Stretch
from domain.shops import Segment

Group = tuple[Segment, int]
"""Shops that are stretched alike: a segment and a cadence."""


def group_of(shop: PlanShop) -> Group:
    return (shop.segment, shop.every_days)


def fitted(
    shops: Sequence[PlanShop],
    asked: Mapping[str, int],
    pinned: Mapping[str, frozenset[int]],
    room: int,
    urgency: Callable[[PlanShop], float],
    settings: PlanSettings,
) -> dict[str, int]:
    """Visits per shop, `room` in all if pins allow; `urgency` orders the shops of a group, higher is kept
    longer."""
    given = dict(asked)
    groups: defaultdict[Group, list[PlanShop]] = defaultdict(list)
    for shop in shops:
        groups[group_of(shop)].append(shop)
    first = [g for g in sorted(groups) if g[0] in settings.stretch_first]
    then = [g for g in sorted(groups) if g[0] not in settings.stretch_first]
    rounds = [(first, settings.stretch_share), (then, settings.stretch_share), ([*first, *then], 1.0)]
    for chosen, share in rounds:
        excess = sum(given.values()) - room
        if excess <= 0:
            break
        spare = {g: _spare(groups[g], asked, given, pinned, share) for g in chosen}
        for group, count in _evenly(spare, {g: sum(asked[s.code] for s in groups[g]) for g in chosen}, excess).items():
            _cut(groups[group], given, asked, pinned, count, urgency)
    return given


def _spare(
    shops: Iterable[PlanShop],
    asked: Mapping[str, int],
    given: Mapping[str, int],
    pinned: Mapping[str, frozenset[int]],
    share: float,
) -> int:
    """Visits of a group that may still wait when at most `share` of those asked do."""
    shops = list(shops)
    total, now = sum(asked[s.code] for s in shops), sum(given[s.code] for s in shops)
    free = sum(max(0, given[s.code] - len(pinned.get(s.code, ()))) for s in shops)
    return max(0, min(free, int(total * share) - (total - now)))


def _evenly(spare: Mapping[Group, int], weight: Mapping[Group, int], count: int) -> dict[Group, int]:
    """`count` (or all there is) shared out one by one to the group that has given the smallest part of its
    weight."""
    shared = dict.fromkeys(spare, 0)
    for _ in range(min(count, sum(spare.values()))):
        open_groups = [g for g in shared if shared[g] < spare[g]]
        shared[min(open_groups, key=lambda g: ((shared[g] + 1) / weight[g], g))] += 1
    return shared


def _cut(
    shops: Iterable[PlanShop],
    given: dict[str, int],
    asked: Mapping[str, int],
    pinned: Mapping[str, frozenset[int]],
    count: int,
    urgency: Callable[[PlanShop], float],
) -> None:
    """Take `count` visits off `given`, none twice from a shop while another still has all of its own."""
    ranked = sorted(shops, key=lambda s: (s.important, urgency(s), s.code))
    while count > 0:
        free = [s for s in ranked if given[s.code] > len(pinned.get(s.code, ()))]
        least = min((asked[s.code] - given[s.code] for s in free), default=0)
        turn = [s for s in free if asked[s.code] - given[s.code] == least][:count]
        for shop in turn:
            given[shop.code] -= 1
        count -= len(turn) or count


def stretches(shops: Iterable[PlanShop], asked: Mapping[str, int], given: Mapping[str, int]) -> tuple[Stretch, ...]:
    """The groups that got fewer visits than asked, each with the interval it gets on the whole, rounded up
    to days."""
    totals: defaultdict[Group, list[int]] = defaultdict(lambda: [0, 0])
    for shop in shops:
        totals[group_of(shop)][0] += asked[shop.code]
        totals[group_of(shop)][1] += min(given[shop.code], asked[shop.code])
    return tuple(
        Stretch(segment, every, ceil(every * wanted / got) if got else every * (wanted + 1))
        for (segment, every), (wanted, got) in sorted(totals.items())
        if got < wanted
    )
