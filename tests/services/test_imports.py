"""Verbs of importing on both databases: quotas, versions of a preview, pieces, proposals of segments."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.chat import Kind, Media, Place
from domain.district_layout import SHOP_HEADER, SHOPS_SHEET, shop_row
from domain.imports import ImportState, WrongState
from domain.people import Person, Role
from domain.proposals import Proposal, ProposalState
from domain.quotas import Limited
from domain.shops import Segment, Shop
from domain.workbooks import Limit, Sheet, UnreadableWorkbook, WorkbookProblem
from services import districts, imports, quotas, segments
from services import people as people_verbs
from storage import files, people, proposals, shops
from storage import imports as kept
from storage.database import Database, Tx
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
HE = Person("A01", "何静", Role.ADMIN)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部")
OTHER = Person("S02", "别市场", Role.SUPERVISOR, "横店市场部")
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01")
SMALL = Shop(
    "1", "小店", "M01", "前川市场部", place=Place(30.88, 114.37), cartons=20, skus=10, display=2, willingness=2
)
FILE = Media(Kind.DOCUMENT, "BQAC", 0, "a.xlsx", 100)


@pytest.fixture
def db(empty: Database) -> Database:
    def fill(tx: Tx) -> None:
        for person in (HE, CHEN, OTHER, DU):
            people.put(tx, person)
        shops.add(tx, [SMALL])

    empty.write(fill).result()
    return empty


def sheets(*listed: Shop) -> list[Sheet]:
    rows: list[tuple[int, list[object]]] = [(1, [*SHOP_HEADER])]
    for number, shop in enumerate(listed, 2):
        rows.append((number, [*shop_row(shop, "")]))
    return [Sheet(SHOPS_SHEET, rows)]


def received(db: Database, file: Media = FILE) -> int:
    number = db.write(imports.receive, HE, file, NOW).result().value
    assert isinstance(number, int)
    return number


def sent(db: Database, *listed: Shop) -> int:
    """A file that has got as far as its preview."""
    number = received(db)
    db.write(imports.fetched, number, sheets(*listed), NOW).result()
    report = imports.report_of(read(db, number))
    db.write(imports.checked, number, 2, report, NOW).result()
    return number


def read(db: Database, number: int) -> imports.Rows:
    rows = db.read(imports.rows_of, number, NOW)
    assert rows is not None
    return rows


def state(db: Database, number: int) -> ImportState:
    found = db.read(kept.find, number)
    assert found is not None
    return found.state


def taken(db: Database, number: int) -> int:
    """Pieces until nothing differs any more."""
    for pieces in range(50):
        file = db.read(kept.find, number)
        assert file is not None
        if file.state is not ImportState.ACCEPTED:
            return pieces
        piece = imports.pieces_of(imports.intake_of(read(db, number)))[0]
        db.write(imports.take_piece, number, file.version, piece, NOW).result()
    raise AssertionError("it never ends")


def test_a_preview_is_accepted_in_the_version_that_was_seen(db: Database) -> None:
    number = sent(db, replace(SMALL, name="新名"))
    assert db.write(imports.accept, number, 2).result() is None
    assert db.write(imports.shift, number, 3).result() is not None
    assert db.write(imports.accept, number, 3).result() is None
    db.write(imports.checked, number, 4, imports.report_of(read(db, number)), NOW).result()
    assert db.write(imports.accept, number, 5).result() is not None
    assert db.write(imports.accept, number, 5).result() is None
    assert state(db, number) is ImportState.ACCEPTED


def test_pieces_are_taken_until_nothing_differs(db: Database) -> None:
    many = [replace(SMALL, code=f"{n:04}", name=f"店{n}", cartons=n) for n in range(250)]
    number = sent(db, *many)
    db.write(imports.accept, number, 3).result()
    assert taken(db, number) == 4  # three of shops, one that finds nothing left
    assert len(db.read(shops.every)) == 251
    file = db.read(kept.find, number)
    assert file is not None
    assert (file.state, file.touched) == (ImportState.PLANNING, ("M01",))
    db.write(imports.planned, number, "M01").result()
    done = db.write(imports.taken, number, file.version + 1, ("3 行.xlsx", b"book"), NOW).result()
    assert done is not None
    assert [(one.to, one.object) for one in done.notices] == [("A01", f"rejects:{number}")]
    assert db.read(kept.sheets, number) == []
    card = db.read(imports.rejects_card, str(number), HE, NOW)
    assert card is not None
    stored = db.read(files.find, card.report.rejects)
    assert stored == files.StoredFile("3 行.xlsx", b"book")
    db.write(files.prune, NOW + timedelta(days=1)).result()
    assert db.read(files.find, card.report.rejects) is None


def test_the_same_piece_is_never_taken_twice(db: Database) -> None:
    number = sent(db, replace(SMALL, code="2"))
    db.write(imports.accept, number, 3).result()
    piece, *_marks = imports.pieces_of(imports.intake_of(read(db, number)))
    assert db.write(imports.take_piece, number, 4, piece, NOW).result() is not None
    assert db.write(imports.take_piece, number, 4, piece, NOW).result() is None


def test_a_file_with_nothing_usable_is_not_accepted(db: Database) -> None:
    number = sent(db, replace(SMALL, manager="X"))
    assert db.write(imports.accept, number, 3).result() is None


def test_what_can_not_be_read_is_told_and_over(db: Database) -> None:
    number = received(db)
    error = UnreadableWorkbook(WorkbookProblem.TOO_LARGE, limit=Limit.MEMORY)
    db.write(imports.fetched, number, error, NOW).result()
    file = db.read(kept.find, number)
    assert file is not None
    assert (file.state, file.report.limit) == (ImportState.UNREADABLE, Limit.MEMORY)
    assert db.write(imports.fetched, number, sheets(SMALL), NOW).result() is None
    large = received(db, replace(FILE, size=21 * 1024 * 1024))
    assert state(db, large) is ImportState.UNREADABLE


def test_a_file_in_the_middle_of_being_taken_can_not_be_replaced(db: Database) -> None:
    number = sent(db, replace(SMALL, name="新名"))
    db.write(imports.accept, number, 3).result()
    later = sent(db, replace(SMALL, name="更新"))
    assert (state(db, number), state(db, later)) == (ImportState.ACCEPTED, ImportState.READY)
    with pytest.raises(WrongState):
        db.write(imports._end, db.read(kept.find, number), ImportState.DROPPED, NOW).result()


def test_files_that_are_not_got_or_not_answered_are_over_after_a_while(db: Database) -> None:
    waiting = received(db)
    assert db.read(imports.expired, NOW + timedelta(minutes=9)) == []
    assert [one.id for one in db.read(imports.expired, NOW + timedelta(minutes=11))] == [waiting]
    assert db.write(imports.expire, waiting, NOW + timedelta(minutes=9)).result() is None
    assert db.write(imports.expire, waiting, NOW + timedelta(minutes=11)).result() is not None
    assert state(db, waiting) is ImportState.EXPIRED


def test_one_that_gets_stuck_makes_way_for_the_next(db: Database) -> None:
    number = sent(db, replace(SMALL, name="新名"))
    db.write(imports.accept, number, 3).result()
    assert db.read(imports.expired, NOW + timedelta(hours=24, minutes=30)) == []
    assert db.write(imports.expire, number, NOW + timedelta(hours=26)).result() is not None
    assert state(db, number) is ImportState.STUCK
    assert db.read(imports.in_state, ImportState.ACCEPTED) == []


def test_too_many_files_or_invitations_are_refused_until_one_is_free(db: Database) -> None:
    for minute in range(3):
        db.write(imports.receive, HE, FILE, NOW + timedelta(minutes=minute)).result()
    free = db.write(imports.receive, HE, FILE, NOW + timedelta(minutes=5)).result().value
    assert free == NOW + timedelta(hours=1)
    assert isinstance(db.write(imports.receive, HE, FILE, free).result().value, int)
    for _invitation in range(20):
        assert not isinstance(db.write(people_verbs.propose, HE, DU, NOW).result().value, datetime)
    assert db.write(people_verbs.propose, HE, DU, NOW).result().value == NOW + timedelta(days=1)
    assert db.write(quotas.spend, "A02", Limited.INVITE, NOW).result() is None


GROWN = replace(SMALL, cartons=700, skus=40, display=5, willingness=5)


def listed(db: Database, reader: Person) -> tuple[Proposal, ...]:
    """What a person may decide."""
    found = db.read(segments.load, reader.code, reader, NOW)
    assert found is not None
    return found.open


def test_a_segment_is_proposed_once_and_changed_when_somebody_agrees(db: Database) -> None:
    db.write(districts.take_shops, [GROWN], NOW).result()
    db.write(districts.take_shops, [replace(GROWN, cartons=720)], NOW).result()
    (one,) = listed(db, CHEN)
    assert (one.was, one.becomes, one.cartons_was) == (Segment.WATCH, Segment.DEVELOP, 700)
    assert db.read(shops.every)[0].segment is Segment.WATCH
    assert (listed(db, OTHER), listed(db, HE)) == ((), (one,))
    done = db.write(segments.decide, CHEN, one.id, ProposalState.AGREED, NOW).result()
    assert done is not None
    assert f"shop:{SMALL.code}" in done.changed
    assert db.write(segments.decide, HE, one.id, ProposalState.DECLINED, NOW).result() is None
    assert db.read(shops.every)[0].segment is Segment.DEVELOP


def test_what_was_declined_comes_back_with_the_next_months_figures_only(db: Database) -> None:
    db.write(districts.take_shops, [GROWN], NOW).result()
    (one,) = db.read(proposals.every_open)
    db.write(segments.decide, HE, one.id, ProposalState.DECLINED, NOW).result()
    db.write(districts.take_shops, [replace(GROWN, cartons=710)], NOW + timedelta(days=2)).result()
    assert db.read(proposals.every_open) == []
    db.write(districts.take_shops, [replace(GROWN, cartons=720)], NOW + timedelta(days=30)).result()
    assert len(db.read(proposals.every_open)) == 1


def test_figures_that_go_back_void_what_was_proposed_and_closed_shops_are_left_alone(db: Database) -> None:
    db.write(districts.take_shops, [GROWN], NOW).result()
    db.write(districts.take_shops, [SMALL], NOW).result()
    assert db.read(proposals.every_open) == []
    db.write(shops.set_closed, SMALL.code, True).result()
    db.write(districts.take_shops, [GROWN], NOW).result()
    assert db.read(proposals.every_open) == []


def test_agreeing_to_all_takes_only_what_was_on_the_list(db: Database) -> None:
    db.write(shops.add, [replace(SMALL, code="2")]).result()
    db.write(districts.take_shops, [GROWN], NOW).result()
    (seen,) = db.read(proposals.every_open)
    db.write(districts.take_shops, [replace(GROWN, code="2")], NOW).result()
    assert db.write(segments.agree_all, OTHER, seen.id, NOW).result().value == 0
    assert db.write(segments.agree_all, CHEN, seen.id, NOW).result().value == 1
    assert [shop.segment for shop in db.read(shops.every)] == [Segment.DEVELOP, Segment.WATCH]
