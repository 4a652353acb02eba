"""`import`: what went in is counted, every bad row is named, nothing is doubled, and the plan is there at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.importing import run_import
from domain.chat import Place
from domain.district_layout import PEOPLE_SHEET, PERSON_HEADER, SHOP_HEADER, SHOPS_SHEET, person_row, shop_row
from domain.office import Office
from domain.people import Person, Role
from domain.shops import Shop
from domain.visits import Channel, Objective, Reason, Stop
from services import districts
from storage import people, plans, shops, visits
from storage.database import Database, Tx
from storage.migrations import upgrade
from storage.plans import NewStop
from storage.workbooks import write_sheets
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)
TODAY, TOMORROW, LATER = NOW.date(), NOW.date() + timedelta(days=1), NOW.date() + timedelta(days=20)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部")
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01")
MAO = Person("M02", "毛强秀", Role.MANAGER, "前川市场部", "S01")
STAFF = (CHEN, DU, MAO)
NAMES = {person.code: person.name for person in STAFF}
SHOPS = (
    Shop("A1", "晨曦烟酒", "M01", phone="13800001234", place=Place(30.88, 114.37), cartons=500, skus=30, display=5),
    Shop("A2", "友谊小卖部", "M01", place=Place(30.89, 114.37), cartons=20, skus=10, display=2),
    Shop("B1", "金桥批发部", "M02", place=Place(30.87, 114.38), cartons=90, skus=20, display=3),
)
Row = Sequence[object]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'x.db'}", Office(zone=ZONE, language="en"))
    upgrade(opened)
    yield opened
    opened.close()


def rows_of(given: Sequence[Shop]) -> list[Row]:
    return [shop_row(shop, NAMES[shop.manager]) for shop in given]


def changed(shop: Shop, column: str, value: object) -> Row:
    """The shop's row with one cell written over."""
    row: list[object] = list(shop_row(shop, NAMES[shop.manager]))
    row[SHOP_HEADER.index(column)] = value
    return row


class Desk:
    """Where workbooks are imported: each call writes one and reads what the command prints."""

    def __init__(self, db: Database, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.db, self.file, self._capsys = db, folder / "district.xlsx", capsys

    def writes(self, shop_rows: Sequence[Row], staff: Sequence[Person] | None = STAFF) -> Path:
        sheets: list[Any] = [(SHOPS_SHEET, SHOP_HEADER, shop_rows)]
        if staff is not None:
            sheets.append((PEOPLE_SHEET, PERSON_HEADER, [person_row(person) for person in staff]))
        write_sheets(self.file, sheets)
        return self.file

    def imports(self, file: Path | None = None, *, dry_run: bool = False) -> tuple[int, Any]:
        status = run_import(self.db, file or self.file, NOW, dry_run=dry_run, as_json=True)
        return status, json.loads(self._capsys.readouterr().out)

    def reads(self, file: Path | None = None, *, dry_run: bool = False) -> tuple[int, str]:
        status = run_import(self.db, file or self.file, NOW, dry_run=dry_run, as_json=False)
        said = self._capsys.readouterr()
        return status, said.out + said.err

    def brings(self, shop_rows: Sequence[Row], staff: Sequence[Person] | None = STAFF) -> tuple[int, Any]:
        self.writes(shop_rows, staff)
        return self.imports()


@pytest.fixture
def desk(db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(db, tmp_path, capsys)


def counts(added: int = 0, updated: int = 0, unchanged: int = 0, rejected: int = 0) -> dict[str, int]:
    return {"added": added, "updated": updated, "unchanged": unchanged, "rejected": rejected}


def ahead(db: Database, manager: str) -> list[Stop]:
    return db.read(plans.between, manager, TODAY, LATER)


def test_a_first_import_takes_everything_and_a_second_one_doubles_nothing(desk: Desk) -> None:
    assert desk.brings(rows_of(SHOPS)) == (0, {"shops": counts(added=3), "people": counts(added=3), "errors": []})
    assert desk.imports() == (0, {"shops": counts(unchanged=3), "people": counts(unchanged=3), "errors": []})
    assert len(desk.db.read(shops.every)) == 3
    assert desk.db.read(people.by_code, "M01") == DU


def test_a_changed_row_updates_and_a_missing_one_stays(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))
    status, said = desk.brings([changed(SHOPS[0], "店名", "晨曦商行"), rows_of(SHOPS)[1]], None)
    assert (status, said["shops"]) == (0, counts(updated=1, unchanged=1))
    assert {shop.code: shop.name for shop in desk.db.read(shops.every)}["A1"] == "晨曦商行"
    assert len(desk.db.read(shops.every)) == 3


def test_a_bad_row_is_named_and_the_others_go_in(desk: Desk) -> None:
    status, said = desk.brings([changed(SHOPS[0], "月均销量(条)", "约六百"), *rows_of(SHOPS[1:])])
    assert (status, said["shops"], said["people"]) == (1, counts(added=2, rejected=1), counts(added=3))
    assert said["errors"] == [
        {
            "sheet": "零售客户",
            "row": 2,
            "column": "月均销量(条)",
            "value": "约六百",
            "problem": "is not a number",
            "fix": "write 600",
        }
    ]
    assert [shop.code for shop in desk.db.read(shops.every)] == ["A2", "B1"]


def test_one_bad_row_is_enough_for_status_1_though_the_rest_stood_there_already(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))
    status, said = desk.brings([*rows_of(SHOPS), changed(SHOPS[0], "客户编码", "")])
    assert (status, said["shops"]) == (1, counts(unchanged=3, rejected=1))


