"""A database that was brought back from a backup: what it must not do by itself, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.chat import Done
from domain.people import Person
from domain.quarantine import Held, Quarantine
from storage import people, quarantine
from storage.database import Tx

BACKED_UP = "backed_up"
RESTORED = "restored"
CHANGED = ("quarantine:office", "people:office")


@dataclass(frozen=True, slots=True)
class Restored:
    """When the copy was made (None: unknown) and brought back."""

    copied: datetime | None
    at: datetime


def backed_up(tx: Tx, now: datetime) -> None:
    """A backup is made now: the copy says of when it is."""
    people.put_setting(tx, BACKED_UP, now.isoformat())


def last_backup(tx: Tx) -> datetime | None:
    kept = people.setting(tx, BACKED_UP)
    return datetime.fromisoformat(kept) if kept else None


def begin(tx: Tx, now: datetime) -> int:
    """Hold what the copy had still to send; how many messages."""
    copied = people.setting(tx, BACKED_UP)
    people.put_setting(tx, RESTORED, {"copied": copied or "", "at": now.isoformat(), "greeted": False})
    return quarantine.begin(tx)


def restored(tx: Tx) -> Restored | None:
    """When this database was last brought back; None when it never was."""
    kept = people.setting(tx, RESTORED)
    if not kept:
        return None
    copied = datetime.fromisoformat(kept["copied"]) if kept["copied"] else None
    return Restored(copied, datetime.fromisoformat(kept["at"]))


def is_fresh_copy(tx: Tx) -> bool:
    """Whether nobody has run on this copy since it was brought back."""
    kept = people.setting(tx, RESTORED)
    return bool(kept) and not kept["greeted"]


def greeted(tx: Tx) -> None:
    """Somebody runs on the copy, and people are told."""
    people.put_setting(tx, RESTORED, people.setting(tx, RESTORED) | {"greeted": True})


def held(tx: Tx) -> list[Held]:
    """What is held, by kind."""
    return quarantine.held(tx)


def view(tx: Tx, name: str, reader: Person | None, now: datetime) -> Quarantine:
    """What is held, for administrators."""
    back = restored(tx)
    return Quarantine(tuple(held(tx)), back.copied if back else None)


def release(tx: Tx) -> Done[int]:
    """Send what is held, marked; how many messages."""
    return Done(quarantine.release(tx), changed=CHANGED)


def drop(tx: Tx) -> Done[int]:
    """Never send what is held; how many messages."""
    return Done(quarantine.drop(tx), changed=CHANGED)
