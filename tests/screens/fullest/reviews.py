"""Reviews at every step, with everything missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.chat import Kind, Media
from domain.days import StopLine
from domain.review_lines import KindLine
from domain.reviews import Asked, Draft, Figures, Left, Matter, MissedLine, NextDay, Option, OutcomeCount, Step
from domain.reviews import ReviewState as Reviewing
from domain.visits import CHIPS, Missed
from screens import review_reading, review_words, reviews
from tests.screens import test_reviews as review_samples
from tests.screens.fullest.samples import (
    CHEN,
    DAY,
    DU,
    NAME,
    OTHER_YEAR,
    SHOP,
    WHO,
    WORDS,
    Called,
)

FIGURES = replace(
    review_samples.FIGURES,
    missed=tuple(MissedLine(n, NAME, WHO, "other", WORDS, "2027-01-05") for n in range(20)),
    outcomes=tuple(OutcomeCount(goal.value, chip, 25) for goal, chips in CHIPS.items() for chip in chips),
    incidents=tuple(replace(review_samples.FIGURES.incidents[0], shop=NAME, who=WHO) for _ in range(6)),
)
HEARD = replace(
    review_samples.CONFIRMED,
    figures=FIGURES,
    words=WORDS,
    reply=WORDS,
    read_by="S01",
    read_at=review_samples.at(18, 5),
    draft=Draft(matters={1: "none"}, voices=(("f", 3),) * 5),
)


def reviews_drawn() -> Iterator[Called]:
    shop = replace(SHOP, segment=review_samples.SHOP.segment, key=True, last_visit=date(2025, 1, 1))
    line = StopLine(review_samples.LINE.stop, shop)
    asked = Asked(line, 10, 20, "", (Option(OTHER_YEAR, 950.0, 25), Option(date(2026, 12, 3), 5000.0, 25)), 20)
    view = replace(
        review_samples.VIEW,
        manager=WHO,
        reader=WHO,
        figures=FIGURES,
        left=Left(20, 20, 20),
        asked=asked,
        matters=tuple(Matter(n, NAME, WORDS, True, OTHER_YEAR) for n in range(1, 30)),
        incidents=FIGURES.incidents,
        tomorrow=NextDay(OTHER_YEAR, (line,) * 60, tuple((NAME, WORDS) for _ in range(9))),
        days=(date(2026, 11, 25), date(2026, 12, 3), OTHER_YEAR),
        snoozes=(15, 30, 60),
        earlier=replace(HEARD, state=Reviewing.CLOSED, by_itself=True),
        before_evening=True,
    )
    for step in Step:
        at = replace(view, review=replace(HEARD, state=Reviewing.UNDER_WAY, step=step))
        for page in ("", "remind", "say", "list", "m3", "change"):
            yield reviews.review_screen, f"{step} {page}", (at, DU, page)
    for reason in Missed:
        at = replace(
            view,
            asked=replace(asked, reason=reason.value),
            review=replace(HEARD, state=Reviewing.UNDER_WAY, step=Step.MISSED),
        )
        yield reviews.review_screen, f"where {reason}", (at, DU, "")
    for review in (
        HEARD,
        replace(HEARD, state=Reviewing.CLOSED, by_itself=True),
        replace(HEARD, state=Reviewing.PUT_OFF),
    ):
        yield reviews.review_screen, str(review.state), (replace(view, review=review), DU, "")
        for reader in (DU, CHEN):
            yield review_reading.read_screen, str(review.state), (replace(view, review=review), reader, "")
    yield review_reading.reply_screen, "", (replace(view, review=HEARD), DU, "")
    yield review_reading.answer_question, "", (WHO,)
    yield review_reading.voice_screen, "", (WHO, DAY, Media(Kind.VOICE, "f"))
    for many in (0, 2, 60):
        yield review_reading.team_screen, str(many), ([(DU, HEARD), (CHEN, None)] * many, DAY)
    for kind, words in review_samples.KIND_WORDS.items():
        said = words if kind is KindLine.MOVED_UP else tuple(word if word.isdigit() else NAME for word in words)
        figures = replace(FIGURES, kind=kind.value, kind_words=said, next_day="2026-12-08")
        yield review_words.kind_screen, str(kind), (replace(HEARD, figures=figures),)
    yield review_words.kind_screen, "nothing", (replace(HEARD, figures=Figures()),)
