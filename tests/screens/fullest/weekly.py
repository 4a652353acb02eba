"""The week: reports at each stage, digests and one's own figures, with everything in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.digests import Digest, NewsReach, OpenOne
from domain.incidents import Category, Incident, IncidentState
from domain.reviews import ReviewState
from domain.shops import Segment
from domain.stats import DayStat, DrawnWeek, SegmentStat, WeekStats
from domain.visits import CHIPS, Missed, StopState
from domain.weekly import Line, LineKind, Part, Record, Report, TeamWeek, WeeklyState, WeeklyView
from screens import digests, stats, weekly
from tests.screens.fullest.samples import CHEN, DU, NAME, WHO, WORDS, Called
from tests.screens.test_reviews import ZONE

MONDAY = date(2026, 11, 23)


def at(hour: int) -> datetime:
    return datetime(2026, 11, 30, hour, tzinfo=ZONE)


INCIDENT = Incident(
    5, Category.OUT_OF_STOCK, "M01", "前川市场部", "C1", IncidentState.OPEN, at(0) - timedelta(days=9), at(9), 0, None
)
FIGURES: dict[LineKind, dict[str, Any]] = {
    LineKind.AWAY: {"days": 3},
    LineKind.NOTHING: {"planned": 140},
    LineKind.VISITED: {"planned": 140, "visited": 138, "calls": 20, "unplanned": 12},
    LineKind.SEGMENTS: {"counts": [[one.value, 40, 40] for one in Segment]},
    LineKind.OUTCOMES: {"counts": [[goal.value, chip, 40] for goal, chips in CHIPS.items() for chip in chips]},
    LineKind.NEWS: {"shops": 140},
    LineKind.INCIDENTS: {"n": 12, "closed": 8, "open": 4, "longest_minutes": 9000},
    LineKind.MISSED: {"n": 40, "reasons": [[reason.value, 5] for reason in Missed]},
    LineKind.REVIEWED: {"confirmed": 4, "by_itself": 2},
    LineKind.AHEAD: {"shown": [[NAME, WORDS, "2026-12-01"]] * 5, "more": 9},
}
RECORDS = [
    *(Record(f"log:{n}", at=at(10), day=MONDAY, shop=NAME, key="told_questions", words=WORDS) for n in range(40)),
    *(Record(f"stop:{n}", day=MONDAY, shop=NAME, key=one.value) for n, one in enumerate((*Missed, *StopState))),
    *(Record(f"incident:{n}", at=at(9), shop=NAME, key=one.value, words=WORDS) for n, one in enumerate(Category)),
    *(Record(f"review:{n}", day=MONDAY, key=one.value) for n, one in enumerate(ReviewState)),
    Record("follow:1", day=MONDAY, shop=NAME, words=WORDS),
    Record("leave:1", key="5"),
]
SOURCES = tuple(one.name for one in RECORDS)
DRAFT = Report(
    1,
    "M01",
    "前川市场部",
    MONDAY,
    WeeklyState.DRAFT,
    tuple(Line(kind, FIGURES[kind], SOURCES[n:] + SOURCES[:n]) for n, kind in enumerate(LineKind)),
    {part.value: WORDS for part in Part},
    made_at=at(8),
)
SIGNED = replace(DRAFT, state=WeeklyState.SIGNED, signed_at=at(9))
READ = replace(
    SIGNED,
    state=WeeklyState.DELIVERED,
    docx="stored:1",
    pdf="stored:2",
    read_by="S01",
    read_at=at(10),
    reply=WORDS,
    answered_by=WHO,
)
VIEW = WeeklyView(DRAFT, WHO, date(2026, 11, 28), date(2026, 11, 30), WHO, WHO, {one.name: one for one in RECORDS})
WEEK = WeekStats(
    "M01",
    "前川市场部",
    MONDAY,
    date(2026, 12, 7),
    tuple(DayStat(MONDAY + timedelta(days=n), 27, 27, 9, n == 5) for n in range(7)),
    tuple(SegmentStat(one.value, 40, 40) for one in Segment),
    140,
    140,
    20,
    12,
    140,
    12,
)


def weekly_drawn() -> Iterator[Called]:
    for what, report in (("draft", DRAFT), ("signed", SIGNED), ("read", READ)):
        view = replace(VIEW, report=report)
        for page in ("", weekly.REMIND, weekly.SOURCES):
            yield weekly.weekly_screen, f"{what} {page}", (view, DU, page)
            yield weekly.read_screen, f"{what} {page}", (view, CHEN, page)
        yield weekly.weekly_screen, f"{what}, nobody above", (replace(view, chief="", reader=""), DU, "")
        yield weekly.sources_screen, what, (view,)
    read = replace(VIEW, report=READ)
    yield weekly.reply_screen, "", (read, DU, "")
    yield weekly.docx_screen, "", (read, CHEN, "")
    yield weekly.docx_screen, "no longer kept", (replace(read, kept=False), CHEN, "")
    yield weekly.pdf_screen, "", (read, CHEN, "")
    for part in Part:
        yield weekly.ask_screen, str(part), (part,)
    yield weekly.too_long, "", (4096,)
    yield weekly.changed_screen, "", ()
    yield weekly.no_report, "", ()
    yield weekly.answer_question, "", (WHO,)
    for many in (0, 1, 25):
        team = TeamWeek(MONDAY, date(2026, 11, 28), ((DU, None), (CHEN, DRAFT), (DU, READ)) * many)
        yield weekly.team_screen, str(many), (team,)
    yield stats.stats_screen, "", (WEEK, DU, "")
    yield stats.stats_screen, "empty", (replace(WEEK, days=(), segments=()), DU, "")
    yield stats.picture_screen, "", (DrawnWeek(WEEK, "stored:1"), DU, "")
    digest = Digest("S01", "前川市场部", MONDAY, at(8))
    yield digests.digest_screen, "nothing", (digest, CHEN, "")
    full = replace(
        digest,
        managers=20,
        planned=500,
        done=380,
        missed=tuple((reason.value, 20) for reason in Missed),
        reported=9,
        closed=4,
        open=tuple(OpenOne(INCIDENT, NAME, WHO) for _ in range(9)),
        news=NewsReach(60, 97, 3),
        confirmed=9,
        by_itself=9,
        away=(WHO,) * 9,
        segments=40,
        unread=19,
    )
    yield digests.digest_screen, "full", (full, CHEN, "")
    yield digests.nobody, "", ()
