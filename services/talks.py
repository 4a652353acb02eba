"""The facts behind talking points, gathered for a whole day in a few queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.people import Person
from domain.planning import km_between
from domain.shops import Segment, Shop
from domain.talking import Facts, Near, News, Promise, Said
from domain.talking.situations import BOUNDS, trade_of
from domain.understanding.quantities import Thing
from domain.visits import Objective
from storage import news, shops, talks, visits
from storage.database import Tx
from storage.talks import OpenPromise, SaidLog

SAID_DAYS = 90
ANSWERED_DAYS = 60
GIST = 60
FINAL_CHIPS = frozenset(
    {
        "can_use",
        "not_now",
        "arranged",
        "unwilling",
        "on_shelf",
        "declined",
        "enough",
        "all_right",
        "fixed_now",
        "will_stay",
        "met",
        "told",
    }
)
"""Answers after which the same question rests for `ANSWERED_DAYS`."""


@dataclass(frozen=True, slots=True)
class Background:
    """The records that the facts of a manager's shops are made of; read once, used for many shops and days."""

    manager: Person
    neighbours: tuple[Shop, ...]
    told: Mapping[str, frozenset[str]]
    said: Mapping[str, Sequence[SaidLog]]
    promises: Mapping[str, Sequence[OpenPromise]]
    news: tuple[News, ...]
    price_disorders: frozenset[str]
    focus: tuple[str, ...]


def gist(words: str) -> str:
    """The first sentence of a piece of news, at most GIST characters."""
    first = re.split(r"[。\n]", words.strip(), maxsplit=1)[0]
    return first if len(first) <= GIST else first[: GIST - 1] + "…"


def news_of(tx: Tx, manager: str, today: date) -> tuple[News, ...]:
    """Valid news for a manager's shops; the id is the name under which it is told (`news:5`)."""
    return tuple(News(f"news:{one.id}", gist(one.words)) for one in news.valid_news(tx, manager, today))


def focus_of(tx: Tx, department: str) -> tuple[str, ...]:
    """The period's focus as lines, none when it is not set."""
    return tuple(line for line in visits.focus(tx, department).splitlines() if line.strip())


def background(tx: Tx, manager: Person, of: Iterable[Shop], today: date) -> Background:
    """Everything known about these shops, and their neighbours where these are spoken of, in six queries or seven."""
    chosen = list(of)
    neighbours = tuple(shops.in_segments(tx, manager.code, _spoken_of(chosen)))
    codes = {shop.code for shop in chosen}
    promises: defaultdict[str, list[OpenPromise]] = defaultdict(list)
    for promise in talks.open_promises(tx, manager.code):
        promises[promise.shop].append(promise)
    return Background(
        manager,
        neighbours,
        visits.told_to_many(tx, codes),
        talks.said_in(tx, codes | _doubtful(neighbours), today - timedelta(days=SAID_DAYS)),
        promises,
        news_of(tx, manager.code, today),
        talks.price_disorders(tx, manager.code),
        focus_of(tx, manager.department),
    )


def _spoken_of(chosen: Iterable[Shop]) -> frozenset[Segment]:
    """The segments whose shops may be spoken of in these: a retain shop hears of keen ones near by, a keen one of those that
    may give up."""
    heard = {shop.segment for shop in chosen if shop.segment is Segment.RETAIN or _is_keen(shop)}
    return frozenset({Segment.RETAIN: Segment.GUIDE, Segment.GUIDE: Segment.RETAIN}[segment] for segment in heard)


def _is_keen(shop: Shop) -> bool:
    return shop.segment is Segment.GUIDE and shop.willingness >= BOUNDS.near_willingness


def _doubtful(neighbours: Iterable[Shop]) -> frozenset[str]:
    """Retain shops: neighbours whose own words decide what is spoken in a guide shop."""
    return frozenset(shop.code for shop in neighbours if shop.segment is Segment.RETAIN)


