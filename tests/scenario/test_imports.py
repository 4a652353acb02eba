"""An administrator sends files as they really come: previews, taps, what comes back; hostile ones; who may not."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from domain.chat import Place
from domain.district_layout import SHOP_HEADER, SHOPS_SHEET, shop_row
from domain.imports import ImportState
from domain.shops import Segment, Shop
from services import districts
from storage import imports, people, plans, proposals, shops
from storage.database import Tx
from storage.tables import imports as import_table
from storage.workbooks import read_book, write_sheets
from tests.conftest import TUESDAY
from tests.scenario.harness import Person, World, world

MESSY = Path(__file__).parent.parent / "data" / "shops_messy.xlsx"
NINE = TUESDAY.replace(hour=9)


def sends(person: Person, path: Path) -> None:
    person._does(lambda: person.phone.sends_document(path))


def every_shop(here: World) -> dict[str, Shop]:
    return {shop.code: shop for shop in here.read(shops.every)}


def states(here: World) -> list[str]:
    def read(tx: Tx) -> list[str]:
        return [row.state for row in tx.execute(select(import_table.c.state).order_by(import_table.c.id))]

    found: list[str] = here.read(read)
    return found


def returned(here: World, person: Person) -> bytes:
    """The last document in a person's chat, as Telegram hands it out."""
    shown = [one for one in person.phone.messages() if one.media and one.media["kind"] == "document" and one.by_bot][-1]
    file = here.telegram.world.chat(shown.chat_id).messages[shown.id].media
    assert file is not None
    return bytes(file.sizes[0].content)


def sheet_of(path: Path, *listed: Shop, **written: object) -> Path:
    """A workbook of shops; `written` overwrites cells of the first one, by column."""
    rows = [list(shop_row(shop, "")) for shop in listed]
    for title, value in written.items():
        rows[0][SHOP_HEADER.index(title)] = value  # type: ignore[call-overload]
    write_sheets(path, [(SHOPS_SHEET, SHOP_HEADER, rows)])
    return path


def test_a_messy_district_is_previewed_taken_and_its_bad_rows_come_back(district_url: str) -> None:
    with world(district_url, NINE) as here:
        admin = here.joins("A01", "en")
        before = every_shop(here)
        sends(admin, MESSY)
        card = admin.expects(
            "Shops, 846 rows", "can't be taken 87", "People, 7 rows", "names are borne by several shops"
        )
        assert "The places of" in card.text
        assert "Row 4: 月均销量 -5 is below zero" in card.text
        assert every_shop(here) == before
        admin.taps("All errors")
        admin.sees("87 cells can't be taken, page 1 of 9", "HYPERLINK")
        admin.taps("Later")
        admin.sees("page 2 of 9")
        admin.taps("Back")
        admin.taps("Take 759 rows")
        admin.sees("759 rows are taken in", "comes back as a workbook")
        admin.expects("What could not be taken from", "shops_messy.xlsx")
        after = every_shop(here)
        assert len(after) >= 759
        assert after["4201000003"].name == "鸿运名烟名酒"
        assert after["4201000003"].street == "前川"
        book = read_book(returned(here, admin), "x.xlsx")
        rows = book[0].rows
        assert [sheet.name for sheet in book] == ["零售客户"]
        assert rows[0][1][-1] == "Reason"
        assert len(rows) == 88
        assert rows[1][1][-1] == "月均销量 is below zero → write zero or more, or leave it empty"
        assert not any(type(cell).__name__ == "Formula" for _number, cells in rows for cell in cells)
        assert states(here) == [ImportState.TAKEN]
        assert here.read(lambda tx: imports.sheets(tx, 1)) == []


