"""What `domain.planning.replan` is asked for one manager, its answer, and by what a plan is known that it was made for.

`problem_of` reads, `solve` thinks outside any transaction (some tenths of a second a manager)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from math import inf
from typing import assert_never

from domain.people import Person
from domain.planning import PlanSettings, PlanShop, placed
from domain.planning.distance import Travel, great_circle
from domain.planning.model import DayLimit
from domain.planning.proposals import Because, Deed, Event, Leave, Move, Proposal, Rain, Routes, Standing, Task, Weights
from domain.planning.replan import DEFAULT_WEIGHTS, replan
from domain.planning.route import length
from domain.replans import Change, DayChange, Part, Replan, ReplanKind
from domain.visits import Channel, Stop
from services import plans
from services.days import working_calendar
from storage import people, planning, shops, visits
from storage import plans as stored
from storage.database import Tx

NONE = DayLimit(0, 0)
"""A day that nobody else is put on."""
WHOLE_DAY_MINUTES = 24 * 60.0
HALF_SHARE, NOON = 0.5, 12
AT_WORK = Weights(phone=50.0)
"""Calls take time as well: in half a day they are for those who find no other day."""
FIRM = frozenset({"promise", "task"})
"""Reasons of stops that are not moved."""


@dataclass(frozen=True, slots=True)
class ReplanProblem:
    """One manager's plan as it stands; `hit`: shops that the rain reaches; `rooms`: days that hold fewer than others; `closed`: nothing is put there."""

    manager: Person
    print: str
    days: tuple[date, ...]
    closed: frozenset[date]
    stops: tuple[Stop, ...]
    shops: tuple[PlanShop, ...]
    fixed: frozenset[tuple[str, date]]
    hit: frozenset[str]
    rooms: Mapping[date, int]
    settings: PlanSettings
    share: float
    """Of what is left of the first day, to be given up for half a day off."""


def days_of(tx: Tx, manager: str, now: datetime) -> list[date]:
    """The days whose stops may still change: today while it is worked, then the two weeks planned."""
    leaves = stored.leaves_of(tx, manager, now.date())
    over = now.timetz().replace(tzinfo=None) >= tx.office.work_until
    days = plans.days_ahead(working_calendar(tx), leaves, now.date())
    return [day for day in days if day > now.date() or not over]


def print_of(tx: Tx, manager: str, now: datetime) -> str:
    """By what is known that a manager's plan, leave and promises are still those that a proposal was made for."""
    days = days_of(tx, manager, now)
    stops = [
        (one.stop.id, one.stop.day, one.stop.shop, one.stop.channel, one.stop.number, one.pinned)
        for one in planning.ahead(tx, manager, now.date())
    ]
    promised = [(one.shop, one.day) for one in visits.open_of_manager(tx, manager)]
    closed = sorted(shop.code for shop in shops.of_manager(tx, manager) if shop.closed)
    return sha256(repr((days, sorted(stops), sorted(promised, key=str), closed)).encode()).hexdigest()[:32]


def problem_of(tx: Tx, ask: Replan, manager: str, now: datetime) -> ReplanProblem:
    """What is to be thought out for one manager; KeyError when there is no such person."""
    person = people.by_code(tx, manager)
    if person is None:
        raise KeyError(manager)
    base = plans.problem_of(tx, manager, now)
    days = sorted({*days_of(tx, manager, now), *(ask.days if ask.kind is ReplanKind.LEAVE else ())})
    own = {shop.code: shop for shop in shops.of_manager(tx, manager) if not shop.closed}
    ahead = [one.stop for one in planning.ahead(tx, manager, days[0]) if one.stop.shop in own and one.stop.day in days]
    promised = {(one.shop, one.day) for one in visits.open_of_manager(tx, manager) if one.day}
    firm = {(stop.shop, stop.day) for stop in ahead if stop.reason.kind in FIRM}
    begun = frozenset(stop.day for stop in ahead if stop.number)
    phoned = Counter(stop.day for stop in ahead if stop.channel is Channel.CALL_INSTEAD)
    return ReplanProblem(
        manager=person,
        print=print_of(tx, manager, now),
        days=tuple(days),
        closed=begun | ({now.date()} - set(base.days)),
        stops=tuple(stop for stop in ahead if stop.channel is Channel.ONSITE),
        shops=tuple(replace(one, last_visit=own[one.code].last_visit) for one in base.shops if one.code in own),
        fixed=frozenset(promised | firm),
        hit=frozenset(code for code, shop in own.items() if ask.street in ("", shop.street)),
        rooms={day: max(0, room - phoned[day]) for day, room in base.rooms.items()},
        settings=base.settings,
        share=1.0 if ask.days[0] == now.date() and now.hour >= NOON else HALF_SHARE,
    )


