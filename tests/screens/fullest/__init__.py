"""Every screen at its fullest: long names, long words, many of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screens.screen import Screen
from tests.screens.fullest.cards import cards_drawn
from tests.screens.fullest.imports import imports_drawn
from tests.screens.fullest.incidents import incidents_drawn
from tests.screens.fullest.news import news_drawn
from tests.screens.fullest.operations import operations_drawn
from tests.screens.fullest.people import people_drawn
from tests.screens.fullest.plans import plans_drawn
from tests.screens.fullest.reminders import reminders_drawn
from tests.screens.fullest.replans import replans_drawn
from tests.screens.fullest.reviews import reviews_drawn
from tests.screens.fullest.shop_texts import shop_texts_drawn
from tests.screens.fullest.tasks import tasks_drawn
from tests.screens.fullest.visits import attachments_drawn, names_drawn, receipts_drawn, sentences_drawn, voices_drawn
from tests.screens.fullest.weekly import weekly_drawn


@dataclass(frozen=True)
class Drawing:
    """One call of a screen function; `what` tells it from its other calls."""

    function: Callable[..., Screen | None]
    what: str
    args: tuple[Any, ...]

    def draw(self) -> Screen | None:
        return self.function(*self.args)


def drawings() -> list[Drawing]:
    """All screens; a new screen function gets its line in one of these."""
    called = [
        *cards_drawn(),
        *receipts_drawn(),
        *names_drawn(),
        *voices_drawn(),
        *attachments_drawn(),
        *sentences_drawn(),
        *incidents_drawn(),
        *reviews_drawn(),
        *news_drawn(),
        *tasks_drawn(),
        *reminders_drawn(),
        *shop_texts_drawn(),
        *plans_drawn(),
        *replans_drawn(),
        *people_drawn(),
        *imports_drawn(),
        *operations_drawn(),
        *weekly_drawn(),
    ]
    return [Drawing(*one) for one in called]