def test_an_open_place_is_asked_for_at_the_shop_and_a_shared_one_becomes_the_shops(
    district: Path, tmp_path: Path
) -> None:
    with world(district, NINE) as here:
        admin, du = here.joins("A01", "en"), here.joins("M01", "en")
        base = next(one for one in every_shop(here).values() if one.manager == "M01" and one.place and not one.closed)
        new = Shop("N1", "新开小店", "M01", street=base.street, address=base.address, cartons=30, skus=10, display=3)
        sends(admin, sheet_of(tmp_path / "a.xlsx", new, 纬度=114.37, 经度=30.88))
        admin.expects("added 1", "The place of 1 shop is open")
        admin.taps("Take 1 row")
        assert every_shop(here)["N1"].place is None
        planned = here.read(lambda tx: plans.between(tx, "M01", NINE.date(), NINE.date() + timedelta(days=14)))
        assert "N1" in {stop.shop for stop in planned}
        du.says("新开小店")
        du.expects("新开小店", "Place missing: send me a location when you are there")
        du.says("新开小店 一切照常")
        du.sends_place(30.88, 114.37)
        du.sees("Use it as the place of")
        du.taps("Use it")
        place = every_shop(here)["N1"].place
        assert place == Place(30.88, 114.37)
        sends(admin, sheet_of(tmp_path / "b.xlsx", new, 纬度=None))
        admin.expects("unchanged 1")


