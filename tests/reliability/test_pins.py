"""A card that is sent anew while its pin waits is pinned all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.chat import Priority
from storage import outbox
from storage.database import Database, Tx
from storage.outbox import Card, Claimed, Letter

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CHAT = 5
PLACE = "day"


def card_anew(tx: Tx) -> None:
    """What is posted when a pinned card is asked for."""
    outbox.put_card(tx, Card(CHAT, PLACE, 0, "day", "day:M01@2026-11-24", "", "face"))
    outbox.post(tx, Letter(CHAT, "show", {"text": "x"}, "answer", Priority.ANSWER, "", PLACE, "face", True), NOW)
    outbox.post(tx, Letter(CHAT, "pin", {"place": PLACE}, "hint", Priority.ANSWER, "", f"pin:{PLACE}"), NOW)


def sent(db: Database, message: int, at: datetime) -> Claimed:
    """The next row, sent as that message."""
    row = db.write(outbox.claim, [], 1, at).result()[0]
    db.write(outbox.sent, row, message, at).result()
    return row


def test_the_pin_goes_behind_the_card_that_waits_again(empty: Database) -> None:
    empty.write(card_anew).result()
    assert sent(empty, 71, NOW).method == "show"
    empty.write(card_anew).result()
    card = sent(empty, 72, NOW + timedelta(seconds=1))
    pin = sent(empty, 0, NOW + timedelta(seconds=2))
    assert (card.method, pin.method, pin.edits) == ("show", "pin", 72)
    assert empty.read(outbox.count_unfinished) == 0
