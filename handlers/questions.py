"""Questions in words: answered from what is planned and logged, and never logged themselves when they can be answered."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming
from domain.people import Person
from domain.understanding import Understood
from domain.understanding.questions import Asked, asked, asks_about_shop, period_of
from screens import answers
from screens.screen import Reply, Show
from services import Tx, lookups, questions
from services.stop_cards import may_log


def answer(tx: Tx, person: Person, incoming: Incoming, understood: Understood, now: datetime) -> Reply | None:
    """The answer, a shop's card when only the shop is clear; None for a question that can't be answered."""
    words = understood.rest or incoming.text
    if understood.shop or understood.shop_candidates:
        return _about_shop(tx, person, understood, words, now)
    match asked(words):
        case Asked.LEFT:
            left = lookups.left_today(tx, person, now)
            return Reply(show=(answers.left_today(left.left, left.calls, left.planned, left.next),))
        case Asked.NOT_VISITED:
            return Reply(show=(answers.unvisited(questions.unvisited(tx, person, period_of(words), now)),))
        case _:
            return None


def _about_shop(tx: Tx, person: Person, understood: Understood, words: str, now: datetime) -> Reply | None:
    """The last visit of each shop that may be meant, or the card of the one that is; None when none is the person's own."""
    codes = (understood.shop,) if understood.shop else understood.shop_candidates
    meant = [shop for shop in lookups.visible(tx, person, codes) if may_log(person, shop)]
    if not meant:
        return None
    if asked(words) is Asked.LAST_VISIT:
        return Reply(show=(answers.last_visits(meant, now.date()),))
    about = asks_about_shop(words) and len(meant) == 1
    return Reply(show=(Show("shop", f"shop:{meant[0].code}"),)) if about else None