def test_what_was_mended_goes_in_and_segments_are_only_proposed(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin, chen = here.joins("A01", "en"), here.joins("S01", "en")
        shop = next(one for one in every_shop(here).values() if one.segment is Segment.WATCH and not one.closed)
        grown = Shop(shop.code, shop.name, shop.manager, cartons=700, skus=40, display=5, willingness=5)
        sends(admin, sheet_of(tmp_path / "a.xlsx", grown))
        admin.expects("updated 1", "1 shop calls for another segment")
        admin.taps("Take 1 row")
        admin.sees("1 row is taken in", "nothing changes before you agree")
        assert (every_shop(here)[shop.code].segment, every_shop(here)[shop.code].cartons) == (Segment.WATCH, 700)
        chen.says("/segments")
        chen.expects("1 shop calls for another segment", "watch → develop")
        admin.taps("Segments")
        admin.taps("1")
        admin.sees("watch → develop", "700 cartons a month", "capability 1.00")
        admin.taps("Agree")
        assert every_shop(here)[shop.code].segment is Segment.DEVELOP
        chen.taps("1")
        chen.sees("Agreed. The plan follows in the night.")


def test_a_months_sales_as_csv_update_the_cartons(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        some = [one for one in every_shop(here).values() if not one.closed][:3]
        table = "黄陂营销部,,\r\n客户编码,客户名称,11月销量\r\n"
        table += "".join(f"{one.code},{one.name},{n}条\r\n" for n, one in enumerate(some, 20))
        path = tmp_path / "11月.csv"
        path.write_bytes((table + "9999,谁,5\r\n合计,,68\r\n").encode("gb18030"))
        sends(admin, path)
        admin.expects("Shops, 4 rows", "can't be taken 1", "客户编码 9999 is no shop that is known")
        admin.taps("Take 3 rows")
        admin.sees("3 rows are taken in")
        after = every_shop(here)
        assert [after[one.code].cartons for one in some] == [20, 21, 22]
        assert [after[one.code].phone for one in some] == [one.phone for one in some]
        open_now = here.read(proposals.every_open)
        assert all(after[one.shop].segment is one.was for one in open_now)


def test_degrees_of_a_chinese_map_are_offered_to_be_shifted(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        shop = next(one for one in every_shop(here).values() if one.place and not one.closed)
        sends(admin, sheet_of(tmp_path / "a.xlsx", shop, 纬度=30.879854, 经度=114.381569))
        admin.expects("updated 1")
        admin.taps("Degrees are Amap's")
        admin.sees("Degrees are taken as those of a Chinese map")
        admin.taps("Take 1 row")
        place = every_shop(here)[shop.code].place
        assert place is not None
        assert (round(place.lat, 4), round(place.lon, 4)) == (30.882, 114.376)


def test_a_newer_file_takes_the_place_of_an_earlier_preview(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        first, second = list(every_shop(here).values())[:2]
        sends(admin, sheet_of(tmp_path / "a.xlsx", first, 店名="甲"))
        admin.expects("updated 1")
        sends(admin, sheet_of(tmp_path / "b.xlsx", second, 店名="乙"))
        admin.expects("b.xlsx", "updated 1")
        admin.sees("a.xlsx", "newer file")
        admin.taps("Don't import")
        admin.sees("Not imported")
        assert {one.name for one in every_shop(here).values()}.isdisjoint({"甲", "乙"})
        assert states(here) == [ImportState.REPLACED, ImportState.DROPPED]


def hostile(name: str) -> bytes:
    made = openpyxl.Workbook()
    kept = BytesIO()
    made.save(kept)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, b" " * (5_000_000 if name.endswith(".xml") else 1))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", hostile("xl/vbaProject.bin"), "with macros"),
        ("a.xlsx", hostile("xl/externalLinks/externalLink1.bin"), "with links to other files"),
        ("a.xlsx", hostile("xl/media/x.xml"), "packed more than a hundredfold"),
        ("a.xlsx", b"PK\x03\x04", "neither an Excel workbook"),
        ("../../etc/a.csv", b"1\n" * 5_001, "more than 5,000 rows"),
        ("a.csv", b"\xff\xff\x80", "characters can't be read"),
    ],
    ids=["macros", "links", "bomb", "broken", "rows", "encoding"],
)
def test_a_hostile_file_is_refused_with_its_reason(
    district: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        path = tmp_path / Path(name).name
        path.write_bytes(content)
        sends(admin, path)
        admin.expects("can't be opened", words)
        assert states(here) == [ImportState.UNREADABLE]


def test_three_files_an_hour_and_the_fourth_later(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        shop = next(iter(every_shop(here).values()))
        path = sheet_of(tmp_path / "a.xlsx", shop)
        for _file in range(3):
            sends(admin, path)
        sends(admin, path)
        admin.expects("enough files for this hour", "10:50")
        assert len(states(here)) == 3
        here.forward(minutes=61)
        sends(admin, path)
        assert len(states(here)) == 4


def test_nobody_else_can_import_and_nobody_else_can_tap(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin, chen, du = here.joins("A01", "en"), here.joins("S01", "en"), here.joins("M01", "en")
        path = sheet_of(tmp_path / "a.xlsx", next(iter(every_shop(here).values())), 店名="甲")
        for person in (chen, du):
            sends(person, path)
            person.never_sees("checking it")
        stranger = here.stranger()
        sends(stranger, path)
        assert states(here) == []
        sends(admin, path)
        card = admin.expects("updated 1")
        markup = here.telegram.world.chat(card.chat_id).messages[card.id].markup
        assert markup is not None
        pressed = markup["inline_keyboard"][0][0]["callback_data"]
        for person in (chen, du):
            mine = person.phone.messages()[-1]
            person.phone.taps_data(pressed, mine)
            here.settle()
        assert states(here) == [ImportState.READY]


def test_an_unanswered_preview_is_over_after_a_day_and_its_rows_are_forgotten(district: Path, tmp_path: Path) -> None:
    with world(district, NINE) as here:
        admin = here.joins("A01", "en")
        sends(admin, sheet_of(tmp_path / "a.xlsx", next(iter(every_shop(here).values())), 店名="甲"))
        admin.expects("updated 1")
        here.forward(hours=25)
        admin.sees("This is over, nothing was changed")
        assert states(here) == [ImportState.EXPIRED]
        assert here.read(lambda tx: imports.sheets(tx, 1)) == []


def test_a_bot_killed_after_each_step_still_takes_all_of_it(district: Path) -> None:
    with world(district, NINE, kill_between=True) as here:
        admin = here.joins("A01", "en")
        sends(admin, MESSY)
        admin.taps("Take 759 rows")
        admin.sees("759 rows are taken in")
        known = here.read(districts.known)
        assert known.shops["4201000003"].name == "鸿运名烟名酒"
        assert len(here.read(people.everyone)) == len(known.people)
