"""The search itself, compiled: ruin and recreate over patterns and routes under simulated annealing.

A route is a row of `State.route` that begins and ends with 0, the start. Row i of the matrix is shop i; a pattern is
an index into the flat lists of `Terms`. Nothing here is imported before something is planned. All that `search` calls is
in this file, for what was compiled before is only made anew when the file of `search` itself has changed, however much
the others or the way of compiling did."""

from __future__ import annotations

import numpy as np
from numba import njit

from domain.planning.compiling import kept

_A, _B, _C, _LOW = np.uint64(13), np.uint64(7), np.uint64(17), np.uint64(11)
_NEVER = 1e300
_TINY = 1e-7
_WINDOW = 100
_DEAREST = 1e9


@njit
def _random(seed):  # type: ignore[no-untyped-def]
    """The next number in [0, 1), xorshift on 64 bits."""
    x = seed[0]
    x ^= x << _A
    x ^= x >> _B
    x ^= x << _C
    seed[0] = x
    return (x >> _LOW) * (1.0 / 9007199254740992.0)


@njit
def _excess(low, high, room, size, load):  # type: ignore[no-untyped-def]
    """By how many shops a day is off its limits; `load` and `room` in mean loads."""
    found = 0.0
    if size > high:
        found = size - high
    elif size < low:
        found = low - size
    if load > room + 1e-9:
        found += load - room
    return found


@njit
def _cheapest(out, into, route, gap, size, i, d):  # type: ignore[no-untyped-def]
    """(detour, place) of the best gap for shop i on day d; the search lives on this loop."""
    best, at = _NEVER, 0
    come = into[i, 0]
    for p in range(size[d] + 1):
        after = route[d, p + 1]
        detour = come + out[i, after] - gap[d, p]
        come = into[i, after]
        if detour < best:
            best, at = detour, p
    return best, at


@njit
def _remove(out, route, gap, size, i, d):  # type: ignore[no-untyped-def]
    """Take shop i out of the route of day d; by how much the road changes."""
    at = 1
    while route[d, at] != i:
        at += 1
    leg = out[route[d, at - 1], route[d, at + 1]]
    change = leg - gap[d, at - 1] - gap[d, at]
    gap[d, at - 1] = leg
    for p in range(at, size[d] + 1):
        route[d, p] = route[d, p + 1]
        gap[d, p] = gap[d, p + 1]
    size[d] -= 1
    return change


@njit
def _insert(out, route, gap, size, i, d, at):  # type: ignore[no-untyped-def]
    """Put shop i behind place `at` of the route of day d."""
    p = size[d] + 2
    while p > at + 1:
        route[d, p] = route[d, p - 1]
        gap[d, p] = gap[d, p - 1]
        p -= 1
    route[d, at + 1] = i
    gap[d, at] = out[route[d, at], i]
    gap[d, at + 1] = out[i, route[d, at + 2]]
    size[d] += 1


@njit
def _copy_day(route, gap, size, load, length, version, to_route, to_gap, to_size, to_load, to_length, to_version, d):  # type: ignore[no-untyped-def]
    for p in range(size[d] + 2):
        to_route[d, p] = route[d, p]
        to_gap[d, p] = gap[d, p]
    to_size[d], to_load[d], to_length[d], to_version[d] = size[d], load[d], length[d], version[d]


@njit
def _meets(begin, days, c, a, b):  # type: ignore[no-untyped-def]
    """Whether pattern c has day a or b."""
    for z in range(begin[c], begin[c + 1]):  # noqa: SIM110 (a loop compiles better)
        if days[z] == a or days[z] == b:
            return True
    return False


@njit
def _mark(chosen, is_out, outs, step, count, i):  # type: ignore[no-untyped-def]
    """Shop i is to be taken out in this step; how many are now."""
    if i == 0 or is_out[i] == step or chosen[i] < 0:
        return count
    is_out[i] = step
    outs[count] = i
    return count + 1


