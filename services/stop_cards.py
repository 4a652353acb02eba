"""What the views of stops, shops, receipts and things sent show, loaded for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.chat import Kind, Place
from domain.days import DayView, StopLine
from domain.hearings import Hearing, HearingState
from domain.people import Action, Person, Scope, allow
from domain.shops import Shop
from domain.stop_cards import (
    Ask,
    FollowUpLine,
    Kept,
    LoggedLine,
    Question,
    Receipt,
    ShopChoice,
    StopCard,
    closed_in_a_row,
    following,
    near,
)
from domain.visits import Log, LogState, Stop, StopState
from services.days import parse_day_id, today_of
from services.incidents import open_of
from services.stops import day_choices, find_stop
from services.talks import facts_of, news_of
from services.undo import is_reviewed
from services.visit_effects import goal_of
from services.visits import stop_on
from storage import hearings, people, plans, shops, visit_changes, visits
from storage.database import Tx
from storage.visits import Attachment, FollowUp

HISTORY = 6
REMEMBERED = 3
"""How many of the latest logs a card can still speak of."""


def shop_object(tx: Tx, id: str) -> Shop | None:
    return shops.by_code(tx, id)


def log_object(tx: Tx, id: str) -> Log | None:
    return visits.log(tx, int(id)) if id.isdecimal() else None


def follow_object(tx: Tx, id: str) -> FollowUp | None:
    return visits.follow_up(tx, int(id)) if id.isdecimal() else None


def attachment_object(tx: Tx, id: str) -> Scope | None:
    one = find_attachment(tx, id)
    return None if one is None else Scope(one.manager)


def find_attachment(tx: Tx, id: str) -> Attachment | None:
    return visits.attachment(tx, int(id)) if id.isdecimal() else None


def stop_card(tx: Tx, id: str, reader: Person | None, now: datetime) -> StopCard | None:
    stop = find_stop(tx, id)
    shop = shops.by_code(tx, stop.shop) if stop else None
    return _card(tx, shop, stop, now) if stop and shop else None


def shop_card(tx: Tx, id: str, reader: Person | None, now: datetime) -> StopCard | None:
    shop = shops.by_code(tx, id)
    return None if shop is None else _card(tx, shop, None, now)


def _card(tx: Tx, shop: Shop, stop: Stop | None, now: datetime) -> StopCard | None:
    manager = people.by_code(tx, stop.manager if stop else shop.manager)
    if manager is None:
        return None
    day = today_of(tx, manager, now.date())
    facts = facts_of(tx, shop, manager, now)
    planned = stop or stop_on(tx, manager.code, shop.code, now.date())
    lines = day.stops if day else ()
    waits = stop is not None and stop.state is StopState.MISSED
    return StopCard(
        shop=shop,
        stop=stop,
        manager=manager,
        facts=facts,
        goal=planned.objective if planned and planned.number else goal_of(tx, facts, manager),
        now=now,
        day=day,
        history=tuple(visits.of_shop(tx, shop.code, HISTORY)),
        logged=_logged(tx, manager, day, now) if day else (),
        choices=day_choices(tx, stop, now) if stop and waits else (),
        closed_times=_closed_times(tx, stop) if stop and waits else 0,
        previous=_previous(lines, stop),
        next=following(lines, planned),
    )


def _previous(lines: Sequence[StopLine], stop: Stop | None) -> Shop | None:
    """The shop before this one in the route."""
    if stop is None:
        return None
    before = [line for line in lines if 0 < line.stop.number < stop.number]
    return max(before, key=lambda line: line.stop.number).shop if before else None


def _closed_times(tx: Tx, stop: Stop) -> int:
    return closed_in_a_row([stop, *plans.past_of_shop(tx, stop.shop, stop.day)])


def _logged(tx: Tx, manager: Person, day: DayView, now: datetime) -> tuple[LoggedLine, ...]:
    """The latest logs of the day, undone ones too."""
    logs = [log for log in sorted(day.logs, key=lambda one: one.id) if log.shop and log.state is not LogState.CORRECTED]
    logs = logs[-REMEMBERED:]
    at = shops.some(tx, {log.shop for log in logs})
    told = visits.told_to_many(tx, set(at))
    wanted = {one.id for one in news_of(tx, manager.code, now.date())}
    promised = visits.open_of_manager(tx, manager.code)
    numbers = {line.stop.id: line.stop.number for line in day.stops}
    return tuple(
        LoggedLine(
            log,
            at[log.shop],
            numbers.get(log.stop, 0),
            visits.objective(tx, log.id),
            not wanted <= told[log.shop],
            tuple(FollowUpLine(one.id, one.day, one.what) for one in promised if one.log == log.id),
            is_reviewed(tx, log),
        )
        for log in logs
        if log.shop in at
    )


def receipt(tx: Tx, id: str, reader: Person | None, now: datetime) -> Receipt | None:
    log = log_object(tx, id)
    if log is None:
        return None
    asks = tuple(ask for ask in asks_of(tx, log) if _still_open(tx, log, ask))
    asked = {code for ask in asks for code in ask.shops}
    found = shops.some(tx, asked | ({log.shop} if log.shop else set()))
    today = plans.numbers_of(tx, log.manager, log.day) if asked else {}
    first = next(iter(asks), None)
    sent = visits.attachments_of(tx, log.id)
    return Receipt(
        log=log,
        shop=found.get(log.shop),
        now=now,
        asks=asks,
        shops={code: found[code] for code in asked if code in found},
        numbers={code: number for code, number in today.items() if number},
        colleague=_colleague(tx, first, found),
        later=plans.stop(tx, first.stop) if first and first.stop else None,
        reviewed=is_reviewed(tx, log),
        attachments=len(sent),
        voices=sum(one.kind == Kind.VOICE.value for one in sent),
    )


def asks_of(tx: Tx, log: Log) -> tuple[Ask, ...]:
    """The open questions of a log."""
    return tuple(Ask.of_json(one) for one in visits.before(tx, log.id).get("asks", ()))


def _still_open(tx: Tx, log: Log, ask: Ask) -> bool:
    """A question that was answered elsewhere is not asked any more."""
    if ask.what is Question.ALARM:
        return not any(one.shop == log.shop and one.category.value == ask.words for one in open_of(tx, log.manager))
    if ask.what is Question.LATER:
        later = plans.stop(tx, ask.stop)
        return later is not None and later.state is StopState.PLANNED
    return True


def _colleague(tx: Tx, asked: Ask | None, found: dict[str, Shop]) -> Person | None:
    if asked is None or asked.what is not Question.COLLEAGUE or not asked.shops:
        return None
    shop = found.get(asked.shops[0])
    return people.by_code(tx, shop.manager) if shop else None


def choice(tx: Tx, id: str, reader: Person | None, now: datetime) -> ShopChoice | None:
    """Where the manager may be: the next stop, the shops logged last, all that are left today."""
    named = parse_day_id(id)
    return None if named is None else choice_of(tx, named[0], now)


def choice_of(tx: Tx, manager: str, now: datetime) -> ShopChoice:
    day = today_of(tx, manager, now.date())
    left = tuple(line for line in day.stops if line.stop.state is StopState.PLANNED) if day else ()
    recent = list(dict.fromkeys(log.shop for log in visits.latest(tx, manager, 4) if log.shop))
    last = next((log for log in reversed(day.logs) if log.stop), None) if day else None
    done = plans.stop(tx, last.stop) if last else None
    at = shops.some(tx, recent)
    next_line = following(left, done)
    wanted = [code for code in recent if next_line is None or code != next_line.shop.code]
    return ShopChoice(now.date(), next_line, tuple(at[code] for code in wanted if code in at)[:2], left)


def kept(tx: Tx, id: str, reader: Person | None, now: datetime) -> Kept | None:
    """Something sent that was kept, and where it lies."""
    one = find_attachment(tx, id)
    manager = people.by_code(tx, one.manager) if one else None
    if one is None or manager is None:
        return None
    log = visits.log(tx, one.log) if one.log else None
    code = log.shop if log else visit_changes.waits_for(tx, one.id)
    shop = shops.by_code(tx, code) if code else None
    place = place_of(one)
    hearing = _hearing(tx, one)
    return Kept(
        id=one.id,
        manager=one.manager,
        department=manager.department,
        kind=one.kind,
        seconds=one.seconds,
        where=one.where_word,
        choice=choice_of(tx, one.manager, now),
        shop=shop,
        takes_place=place is not None and shop is not None and near(shop, place) is None,
        hearing=hearing.state if hearing else None,
        heard=hearing.words if hearing else "",
    )


def _hearing(tx: Tx, one: Attachment) -> Hearing | None:
    """What is known of the words of a voice note; None when nobody makes them out."""
    hearing = hearings.of_attachment(tx, one.id) if one.kind == Kind.VOICE.value else None
    if hearing is None or (hearing.state is HearingState.WAITING and not tx.office.hears):
        return None
    return hearing


def place_of(one: Attachment) -> Place | None:
    """The point that an attached place names (kept as `lat,lon`)."""
    if one.kind != Kind.PLACE.value:
        return None
    lat, _comma, lon = one.file_id.partition(",")
    return Place(float(lat), float(lon))


def may_log(person: Person, shop: Shop | None) -> bool:
    """Whether this person may log a visit to the shop."""
    return shop is not None and allow(person, Action.LOG_VISIT, shop)
