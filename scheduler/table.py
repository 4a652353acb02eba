"""Every job, in the order in which they are asked: waiting alarms before lists, lists before housekeeping."""

from __future__ import annotations

from scheduler import (
    absences,
    audits,
    broadcasts,
    groups,
    imports,
    incidents,
    plans,
    reminders,
    replans,
    reviews,
    tasks,
    weekly,
)
from scheduler.job import Job

TRADE: tuple[Job, ...] = (
    *incidents.JOBS,
    *replans.JOBS,
    *plans.JOBS,
    *tasks.JOBS,
    *reminders.JOBS,
    *reviews.JOBS,
    *weekly.JOBS,
    *broadcasts.JOBS,
    *groups.JOBS,
    *imports.JOBS,
)
JOBS: tuple[Job, ...] = (*TRADE, *absences.JOBS, *audits.jobs(TRADE))