@njit
def _ruin_around(near, chosen, is_out, outs, step, i, most, seed):  # type: ignore[no-untyped-def]
    """The shop and some of its neighbours, few more often than many."""
    share = _random(seed)
    goal = 1 + int(share * share * most)
    count = _mark(chosen, is_out, outs, step, 0, i)
    for q in range(near.shape[1]):
        if count >= goal:
            break
        if _random(seed) < 0.7:
            count = _mark(chosen, is_out, outs, step, count, near[i, q])
    return count


@njit
def _ruin_strings(near, begin, days, chosen, route, size, is_out, outs, used, tick, step, i, most, seed):  # type: ignore[no-untyped-def]
    """Strings of one to three routes around the shop."""
    routes = 1 + int(_random(seed) * 3)
    longest = 2 + int(_random(seed) * most)
    count = 0
    for q in range(-1, near.shape[1]):
        j = i if q < 0 else near[i, q]
        if j == 0 or routes == 0:
            break
        c = chosen[j]
        if is_out[j] == step or c < 0 or begin[c] == begin[c + 1]:
            continue
        d = days[begin[c] + int(_random(seed) * (begin[c + 1] - begin[c]))]
        if used[d] == tick:
            continue
        used[d] = tick
        routes -= 1
        string = min(size[d], 1 + int(_random(seed) * longest))
        at = 1
        while route[d, at] != j:
            at += 1
        start = min(max(1, at - int(_random(seed) * string)), size[d] + 1 - string)
        for p in range(start, start + string):
            count = _mark(chosen, is_out, outs, step, count, route[d, p])
    return count


@njit
def _ruin_village(near, village, begin, days, twin, chosen, is_out, outs, step, i, seed):  # type: ignore[no-untyped-def]
    """A whole village, or its part on one day."""
    c = chosen[i]
    part = _random(seed) < 0.5 and begin[c] < begin[c + 1]
    d = days[begin[c]] if part else 0
    count = _mark(chosen, is_out, outs, step, 0, i)
    for q in range(village[i]):
        j = near[i, q]
        if not part or (chosen[j] >= 0 and _meets(begin, days, chosen[j], d, twin[d])):
            count = _mark(chosen, is_out, outs, step, count, j)
    return count


@njit
def _make_room(route, size, chosen, is_out, outs, step, count, d, seed):  # type: ignore[no-untyped-def]
    """A string of about as many shops as are out already has to leave day d too."""
    if size[d] == 0:
        return count
    string = min(size[d], 1 + int(_random(seed) * count))
    start = 1 + int(_random(seed) * (size[d] - string + 1))
    for p in range(start, start + string):
        count = _mark(chosen, is_out, outs, step, count, route[d, p])
    return count


@njit
def _sort(out, first, outs, patterns, keys, count, seed):  # type: ignore[no-untyped-def]
    """In which order to put back: by chance, from far, from near, or those with the least choice first."""
    mode = _random(seed)
    for g in range(count):
        i = outs[g]
        if mode < 0.4:
            key = _random(seed)
        elif mode < 0.6:
            key = -out[0, i]
        elif mode < 0.7:
            key = out[0, i]
        else:
            key = first[i + 1] - first[i] + _random(seed)
        pattern, h = patterns[g], g - 1
        while h >= 0 and keys[h] > key:
            keys[h + 1], outs[h + 1], patterns[h + 1] = keys[h], outs[h], patterns[h]
            h -= 1
        keys[h + 1], outs[h + 1], patterns[h + 1] = key, i, pattern


@njit
def _keep_best(route, size, chosen, cost, excess, b_route, b_size, b_chosen, b_sums):  # type: ignore[no-untyped-def]
    if excess >= b_sums[1] - _TINY and (excess >= b_sums[1] + _TINY or cost >= b_sums[0] - _TINY):
        return
    b_sums[0], b_sums[1] = cost, excess
    for d in range(size.shape[0]):
        b_size[d] = size[d]
        for p in range(size[d] + 2):
            b_route[d, p] = route[d, p]
    b_chosen[:] = chosen


