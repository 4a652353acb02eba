"""Texts for a shop to copy into a customer group, a text message or an e-mail, and the log that one was sent."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Done
from domain.people import Person
from domain.shop_texts import WRITTEN, ShopText, shop_text
from domain.shops import Shop
from domain.visits import Channel, Log, LogState
from services.talks import background, facts_on
from services.visit_effects import changed_by
from storage import people, shops, visits
from storage.database import Tx
from storage.visits import NewLog


class NothingToSay(Exception):
    """Neither news nor focus nor a due promise: there is no text."""


class AlreadySent(Exception):
    """This channel was noted for this shop today."""

    def __init__(self, log: Log) -> None:
        super().__init__(f"log {log.id}")
        self.log = log


def channel_of(name: str) -> Channel:
    """The channel of a page or an argument; a customer group for what is none."""
    return next((one for one in WRITTEN if one.value == name), Channel.GROUP)


def load_texts(tx: Tx, code: str, reader: Person | None, now: datetime) -> tuple[ShopText, ...] | None:
    """One text for each channel; None when there is no such shop or manager."""
    shop = shops.by_code(tx, code)
    manager = people.by_code(tx, shop.manager) if shop else None
    if shop is None or manager is None:
        return None
    return tuple(text_for(tx, shop, manager, channel, now) for channel in WRITTEN)


def text_for(tx: Tx, shop: Shop, manager: Person, channel: Channel, now: datetime) -> ShopText:
    known = background(tx, manager, [shop], now.date())
    facts = facts_on(known, shop, now.date())
    return shop_text(shop, manager, channel, facts.news, known.focus, facts.promises)


def note_sent(
    tx: Tx, person: Person, code: str, channel: Channel, origin: int, at: datetime, now: datetime
) -> Done[Log]:
    """Log that the text was sent: by its channel, settling no stop and keeping no promise; its news count as told.

    AlreadySent when that was noted today; NothingToSay when there is no text."""
    shop = shops.by_code(tx, code)
    assert shop is not None
    sent = [one for one in visits.of_day(tx, person.code, at.date()) if one.shop == code and one.channel is channel]
    before = next((one for one in sent if one.state is LogState.ACTIVE), None)
    if before is not None:
        raise AlreadySent(before)
    text = text_for(tx, shop, person, channel, now)
    if text.empty:
        raise NothingToSay
    log = visits.add_log(
        tx,
        NewLog(
            manager=person.code,
            department=person.department,
            shop=code,
            day=at.date(),
            at=at,
            channel=channel,
            origin=origin,
            before={"asks": [], "promise": ""},
        ),
    )
    for news in text.news:
        visits.tell(tx, code, news.id, log.day, log.id)
    return Done(log, changed=changed_by(log))
