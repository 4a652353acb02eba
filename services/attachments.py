"""Photos, voice, places and files: kept at once, laid to a log when it is known which."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.chat import Done, Incoming, Kind
from domain.people import Person
from domain.shops import Shop
from domain.stop_cards import JUST_NOW, near
from domain.visits import Log, LogState
from services import hearings
from services.lookups import shop_behind
from services.stop_cards import find_attachment, may_log, place_of
from services.visit_effects import changed_by
from storage import shops, visit_changes, visits
from storage.database import Tx
from storage.visits import Attachment

RECENT = 5


def keep(tx: Tx, person: Person, incoming: Incoming, log: Log | None, shop: str = "") -> Done[int]:
    """Keep what was sent with a log, or for a shop that has none yet, or (neither) until it is said where it belongs."""
    media, place = incoming.media, incoming.place
    file_id = media.file_id if media else f"{place.lat},{place.lon}" if place else ""
    number = visits.attach(
        tx,
        Attachment(
            id=0,
            log=log.id if log else 0,
            manager=person.code,
            kind=incoming.kind.value if incoming.kind is not Kind.EDITED else Kind.OTHER.value,
            file_id=file_id,
            seconds=media.seconds if media else 0,
            words=media.name if media else "",
            where_word="",
            at=incoming.at,
        ),
    )
    code = log.shop if log else shop
    if log is None and shop:
        visit_changes.wait_for(tx, number, shop)
    hearings.queue(tx, person, incoming, number)
    _judge_place(tx, number, shops.by_code(tx, code) if code else None)
    return Done(number, changed=changed_by(log) if log else ())


def _judge_place(tx: Tx, number: int, shop: Shop | None) -> None:
    """A place at a shop is kept with a word: at the shop, or not."""
    one = find_attachment(tx, str(number))
    place = place_of(one) if one else None
    here = near(shop, place) if shop and place else None
    word = "" if here is None else "at_shop" if here else "elsewhere"
    visit_changes.set_where(tx, number, word)


def target(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> tuple[Log | None, str]:
    """Where something belongs by itself: the log (or the shop) of the card it answers, else the log of just now."""
    code = shop_behind(tx, person, incoming.reply_object)
    if code:
        return log_today(tx, person, code, now), code
    return just_logged(tx, person, incoming.at), ""


def just_logged(tx: Tx, person: Person, at: datetime) -> Log | None:
    """The last settled log, when it is a few minutes old at most."""
    last = next((log for log in visits.latest(tx, person.code, RECENT) if log.shop), None)
    fresh = last is not None and timedelta(0) <= at - last.at <= JUST_NOW
    return last if fresh else None


def log_today(tx: Tx, person: Person, shop: str, now: datetime) -> Log | None:
    """The latest standing log of a shop today."""
    logs = visits.of_day(tx, person.code, now.date())
    return next((log for log in reversed(logs) if log.shop == shop and log.state is LogState.ACTIVE), None)


def put(tx: Tx, person: Person, number: int, shop: str, now: datetime) -> Done[int] | None:
    """Lay something that was kept to a shop; None when the shop is not the person's own."""
    found = shops.by_code(tx, shop)
    if not may_log(person, found):
        return None
    log = log_today(tx, person, shop, now)
    visits.put_attachment(tx, number, log.id if log else 0)
    visit_changes.wait_for(tx, number, "" if log else shop)
    _judge_place(tx, number, found)
    return Done(number, changed=(f"attachment:{number}", *(changed_by(log) if log else ())))


def use_place(tx: Tx, person: Person, number: int) -> Done[str] | None:
    """Take a sent place as the shop's own; None when it has one by now, or nothing is known of either."""
    one = find_attachment(tx, str(number))
    place = place_of(one) if one else None
    if one is None or place is None:
        return None
    log = visits.log(tx, one.log) if one.log else None
    code = log.shop if log else visit_changes.waits_for(tx, number)
    shop = shops.by_code(tx, code) if code else None
    if shop is None or shop.place is not None or not may_log(person, shop):
        return None
    shops.set_place(tx, code, place)
    visit_changes.set_where(tx, number, "at_shop")
    return Done(code, changed=(f"shop:{code}", f"attachment:{number}"))