@njit
def _adapt(counts, sums, fewest, most):  # type: ignore[no-untyped-def]
    """Raise or lower the price of excess so that a share of the states between the two is within limits."""
    counts[2] += 1
    if sums[1] < 1e-6:
        sums[1] = 0.0
        counts[1] += 1
    if counts[2] >= _WINDOW:
        if counts[1] < fewest * _WINDOW:
            sums[2] = min(_DEAREST, sums[2] * 1.08)
        elif counts[1] > most * _WINDOW:
            sums[2] *= 0.93
        counts[1] = counts[2] = 0


@kept
def search(t, s, u, best, active, seed, steps, hot, cold, knobs):  # type: ignore[no-untyped-def]
    """`steps` tries from the present state, the temperature falling from `hot` to `cold`.

    With `steps` 0 the shops of `active` that are not in yet are put in, in this order: by their pattern in `chosen`
    of `best`, or where it is cheapest.

    knobs: [chance to pass a pattern over, most shops out, share of strings, share of villages, chance of one day for
    a village, least and greatest share of states within limits]"""
    out, into, near, village, first, price, begin, days, twin = (
        t.out, t.into, t.near, t.village, t.first, t.price, t.begin, t.days, t.twin,
    )  # fmt: skip
    low, high, room, load_of, soft, road_load = t.low, t.high, t.cap, t.load, t.soft, t.scalars[0]
    route, gap, size, load, length, version, chosen = s.route, s.gap, s.size, s.load, s.length, s.version, s.chosen
    extra, place, seen, sums, counts = s.extra, s.at, s.seen, s.sums, s.counts
    u_route, u_gap, u_size, u_load, u_length, u_version = u.route, u.gap, u.size, u.load, u.length, u.version
    touched, stamp, outs, patterns, keys, is_out = u.touched, u.stamp, u.out, u.pattern, u.key, u.is_out
    day_price, priced, used = u.price, u.priced, u.used
    b_route, b_size, b_chosen, b_sums = best.route, best.size, best.chosen, best.sums
    skip, most_out, strings, villages, one_day = knobs[0], knobs[1], knobs[2], knobs[3], knobs[4]
    building = steps == 0
    cool = (cold / hot) ** (1.0 / max(1, steps))
    warmth = hot
    tick = u.counts[1]
    for _ in range(max(1, steps)):
        warmth *= cool
        u.counts[0] += 1
        step = u.counts[0]
        count, changed, target = 0, 0, -1
        if building:
            for i in active:
                outs[count] = i
                patterns[count] = b_chosen[i]
                count += 1
        else:
            kind = _random(seed)
            i = active[int(_random(seed) * active.shape[0])]
            if kind < strings:
                tick += 1
                count = _ruin_strings(
                    near, begin, days, chosen, route, size, is_out, outs, used, tick, step, i, most_out, seed
                )
            elif kind < strings + villages:
                count = _ruin_village(near, village, begin, days, twin, chosen, is_out, outs, step, i, seed)
                if _random(seed) < one_day:
                    target = int(_random(seed) * size.shape[0])
                    if _random(seed) < 0.7:
                        count = _make_room(route, size, chosen, is_out, outs, step, count, target, seed)
            else:
                count = _ruin_around(near, chosen, is_out, outs, step, i, most_out, seed)
        cost, excess = sums[0], sums[1]
        now_cost, now_excess = cost, excess
        for g in range(count):
            if building:
                continue
            i = outs[g]
            c = chosen[i]
            patterns[g] = c
            chosen[i] = -1
            now_cost -= price[c]
            for z in range(begin[c], begin[c + 1]):
                d = days[z]
                if stamp[d] != step:
                    stamp[d] = step
                    touched[changed] = d
                    changed += 1
                    _copy_day(
                        route, gap, size, load, length, version,
                        u_route, u_gap, u_size, u_load, u_length, u_version, d,
                    )  # fmt: skip
                    now_cost -= soft[d, size[d]]
                    now_excess -= _excess(low[d], high[d], room[d], size[d], load[d] + road_load * length[d])
                change = _remove(out, route, gap, size, i, d)
                length[d] += change
                now_cost += change
                load[d] -= load_of[i]
        for x in range(changed):
            counts[0] += 1
            version[touched[x]] = counts[0]
        if not building:
            _sort(out, first, outs, patterns, keys, count, seed)
        for g in range(count):
            i = outs[g]
            tick += 1
            cheapest, found = _NEVER, -1
            if building and patterns[g] >= 0:
                found = patterns[g]
            for narrow in range(1 if target >= 0 else 0, -1, -1):
                if found >= 0:
                    break
                for c in range(first[i], first[i + 1]):
                    if narrow == 1 and not _meets(begin, days, c, target, twin[target]):
                        continue
                    if found >= 0 and not building and _random(seed) < skip:
                        continue
                    whole = price[c]
                    for z in range(begin[c], begin[c + 1]):
                        d = days[z]
                        if priced[d] != tick:
                            priced[d] = tick
                            if seen[i, d] != version[d]:
                                extra[i, d], place[i, d] = _cheapest(out, into, route, gap, size, i, d)
                                seen[i, d] = version[d]
                            weight = load[d] + road_load * length[d]
                            heavier = weight + load_of[i] + road_load * extra[i, d]
                            more = _excess(low[d], high[d], room[d], size[d] + 1, heavier)
                            more -= _excess(low[d], high[d], room[d], size[d], weight)
                            day_price[d] = extra[i, d] + sums[2] * more + soft[d, size[d] + 1] - soft[d, size[d]]
                        whole += day_price[d]
                    if whole < cheapest:
                        cheapest, found = whole, c
            chosen[i] = found
            now_cost += price[found]
            for z in range(begin[found], begin[found + 1]):
                d = days[z]
                if seen[i, d] != version[d]:
                    extra[i, d], place[i, d] = _cheapest(out, into, route, gap, size, i, d)
                    seen[i, d] = version[d]
                if stamp[d] != step:
                    stamp[d] = step
                    touched[changed] = d
                    changed += 1
                    _copy_day(
                        route, gap, size, load, length, version,
                        u_route, u_gap, u_size, u_load, u_length, u_version, d,
                    )  # fmt: skip
                    now_cost -= soft[d, size[d]]
                    now_excess -= _excess(low[d], high[d], room[d], size[d], load[d] + road_load * length[d])
                _insert(out, route, gap, size, i, d, place[i, d])
                length[d] += extra[i, d]
                now_cost += extra[i, d]
                load[d] += load_of[i]
                counts[0] += 1
                version[d] = counts[0]
        for x in range(changed):
            d = touched[x]
            now_cost += soft[d, size[d]]
            now_excess += _excess(low[d], high[d], room[d], size[d], load[d] + road_load * length[d])
        worse = now_cost - cost + sums[2] * (now_excess - excess)
        if building or worse <= 0.0 or _random(seed) < np.exp(-worse / warmth):
            sums[0], sums[1] = now_cost, now_excess
            _keep_best(route, size, chosen, now_cost, now_excess, b_route, b_size, b_chosen, b_sums)
        else:
            for x in range(changed):
                _copy_day(
                    u_route, u_gap, u_size, u_load, u_length, u_version,
                    route, gap, size, load, length, version, touched[x],
                )  # fmt: skip
            for g in range(count):
                chosen[outs[g]] = patterns[g]
        _adapt(counts, sums, knobs[5], knobs[6])
    u.counts[1] = tick
