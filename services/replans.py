"""Proposals when the plan breaks: found beside the chat, taken up as a whole or refused; nothing moves before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.chat import Done, Notice, Priority
from domain.people import Person, Role
from domain.replans import Part, Replan, ReplanCard, ReplanKind, ReplanRefusal, ReplanState
from services import replan_search
from services.news_delivery import can_ring
from services.plans import forget
from services.replan_moves import make
from services.replan_search import ReplanProblem, print_of
from storage import people, plans, replans, shops
from storage.database import Tx


def find(tx: Tx, number: str) -> Replan | None:
    """The proposal behind `replan:<id>`, as policies judge it."""
    return replans.find(tx, int(number)) if number.isdecimal() else None


def load(tx: Tx, number: str, reader: Person | None, now: datetime) -> ReplanCard | None:
    found = find(tx, number)
    if found is None:
        return None
    if reader is None or reader.role is Role.MANAGER:
        found = replace(found, parts=tuple(part for part in found.parts if reader and part.manager == reader.code))
    named = {code for part in found.parts for code in part.objects} | ({found.shop} - {""})
    staff = {one.code: one for one in people.everyone(tx)}
    return ReplanCard(found, staff, shops.some(tx, named), now.date())


def due(tx: Tx) -> list[tuple[Replan, datetime]]:
    """Proposals whose moves are still to be found, with when they were asked for."""
    return replans.thinking(tx)


@dataclass(frozen=True, slots=True)
class Thought:
    """What is to be thought out (`problems`), and then what was found."""

    ask: Replan
    problems: tuple[ReplanProblem, ...]
    parts: tuple[Part, ...] = ()


def read(tx: Tx, number: int, now: datetime) -> Thought | None:
    ask = replans.find(tx, number)
    if ask is None or not _holds(tx, ask, now):
        return None if ask is None else Thought(ask, ())
    problems = [replan_search.problem_of(tx, ask, code, now) for code in ask.managers]
    return Thought(ask, tuple(problems))


def solve(thought: Thought) -> Thought:
    """Think: pure."""
    return replace(thought, parts=tuple(replan_search.solve(thought.ask, one) for one in thought.problems))


def write(tx: Tx, thought: Thought, now: datetime) -> Done[None] | None:
    """Keep what was found; of a plan that has changed meanwhile it is thought again. None when it is not wanted any more."""
    ask = replans.find(tx, thought.ask.id)
    if ask is None or ask.state is not ReplanState.THINKING or ask.version != thought.ask.version:
        return None
    if any(part.print != print_of(tx, part.manager, now) for part in thought.parts):
        replans.put(tx, ask, replace(ask, version=ask.version + 1))
        return Done(None)
    parts = tuple(part for part in thought.parts if part.hit or part.changes or part.stays)
    state = ReplanState.OPEN if any(part.changes for part in parts) else ReplanState.NOTHING
    if not _holds(tx, ask, now):
        state, parts = ReplanState.OVER, ()
    if ask.kind is ReplanKind.LEAVE and state is ReplanState.NOTHING:
        forget(tx, ask.managers[0], now)
    replans.put(tx, ask, replace(ask, state=state, parts=parts))
    return Done(None, changed=(ask.name,))


def refuse(tx: Tx, person: Person, ask: Replan, now: datetime) -> Done[ReplanRefusal | None]:
    """Everything stays as it was; what leave leaves behind is planned anew."""
    if ask.state is not ReplanState.OPEN:
        return Done(ReplanRefusal.DECIDED)
    done = _decided(tx, person, ask, ReplanState.REFUSED, now)
    if done.value is None and ask.kind is ReplanKind.LEAVE:
        forget(tx, ask.managers[0], now)
    return done


def accept(tx: Tx, person: Person, ask: Replan, version: int, now: datetime) -> Done[ReplanRefusal | None]:
    """Make all the moves. When a plan has changed meanwhile nothing moves, and the moves are thought out anew."""
    if ask.state is not ReplanState.OPEN or ask.version != version:
        return Done(ReplanRefusal.DECIDED)
    if all(day < now.date() for day in ask.days) or not _holds(tx, ask, now):
        replans.put(tx, ask, replace(ask, state=ReplanState.OVER, parts=()))
        return Done(ReplanRefusal.OVER, changed=(ask.name,))
    if any(part.print != print_of(tx, part.manager, now) for part in ask.parts):
        again = replace(ask, state=ReplanState.THINKING, version=ask.version + 1, renewed=True)
        replans.put(tx, ask, again)
        return Done(ReplanRefusal.RENEWED, changed=(ask.name,))
    done = _decided(tx, person, ask, ReplanState.ACCEPTED, now)
    if done.value is not None:
        return done
    changed = {name for part in ask.parts for name in make(tx, ask, part, now)}
    told = [part.manager for part in ask.parts if part.changes and part.manager != person.code]
    notices = [Notice(code, "replan_told", ask.name, Priority.LIST) for code in told if can_ring(tx, code, now)]
    return replace(done, notices=tuple(notices), changed=(*done.changed, *sorted(changed)))


def _holds(tx: Tx, ask: Replan, now: datetime) -> bool:
    """Whether a leave that moves are proposed for has not been given up."""
    leaves = plans.leaves_of(tx, ask.managers[0], now.date()) if ask.kind is ReplanKind.LEAVE else []
    return ask.kind is not ReplanKind.LEAVE or any(
        leave.first_day <= ask.days[0] and ask.days[-1] <= leave.last_day for leave in leaves
    )


def _decided(tx: Tx, person: Person, ask: Replan, to: ReplanState, now: datetime) -> Done[ReplanRefusal | None]:
    first = replans.put(tx, ask, replace(ask, state=to, decided_by=person.code, decided_at=now))
    return Done(None if first else ReplanRefusal.DECIDED, changed=(ask.name,))
