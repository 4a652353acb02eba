"""Every screen once at its fullest: names as long as an import takes them, 5,000 characters of words, many of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.broadcasts import BroadcastState, Choice, Chosen, Correction, NewsFace, Room, SenderFace, first_choice
from domain.chat import Kind, Media
from domain.days import DayView, StopLine
from domain.incident_cards import Call, Matters
from domain.incidents import Category, Event, IncidentState
from domain.people import Person, Role
from domain.review_lines import KindLine
from domain.reviews import Asked, Draft, Figures, Left, Matter, MissedLine, NextDay, Option, OutcomeCount, Step
from domain.reviews import ReviewState as Reviewing
from domain.stop_cards import Ask, DayChoice, FollowUpLine, Kept, LoggedLine, Question, Receipt, ShopChoice
from domain.talking import News
from domain.talking.facts import Near, Promise
from domain.visits import AS_PLANNED, CHIPS, Channel, LogState, Missed, Objective, Quantity, StopState
from screens import (
    broadcasts,
    incident_calls,
    incidents,
    review_reading,
    review_words,
    reviews,
    stop_pages,
    stops,
    visits,
)
from screens.screen import Screen
from services.stop_cards import HISTORY
from tests.screens import test_broadcasts as news_samples
from tests.screens import test_incidents as incident_samples
from tests.screens import test_reviews as review_samples
from tests.screens import test_visits as visit_samples

WORDS = "<i>{}&" + "说" * 5000
NAME = "顺意<b>名&{}" + "烟酒" * 14 + "经营部"
WHO = "欧阳<b>&{}" + "娜" * 32
DAY = date(2026, 11, 24)
OTHER_YEAR = date(2027, 1, 5)
DU = Person("M01", WHO, Role.MANAGER, "前川市场部", user_id=11)
CHEN = Person("S01", WHO + "市", Role.SUPERVISOR, "前川市场部", user_id=1)
SHOP = replace(
    visit_samples.SHOP,
    name=NAME,
    owner=WHO,
    address="街" * 200,
    street="村" * 40,
    trade="烟酒店" * 6,
    age=88,
    remark=WORDS,
    cartons=700,
    difficulty=3,
)
STOP = replace(visit_samples.STOP, number=31, moved_to=None)
LINE = StopLine(STOP, SHOP)
LOG = replace(
    visit_samples.LOG,
    words=WORDS,
    outcome="told_questions",
    channel=Channel.CALL_INSTEAD,
    quantities=(Quantity(12345.5, "品规", "display", about=True),) * 3,
    next_day=OTHER_YEAR,
    stop=3,
)
LOGS = tuple(replace(LOG, id=n, day=date(2026, 11, n)) for n in range(HISTORY, 0, -1))


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
    made = [*_cards(), *_receipts(), *_attachments(), *_incidents(), *_reviews(), *_news(), *_sentences()]
    return [Drawing(*called) for called in made]


Called = tuple[Callable[..., Screen | None], str, tuple[Any, ...]]


def _cards() -> Iterator[Called]:
    facts = replace(
        visit_samples.card().facts,
        shop=SHOP,
        manager=WHO,
        news=tuple(News(f"news:{n}", "新" * 60, "做" * 30) for n in range(4)),
        promises=(Promise("1", WORDS), Promise("2", WORDS), Promise("3", WORDS)),
        near=Near(NAME, 350, 5),
        missing_brands=("牌" * 30,),
    )
    stay = {"facts": facts, "shop": SHOP, "manager": DU, "history": LOGS, "previous": visit_samples.SHOP}
    fork = (DayChoice(OTHER_YEAR, 950.0, 25), DayChoice(date(2026, 12, 3), None, 25))
    gone = replace(LINE, stop=replace(STOP, id=4, state=StopState.MISSED, missed=Missed.ERRAND))
    view = DayView(DAY, DU, (LINE, gone))
    full = visit_samples.card(
        **stay, stop=STOP, day=view, choices=fork, closed_times=5, next=replace(LINE, stop=replace(STOP, id=9))
    )
    for goal in Objective:
        again = replace(full, goal=goal, history=tuple(replace(one, outcome=CHIPS[goal][1]) for one in LOGS))
        yield stops.stop_screen, f"about {goal}", (again, DU, "")
        yield stops.stop_screen, f"about {goal} by phone", (again, DU, "phone")
    for page in ("missed", "onsite", "moved:4", "more", "history"):
        yield stops.stop_screen, page, (full, DU, page)
    for state in StopState:
        for missed in Missed:
            settled = replace(STOP, state=state, missed=missed, moved_to=OTHER_YEAR)
            yield stops.stop_screen, f"{state} {missed}", (replace(full, stop=settled), DU, "")
    for outcome in (*(chip for chips in CHIPS.values() for chip in chips), AS_PLANNED):
        for reviewed in (False, True):
            for promised in (False, True):
                later = (FollowUpLine(1, OTHER_YEAR, WORDS), FollowUpLine(2, DAY, WORDS)) if promised else ()
                log = replace(LOG, outcome=outcome, next_day=None, stop=8)
                line = LoggedLine(log, SHOP, 30, "staying", True, later, reviewed)
                after = replace(full, logged=(line,))
                yield stops.stop_screen, f"after {outcome}", (after, DU, f"after:{log.id}")
                undone = replace(line, log=replace(log, state=LogState.UNDONE))
                yield stops.stop_screen, f"undone {outcome}", (replace(full, logged=(undone,)), DU, f"undone:{log.id}")
    looked_up = replace(full, stop=None, history=(replace(LOG, day=DAY), *LOGS))
    for shop in (SHOP, replace(SHOP, closed=True), replace(SHOP, cartons=999, place=None)):
        for reader in (DU, CHEN):
            yield stops.stop_screen, "of a shop", (replace(looked_up, shop=shop), reader, "")
        for inner in stop_pages.INNER_PAGES.values():
            yield inner, "inner", (replace(full, shop=shop),)


def _receipts() -> Iterator[Called]:
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
            for page in ("edit", "day", "channel"):
                yield visits.receipt_screen, page, (Receipt(log, shop, visit_samples.NOW), DU, page)


def _attachments() -> Iterator[Called]:
    choice = ShopChoice(DAY, LINE, (SHOP, SHOP), (LINE,) * 40)
    yield visits.pick_screen, "first", (choice, DU, "")
    yield visits.pick_screen, "all", (choice, DU, "all")
    for kind in Kind:
        for shop in (SHOP, None):
            for takes in (False, True):
                kept = Kept(12345, "M01", "前川市场部", kind.value, 600, "elsewhere", choice, shop, takes)
                yield visits.kept_screen, str(kind), (kept, DU, "")


def _sentences() -> Iterator[Called]:
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
    yield visits.left_today, "", (25, 30, LINE)
    for last in (None, DAY, date(2025, 1, 2)):
        yield visits.last_visit, str(last), (replace(SHOP, last_visit=last), DAY)


def _incidents() -> Iterator[Called]:
    people = {
        code: replace(DU, code=code, role=role) for code, role in (("M01", Role.MANAGER), ("S01", Role.SUPERVISOR))
    }
    people |= {code: replace(DU, code=code, role=Role.INSPECTOR) for code in ("D01", "I01")}
    long = replace(
        incident_samples.CARD,
        shop=SHOP,
        people=people,
        successors=(DU,) * 30,
        choices=(SHOP,) * 3,
        listening=True,
        incident=replace(
            incident_samples.INCIDENT,
            events=(
                Event(incident_samples.at("10:42"), "M01", "reported", WORDS),
                *(Event(incident_samples.at("10:42"), code, "notified") for code in people),
                *(Event(incident_samples.at("10:45"), "M01", "added", WORDS, "photo", "f") for _ in range(30)),
                Event(incident_samples.at("11:00"), "I01", "passed", "leave"),
                Event(incident_samples.at("11:00"), "D01", "escalated", "25", id=9),
            ),
        ),
    )
    unclear = replace(long, incident=replace(long.incident, category=Category.OTHER))
    nowhere = replace(unclear, shop=None, incident=replace(unclear.incident, shop=""))
    taken = Event(incident_samples.at("11:10"), "S01", "taken")
    closed = Event(incident_samples.at("11:50"), "S01", "closed", WORDS)
    cards = [
        long,
        unclear,
        nowhere,
        *(replace(long, incident=replace(long.incident, category=category)) for category in Category),
        incident_samples.now_is(long, taken, state=IncidentState.TAKEN, taken_by="S01"),
        incident_samples.now_is(long, taken, closed, state=IncidentState.CLOSED),
        incident_samples.now_is(long, state=IncidentState.WITHDRAWN),
    ]
    for card in cards:
        what = f"{card.incident.state} {card.incident.category}"
        for reader in (DU, CHEN):
            for page in ("", "ask", "hand", "full0", "full1"):
                yield incidents.incident_screen, f"{what} {page}", (card, reader, page)
        yield incident_calls.group_screen, what, (card, None, "")
        yield incidents.filed, what, (card,)
        for event in (*long.incident.events[-3:], replace(closed, what="asked"), replace(closed, what="answered")):
            yield incident_calls.ring_screen, f"{what} {event.what}", (Call(card, event), CHEN, "")
        for kind, file in ((Kind.PHOTO, "f"), (Kind.VOICE, "f"), (Kind.PLACE, "30.1,114.2")):
            event = Event(incident_samples.at("10:45"), "M01", "added", WORDS, kind.value, file)
            yield incident_calls.evidence_screen, f"{what} {kind}", (Call(card, event), CHEN, "")
    for page in ("", "1", "2"):
        matters = Matters(incident_samples.at("10:42", 30), tuple(cards[-3:-1]) * 25)
        yield incidents.matters_screen, page, (matters, CHEN, page)
    yield incidents.matters_screen, "none", (Matters(incident_samples.at("10:42")), CHEN, "")
    yield incidents.which_shop, "", ([SHOP] * 3,)
    yield incidents.categories, "", (SHOP, DU, "")
    yield incidents.chosen, "", (SHOP,)
    yield incidents.ask_words, "", (WHO,)
    yield incidents.close_words, "", (WHO,)


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


def _reviews() -> Iterator[Called]:
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


def _news() -> Iterator[Called]:
    longest = "<&{}" + "新" * 3590
    people = tuple(
        replace(DU, code=f"M{n:02}", department=f"第{n % 9}" + "市场部" * 12, user_id=n % 2) for n in range(120)
    )
    whom = Choice(people, tuple(Room(-n, f"横店{n}" + "群" * 100, "前川市场部") for n in range(1, 9)))
    correction = Correction(news_samples.SENT_AT + timedelta(days=1), "改" * 250)
    for state in BroadcastState:
        news = replace(news_samples.SENT, words=longest, state=state, corrections=(correction,), waiting=("M01",) * 99)
        for read in (None, news_samples.SENT_AT):
            for own in (False, True):
                face = NewsFace(news, WHO, own, read, (0, 12345))
                yield broadcasts.news_screen, str(state), (face, DU, "")
                yield broadcasts.news_screen, f"{state} in a group", (face, None, "1")
                yield broadcasts.reminder_screen, str(state), (face, DU, "")
        for chosen in (first_choice(whom), Chosen()):
            card = SenderFace(news, whom, chosen, 60, 120, people, 12345, 999)
            for page in ("", "places.1", "people.0", "people.7", "unread", "withdraw"):
                yield broadcasts.card_screen, f"{state} {page}", (card, CHEN, page)
    picture = replace(news_samples.SENT, media=Media(Kind.PHOTO, "f"))
    yield broadcasts.media_screen, "", (NewsFace(picture, WHO), DU, "")
    for question in ("broadcast_words", "media", "broadcast_correction", ""):
        yield broadcasts.question_screen, question, (question, CHEN, "")
    yield broadcasts.too_long, "", (WORDS,)
