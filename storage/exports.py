"""Everything for the export, line by line as the database gives it: nothing is held in memory but small tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import exists, func, not_, select

from domain.exports import Announced, LogLine, NewsLine, ReviewLine, SpokenLine, Who
from domain.incidents import SPOKEN, Category, IncidentState
from domain.visits import Missed
from storage.database import Tx
from storage.reviews import _review
from storage.tables import (
    broadcast_reads,
    broadcasts,
    focuses,
    incident_events,
    incidents,
    logs,
    people,
    reviews,
    shops,
    stops,
    told,
)
from storage.visits import _log

_taker = people.alias("taker")
_speaker = people.alias("speaker")
_taken = incident_events.alias("taken")
_NAMES = (people.c.name.label("manager_name"), shops.c.name.label("shop_name"))

_LOGS = (
    select(logs, *_NAMES, stops.c.missed.label("why"))
    .select_from(
        logs.outerjoin(people, people.c.code == logs.c.manager)
        .outerjoin(shops, shops.c.code == logs.c.shop)
        .outerjoin(stops, stops.c.id == logs.c.stop)
    )
    .order_by(logs.c.at, logs.c.id)
)
_IN_A_LOG = exists().where(
    incident_events.c.what == "reported",
    incidents.c.origin != 0,
    logs.c.origin == incidents.c.origin,
    logs.c.words == incident_events.c.words,
)
_TAKEN_AT = (
    select(func.max(_taken.c.at))
    .where(_taken.c.incident == incidents.c.id, _taken.c.what == "taken")
    .correlate(incidents)
    .scalar_subquery()
)
_SPOKEN = (
    select(
        incident_events,
        incidents.c.manager,
        incidents.c.shop,
        incidents.c.category,
        incidents.c.state,
        incidents.c.closed_at,
        *_NAMES,
        _taker.c.name.label("taker_name"),
        _speaker.c.name.label("speaker_name"),
        _TAKEN_AT.label("taken_at"),
        _IN_A_LOG.label("in_a_log"),
    )
    .select_from(
        incident_events.join(incidents, incidents.c.id == incident_events.c.incident)
        .outerjoin(people, people.c.code == incidents.c.manager)
        .outerjoin(shops, shops.c.code == incidents.c.shop)
        .outerjoin(_taker, _taker.c.code == incidents.c.taken_by)
        .outerjoin(_speaker, _speaker.c.code == incident_events.c.who)
    )
    .where(incident_events.c.what.in_(sorted(SPOKEN)))
    .order_by(incident_events.c.incident, incident_events.c.id)
)
_REASONS = (
    select(stops.c.manager, stops.c.day, shops.c.name, stops.c.missed_words)
    .select_from(stops.outerjoin(shops, shops.c.code == stops.c.shop))
    .where(
        stops.c.missed_words != "",
        not_(
            exists().where(
                logs.c.manager == stops.c.manager, logs.c.shop == stops.c.shop, logs.c.words == stops.c.missed_words
            )
        ),
    )
    .order_by(stops.c.id)
)
_REVIEWS = (
    select(reviews, people.c.name.label("manager_name"))
    .select_from(reviews.outerjoin(people, people.c.code == reviews.c.manager))
    .order_by(reviews.c.day, reviews.c.manager)
)
_NEWS = (
    select(broadcasts, people.c.name.label("author_name"))
    .select_from(broadcasts.outerjoin(people, people.c.code == broadcasts.c.author))
    .order_by(broadcasts.c.id)
)
_READS = (
    select(broadcast_reads.c.broadcast, broadcast_reads.c.reader)
    .where(not_(broadcast_reads.c.reader.like("user:%")))
    .distinct()
)
_TOLD = select(told.c.line, func.count().label("shops")).where(told.c.line.like("news:%")).group_by(told.c.line)
_FOCUSES = (
    select(focuses, people.c.name.label("author_name"))
    .select_from(focuses.outerjoin(people, people.c.code == focuses.c.made_by))
    .order_by(focuses.c.id)
)


def log_lines(tx: Tx) -> Iterator[LogLine]:
    """Every log, the undone ones too, oldest first."""
    for row in tx.execute(_LOGS):
        yield LogLine(_log(row), _manager(row), _shop(row), Missed(row.why) if row.why else None)


def spoken_lines(tx: Tx) -> Iterator[SpokenLine]:
    """What people said in incidents, incident by incident."""
    for row in tx.execute(_SPOKEN):
        yield SpokenLine(
            incident=row.incident,
            at=row.at,
            manager=_manager(row),
            shop=_shop(row),
            category=Category(row.category),
            by=row.speaker_name or row.who,
            what=row.what,
            words="" if row.in_a_log else row.words,
            media=row.media_kind,
            taker=row.taker_name or "",
            taken_at=row.taken_at,
            closed_at=row.closed_at,
            state=IncidentState(row.state),
        )


def _manager(row: Any) -> Who:
    return Who(row.manager, row.manager_name or "")


def _shop(row: Any) -> Who:
    return Who(row.shop, row.shop_name or "")


def review_lines(tx: Tx) -> Iterator[ReviewLine]:
    """Every review by day, with the reasons of missed stops that were given in words and stand in no log."""
    reasons: defaultdict[tuple[str, date], list[tuple[str, str]]] = defaultdict(list)
    for row in tx.execute(_REASONS):
        reasons[row.manager, row.day].append((row.name or "", row.missed_words))
    for row in tx.execute(_REVIEWS):
        yield ReviewLine(_review(row), _manager(row), tuple(reasons.get((row.manager, row.day), ())))


def news_lines(tx: Tx) -> Iterator[NewsLine]:
    """News with its corrections below, then the focuses."""
    readers: defaultdict[int, set[str]] = defaultdict(set)
    for row in tx.execute(_READS):
        readers[row.broadcast].add(row.reader)
    shops_told = {row.line: row.shops for row in tx.execute(_TOLD)}
    for row in tx.execute(_NEWS):
        yield from _news(row, readers[row.id], shops_told.get(f"news:{row.id}", 0))
    for row in tx.execute(_FOCUSES):
        author = row.author_name or row.made_by
        yield NewsLine(row.id, Announced.FOCUS, row.made_at, author, row.words, row.state, row.department)


def _news(row: Any, readers: set[str], told_shops: int) -> Iterator[NewsLine]:
    author = row.author_name or row.author
    yield NewsLine(
        number=row.id,
        kind=Announced.NEWS,
        at=row.sent_at or row.made_at,
        author=author,
        words=row.words,
        state=row.state,
        to=f"{len(row.to_people)} 人 {len(row.to_groups)} 群",
        read=len(readers & set(row.to_people)),
        readers=len(row.to_people),
        told=told_shops,
        shops=row.shops_total,
    )
    for at, words in row.corrections:
        yield NewsLine(row.id, Announced.CORRECTION, datetime.fromtimestamp(at, UTC), author, words, row.state)
