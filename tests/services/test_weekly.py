"""The verbs of reports and digests on both databases: due, drafted once, signed once, delivered once, read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from domain.office import Office
from domain.people import Action, Person, Role, allow
from domain.shops import Segment, Shop
from domain.visits import Channel, Objective, Reason, StopState
from domain.weekly import WORDS_MOST, Part, Report, WeeklyState
from services import digests, stats, weekly
from services import weekly_delivery as delivery
from storage import dialogs, files, people, plans, shops, visits
from storage import weekly as kept
from storage.database import Database, Tx
from storage.plans import Day, NewStop
from storage.visits import NewLog
from tests.scenario.running import ZONE

DAY, MONDAY, WEEK = date(2026, 11, 24), date(2026, 11, 30), date(2026, 11, 23)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川", "S01", user_id=101)
MAO = Person("M02", "毛强秀", Role.MANAGER, "前川", "S01", user_id=102)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川", user_id=201)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


@pytest.fixture
def db(empty_url: str) -> Iterator[Database]:
    """Two managers; one visited a shop on Tuesday and missed another."""

    def fill(tx: Tx) -> None:
        for person in (DU, MAO, CHEN):
            people.put(tx, person)
            people.join(tx, person.code, person.user_id, "zh_CN", at(7, day=DAY))
        shops.add(tx, [Shop(f"C{n}", f"百货{n}", "M01", "前川", segment=Segment.GUIDE) for n in (1, 2)])
        new = [
            NewStop("M01", "前川", DAY, f"C{n}", Channel.ONSITE, Reason("weekly", 7), Objective.ORDERING, n, n)
            for n in (1, 2)
        ]
        first, second = plans.add(tx, new)
        plans.put_day(tx, Day("M01", DAY, at(7, 30, DAY), 5, "fixed"))
        plans.set_state(tx, first, StopState.DONE)
        plans.set_state(tx, second, StopState.MISSED, "road")
        visits.add_log(
            tx, NewLog("M01", "前川", "C1", DAY, at(10, day=DAY), Channel.ONSITE, "ordering", "will_try", stop=first)
        )

    opened = Database(empty_url, Office(zone=ZONE))
    opened.write(fill).result()
    yield opened
    opened.close()


def drafted(db: Database) -> Report:
    done = db.write(weekly.write_draft, "M01", WEEK, at(8)).result()
    assert done is not None
    return done.value


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(7, 59), []),
        (at(8), [("M01", WEEK)]),
        (at(16, 59), [("M01", WEEK)]),
        (at(17), []),
        (at(9, day=date(2026, 12, 5)), []),
        (at(9, day=date(2026, 12, 7)), [("M01", WEEK)]),
        (at(9, day=date(2026, 12, 14)), []),
    ],
    ids=["before eight", "eight", "afternoon", "evening", "Saturday", "a week later", "too old"],
)
def test_a_draft_is_due_in_the_day_for_who_has_records(
    db: Database, moment: datetime, due: list[tuple[str, date]]
) -> None:
    assert db.read(weekly.due_drafts, moment) == due


def test_on_leave_nothing_is_due(db: Database) -> None:
    db.write(plans.add_leave, "M01", MONDAY, MONDAY, "M01").result()
    assert db.read(weekly.due_drafts, at(9)) == []
    assert db.read(weekly.due_drafts, at(9, day=date(2026, 12, 1))) == [("M01", WEEK)]


def test_a_week_is_drafted_once(db: Database) -> None:
    report = drafted(db)
    assert (report.state, report.week) == (WeeklyState.DRAFT, WEEK)
    assert db.read(weekly.due_drafts, at(9)) == []
    assert db.write(weekly.write_draft, "M01", WEEK, at(9)).result() is None
    assert db.write(weekly.write_draft, "M02", WEEK, at(9)).result() is None


def test_it_is_signed_delivered_and_read_once(db: Database) -> None:
    number = drafted(db).id

    def found(tx: Tx) -> Report:
        report = kept.by_id(tx, number)
        assert report is not None
        return report

    def sign(tx: Tx) -> bool:
        done = weekly.sign(tx, DU, found(tx), at(9))
        return done is not None and done.value.signed

    assert db.write(sign).result()
    assert not db.write(sign).result()
    assert [one.id for one in db.read(delivery.due_documents, at(9))] == [number]
    assert db.read(delivery.due_documents, at(22)) == []
    docx, pdf = ("a.docx", b"word"), ("a.pdf", b"pdf")
    done = db.write(delivery.deliver, number, docx, pdf, at(9)).result()
    assert done is not None
    assert [(one.to, one.view) for one in done.notices] == [
        ("S01", "weekly_read"),
        ("S01", "weekly_docx"),
        ("S01", "weekly_pdf"),
    ]
    assert db.write(delivery.deliver, number, docx, pdf, at(9)).result() is None
    sent = db.read(lambda tx: files.find(tx, found(tx).docx))
    assert sent is not None
    assert (sent.name, sent.content) == docx
    db.write(lambda tx: delivery.see(tx, CHEN, found(tx), at(10))).result()
    db.write(lambda tx: delivery.see(tx, CHEN, found(tx), at(11))).result()
    assert db.read(found).read_at == at(10)


def test_without_anybody_above_the_documents_wait(db: Database) -> None:
    number = drafted(db).id

    def sign(tx: Tx) -> None:
        report = kept.by_id(tx, number)
        assert report is not None
        weekly.sign(tx, DU, report, at(9))
        people.put(tx, Person("S01", "陈市场", Role.ADMIN, "前川", user_id=201))

    db.write(sign).result()
    assert db.read(delivery.due_documents, at(9)) == []


def test_additions_are_kept_replaced_and_bounded(db: Database) -> None:
    number = drafted(db).id

    def add(tx: Tx, words: str) -> None:
        report = kept.by_id(tx, number)
        assert report is not None
        assert weekly.ask_words(tx, DU, report, Part.MARKET, at(9))
        weekly.add_words(tx, DU, report, Part.MARKET, words)

    db.write(add, " 先这样 ").result()
    db.write(add, "改一下").result()
    with pytest.raises(weekly.TooLong):
        db.write(add, "长" * (WORDS_MOST + 1)).result()
    report = db.read(kept.by_id, number)
    assert report is not None
    assert report.said == {"market": "改一下"}
    assert db.read(dialogs.current, "M01", at(9, 1)) is None


def test_a_report_is_its_managers_and_its_departments(db: Database) -> None:
    report = drafted(db)
    other = Person("S02", "别市场", Role.SUPERVISOR, "横店")
    assert allow(DU, Action.WEEKLY, report)
    assert not allow(MAO, Action.WEEKLY, report)
    assert not allow(CHEN, Action.WEEKLY, report)
    assert allow(CHEN, Action.SEE_WEEKLY, report)
    assert not allow(other, Action.SEE_WEEKLY, report)


@pytest.mark.parametrize(
    ("moment", "due"),
    [(at(7, 59), []), (at(8), ["S01"]), (at(9, day=date(2026, 11, 28)), [])],
    ids=["early", "eight", "Saturday"],
)
def test_the_digest_is_due_at_eight_of_a_working_day(db: Database, moment: datetime, due: list[str]) -> None:
    assert db.read(digests.due_digests, moment) == due


def test_the_digest_counts_the_working_day_before(db: Database) -> None:
    found = db.read(digests.load, "S01@2026-11-24", CHEN, at(8, day=date(2026, 11, 25)))
    assert found is not None
    assert (found.done, found.planned, found.missed) == (1, 2, (("road", 1),))
    assert db.read(digests.digest_object, "S01", at(8)) == "digest:S01@2026-11-27"
    assert db.read(digests.load, "nobody", CHEN, at(8)) is None


def test_ones_own_week_counts_by_day_and_segment(db: Database) -> None:
    found = db.read(stats.load, "M01@2026-11-26", DU, at(12, day=date(2026, 11, 26)))
    assert found is not None
    assert [(one.visited, one.planned) for one in found.days] == [(0, 0), (1, 2), (0, 0), (0, 0), (0, 0)]
    assert [(one.segment, one.visited, one.planned) for one in found.segments] == [("guide", 1, 2)]
    assert db.read(stats.load, "M01@never", DU, at(8)) is None


def test_a_picture_is_drawn_once(db: Database) -> None:
    found = db.read(stats.load, "M01@2026-11-24", DU, at(12, day=DAY))
    assert found is not None
    db.write(stats.ask_picture, found, at(12, day=DAY)).result()
    (waiting,) = db.read(stats.due_pictures)
    assert db.read(stats.to_draw, waiting.id, at(12, day=DAY)) is not None
    done = db.write(stats.drawn, waiting.id, "a.png", b"png", at(12, day=DAY)).result()
    assert done is not None
    assert [(one.to, one.object) for one in done.notices] == [("M01", f"picture:{waiting.id}")]
    assert db.write(stats.drawn, waiting.id, "a.png", b"png", at(12, day=DAY)).result() is None
    assert db.read(stats.due_pictures) == []