def facts_on(known: Background, shop: Shop, day: date) -> Facts:
    """The facts of one shop as they stand for a visit on `day`; the shop is one that the background was read for."""
    said = known.said.get(shop.code, ())
    told = known.told.get(shop.code, frozenset())
    stock, stock_day = _stock(said)
    return Facts(
        shop=shop,
        today=day,
        manager=known.manager.name,
        said=tuple(Said(one.day, one.words) for one in said if one.words),
        stock=stock,
        stock_day=stock_day,
        price_tags_wrong=_latest(said, Objective.PRICE_TAGS) == "not_fixed",
        price_incident=shop.code in known.price_disorders,
        news=tuple(one for one in known.news if one.id not in told),
        promises=tuple(_promise(one) for one in known.promises.get(shop.code, ()) if one.day is None or one.day <= day),
        near=_keen_near(shop, known.neighbours) if shop.segment is Segment.RETAIN else None,
        leaving_near=_leaving_near(shop, known, day) if _is_keen(shop) else "",
        told=told,
        answered=_answered(said, day),
    )


def bulk_facts(tx: Tx, manager: Person, of: Collection[Shop], now: datetime) -> dict[str, Facts]:
    """The facts of many shops of one manager today, by code."""
    known = background(tx, manager, of, now.date())
    return {shop.code: facts_on(known, shop, now.date()) for shop in of}


def facts_of(tx: Tx, shop: Shop, manager: Person, now: datetime, *, related: Background | None = None) -> Facts:
    """The facts of one shop today; `related` saves the queries when it was read for this shop."""
    known = related or background(tx, manager, [shop], now.date())
    return facts_on(known, shop, now.date())


def _promise(one: OpenPromise) -> Promise:
    return Promise(str(one.id), one.what, one.day, Objective(one.objective) if one.objective else None)


def _stock(said: Iterable[SaidLog]) -> tuple[float | None, date | None]:
    """The latest stock in cartons that was written down, and when."""
    for log in said:
        for figure in log.quantities:
            if figure.thing == Thing.STOCK and figure.unit in {"条", ""}:
                return figure.value, log.day
    return None, None


def _latest(said: Iterable[SaidLog], objective: Objective) -> str:
    """The latest answer to an objective, '' when there is none."""
    return next((log.outcome for log in said if log.objective == objective and log.outcome), "")


def _answered(said: Iterable[SaidLog], day: date) -> frozenset[Objective]:
    seen: dict[str, SaidLog] = {}
    for log in said:
        if log.objective and log.outcome:
            seen.setdefault(log.objective, log)
    return frozenset(
        Objective(name)
        for name, log in seen.items()
        if log.outcome in FINAL_CHIPS and (day - log.day).days <= ANSWERED_DAYS
    )


def _metres(a: Shop, b: Shop) -> float | None:
    """Straight line between two shops; None when a place is unknown."""
    return 1000 * km_between(a.place, b.place) if a.place and b.place else None


def _nearest(shop: Shop, others: Iterable[Shop]) -> tuple[float, Shop] | None:
    """The nearest other shop with a place, ties by code."""
    found = [(metres, other.code, other) for other in others if (metres := _metres(shop, other)) is not None]
    best = min(found, key=lambda one: one[:2], default=None)
    return None if best is None else (best[0], best[2])


def _keen_near(shop: Shop, own: Iterable[Shop]) -> Near | None:
    """The nearest guide shop with the will to grow."""
    best = _nearest(shop, filter(_is_keen, own))
    return None if best is None else Near(best[1].name, best[0], best[1].willingness)


def _leaving_near(shop: Shop, known: Background, day: date) -> str:
    """The name of a retain shop within reach whose owner thinks of another trade, '' when there is none."""
    leaving = [
        s for s in known.neighbours if s.segment is Segment.RETAIN and _wants_out(s, known.said.get(s.code, ()), day)
    ]
    best = _nearest(shop, leaving)
    return best[1].name if best is not None and best[0] <= BOUNDS.near_metres else ""


def _wants_out(shop: Shop, said: Iterable[SaidLog], day: date) -> bool:
    words = tuple(Said(one.day, one.words) for one in said if one.words)
    return trade_of(Facts(shop=shop, today=day, said=words)) is not None
