"""The office's own numbers: times of the day, quiet hours, bounds of a day, life of an invitation (METHOD, Trade rhythm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Office:
    """Settings of the trade as every verb sees them (`tx.office`); times are of the day in `zone`; `hears`: words of voice notes are
    made out."""

    zone: tzinfo = UTC
    morning_at: time = time(7, 30)
    evening_at: time = time(17, 30)
    work_from: time = time(8)
    work_until: time = time(18)
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    shops_min: int = 15
    shops_max: int = 25
    invite_life: timedelta = timedelta(hours=72)
    language: str = "zh_CN"
    bot_name: str = ""
    hears: bool = False

    def quiet(self, now: datetime) -> bool:
        """Whether no push but safety may ring."""
        at = now.astimezone(self.zone).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until
