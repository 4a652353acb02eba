"""Holding to what may be done so many times (domain/quotas.py), in the transaction of what is done."""

from __future__ import annotations

from datetime import datetime

from domain.quotas import QUOTAS, Limited, free_at
from storage import quotas
from storage.database import Tx


def spend(tx: Tx, person: str, what: Limited, now: datetime) -> datetime | None:
    """Note one use and return None; or, when there were too many, note nothing and return when the next is allowed."""
    quota = QUOTAS[what]
    since = now - quota.within
    free = free_at(quota, quotas.used(tx, person, what.value, since), now)
    if free is None:
        quotas.note(tx, person, what.value, now, since)
    return free
