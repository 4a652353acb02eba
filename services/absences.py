"""The bot's absences: known by the last contact with Telegram, told once to everybody whom they concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.absences import SHORTEST, Absence, AbsenceNote
from domain.chat import Done, Notice, Priority
from domain.people import Person
from storage import backlog, people
from storage.database import Tx

CONTACT = "contact"
ABSENCES = "absences"
REMEMBERED = 5
BACKLOG_WITHIN = timedelta(minutes=1)
"""How long before a return was noted its first messages may have been received."""
TOLD_WITHIN = timedelta(minutes=30)
"""After that, how many messages were made up for is no news any more."""
MISSED_TOLD_WITHIN = timedelta(days=2)
"""That something may be missing is said later, too: it waits for the end of a night."""


@dataclass(frozen=True, slots=True)
class Contact:
    """When Telegram last answered, in trade and in machine time."""

    trade: datetime
    machine: datetime


def contact(tx: Tx) -> Contact | None:
    """The last contact; None before the first."""
    kept = people.setting(tx, CONTACT)
    return Contact(datetime.fromisoformat(kept[0]), datetime.fromisoformat(kept[1])) if kept else None


def note_contact(tx: Tx, at: datetime, age: timedelta = timedelta(0)) -> None:
    """Telegram answered at `at` (trade time), so long ago."""
    people.put_setting(tx, CONTACT, [at.isoformat(), (tx.machine_now() - age).isoformat()])


def come_back(tx: Tx, now: datetime, *, restored: bool = False) -> Absence | None:
    """Telegram answers for the first time since the start or a silence; the absence when it was one."""
    last = contact(tx)
    note_contact(tx, now)
    if last is None or not (restored or now - last.trade >= SHORTEST):
        return None
    absence = Absence(last.trade, now, tx.machine_now() - BACKLOG_WITHIN, restored)
    _keep(tx, [*absences(tx), absence][-REMEMBERED:])
    return absence


def absences(tx: Tx) -> list[Absence]:
    """The last few, oldest first."""
    kept = people.setting(tx, ABSENCES) or []
    return [_absence(*row) for row in kept]


def _absence(left: str, back: str, seen: str, restored: bool) -> Absence:
    return Absence(datetime.fromisoformat(left), datetime.fromisoformat(back), datetime.fromisoformat(seen), restored)


def _keep(tx: Tx, kept: list[Absence]) -> None:
    rows = [[one.left.isoformat(), one.back.isoformat(), one.seen.isoformat(), one.restored] for one in kept]
    people.put_setting(tx, ABSENCES, rows)


def due_notes(tx: Tx, now: datetime) -> list[tuple[str, Absence]]:
    """Whom to tell of which absence: everybody when something may be missing, else those who wrote in that time."""
    return [(person.code, one) for one in absences(tx) for person in _concerned(tx, one, now)]


def _concerned(tx: Tx, absence: Absence, now: datetime) -> list[Person]:
    ago = now - absence.back
    joined = [one for one in people.everyone(tx) if one.joined and one.reachable]
    if absence.missing_until is not None:
        return joined if timedelta(0) <= ago < MISSED_TOLD_WITHIN and not tx.office.quiet(now) else []
    if not timedelta(0) <= ago < TOLD_WITHIN:
        return []
    wrote = _written(tx, absence, joined)
    return [one for one in joined if wrote.get(one.user_id)]


def _written(tx: Tx, absence: Absence, who: list[Person]) -> dict[int, int]:
    return backlog.written(tx, {one.user_id for one in who}, absence.seen, absence.left, absence.back)


def tell(tx: Tx, code: str, slot: str) -> Done[None] | None:
    """Tell one person of an absence; None when there is nothing to tell any more."""
    person = people.by_code(tx, code)
    absence = next((one for one in absences(tx) if one.slot == slot), None)
    if person is None or not person.joined or absence is None:
        return None
    messages = _written(tx, absence, [person]).get(person.user_id, 0)
    page = AbsenceNote(absence.left, absence.back, absence.missing_until, messages).page
    return Done(None, (Notice(code, "absence", f"own:{code}", Priority.LIST, page=page),))
