"""When a person at work may be rung: the next working moment, and the moment before something is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.calendar import WorkingCalendar
from domain.office import Office

AHEAD = timedelta(minutes=60)
"""How long before its due moment a task is reminded of."""


def in_hours(at: datetime, office: Office, calendar: WorkingCalendar) -> bool:
    """Whether `at` lies in the working hours of a working day."""
    here = at.astimezone(office.zone)
    return calendar.is_working(here.date()) and office.work_from <= here.time() < office.work_until


def next_morning(at: datetime, office: Office, calendar: WorkingCalendar) -> datetime:
    """The beginning of work on the first working day after the day of `at`."""
    day = calendar.next_working(at.astimezone(office.zone).date())
    return datetime.combine(day, office.work_from, office.zone)


def working_moment(at: datetime, office: Office, calendar: WorkingCalendar) -> datetime:
    """`at` itself in working hours, else the next beginning of work."""
    here = at.astimezone(office.zone)
    if in_hours(here, office, calendar):
        return here
    if calendar.is_working(here.date()) and here.time() < office.work_from:
        return datetime.combine(here.date(), office.work_from, office.zone)
    return next_morning(here, office, calendar)


def waking_moment(at: datetime, office: Office, calendar: WorkingCalendar) -> datetime:
    """`at` itself on a working day outside quiet hours, else the next beginning of work."""
    here = at.astimezone(office.zone)
    if calendar.is_working(here.date()) and not office.quiet(here):
        return here
    return working_moment(here, office, calendar)


def before_due(due: datetime, office: Office, calendar: WorkingCalendar) -> datetime:
    """When to remind of what is due then: AHEAD of it, or the last moment of work that leaves as much time."""
    here = due.astimezone(office.zone) - AHEAD
    last = datetime.combine(here.date(), office.work_until, office.zone) - AHEAD
    if calendar.is_working(here.date()) and here.time() >= office.work_from:
        return min(here, last)
    before = calendar.previous_working(here.date())
    return datetime.combine(before, office.work_until, office.zone) - AHEAD
