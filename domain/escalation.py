"""The escalation chain: who hears of an incident and when the next rung is due, in working time (METHOD)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import WorkingCalendar
from domain.incidents import RUNG_WAITS, CategoryRule
from domain.office import Office
from domain.people import Person, Role

Chain = tuple[tuple[str, ...], ...]
"""The rungs, lowest first; each holds codes of people."""

NOT_DELIVERED = -1
"""The rung of an incident that waits for the end of the quiet hours."""
REMINDER_WAIT = timedelta(hours=1)
REMINDERS = 3
"""After the last rung so many hourly reminders, then one each morning: someone always ends up holding it."""
LATE = timedelta(minutes=5)
"""A climb later than this says so."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people work and when nothing may ring; every instant given and returned is aware."""

    calendar: WorkingCalendar
    office: Office

    def working(self, at: datetime) -> bool:
        """Whether `at` lies in working time."""
        here = at.astimezone(self.office.zone)
        return self.calendar.is_working(here.date()) and self.office.work_from <= here.time() < self.office.work_until

    def opening(self, at: datetime) -> datetime:
        """`at` itself in working time, else the next beginning of work."""
        here = at.astimezone(self.office.zone)
        if self.working(here):
            return here
        today = self._on(here.date(), self.office.work_from)
        if here < today and self.calendar.is_working(here.date()):
            return today
        return self._on(self.calendar.next_working(here.date()), self.office.work_from)

    def quiet_end(self, at: datetime) -> datetime:
        """`at` itself when things may ring, else the end of the quiet hours."""
        here = at.astimezone(self.office.zone)
        if not self.office.quiet(here):
            return here
        end = self._on(here.date(), self.office.quiet_until)
        return end if here < end else self._on(here.date() + _DAY, self.office.quiet_until)

    def after(self, start: datetime, span: timedelta) -> datetime:
        """`span` of working time after `start`; whole days of it count as working days."""
        at = self.opening(start)
        days, rest = divmod(span, _DAY)
        if days:
            at = self._on(self.calendar.next_working(at.date(), days), at.time())
        end = self._on(at.date(), self.office.work_until)
        while at + rest > end:
            rest -= end - at
            at = self._on(self.calendar.next_working(at.date()), self.office.work_from)
            end = self._on(at.date(), self.office.work_until)
        return at + rest

    def next_morning(self, at: datetime) -> datetime:
        """The beginning of the next working day."""
        here = at.astimezone(self.office.zone)
        return self._on(self.calendar.next_working(here.date()), self.office.work_from)

    def _on(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.office.zone)


@dataclass(frozen=True, slots=True)
class Step:
    """One sending: the rung called, who hears now, who was passed over (both by code, in the chain's order)."""

    rung: int
    hears: tuple[str, ...]
    passed: tuple[str, ...] = ()


def chain_for(people: Sequence[Person], department: str) -> Chain:
    """The three rungs: supervisor, supervisor again with the deputy, head.

    A missing rung falls to the next one above, and to the administrators."""
    supervisors = _codes(people, Role.SUPERVISOR, department, abroad=False)
    deputies = _codes(people, Role.DEPUTY, department)
    heads = _codes(people, Role.HEAD, department)
    admins = administrators(people)
    above_deputies = heads or admins
    seconds = deputies or _merged(above_deputies, admins)
    firsts = supervisors or _merged(deputies or above_deputies, admins)
    return (firsts, _merged(supervisors, seconds), heads or admins)


def administrators(people: Sequence[Person]) -> tuple[str, ...]:
    return tuple(person.code for person in people if person.role is Role.ADMIN)


def inspectors_for(people: Sequence[Person], department: str, rule: CategoryRule) -> tuple[str, ...]:
    """The inspectors who hear of this category as well."""
    return _codes(people, Role.INSPECTOR, department) if rule.inspectors else ()


def _codes(people: Sequence[Person], role: Role, department: str, *, abroad: bool = True) -> tuple[str, ...]:
    """People of a role in the department; `abroad`: else those of the whole office."""
    of_role = [person for person in people if person.role is role]
    own = [person for person in of_role if person.department == department]
    return tuple(person.code for person in own or (of_role if abroad else []))


def _merged(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def deaf_because(person: Person | None, on_leave: Collection[str]) -> str:
    """Why somebody can't be called: left | not_joined | unreachable | leave; '' when they can."""
    if person is None or not person.active:
        return "left"
    if not person.joined:
        return "not_joined"
    if not person.reachable:
        return "unreachable"
    return "leave" if person.code in on_leave else ""


def step(chain: Chain, rung: int, admins: Sequence[str], hears: Callable[[str], bool]) -> Step:
    """The next sending after `rung`: one rung, those above whom nobody new can hear passed over at once.

    Beyond the last rung its people are reminded together with the administrators; `hears` may be empty then."""
    passed: list[str] = []
    for index in range(rung + 1, len(chain)):
        called = [code for code in chain[index] if hears(code)]
        passed += [code for code in chain[index] if not hears(code)]
        if any(code in called for code in newcomers(chain, index)):
            return Step(index, tuple(called), tuple(dict.fromkeys(passed)))
    last = _merged(chain[-1] if chain else (), admins)
    return Step(max(rung + 1, len(chain)), tuple(code for code in last if hears(code)), tuple(dict.fromkeys(passed)))


def newcomers(chain: Chain, index: int) -> tuple[str, ...]:
    """Those whom a rung adds to the one below; all of it when it adds nobody."""
    below = chain[index - 1] if index else ()
    return tuple(code for code in chain[index] if code not in below) or chain[index]


def first_sending(now: datetime, rule: CategoryRule, hours: Hours) -> datetime:
    """When an incident reported now is delivered: at once, but after the quiet hours unless it may ring at any hour."""
    return now if rule.any_hour else hours.quiet_end(now)


def next_sending(now: datetime, called: int, rungs: int, rule: CategoryRule, hours: Hours) -> datetime:
    """When to climb again after rung number `called` (of `rungs`) was called now."""
    if called >= rungs - 1 + REMINDERS:
        return hours.next_morning(now)
    due = now + (RUNG_WAITS[called] if called < min(len(RUNG_WAITS), rungs - 1) else REMINDER_WAIT)
    return due if rule.any_hour else hours.opening(due)


def answer_due(now: datetime, rule: CategoryRule, hours: Hours) -> datetime:
    """When a result is due for an incident reported (or reopened) now."""
    return now + rule.respond if rule.any_hour else hours.after(now, rule.respond)


def may_climb(now: datetime, rung: int, rule: CategoryRule, hours: Hours) -> datetime:
    """`now` when the chain may climb now, else when it may: the first delivery outside quiet hours, the rest in working time."""
    if rule.any_hour:
        return now
    return hours.quiet_end(now) if rung == NOT_DELIVERED else hours.opening(now)
