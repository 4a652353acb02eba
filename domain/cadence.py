"""Cadence: how often a segment is visited and called in between, when a shop is due, what counts (METHOD,
Cadence)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from domain.shops import Segment, Shop
from domain.visits import RESETS_INTERVAL, Channel, Log, LogState


@dataclass(frozen=True, slots=True)
class Cadence:
    """An on-site visit every so many calendar days (from 1, else ValueError), with or without a call
    half-way."""

    every_days: int
    call_between: bool = False

    def __post_init__(self) -> None:
        if self.every_days < 1:
            raise ValueError(f"every_days counts from 1, not {self.every_days}")


DEFAULTS: Mapping[Segment, Cadence] = MappingProxyType(
    {
        Segment.DEVELOP: Cadence(14, call_between=True),
        Segment.RETAIN: Cadence(7),
        Segment.GUIDE: Cadence(7),
        Segment.WATCH: Cadence(14),
    }
)
"""Defaults by segment. A weekly shop is called as needed, not by plan: with a visit every week a planned
call between two visits would come three days after the one and four before the other. A shop's override can
ask for it."""

NO_OVERRIDES: Mapping[str, Cadence] = MappingProxyType({})


def cadence_of(
    shop: Shop,
    overrides: Mapping[str, Cadence] = NO_OVERRIDES,
    defaults: Mapping[Segment, Cadence] = DEFAULTS,
) -> Cadence:
    """The shop's own cadence (by its code), else that of its segment."""
    return overrides.get(shop.code) or defaults[shop.segment]


def due_day(shop: Shop, cadence: Cadence) -> date | None:
    """The day on which the interval since the last visit is full; None without a visit on record: due at
    once."""
    return shop.last_visit and shop.last_visit + timedelta(days=cadence.every_days)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A shop whose due day has passed by `days`; `days` None: never visited as far as is known."""

    shop: str
    days: int | None
    every_days: int


def overdue(
    shops: Iterable[Shop],
    today: date,
    overrides: Mapping[str, Cadence] = NO_OVERRIDES,
    defaults: Mapping[Segment, Cadence] = DEFAULTS,
) -> list[Overdue]:
    """Shops past their due day: the never visited first, then the longest overdue, ties by code; closed ones
    are out."""
    found: list[Overdue] = []
    for shop in shops:
        cadence = cadence_of(shop, overrides, defaults)
        due = due_day(shop, cadence)
        if not shop.closed and (due is None or due < today):
            late = (today - due).days if due else None
            found.append(Overdue(shop.code, late, cadence.every_days))
    return sorted(found, key=lambda o: (o.days is not None, -(o.days or 0), o.shop))


def resets(channel: Channel) -> bool:
    """Whether contact by `channel` starts the interval anew: a visit and a call instead of one do, all else
    does not."""
    return channel in RESETS_INTERVAL


def last_reset(logs: Iterable[Log], until: date | None = None) -> date | None:
    """The latest day, up to and with `until`, whose log resets the interval; undone and corrected logs don't
    count."""
    days = (
        log.day
        for log in logs
        if log.state is LogState.ACTIVE and resets(log.channel) and (until is None or log.day <= until)
    )
    return max(days, default=None)
