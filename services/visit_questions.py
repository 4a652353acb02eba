"""Open questions of the visits feature: asked here, answered in the handlers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.people import Person
from storage import dialogs
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["ANSWERS", "CORRECT", "DAY", "FIGURE", "REASON", "SHOP", "WHERE", "WORDS", "Dialog", "ask", "close"]

WORDS = "visit_words"
REASON = "visit_reason"
SHOP = "visit_shop"
WHERE = "visit_where"
DAY = "visit_day"
FIGURE = "visit_figure"
CORRECT = "visit_correct"
ANSWERS = timedelta(minutes=15)


def ask(tx: Tx, person: Person, kind: str, object: str, now: datetime, **data: Any) -> None:
    """Open a question to this person; it closes by itself when its time is over."""
    dialogs.ask(tx, Dialog(person.code, kind, object, now + ANSWERS, data))


def close(tx: Tx, person: Person) -> None:
    dialogs.close(tx, person.code)
