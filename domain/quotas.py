"""What may be done so many times in an hour or a day, however entitled one is (imports, invitations)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Limited(StrEnum):
    IMPORT = "import"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Quota:
    times: int
    within: timedelta


QUOTAS: Mapping[Limited, Quota] = {
    Limited.IMPORT: Quota(3, timedelta(hours=1)),
    Limited.INVITE: Quota(20, timedelta(days=1)),
}
"""For one administrator, by trade time."""


def free_at(quota: Quota, used: Sequence[datetime], now: datetime) -> datetime | None:
    """When the next is allowed; None: now. Uses that lie in the future were noted by another clock, and don't count."""
    lately = sorted(at for at in used if now - quota.within < at <= now)
    return lately[-quota.times] + quota.within if len(lately) >= quota.times else None
