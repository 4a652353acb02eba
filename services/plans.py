"""The two weeks ahead of a manager: what the planner is asked, and how its answer is written down.

Thinking takes about a second a manager, so it is done outside any transaction: `problem_of` reads, `solve` thinks, `apply` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.cadence import cadence_of
from domain.calendar import WorkingCalendar
from domain.chat import Done
from domain.mornings import Stretched
from domain.people import Person, Role
from domain.planning import Pin, PinKind, Plan, PlannedStop, PlanSettings, PlanShop, plan
from domain.planning.model import DayLimit
from domain.shops import Segment, Shop
from domain.talking import objective
from domain.visits import Channel, Reason
from services.days import day_object, working_calendar
from services.talks import background, facts_on
from storage import people, planning, plans, pushes, replans, shops, visits
from storage.database import Tx
from storage.planning import Ahead
from storage.plans import Day, Leave, NewStop

HORIZON_DAYS = 10
"""Working days ahead that are always planned: two weeks."""
PLAN = "plan"
"""The kind under which it is recorded that a manager's two weeks were planned."""
NIGHT_FROM = time(22)
"""From then on, after the reviews, the next day is planned for."""
PINNED_KINDS: dict[str, PinKind] = {"promise": "promise", "moved": "moved", "task": "task"}


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What the planner is asked for one manager: `first` may still be planned; `days` ascending are worked from then on."""

    manager: Person
    first: date
    days: tuple[date, ...]
    shops: tuple[PlanShop, ...] = ()
    pins: tuple[Pin, ...] = ()
    published: tuple[tuple[str, date], ...] = ()
    settings: PlanSettings = field(default_factory=PlanSettings)
    rooms: Mapping[date, int] = field(default_factory=dict)
    """Days that hold fewer visits than others, and how many."""

    @property
    def seed(self) -> int:
        """The same manager on the same day gets the same plan."""
        return self.first.toordinal()


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A manager whose two weeks are to be planned; `slot` changes whenever that is to be done anew."""

    manager: str
    slot: str


def to_plan(tx: Tx, now: datetime) -> list[ToPlan]:
    """Every manager with the two weeks and the leave that hold now; the same pair need not be planned twice."""
    calendar = working_calendar(tx)
    night = now.timetz().replace(tzinfo=None) >= NIGHT_FROM
    today = now.date() + timedelta(days=night)
    away = plans.leaves_from(tx, today)
    found: list[ToPlan] = []
    for person in people.with_roles(tx, {Role.MANAGER}):
        leaves = away.get(person.code, ())
        days = days_ahead(calendar, leaves, today)
        absent = ",".join(str(leave.id) for leave in leaves)
        found.append(ToPlan(person.code, f"{days[0]:%Y%m%d}-{days[-1]:%Y%m%d}/{absent}"[:40]))
    return found


def record(tx: Tx, manager: str, now: datetime) -> None:
    """Note that this manager's two weeks were planned, so that the night does not think the same again."""
    for one in to_plan(tx, now):
        if one.manager == manager:
            pushes.done(tx, PLAN, manager, one.slot, "done", "", now)


def forget(tx: Tx, manager: str, now: datetime) -> None:
    """Have this manager's two weeks planned once more."""
    for one in to_plan(tx, now):
        if one.manager == manager:
            pushes.forget(tx, PLAN, manager, one.slot)


def managers_to_plan(tx: Tx, now: datetime) -> list[str]:
    """Codes of the managers who have shops."""
    return [one.manager for one in to_plan(tx, now) if shops.of_manager(tx, one.manager)]


def days_ahead(
    calendar: WorkingCalendar, leaves: Sequence[Leave], first: date, count: int = HORIZON_DAYS
) -> list[date]:
    """The next working days from `first` on, days of leave left out."""
    days: list[date] = []
    day = first
    while len(days) < count:
        day = calendar.working_days(day, 1)[0]
        if not any(leave.first_day <= day <= leave.last_day for leave in leaves):
            days.append(day)
        day += timedelta(days=1)
    return days


def problem_of(tx: Tx, manager: str, now: datetime) -> PlanProblem:
    """What is to be planned for a manager as of now, in nine queries; KeyError when there is no such person."""
    person = people.by_code(tx, manager)
    if person is None:
        raise KeyError(manager)
    today = now.date()
    leaves = plans.leaves_from(tx, today).get(manager, ())
    first = _first_day(tx, manager, now)
    days = days_ahead(working_calendar(tx), leaves, first)
    ahead = planning.ahead(tx, manager, first)
    today_left = frozenset(stop.shop for stop in plans.of_day(tx, manager, today)) if first > today else frozenset()
    return PlanProblem(
        person,
        first,
        tuple(days),
        tuple(_plan_shop(shop, today if shop.code in today_left else None) for shop in _open_shops(tx, manager)),
        tuple(_pins(tx, manager, first, days, ahead)),
        tuple((one.stop.shop, one.stop.day) for one in ahead if one.stop.channel is Channel.ONSITE and not one.pinned),
        PlanSettings(shops_min=tx.office.shops_min, shops_max=tx.office.shops_max),
        replans.narrowed(tx, manager, first),
    )


def _first_day(tx: Tx, manager: str, now: datetime) -> date:
    """Today while its list has not been fixed and the day is not over, else tomorrow."""
    row = plans.day(tx, manager, now.date())
    fixed = row is not None and row.state == "fixed"
    over = now.timetz().replace(tzinfo=None) >= tx.office.work_until
    return now.date() + timedelta(days=1) if fixed or over else now.date()