def solve(ask: Replan, problem: ReplanProblem) -> Part:
    """The moves for one manager, pure; without any when nothing is hit."""
    standing = _standing(problem)
    wet = [day for day in ask.days if day in standing.days]
    moves: list[Move] = []
    stays: list[tuple[str, date]] = []
    hit = 0
    answers: list[Proposal] = []
    for event in _events(ask, problem, standing, wet):
        found = replan(
            _around(standing, event, wet), event, AT_WORK if ask.kind is ReplanKind.HALF else DEFAULT_WEIGHTS
        )
        standing = _continued(standing, found)
        answers.append(found)
        moves += found.moves
        stays += found.stays
        hit += _hit(event, found)
    if not answers:
        return Part(problem.manager.code, problem.print)
    known = {(stop.shop, stop.day): stop.id for stop in problem.stops}
    changes = [_change(move, known) for move in moves]
    if ask.kind is ReplanKind.MOVE and all(change.shop != ask.shop for change in changes):
        day = wet[0]
        changes.append(Change(known[ask.shop, day], ask.shop, Deed.MOVED, Because.ASKED, day, day))
    return Part(
        problem.manager.code, problem.print, hit, tuple(changes), tuple(stays), _days(standing.travel, answers, problem)
    )


def _events(ask: Replan, problem: ReplanProblem, standing: Standing, days: list[date]) -> list[Event]:
    """What happens to this manager, in the order in which it is answered."""
    match ask.kind:
        case ReplanKind.RAIN:
            return [Rain(day, problem.hit) for day in days]
        case ReplanKind.LEAVE:
            return [Leave(frozenset(days))] if days else []
        case ReplanKind.HALF:
            return [Task(day, problem.share * _minutes(standing, day)) for day in days[:1]]
        case ReplanKind.MOVE:
            return [Task(day, 0.0, ask.shop) for day in days[:1] if ask.shop in standing.shops]
        case _:
            assert_never(ask.kind)


def _minutes(standing: Standing, day: date) -> float:
    """Road and shops of a day."""
    travel, codes = standing.travel, standing.days[day]
    return length(travel.minutes, [travel.rows[code] for code in codes]) + sum(
        standing.shops[code].minutes for code in codes
    )


def _hit(event: Event, found: Proposal) -> int:
    """How many stops stand in the way."""
    match event:
        case Rain():
            return sum(code in event.shops for code in found.before[event.day])
        case Leave():
            return sum(len(found.before[day]) for day in event.days)
        case _:
            return len(found.moves)


def _standing(problem: ReplanProblem) -> Standing:
    routes: defaultdict[date, list[str]] = defaultdict(list)
    for stop in problem.stops:
        if stop.shop not in routes[stop.day]:
            routes[stop.day].append(stop.shop)
    start = problem.manager.start
    places = placed(problem.shops, start)
    codes = [shop.code for shop in problem.shops]
    settings = problem.settings
    travel = great_circle(codes, [places[code] for code in codes], start, settings)
    most = settings.shops_max
    limits = {day: DayLimit(0, min(room, most)) for day, room in problem.rooms.items()} | dict.fromkeys(
        problem.closed, NONE
    )
    days: Routes = {day: tuple(routes[day]) for day in problem.days}
    return Standing(days, {shop.code: shop for shop in problem.shops}, travel, settings, problem.fixed, limits)


def _around(standing: Standing, event: Event, days: list[date]) -> Standing:
    """The same with the other days of rain closed to what looks for a day; a promised day takes what it is given."""
    if isinstance(event, Task):
        most = standing.settings.shops_max
        room = WHOLE_DAY_MINUTES if event.shop else inf
        return replace(standing, limits={**standing.limits, event.day: DayLimit(0, most, room)})
    return replace(standing, limits={**standing.limits, **dict.fromkeys(days, NONE)})


def _continued(standing: Standing, found: Proposal) -> Standing:
    """The plan with these moves made, which nothing moves again."""
    settled = {(move.shop, move.to) for move in found.moves if move.to is not None}
    return replace(standing, days=found.after, fixed=standing.fixed | settled)


def _change(move: Move, known: Mapping[tuple[str, date], int]) -> Change:
    stop = known.get((move.shop, move.day), 0) if move.day else 0
    return Change(stop, move.shop, move.deed, move.because, move.day, move.to, move.beside or "")


def _days(travel: Travel, answers: list[Proposal], problem: ReplanProblem) -> tuple[DayChange, ...]:
    """The days that change, from before the first answer to after the last."""
    first, last = answers[0], answers[-1]
    changed = [day for day in first.before if first.before[day] != last.after[day]]
    return tuple(
        DayChange(
            day,
            len(first.before[day]),
            round(first.minutes_before[day]),
            len(last.after[day]),
            round(last.minutes_after[day]),
            length(travel.km, [travel.rows[code] for code in last.after[day]]) / problem.settings.detour,
        )
        for day in changed
    )