def test_only_bad_rows_change_nothing(desk: Desk) -> None:
    status, said = desk.brings([changed(shop, "客户经理编号", "X99") for shop in SHOPS], [])
    assert (status, said["shops"]) == (2, counts(rejected=3))
    assert len(said["errors"]) == 3
    assert desk.db.read(shops.every) == []


def test_a_telephone_number_is_never_printed(desk: Desk) -> None:
    desk.writes([changed(SHOPS[0], "电话", "1380000123x"), changed(SHOPS[1], "年龄", "13800001234")])
    said = json.dumps(desk.imports()[1]) + desk.reads()[1]
    assert "0000" not in said
    assert "138" not in json.dumps([one for one in desk.imports()[1]["errors"] if one["column"] == "电话"])


@pytest.mark.parametrize("content", [None, b"not a workbook", b""])
def test_a_file_that_cannot_be_read_is_explained(desk: Desk, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "other.xlsx"
    if content is not None:
        file.write_bytes(content)
    status, said = desk.imports(file)
    assert (status, said["shops"], said["people"]) == (2, counts(), counts())
    [error] = said["errors"]
    assert error["problem"]
    assert error["fix"]
    assert desk.reads(file)[0] == 2
    assert error["fix"] in desk.reads(file)[1]


def test_a_folder_is_no_file_and_a_workbook_without_our_sheets_is_told(desk: Desk, tmp_path: Path) -> None:
    assert desk.imports(tmp_path)[0] == 2
    write_sheets(desk.file, [("x", ["a", "b"], [["1", "2"]])])
    status, said = desk.imports()
    assert (status, len(said["errors"])) == (2, 1)


def test_a_dry_run_tells_the_same_and_changes_nothing(desk: Desk) -> None:
    desk.writes(rows_of(SHOPS))
    assert desk.imports(dry_run=True)[1]["shops"] == counts(added=3)
    assert "nothing was changed" in desk.reads(dry_run=True)[1]
    assert desk.db.read(shops.every) == []
    assert desk.db.read(people.everyone) == []
    assert ahead(desk.db, "M01") == []


def test_people_read_counts_and_every_bad_row(desk: Desk) -> None:
    desk.writes([changed(SHOPS[0], "月均销量(条)", "约六百"), *rows_of(SHOPS[1:])])
    status, said = desk.reads()
    assert status == 1
    assert "Shops, 3 rows: added 2, can't be taken 1" in said
    assert "Row 2: 月均销量(条) “约六百” is not a number → write 600" in said
    assert "planned for 2 managers" in said


def test_the_plan_is_there_at_once_and_unrelated_changes_leave_it(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))
    before = {code: ahead(desk.db, code) for code in ("M01", "M02")}
    assert {stop.shop for stop in before["M01"]} == {"A1", "A2"}
    assert {stop.shop for stop in before["M02"]} == {"B1"}
    desk.brings([changed(SHOPS[0], "电话", "13800009999"), *rows_of(SHOPS[1:])])
    assert {code: ahead(desk.db, code) for code in ("M01", "M02")} == before


def test_a_manager_without_a_plan_gets_one_though_nothing_changed(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))
    desk.db.write(plans.clear_planned, "M02", TODAY).result()
    desk.imports()
    assert ahead(desk.db, "M02")


def _stop(day: date, number: int, *, pinned: bool) -> NewStop:
    return NewStop(
        "M01", "", day, "A2", Channel.ONSITE, Reason("promise"), Objective.UPKEEP, number=number, pinned=pinned
    )


def test_a_shop_that_changes_hands_leaves_the_old_days_and_its_promises_go_along(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))

    def prepare(tx: Tx) -> None:
        plans.add(tx, [_stop(TODAY, 7, pinned=False), _stop(TOMORROW, 0, pinned=True)])
        visits.add_follow_up(tx, "A2", "M01", TOMORROW, "送价签", 0, NOW)

    desk.db.write(prepare).result()
    moved = replace(SHOPS[1], manager="M02")
    assert desk.brings(rows_of([SHOPS[0], moved, SHOPS[2]]))[1]["shops"] == counts(updated=1, unchanged=2)
    assert [(stop.shop, stop.number) for stop in ahead(desk.db, "M01") if stop.shop == "A2"] == [("A2", 7)]
    assert [one.what for one in desk.db.read(visits.open_of_manager, "M02")] == ["送价签"]
    assert {stop.shop for stop in ahead(desk.db, "M02")} == {"A2", "B1"}
    assert TOMORROW in {stop.day for stop in ahead(desk.db, "M02") if stop.shop == "A2"}


def test_key_shops_follow_the_figures_also_where_the_file_is_silent(desk: Desk) -> None:
    desk.brings(rows_of(SHOPS))
    assert _keys(desk.db) == {"A1", "B1"}
    desk.brings([changed(SHOPS[1], "月均销量(条)", 5000)], None)
    assert _keys(desk.db) == {"A2", "B1"}


def _keys(db: Database) -> set[str]:
    return {shop.code for shop in db.read(shops.every) if shop.key}


def test_what_the_bot_learns_while_an_import_runs_is_kept(db: Database) -> None:
    db.write(districts.take_people, STAFF).result()
    db.write(districts.take_shops, SHOPS, NOW).result()
    db.write(shops.set_last_visit, "A1", TODAY).result()
    db.write(shops.set_closed, "A2", True).result()
    db.write(districts.take_shops, SHOPS, NOW).result()
    found = {shop.code: shop for shop in db.read(shops.every)}
    assert (found["A1"].last_visit, found["A2"].closed) == (TODAY, True)
