"""Receipts with every question, what was sent beside, short answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.chat import Kind, Media
from domain.corrections import Correcting, Taught
from domain.hearings import HearingState
from domain.incidents import Category
from domain.people import Role
from domain.stop_cards import Ask, Kept, Question, Receipt, ShopChoice
from domain.understanding.aliases import Alias
from domain.understanding.questions import Period
from domain.unvisited import Missing, Unvisited
from domain.visits import AS_PLANNED, CHIPS, LogState, Objective
from screens import answers, corrections, incidents, reviews, visits, voices
from tests.screens import test_visits as visit_samples
from tests.screens.fullest.samples import (
    DAY,
    DU,
    LINE,
    LOG,
    OTHER_YEAR,
    SHOP,
    STOP,
    WORDS,
    Called,
)

OUTCOMES = (*CHIPS[Objective.NEWS], AS_PLANNED)


def receipts_drawn() -> Iterator[Called]:
    days = (date(2026, 11, 25), OTHER_YEAR)
    like = replace(SHOP, code="B7")
    shops = {"A3": SHOP, "B7": like}
    asks = [
        *(Ask(what, ("A3", "B7"), days, "2026-11-31") for what in Question if what is not Question.ALARM),
        *(Ask(Question.ALARM, words=category.value) for category in Category),
        Ask(Question.EDITED, words="出样 12346 个品规"),
        Ask(Question.DAY),
        Ask(Question.SHOP),
    ]
    logs = [replace(LOG, unplanned=True), *(replace(LOG, state=state) for state in LogState)]
    for shop in (SHOP, None):
        for log in logs:
            for ask in (None, *asks):
                asked = (ask,) if ask else ()
                receipt = Receipt(log, shop, visit_samples.NOW, asked, shops, {"A3": 31}, DU, STOP)
                yield visits.receipt_screen, f"{ask.what if ask else ''}", (receipt, DU, "")
            for page in ("outcome", "shop", "0"):
                correcting = Correcting(
                    Receipt(log, shop, visit_samples.NOW), (SHOP, like) * 2, OUTCOMES, {"A3": 31}, missable=True
                )
                yield corrections.correct_screen, page, (correcting, DU, page)
            for page in ("edit", "day", "channel"):
                yield visits.receipt_screen, page, (Receipt(log, shop, visit_samples.NOW), DU, page)


def names_drawn() -> Iterator[Called]:
    aliases = tuple(Alias(10**9 + n, "M01", "<胖&" * 4, "A3") for n in range(30))
    for known in ({"A3": SHOP}, {}):
        for learned in (aliases, aliases[:1], ()):
            yield corrections.names_screen, f"{len(learned)}", (Taught("M01", learned, known), DU, "")


def attachments_drawn() -> Iterator[Called]:
    choice = ShopChoice(DAY, LINE, (SHOP, SHOP), (LINE,) * 40)
    yield visits.pick_screen, "first", (choice, DU, "")
    yield visits.pick_screen, "all", (choice, DU, "all")
    for kind in Kind:
        for shop in (SHOP, None):
            for takes in (False, True):
                kept = Kept(12345, "M01", "前川市场部", kind.value, 600, "elsewhere", choice, shop, takes)
                yield visits.kept_screen, str(kind), (kept, DU, "")


def voices_drawn() -> Iterator[Called]:
    choice = ShopChoice(DAY, LINE, (SHOP, SHOP), (LINE,) * 40)
    for state in HearingState:
        for shop in (SHOP, None):
            kept = Kept(10**9, "M01", "前川市场部", "voice", 600, "", choice, shop, hearing=state, heard=WORDS)
            yield visits.kept_screen, f"voice {state}", (kept, DU, "")
            yield voices.spoken_screen, f"voice {state}", (kept,)
    yield voices.voice_screen, "", (visit_samples.NOW, Media(Kind.VOICE, "file", 600))


def sentences_drawn() -> Iterator[Called]:
    for plain in (
        visits.say_it,
        visits.which_shop,
        visits.which_day,
        visits.how_many,
        visits.why_words,
        visits.correct_words,
        visits.not_readable,
        visits.long_kept,
        incidents.not_reported,
        incidents.still_a_sentence,
        incidents.what_is_missing,
        reviews.no_review,
    ):
        yield plain, "", ()
    for role in Role:
        yield visits.role_hint, str(role), (replace(DU, role=role),)
    yield visits.no_shop, "", (WORDS, [SHOP] * 3)
    yield answers.left_today, "", (25, 5, 30, LINE)
    for last in (None, DAY, date(2025, 1, 2)):
        yield answers.last_visits, str(last), ([replace(SHOP, last_visit=last)] * 3, DAY)
    many = (Missing(SHOP, replace(STOP, day=OTHER_YEAR)),) * 150
    for period in Period:
        for missed, ahead in ((many, many), (many[:1], ()), ((), many[:1]), ((), ())):
            yield answers.unvisited, f"{period} {len(missed)}", (Unvisited(period, DAY, 200, missed, ahead),)
        yield answers.unvisited, f"{period} none", (Unvisited(period, DAY, 0),)
