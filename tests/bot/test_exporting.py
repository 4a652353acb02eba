"""`export`: importing it back changes nothing, and each sentence that anybody wrote stands in exactly one row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.exporting import run_export
from bot.importing import run_import
from domain.chat import Kind, Place
from domain.district_layout import SHOP_HEADER, VISIT_HEADER
from domain.incidents import Category
from domain.reviews import ReviewState
from domain.visits import Channel, Missed, StopState
from services import broadcasts as news
from services import incidents as incident_verbs
from storage import incidents as stored_incidents
from storage import plans, reviews, shops, visits
from storage.database import Database, Tx
from storage.visits import NewLog
from storage.workbooks import read_sheets
from tests.handlers.visiting import CHEN, DU, TODAY, TUESDAY, Chat, opened

EVENING = TUESDAY.replace(hour=17, minute=40)
VISITS = ("时间", "客户经理编号", "客户经理", "客户编码", "店名", "方式", "结果", "内容", "下次", "状态")
SHEETS = ["零售客户", "人员", "拜访", "异常", "任务", "复盘", "政策"]


class Book:
    """An exported workbook, read back: rows by sheet, each a dictionary by column."""

    def __init__(self, db: Database, file: Path) -> None:
        assert run_export(db, file, EVENING) == 0
        self.file = file
        self.sheets: dict[str, list[dict[str, Any]]] = {}
        for sheet in read_sheets(file):
            (_number, header), *rows = sheet.rows
            titles = [str(title) for title in header]
            self.sheets[sheet.name] = [
                dict(zip(titles, [*cells, *[None] * (len(titles) - len(cells))], strict=True)) for _n, cells in rows
            ]

    def rows_with(self, words: str) -> list[tuple[str, dict[str, Any]]]:
        """Every row of any sheet that holds the words in one of its cells."""
        return [
            (name, row)
            for name, rows in self.sheets.items()
            for row in rows
            if any(words in str(cell) for cell in row.values() if cell is not None)
        ]

    def row_with(self, words: str) -> tuple[str, dict[str, Any]]:
        [found] = self.rows_with(words)
        return found

    def visit(self, words: str) -> dict[str, Any]:
        sheet, row = self.row_with(words)
        assert sheet == "拜访"
        return row


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    db = opened(tmp_path / "visits.db")
    yield db
    db.close()


@pytest.fixture
def chat(office: Database) -> Chat:
    return Chat(office)


def test_the_sample_district_comes_back_unchanged(
    db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def live(tx: Tx) -> None:
        first, second = shops.of_manager(tx, "M01")[:2]
        shops.set_ordering(tx, first.code, True)
        shops.set_last_visit(tx, first.code, TODAY)
        shops.set_closed(tx, second.code, True)
        shops.set_place(tx, second.code, Place(30.87, 114.37))

    db.write(live).result()
    book = Book(db, tmp_path / "all.xlsx")
    assert list(book.sheets) == SHEETS
    capsys.readouterr()
    before = db.read(shops.every)
    assert run_import(db, book.file, EVENING, dry_run=False, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["shops"]["unchanged"], said["people"]["unchanged"]) == (len(before), len(book.sheets["人员"]))
    assert db.read(shops.every) == before


def test_headers_stand_also_above_nothing(office: Database, tmp_path: Path) -> None:
    file = tmp_path / "all.xlsx"
    run_export(office, file, EVENING)
    sheets = {sheet.title: sheet for sheet in openpyxl.load_workbook(file).worksheets}
    assert list(sheets) == SHEETS
    assert tuple(cell.value for cell in next(sheets["拜访"].iter_rows())) == VISITS == VISIT_HEADER
    assert tuple(cell.value for cell in next(sheets["零售客户"].iter_rows())) == SHOP_HEADER
    assert all(sheet.max_row == 1 for name, sheet in sheets.items() if name not in {"零售客户", "人员"})


def test_a_sentence_is_one_row_with_everything_that_is_known_of_it(chat: Chat, tmp_path: Path) -> None:
    words = "熊运食杂店 上柜3个新品，库存20条，老板说下周三再来"
    chat.says(words)
    row = Book(chat.db, tmp_path / "x.xlsx").visit(words)
    assert row["时间"] == f"{TUESDAY:%Y-%m-%d %H:%M}"
    assert [row[title] for title in ("客户经理编号", "客户经理", "客户编码", "店名")] == [
        "M01",
        "杜兰枝",
        "A4",
        "熊运食杂店",
    ]
    assert (row["方式"], row["内容"], row["下次"], row["状态"]) == ("上门", words, "2026-12-02", "有效")
    assert "20" in row["结果"]


def test_a_second_sentence_is_kept_too_and_doubt_leaves_the_shop_empty(chat: Chat, tmp_path: Path) -> None:
    said = ("熊运食杂店 库存20条", "熊运食杂店 老板下午不在", "木兰的库存二十来条", "今天路上遇到老同学")
    for words in said:
        chat.says(words)
    book = Book(chat.db, tmp_path / "x.xlsx")
    rows = [book.visit(words) for words in said]
    assert [(row["客户编码"], row["店名"]) for row in rows] == [("A4", "熊运食杂店")] * 2 + [(None, None)] * 2


def test_taps_are_rows_without_words_in_the_words_of_the_trade(chat: Chat, tmp_path: Path) -> None:
    chat.presses("stop:3:", 0)
    chat.taps("still thinking")
    [row] = Book(chat.db, tmp_path / "x.xlsx").sheets["拜访"]
    assert (row["客户编码"], row["内容"], row["状态"]) == ("A3", None, "有效")
    assert row["结果"]
    assert not row["结果"].isascii()


def test_an_undone_one_stays_and_says_so(chat: Chat, tmp_path: Path) -> None:
    chat.says("熊运食杂店 库存20条")
    chat.taps("Undo")
    assert Book(chat.db, tmp_path / "x.xlsx").visit("熊运食杂店 库存20条")["状态"] == "已撤销"


def test_an_edited_one_keeps_old_and_new(chat: Chat, tmp_path: Path) -> None:
    chat.says("熊运食杂店 库存20条", message_id=900)
    chat.says("熊运食杂店 库存30条", Kind.EDITED, message_id=900)
    chat.taps("Take the new")
    book = Book(chat.db, tmp_path / "x.xlsx")
    assert book.visit("熊运食杂店 库存20条")["状态"] == "已更正"
    assert book.visit("熊运食杂店 库存30条")["状态"] == "有效"


def test_a_missed_one_says_why_and_its_words_are_not_repeated_in_the_review(chat: Chat, tmp_path: Path) -> None:
    chat.says("熊运食杂店 没开门")
    chat.db.write(_reviewed, "").result()
    row = Book(chat.db, tmp_path / "x.xlsx").visit("熊运食杂店 没开门")
    assert row["结果"].startswith("没去成")


def test_what_looks_like_a_formula_is_words(chat: Chat, tmp_path: Path) -> None:
    words = "=HYPERLINK(1) 熊运食杂店"
    chat.says(words)
    file = tmp_path / "x.xlsx"
    assert Book(chat.db, file).visit(words)["内容"] == words
    cells = [cell for row in openpyxl.load_workbook(file)["拜访"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_caption_of_a_photo_stands_once(chat: Chat, tmp_path: Path) -> None:
    words = "熊运食杂店 新品摆上了"
    chat.sends(Kind.PHOTO, words)
    assert Book(chat.db, tmp_path / "x.xlsx").visit(words)["客户编码"] == "A4"


def test_what_is_said_of_an_incident_stands_only_there_event_by_event(chat: Chat, tmp_path: Path) -> None:
    said = ("异常 顺意名烟名酒 柜台下三条没见过的烟", "一共两条，黄壳的")
    chat.says(said[0])
    chat.says(said[1])
    words = "专卖已到店核实，先行登记"

    def close(tx: Tx) -> None:
        [incident] = stored_incidents.every(tx)
        taken = incident_verbs.take(tx, CHEN, incident, EVENING).value
        incident_verbs.close(tx, CHEN, incident_verbs.ask(tx, CHEN, taken, "几条？", EVENING).value, words, EVENING)

    chat.db.write(close).result()
    book = Book(chat.db, tmp_path / "x.xlsx")
    found = [book.row_with(one) for one in (*said, "几条？", words)]
    assert {sheet for sheet, _row in found} == {"异常"}
    rows = [row for _sheet, row in found]
    assert [row["说的事"] for row in rows] == ["报告", "补充", "追问", "办结"]
    assert [row["说的人"] for row in rows] == ["杜兰枝", "杜兰枝", "陈市场", "陈市场"]
    assert {(row["客户编码"], row["状态"], row["受理人"]) for row in rows} == {("A3", "已办结", "陈市场")}
    assert {row["受理时间"] for row in rows} == {"2026-11-24 17:40"}
    assert book.sheets["拜访"] == []


def test_a_log_that_was_filed_by_the_same_message_is_not_repeated(office: Database, tmp_path: Path) -> None:
    words = "熊运食杂店 断货了"

    def both(tx: Tx) -> None:
        day = NewLog("M01", "前川市场部", "A4", TODAY, TUESDAY, Channel.ONSITE, words=words, origin=9)
        visits.add_log(tx, day)
        said = incident_verbs.Said(TUESDAY, words)
        new = incident_verbs.Report(Category.OUT_OF_STOCK, said, "A4", origin=9)
        incident_verbs.report(tx, DU, new, TUESDAY)

    office.write(both).result()
    book = Book(office, tmp_path / "x.xlsx")
    assert book.visit(words)["客户编码"] == "A4"
    assert [(row["说的事"], row["内容"]) for row in book.sheets["异常"]] == [("报告", None)]


def _reviewed(tx: Tx, words: str) -> None:
    review = reviews.add(tx, "M01", "前川市场部", TODAY, EVENING, None)
    done = replace(review, state=ReviewState.CONFIRMED, words=words, reply="辛苦，周五一起去看看", closed_at=EVENING)
    reviews.put(tx, done)


def test_the_words_of_a_review_its_answer_and_its_reasons_stand_in_its_row(chat: Chat, tmp_path: Path) -> None:
    chat.db.write(_reviewed, "横店的路下午才通").result()
    chat.db.write(plans.set_state, 5, StopState.MISSED, Missed.OTHER.value, "老板去县里开会").result()
    book = Book(chat.db, tmp_path / "x.xlsx")
    for words, column in (("横店的路下午才通", "小结"), ("老板去县里开会", "未访原因"), ("辛苦，周五", "上级回复")):
        sheet, row = book.row_with(words)
        assert (sheet, row["日期"], row["状态"]) == ("复盘", "2026-11-24", "已确认")
        assert words in row[column]


def test_news_corrections_drafts_and_the_focus_stand_in_theirs(office: Database, tmp_path: Path) -> None:
    def announce(tx: Tx) -> None:
        number = news.draft(tx, CHEN, "12 月 1 日起截单提前", None, 0, TUESDAY).value
        assert isinstance(number, int)
        news.send(tx, CHEN, number, TUESDAY)
        news.correct(tx, CHEN, number, "改到 12 月 3 日", TUESDAY)
        news.read(tx, DU, number, None, TUESDAY)
        news.draft(tx, CHEN, "还没想好的通知", None, 0, TUESDAY)
        visits.add_focus(tx, "前川市场部", "网上订货 电子结算", "S01", TUESDAY)

    office.write(announce).result()
    book = Book(office, tmp_path / "x.xlsx")
    words = ("12 月 1 日起截单提前", "改到 12 月 3 日", "还没想好的通知", "网上订货 电子结算")
    found = [book.row_with(one) for one in words]
    assert {sheet for sheet, _row in found} == {"政策"}
    kinds = [(row["种类"], row["状态"]) for _sheet, row in found]
    assert kinds == [("新消息", "已发"), ("更正", "已发"), ("新消息", "草稿"), ("本月重点", "有效")]
    assert (found[0][1]["已阅"], found[0][1]["应阅"], found[0][1]["发布人"]) == (1, 2, "陈市场")


def test_a_file_that_cannot_be_written_leaves_the_old_one(office: Database, tmp_path: Path) -> None:
    assert run_export(office, tmp_path / "nowhere" / "x.xlsx", EVENING) == 2
    old = tmp_path / "x.xlsx"
    old.write_bytes(b"old")
    assert run_export(office, old, EVENING) == 0
    assert old.read_bytes() != b"old"
    assert sorted(path.name for path in tmp_path.glob("*x.xlsx*")) == ["x.xlsx"]
