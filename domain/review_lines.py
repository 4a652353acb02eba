"""The kind last line of a review: outcomes that got better, and the table of what may be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.visits import CHIPS, Objective

KIND_REST = 10
"""Working days before the same kind last line may come again."""

LADDERS: Mapping[Objective, tuple[str, ...]] = {
    goal: CHIPS[goal][::-1]
    for goal in (
        Objective.ORDERING,
        Objective.SETTLEMENT,
        Objective.NEW_BRAND,
        Objective.PRICE_TAGS,
        Objective.STAYING,
        Objective.SUCCESSION,
    )
}
"""Outcomes of which one is better than another, worst first."""

OBJECTIVE_OF: Mapping[str, Objective] = {chip: goal for goal, chips in CHIPS.items() for chip in chips}
TELLING = frozenset(chip for goal in LADDERS for chip in CHIPS[goal]) | {"running_out", "backlog"}
"""Outcomes that the summary counts: 'as usual' says nothing."""


def moved_up(before: str, now: str) -> bool:
    """Whether an outcome is a better answer to the same question than the one before."""
    ladder = LADDERS.get(OBJECTIVE_OF.get(now, Objective.UPKEEP), ())
    return before in ladder and now in ladder and ladder.index(now) > ladder.index(before)


class KindLine(StrEnum):
    MOVED_UP = "moved_up"
    PROMISE_KEPT = "promise_kept"
    LONG_UNSEEN = "long_unseen"
    MATTERS_DONE = "matters_done"
    INCIDENT_CLOSED = "incident_closed"
    KEY_SHOPS = "key_shops"
    NEWS_TOLD = "news_told"
    HARD_ROAD = "hard_road"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a kind last line can lean on; every text is a name or a chip from the records, '' when there is none."""

    planned: int
    done: int
    moved_up: tuple[str, str, str] | None = None
    promise_kept: str = ""
    long_unseen: tuple[str, int] | None = None
    important: int = 0
    important_done: int = 0
    incident_closed: str = ""
    key: int = 0
    key_done: int = 0
    news_told: int = 0
    news_told_before: int = 0
    hard_road: str = ""


FEW_KEY_SHOPS = 3
UNSEEN_DAYS = 30


def kind_line(facts: DayFacts, lately: Iterable[str]) -> tuple[KindLine, tuple[str, ...]]:
    """The first line whose condition holds and that was not said lately, with its words; the plain one on bad days."""
    resting = frozenset(lately)
    if facts.done * 2 >= facts.planned:
        for kind, words in _telling(facts):
            if words is not None and kind not in resting:
                return kind, words
    return KindLine.PLAIN, (str(facts.done),)


def _telling(facts: DayFacts) -> Sequence[tuple[KindLine, tuple[str, ...] | None]]:
    """The table of lines in their order; None: the condition does not hold."""
    unseen = facts.long_unseen
    return (
        (KindLine.MOVED_UP, facts.moved_up),
        (KindLine.PROMISE_KEPT, (facts.promise_kept,) if facts.promise_kept else None),
        (KindLine.LONG_UNSEEN, (unseen[0], str(unseen[1])) if unseen and unseen[1] > UNSEEN_DAYS else None),
        (KindLine.MATTERS_DONE, _all(facts.important_done, facts.important, 1)),
        (KindLine.INCIDENT_CLOSED, (facts.incident_closed,) if facts.incident_closed else None),
        (KindLine.KEY_SHOPS, _all(facts.key_done, facts.key, FEW_KEY_SHOPS)),
        (KindLine.NEWS_TOLD, (str(facts.news_told),) if facts.news_told > facts.news_told_before > 0 else None),
        (KindLine.HARD_ROAD, (facts.hard_road,) if facts.hard_road else None),
    )


def _all(done: int, of: int, least: int) -> tuple[str, ...] | None:
    return (str(of),) if of >= least and done == of else None
