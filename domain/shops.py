"""Retail shops: what is known of one, its segment with hysteresis, the volume ceiling, the key shops (METHOD, Segments)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.chat import Place


class Segment(StrEnum):
    DEVELOP = "develop"
    RETAIN = "retain"
    GUIDE = "guide"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """Bounds of METHOD; a capability or willingness between its two bounds keeps the side it was on."""

    cartons_full: float = 600
    skus_full: float = 30
    display_full: float = 5
    capable_from: float = 0.60
    capable_until: float = 0.55
    strong_from: int = 4
    strong_until: int = 3
    ceiling_cartons: float = 800
    key_share: float = 0.8


RULES = SegmentRules()


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop as stored. `cartons` a month, `display` and `willingness` 1–5, `difficulty` 1–3 or 0 (not judged)."""

    code: str
    name: str
    manager: str = ""
    department: str = ""
    licence: str = ""
    owner: str = ""
    phone: str = ""
    street: str = ""
    address: str = ""
    place: Place | None = None
    cartons: float = 0
    skus: int = 0
    display: int = 0
    willingness: int = 3
    age: int = 0
    trade: str = ""
    settlement: bool = False
    ordering: bool = False
    last_visit: date | None = None
    remark: str = ""
    segment: Segment = Segment.WATCH
    key: bool = False
    difficulty: int = 0
    closed: bool = False

    @property
    def capped(self) -> bool:
        """Above the ceiling of 限大扶小: never told to sell more."""
        return self.cartons > RULES.ceiling_cartons


def capability(cartons: float, skus: float, display: float, rules: SegmentRules = RULES) -> float:
    """Score 0–1 of operating capability (METHOD's default weights)."""
    return (
        0.5 * min(cartons / rules.cartons_full, 1)
        + 0.3 * min(skus / rules.skus_full, 1)
        + 0.2 * min(display / rules.display_full, 1)
    )


def segment(
    cartons: float,
    skus: float,
    display: float,
    willingness: int,
    before: Segment | None = None,
    rules: SegmentRules = RULES,
) -> Segment:
    """The segment that the figures call for; `before` is the present one (None: a first assignment, where 3 is strong)."""
    score = round(capability(cartons, skus, display, rules), 6)
    was_capable = before in {Segment.DEVELOP, Segment.RETAIN}
    capable = score >= (rules.capable_until if was_capable else rules.capable_from)
    was_strong = before is None or before in {Segment.DEVELOP, Segment.GUIDE}
    strong = willingness >= (rules.strong_until if was_strong else rules.strong_from)
    if capable:
        return Segment.DEVELOP if strong else Segment.RETAIN
    return Segment.GUIDE if strong else Segment.WATCH


def key_shops(shops: Iterable[Shop], rules: SegmentRules = RULES) -> frozenset[str]:
    """Codes of the smallest set that makes `key_share` of the volume (ties by code); empty when nothing is sold."""
    ranked = sorted((s for s in shops if not s.closed), key=lambda s: (-s.cartons, s.code))
    goal = rules.key_share * sum(s.cartons for s in ranked)
    chosen: set[str] = set()
    total = 0.0
    for shop in ranked:
        if total >= goal:
            break
        chosen.add(shop.code)
        total += shop.cartons
    return frozenset(chosen)
