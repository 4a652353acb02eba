"""What is known about one shop when its talking points are chosen, from records alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.shops import Shop
from domain.visits import Objective


@dataclass(frozen=True, slots=True)
class News:
    """Policy news, valid today and not told in this shop; `action`: the one thing to do, or ''."""

    id: str
    text: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """An open promise; `objective` is the question it belongs to, when one is known."""

    id: str
    words: str
    day: date | None = None
    objective: Objective | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbouring shop: distance in metres (straight line), willingness 1–5."""

    name: str
    metres: float
    willingness: int


@dataclass(frozen=True, slots=True)
class Said:
    """What was written about the shop on one day."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the choice depends on; equal facts give equal lines.

    `said`: logs, newest first. `stock`: cartons as of `stock_day`. `daily_sales`: cartons a day, 0 = take the
    monthly volume. `near`: the nearest guide shop (for retain shops); `leaving_near`: a retain shop
    nearby whose owner wants to quit (for guide shops). `told`: line ids told here (told news are simply not
    in `news`). `shown`: how often an untold line was shown. `answered`: objectives that got their last word
    here, so that they are not asked again."""

    shop: Shop
    today: date
    manager: str = ""
    said: tuple[Said, ...] = ()
    stock: float | None = None
    stock_day: date | None = None
    daily_sales: float = 0
    missing_brands: tuple[str, ...] = ()
    outside_brands: tuple[str, ...] = ()
    outside_unordered: bool = False
    price_tags_wrong: bool = False
    price_incident: bool = False
    news: tuple[News, ...] = ()
    promises: tuple[Promise, ...] = ()
    near: Near | None = None
    leaving_near: str = ""
    change: str = ""
    told: frozenset[str] = frozenset()
    shown: Mapping[str, int] = field(default_factory=dict)
    answered: frozenset[Objective] = frozenset()