def _open_shops(tx: Tx, manager: str) -> list[Shop]:
    return [shop for shop in shops.of_manager(tx, manager) if not shop.closed]


def _plan_shop(shop: Shop, visited: date | None) -> PlanShop:
    """`visited`: today's list, already fixed, has the shop."""
    cadence = cadence_of(shop)
    last = max(filter(None, (shop.last_visit, visited)), default=None)
    return PlanShop(
        shop.code,
        shop.place,
        shop.segment,
        cadence.every_days,
        cadence.call_between,
        last,
        shop.street,
        important=shop.key,
    )


def _pins(tx: Tx, manager: str, first: date, days: Sequence[date], ahead: Sequence[Ahead]) -> list[Pin]:
    """Promises, and stops that somebody put on a day; what falls on a day off goes to the next day that is worked."""
    pins = [
        Pin(one.stop.shop, on, PINNED_KINDS.get(one.stop.reason.kind, "moved"), one.stop.reason.on)
        for one in ahead
        if one.pinned and (on := _worked(one.stop.day, days)) is not None
    ]
    for promise in visits.open_of_manager(tx, manager):
        on = _worked(promise.day, days) if promise.day is not None else None
        if on is not None and promise.day is not None and promise.day >= first:
            pins.append(Pin(promise.shop, on, "promise"))
    return pins


def _worked(day: date, days: Sequence[date]) -> date | None:
    """`day`, or the next one of `days` when it is none of them."""
    return next((one for one in days if one >= day), None)


def solve(problem: PlanProblem) -> Plan:
    """Think: pure, about a second for 140 shops."""
    return plan(
        problem.shops,
        problem.days,
        problem.manager.start,
        problem.pins,
        problem.settings,
        published=problem.published,
        seed=problem.seed,
        limits={day: DayLimit(0, min(room, problem.settings.shops_max)) for day, room in problem.rooms.items()},
    )


def apply(tx: Tx, problem: PlanProblem, found: Plan, now: datetime) -> Done[None]:
    """Write the plan in place of the one before. Stops with a number, and days that were fixed meanwhile, stay as they are."""
    manager = problem.manager
    first = max(problem.first, _first_day(tx, manager.code, now))
    days = [day for day in problem.days if day >= first]
    _settle_pinned(tx, manager.code, first, days)
    plans.clear_planned(tx, manager.code, first)
    kept = {(one.stop.shop, one.stop.day): one for one in planning.ahead(tx, manager.code, first)}
    wanted = [stop for day in days for stop in found.days.get(day, ())]
    planning.set_routes(tx, {kept[s.shop, s.day].stop.id: s.order for s in wanted if (s.shop, s.day) in kept})
    plans.add_many(tx, _new_stops(tx, manager, [s for s in wanted if (s.shop, s.day) not in kept], now))
    for day in days:
        straight = found.km.get(day, 0) / problem.settings.detour
        plans.put_day(tx, Day(manager.code, day, None, straight, "planned"))
    plans.put_stretched(tx, manager.code, _stretched(found), now.date())
    return Done(None, changed=tuple(day_object(manager.code, day) for day in days))


def _settle_pinned(tx: Tx, manager: str, first: date, days: Sequence[date]) -> None:
    """Pinned stops on a day that is not worked any more go to the next one that is."""
    for one in planning.ahead(tx, manager, first):
        on = _worked(one.stop.day, days)
        if one.pinned and on is not None and on != one.stop.day:
            planning.put_on(tx, one.stop.id, on)


def _new_stops(tx: Tx, manager: Person, stops: Sequence[PlannedStop], now: datetime) -> list[NewStop]:
    at = shops.some(tx, {stop.shop for stop in stops})
    known = background(tx, manager, at.values(), now.date())
    return [
        NewStop(
            manager=manager.code,
            department=manager.department,
            day=stop.day,
            shop=stop.shop,
            channel=stop.channel,
            reason=Reason(stop.reason.kind, stop.reason.days, stop.reason.on),
            objective=objective(facts_on(known, at[stop.shop], stop.day), known.focus),
            place_in_route=stop.order,
        )
        for stop in stops
        if stop.shop in at and not at[stop.shop].closed
    ]


def _stretched(found: Plan) -> list[plans.Stretched]:
    return [
        plans.Stretched(one.segment.value, one.every_days_wanted, one.every_days_given)
        for one in found.stretched
        if one.every_days_given > one.every_days_wanted
    ]


def stretched_of(tx: Tx, manager: str) -> tuple[Stretched, ...]:
    """The cadences that the present plan had to stretch."""
    return tuple(
        Stretched(Segment(one.segment), one.wanted_days, one.given_days) for one in plans.stretched(tx, manager)
    )


def unknown_years(tx: Tx, now: datetime) -> list[int]:
    """Years of the two weeks ahead whose public holidays the calendar does not know."""
    calendar = working_calendar(tx)
    years = sorted({day.year for day in days_ahead(calendar, (), now.date())})
    return [year for year in years if not calendar.known(year)]


def administrators(tx: Tx) -> list[str]:
    """Codes of those who hear of such things."""
    return [one.code for one in people.with_roles(tx, {Role.ADMIN}) if one.joined]
