"""The bot looks at itself: what should have been done and was not, told to the administrators once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.audits import INBOX_WAITS_AFTER, Report, Suspicion, Trouble
from domain.chat import Done, Notice, Priority
from domain.people import Person, Role
from services.incident_story import hours
from storage import incidents, people, pushes, suspects
from storage.database import Tx

AUDIT = "audit"
AUDIT_OBJECT = "audit:office"
LOOKED_AT = timedelta(days=1)
"""How far back pushes that gave up are findings."""
REMEMBERED = timedelta(days=1)
"""How long a finding that has gone is remembered: within it the same is not told again."""
FRESH = timedelta(seconds=90)
"""An older audit says nothing about now."""
WAKES_AT_NIGHT = frozenset({Trouble.NO_NEXT_STEP, Trouble.RESULT_LATE, Trouble.ALERT_WAITS})
"""Findings that administrators are told in the quiet hours as well."""
FORESEEABLE = timedelta(days=1)
"""No next step of an incident lies further ahead than the next working morning and this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One due thing of a job, as the job names it."""

    kind: str
    person: str
    slot: str
    at: datetime
    patience: timedelta


def last_look(tx: Tx) -> datetime | None:
    """When the last audit was, in machine time."""
    kept = people.setting(tx, AUDIT)
    return datetime.fromisoformat(kept["at"]) if kept else None


def still_open(tx: Tx, kind: str, due: Iterable[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """Which of a job's due (person, slot) were neither done nor given up."""
    return pushes.still_open(tx, kind, set(due), now)


def suspicions(tx: Tx, due: Sequence[Asked], now: datetime, at: datetime | None = None) -> list[Suspicion]:
    """Everything that looks wrong at this moment of trade time; `due` is what jobs have not done yet.

    `at` is machine time, by default the database's."""
    at = at or tx.machine_now()
    return [
        *(Suspicion(Trouble.OVERDUE, f"{one.person}@{one.slot}", one.at, one.kind, one.patience) for one in due),
        *_stepless(tx, now),
        *_late_results(tx, now),
        *_gave_up(tx, now),
        *(
            Suspicion(Trouble.INBOX_WAITS, str(row), since)
            for row, since in suspects.waiting(tx, at - INBOX_WAITS_AFTER)
        ),
        *(Suspicion(Trouble.SENDING_LONG, row, since) for row, since in suspects.sending(tx)),
        *(Suspicion(Trouble.ALERT_WAITS, str(row), since) for row, since in suspects.alerts(tx)),
    ]


def _stepless(tx: Tx, now: datetime) -> list[Suspicion]:
    latest = hours(tx).next_morning(now) + FORESEEABLE
    return [
        Suspicion(Trouble.NO_NEXT_STEP, f"incident:{number}", reported)
        for number, reported in suspects.stepless(tx, latest)
    ]


def _late_results(tx: Tx, now: datetime) -> list[Suspicion]:
    """Taken, not closed in time and not opened again, though people work."""
    working = hours(tx).working(now)
    found = []
    for number, due in incidents.overdue(tx, now):
        incident = incidents.incident(tx, number)
        if incident is not None and (working or incident.rule.any_hour):
            found.append(Suspicion(Trouble.RESULT_LATE, f"incident:{number}", due))
    return found


def _gave_up(tx: Tx, now: datetime) -> list[Suspicion]:
    return [
        Suspicion(Trouble.GAVE_UP, f"{person}@{slot}", last, kind)
        for kind, person, slot, _error, last in suspects.gave_up(tx, now - LOOKED_AT)
    ]


def audit(tx: Tx, found: Sequence[Suspicion], now: datetime, at: datetime | None = None) -> Done[None] | None:
    """What stands long enough is a finding: told once to every administrator; None when nothing is new.

    `at` is machine time, by default the database's."""
    at = at or tx.machine_now()
    kept = people.setting(tx, AUDIT) or {"seen": {}, "told": {}, "standing": []}
    seen = {}
    standing = []
    for one in found:
        since = datetime.fromisoformat(kept["seen"].get(one.key, at.isoformat()))
        seen[one.key] = since.isoformat()
        if at - since >= one.sure_after:
            standing.append(one)
    told = {key: when for key, when in kept["told"].items() if at - datetime.fromisoformat(when) < REMEMBERED}
    new = [one for one in standing if one.key not in told and _may_tell(tx, one, now)]
    told |= {one.key: at.isoformat() for one in standing if one.key in told or one in new}
    rows = [_row(one) for one in standing]
    people.put_setting(tx, AUDIT, {"at": at.isoformat(), "seen": seen, "told": told, "standing": rows})
    if new:
        admins = people.with_roles(tx, {Role.ADMIN})
        return Done(None, tuple(Notice(one.code, "audit", AUDIT_OBJECT, Priority.ANSWER) for one in admins))
    return Done(None, changed=(AUDIT_OBJECT,)) if rows != kept["standing"] else None


def _may_tell(tx: Tx, one: Suspicion, now: datetime) -> bool:
    return one.trouble in WAKES_AT_NIGHT or not tx.office.quiet(now)


def _row(one: Suspicion) -> list[str]:
    return [one.trouble, one.about, one.at.isoformat(), one.what]


def _suspicion(row: Sequence[Any]) -> Suspicion:
    return Suspicion(Trouble(row[0]), row[1], datetime.fromisoformat(row[2]), row[3])


def standing(tx: Tx) -> list[Suspicion]:
    """The findings of the last audit, oldest first."""
    kept = people.setting(tx, AUDIT)
    return sorted(map(_suspicion, kept["standing"]), key=lambda one: one.at) if kept else []


def report(tx: Tx, name: str, reader: Person | None, now: datetime) -> Report:
    """The findings that stand, for administrators."""
    findings = standing(tx)
    codes = {one.about.partition("@")[0] for one in findings}
    named = [one for code in sorted(codes) if (one := people.by_code(tx, code)) is not None]
    looked = last_look(tx)
    return Report(looked, tuple(findings), tuple((one.code, one.name) for one in named))


def clean(tx: Tx) -> bool:
    """Whether the last audit is fresh and found nothing."""
    looked = last_look(tx)
    return looked is not None and tx.machine_now() - looked < FRESH and not standing(tx)
