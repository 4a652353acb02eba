"""Two weeks are planned in the night and whenever leave changes; lists go out in the morning; unknown calendars are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.planning import Plan
from scheduler.job import Due, Job, Skip
from services import Tx, mornings, plans
from services.plans import PlanProblem

PLAN_EVERY = timedelta(seconds=15)
MORNING_EVERY = timedelta(seconds=20)
MORNING_LATE = timedelta(hours=9)
"""At 10:00 a list is still worth sending, at 18:00 it is not."""
CALENDAR_EVERY = timedelta(minutes=30)


def due_plans(tx: Tx, now: datetime) -> Sequence[Due]:
    """Everybody's two weeks, once for each first day and for each change of leave."""
    return [Due(one.manager, one.slot, now) for one in plans.to_plan(tx, now)]


def read_problem(tx: Tx, due: Due, now: datetime) -> PlanProblem:
    return plans.problem_of(tx, due.person, now)


def solve(problem: object) -> tuple[PlanProblem, Plan]:
    assert isinstance(problem, PlanProblem)
    return problem, plans.solve(problem)


def write_plan(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    assert isinstance(due.solved, tuple)
    problem, found = due.solved
    return plans.apply(tx, problem, found, now)


def due_mornings(tx: Tx, now: datetime) -> Sequence[Due]:
    at = datetime.combine(now.date(), tx.office.morning_at, tx.office.zone)
    return [Due(code, now.date().isoformat(), at) for code in mornings.due_mornings(tx, now)]


def hand_over(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Today's list and the day card, once."""
    done = mornings.hand_over(tx, due.person, now)
    return Skip("no list to hand over") if done is None else done


def due_calendars(tx: Tx, now: datetime) -> Sequence[Due]:
    """Every administrator, once for each year that is being planned without its holidays, in waking hours."""
    if tx.office.quiet(now):
        return []
    years = plans.unknown_years(tx, now)
    return [Due(admin, str(year), now) for year in years for admin in plans.administrators(tx)] if years else []


def tell_calendar(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    return Done(None, (Notice(due.person, "calendar", f"calendar:{due.slot}", Priority.LIST),))


JOBS: tuple[Job, ...] = (
    Job(plans.PLAN, due_plans, write_plan, PLAN_EVERY, read=read_problem, solve=solve),
    Job("morning", due_mornings, hand_over, MORNING_EVERY, late=MORNING_LATE),
    Job("calendar", due_calendars, tell_calendar, CALENDAR_EVERY),
)
