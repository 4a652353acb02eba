"""Proposals when the day breaks: as few moves as will do, then as little road as they allow.

Only what the event hits is moved; where no day has room, one more stop makes room if it has a day itself. What was promised
or confirmed stays. The visits that have the most to lose choose their day first, and each looks once more at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.planning.board import Board, Option, due_day
from domain.planning.demand import Horizon, patterns
from domain.planning.leaving import leaving
from domain.planning.proposals import (
    Because,
    Deed,
    Event,
    Gone,
    Joined,
    Leave,
    Missed,
    Move,
    Proposal,
    Rain,
    Standing,
    Task,
    Weights,
)

DEFAULT_WEIGHTS = Weights()


def replan(standing: Standing, event: Event, weights: Weights = DEFAULT_WEIGHTS) -> Proposal:
    """The moves to propose; KeyError for a day or shop that the standing plan does not know."""
    return _Replan(standing, weights).proposal(event)


@dataclass(frozen=True, slots=True)
class _Loose:
    """A visit in search of a day: from `day`, or none; it belongs on `wanted`."""

    shop: str
    day: date | None
    wanted: date
    phone: bool = False


class _Replan:
    def __init__(self, standing: Standing, weights: Weights) -> None:
        self.board, self.weights, self.standing = Board(standing, weights), weights, standing
        self.moves: list[Move] = []
        self.stays: list[tuple[str, date]] = []

    def proposal(self, event: Event) -> Proposal:
        before = self.board.routes()
        minutes = {day: self.board.minutes(day) for day in before}
        self._answer(event)
        after = {day: self.board.minutes(day) for day in before}
        return Proposal(tuple(self.moves), before, self.board.routes(), minutes, after, tuple(self.stays))

    def _answer(self, event: Event) -> None:
        match event:
            case Rain():
                self._rain(event)
            case Leave():
                self._leave(event)
            case Task():
                self._task(event)
            case Missed():
                self._missed(event)
            case Gone():
                self._gone(event)
            case Joined():
                self._joined(event)
            case _:
                assert_never(event)

    def _rain(self, rain: Rain) -> None:
        hit = [code for code in self.board.route(rain.day) if code in rain.shops]
        self._settle([_Loose(c, rain.day, rain.day, phone=True) for c in self._off(hit, rain.day)], {rain.day})

    def _leave(self, leave: Leave) -> None:
        """Who was promised a day of the leave gets a stand-in."""
        loose: list[_Loose] = []
        for day in sorted(leave.days.intersection(self.board.days)):
            for code in self.board.route(day):
                self.board.take_off(code, day)
                if self.board.is_free(code, day):
                    loose.append(_Loose(code, day, day))
                else:
                    self.moves.append(Move(code, Deed.STAND_IN, Because.PROMISED, day, day))
        self.board.off = leave.days
        self._settle(loose, set())

    def _task(self, task: Task) -> None:
        there = task.shop is not None and task.shop in self.board.route(task.day)
        if task.shop is not None and not there:
            others = [day for day in self.board.days_of(task.shop) if self.board.is_free(task.shop, day)]
            came = min(others, key=lambda day: abs(day - task.day), default=None)
            if came is not None:
                self.board.take_off(task.shop, came)
        self.board.take_time(task.day, task.minutes)
        if task.shop is not None and not there:
            extra = self.board.put(task.shop, task.day)
            deed = Deed.ADDED if came is None else Deed.MOVED
            self.moves.append(Move(task.shop, deed, Because.ASKED, came, task.day, extra))
        out = leaving(self.board, self.weights, task.day, task.shop)
        for code in out:
            self.board.take_off(code, task.day)
        self._settle([_Loose(code, task.day, task.day, phone=True) for code in out], {task.day})

    def _missed(self, missed: Missed) -> None:
        if missed.day in self.standing.days and missed.shop in self.board.route(missed.day):
            self.board.take_off(missed.shop, missed.day)
        past = {day for day in self.board.days if day <= missed.day}
        self._settle([_Loose(missed.shop, missed.day, missed.day, phone=True)], past)

    def _gone(self, gone: Gone) -> None:
        because = Because.HANDED_OVER if gone.handed_over else Because.CLOSED
        for day in self.board.days_of(gone.shop):
            self.board.take_off(gone.shop, day)
            self.moves.append(Move(gone.shop, Deed.DROPPED, because, day, None))

    def _joined(self, joined: Joined) -> None:
        """All its visits in the horizon, on the set of days with room that costs least; else each by itself."""
        shop, horizon = self.board.shop(joined.shop), Horizon(self.board.days)
        count = max(1, horizon.visits_due(shop))
        none: frozenset[int] = frozenset()
        fitting = []
        for pattern in patterns(horizon, shop, count, none, none, self.standing.settings):
            days = [horizon.days[index] for index in pattern.days]
            if days and all(self.board.fits(joined.shop, day) for day in days):
                road = sum(self.board.detour(joined.shop, day) for day in days)
                fitting.append((road / self.weights.minutes + pattern.cost * self.weights.day, days))
        if not fitting:
            first = due_day(shop, horizon.days[0])
            self._settle([_Loose(joined.shop, None, first)], set())
            return
        for day in min(fitting)[1]:
            extra = self.board.put(joined.shop, day)
            self.moves.append(Move(joined.shop, Deed.ADDED, self._why(extra), None, day, extra))

    def _off(self, codes: Sequence[str], day: date) -> list[str]:
        """Take the stops off that may be touched; the others are named."""
        free = [code for code in codes if self.board.is_free(code, day)]
        self.stays += [(code, day) for code in codes if code not in free]
        for code in free:
            self.board.take_off(code, day)
        return free

    def _settle(self, loose: Sequence[_Loose], closed: set[date]) -> None:
        """A day for each, those first that lose most without their best one; `closed` days are none of theirs."""
        left, placed = list(loose), []
        while left:
            ranked = [(self._regret(one, closed), n) for n, one in enumerate(left)]
            one = left.pop(max(ranked, key=lambda r: (r[0], -r[1]))[1])
            placed.append((one, self._place(one, closed)))
        for one, move in placed:
            self.moves.append(self._once_more(one, move, closed))

    def _choices(self, one: _Loose, closed: set[date]) -> list[Option]:
        return [option for option in self.board.options(one.shop, one.wanted) if option.day not in closed]

    def _regret(self, one: _Loose, closed: set[date]) -> float:
        choices = self._choices(one, closed)
        costs = [option.cost for option in choices] + ([self.weights.phone] if one.phone else [])
        costs.sort()
        return costs[1] - costs[0] if len(costs) > 1 else 10.0 - len(costs)

    def _place(self, one: _Loose, closed: set[date]) -> Move:
        deed = Deed.MOVED if one.day else Deed.ADDED
        choices = self._choices(one, closed)
        if choices and not (one.phone and choices[0].cost > self.weights.phone):
            extra = self.board.put(one.shop, choices[0].day)
            return Move(one.shop, deed, self._why(extra), one.day, choices[0].day, extra)
        if one.phone and one.day:
            return Move(one.shop, Deed.PHONED, Because.FAR if choices else Because.NO_ROOM, one.day, one.day)
        made = self._room_made(one, closed)
        if made is None:
            return Move(one.shop, Deed.WAITS, Because.NO_ROOM, one.day, None)
        return Move(one.shop, deed, Because.NEXT_ROOM, one.day, made[0], made[1])

    def _once_more(self, one: _Loose, move: Move, closed: set[date]) -> Move:
        """Whether another day has become cheaper since."""
        if move.to is None or move.deed not in (Deed.MOVED, Deed.ADDED) or move.shop != one.shop:
            return move
        self.board.take_off(one.shop, move.to)
        here = self.board.price(one.shop, move.to, one.wanted, self.board.detour(one.shop, move.to))
        best = next((o for o in self._choices(one, closed) if o.cost < here - 1e-9), None)
        to = best.day if best else move.to
        extra = self.board.put(one.shop, to)
        return replace(move, to=to, extra=extra, because=self._why(extra))

    def _room_made(self, one: _Loose, closed: set[date]) -> tuple[date, float] | None:
        """The day and detour of a visit for which one other stop has left; that one is moved."""
        best: tuple[float, str, date, date] | None = None
        for day in self.board.days:
            if day in closed or not self.board.suits(one.shop, day):
                continue
            for code in self.board.route(day):
                if self._may_make_room(code, day):
                    found = self._swap(one, code, day)
                    best = min(filter(None, (best, found)), default=None)
        if best is None:
            return None
        _cost, code, day, to = best
        self.board.take_off(code, day)
        extra = self.board.put(code, to)
        self.moves.append(Move(code, Deed.MOVED, Because.MAKES_ROOM, day, to, extra, one.shop))
        return day, self.board.put(one.shop, day)

    def _may_make_room(self, code: str, day: date) -> bool:
        return self.board.is_free(code, day) and all(move.shop != code for move in self.moves)

    def _swap(self, one: _Loose, code: str, day: date) -> tuple[float, str, date, date] | None:
        """(cost, who makes room, the day, where it goes)."""
        board = self.board.without([code], day)
        if not board.fits(one.shop, day):
            return None
        found = [option for option in board.options(code, day) if option.day != day]
        if not found:
            return None
        own = board.price(one.shop, day, one.wanted, board.detour(one.shop, day))
        return own + found[0].cost, code, day, found[0].day

    def _why(self, extra: float) -> Because:
        return Because.NEAR if extra <= self.weights.near else Because.NEXT_ROOM
