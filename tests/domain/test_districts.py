"""Importing a district: every bad cell named, nothing doubled, what the bot owns kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.chat import Place
from domain.district_layout import PERSON_HEADER, SHOP_HEADER, person_row, shop_row
from domain.district_sheets import kind_of
from domain.districts import (
    District,
    Formula,
    Ignored,
    Kind,
    Note,
    NoteCode,
    ProblemCode,
    Sheet,
    compare,
    read_district,
)
from domain.people import Person, Role
from domain.shops import Segment, Shop

TODAY = date(2026, 11, 24)
MANAGER = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01")
CHIEF = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部")
STAFF = {person.code: person for person in (MANAGER, CHIEF)}

HEADER = ["客户编码", "店名", "客户经理编号"]
ROW = ["4201", "晨曦烟酒", "M01"]


def sheet(*rows: Sequence[object], name: str = "零售客户") -> Sheet:
    return Sheet(name, [(number, list(row)) for number, row in enumerate(rows, start=1)])


def read(*sheets: Sheet, shops: dict[str, Shop] | None = None, staff: dict[str, Person] = STAFF) -> District:
    return read_district(sheets, staff, shops or {}, TODAY)


def read_cell(title: str, value: object) -> District:
    return read(sheet([*HEADER, title], [*ROW, value]))


def problems(district: District) -> list[tuple[int, str, ProblemCode]]:
    return [(error.row, error.column, error.problem) for error in district.errors]


@pytest.mark.parametrize(
    ("title", "value", "problem"),
    [
        ("月均销量(条)", "约六百", ProblemCode.NOT_A_NUMBER),
        ("月均销量(条)", True, ProblemCode.NOT_A_NUMBER),
        ("月均销量(条)", -5, ProblemCode.NEGATIVE),
        ("月均销量(条)", 1e9, ProblemCode.OUT_OF_RANGE),
        ("品规数", 24.5, ProblemCode.NOT_WHOLE),
        ("陈列评分", 6, ProblemCode.OUT_OF_RANGE),
        ("陈列评分", "好", ProblemCode.NOT_A_NUMBER),
        ("成长意愿", 0, ProblemCode.OUT_OF_RANGE),
        ("年龄", 121, ProblemCode.OUT_OF_RANGE),
        ("电子结算", "可能", ProblemCode.NOT_YES_NO),
        ("上次拜访", "2026-11-25", ProblemCode.FUTURE_DATE),
        ("上次拜访", "2026-02-30", ProblemCode.BAD_DATE),
        ("上次拜访", "上周", ProblemCode.BAD_DATE),
        ("电话", "没记住", ProblemCode.BAD_PHONE),
        ("地址", "长" * 201, ProblemCode.TOO_LONG),
        ("备注", Formula('=HYPERLINK("http://127.0.0.1","x")'), ProblemCode.FORMULA),
        ("备注", Formula("#N/A"), ProblemCode.FORMULA),
        ("客户经理", "别人", ProblemCode.MANAGER_NAME),
    ],
)
def test_a_bad_cell_rejects_its_row_and_is_named(title: str, value: object, problem: ProblemCode) -> None:
    district = read_cell(title, value)
    assert district.shops == ()
    assert district.rejected_shops == 1
    (error,) = district.errors
    assert (error.sheet, error.row, error.problem) == ("零售客户", 2, problem)
    assert error.column == title


@pytest.mark.parametrize(
    ("title", "value", "field", "expected"),
    [
        ("月均销量（条）", "１２０", "cartons", 120.0),
        ("月均销量", "64条", "cartons", 64.0),
        ("月均销量", "1,200", "cartons", 1200.0),
        ("月均销量", None, "cartons", 0),
        ("在销品规数", "２６", "skus", 26),
        ("成长意愿", "—", "willingness", 3),
        ("负责人", "\u3000孔 明 ", "owner", "孔 明"),
        ("联系电话", "138-0000 1234", "phone", "13800001234"),
        ("手机", 13800001234.0, "phone", "13800001234"),
        ("网上订货", "有", "ordering", True),
        ("网上订货", "无", "ordering", False),
        ("电子结算", "Ｙ", "settlement", True),
        ("上次拜访", "2026/11/9", "last_visit", date(2026, 11, 9)),
        ("上次拜访", "2026.11.9", "last_visit", date(2026, 11, 9)),
        ("上次拜访", "11月9日", "last_visit", date(2026, 11, 9)),
        ("上次拜访", "12月9日", "last_visit", date(2025, 12, 9)),
        ("上次拜访", "46335", "last_visit", date(2026, 11, 9)),
        ("上次拜访", datetime(2026, 11, 9, 8, 30), "last_visit", date(2026, 11, 9)),
        ("上次拜访", "从未", "last_visit", None),
        ("备注", "进村路窄，雨天难走\u202e", "remark", "进村路窄，雨天难走"),
    ],
)
def test_what_people_write_in_excel_is_understood(title: str, value: object, field: str, expected: object) -> None:
    district = read_cell(title, value)
    assert district.errors == ()
    assert getattr(district.shops[0], field) == expected


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        (114.376, 30.882, "swapped"),
        (None, None, "missing"),
        ("", "—", "missing"),
        (0, 0, "missing"),
        (30.882, None, "half"),
        (None, 114.376, "half"),
    ],
)
def test_a_place_that_is_not_well_said_is_left_open_and_noted(lat: object, lon: object, why: str) -> None:
    header = [*HEADER, "经度", "纬度"]
    district = read(sheet(header, [*ROW, lon, lat]))
    assert (district.errors, district.shops[0].place) == ((), None)
    assert district.notes == (Note(NoteCode.PLACE_OPEN, "晨曦烟酒", "零售客户", 2, (why,)),)
    shared = {"4201": shop("4201", place=Place(30.1, 114.2))}
    again = read(sheet(header, [*ROW, lon, lat]), shops=shared)
    assert (again.shops[0].place, again.notes) == (Place(30.1, 114.2), ())


def test_a_place_outside_china_is_refused() -> None:
    district = read(sheet([*HEADER, "经度", "纬度"], [*ROW, 2.35, 48.85]))
    assert problems(district) == [(2, "经度", ProblemCode.FAR_PLACE)]


@pytest.mark.parametrize(
    ("titles", "shifted"),
    [(("纬度(GCJ-02)", "经度"), False), (("纬度（高德）", "经度（高德）"), False), (("纬度", "经度"), True)],
)
def test_shifted_degrees_are_shifted_back(titles: tuple[str, str], shifted: bool) -> None:
    rows = sheet([*HEADER, *titles], [*ROW, 30.879854, 114.381569])
    district = read_district([rows], STAFF, {}, TODAY, shifted=shifted)
    place = district.shops[0].place
    assert place is not None
    assert (round(place.lat, 5), round(place.lon, 5)) == (30.882, 114.376)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("武汉市黄陂区前川街前川正街96号", "前川"),
        ("湖北省武汉市黄陂区蔡家榨镇叶家店路口3号", "蔡家榨"),
        ("黄陂区 长轩岭街道办事处 建设村", "长轩岭"),
        ("某县木兰乡", "木兰"),
        ("前川大道88号", ""),
        ("", ""),
    ],
)
def test_the_street_is_taken_from_the_address_when_no_column_names_it(address: str, street: str) -> None:
    assert read_cell("地址", address).shops[0].street == street
    named = read(sheet([*HEADER, "地址", "街道"], [*ROW, address, "横店"]))
    assert named.shops[0].street == "横店"


def test_every_bad_cell_of_a_row_is_named_and_the_other_rows_go_in() -> None:
    header = [*HEADER, "年龄", "陈列评分"]
    district = read(sheet(header, [*ROW, 300, "好"], ["4202", "渡口烟酒", "M01", 40, 3]))
    assert problems(district) == [
        (2, "年龄", ProblemCode.OUT_OF_RANGE),
        (2, "陈列评分", ProblemCode.NOT_A_NUMBER),
    ]
    assert [shop.code for shop in district.shops] == ["4202"]
    assert district.rejected_shops == 1


def test_code_and_name_are_needed_and_a_code_stands_once() -> None:
    district = read(sheet(HEADER, ["", "甲", "M01"], ["1", None, "M01"], ["2", "乙", "M01"], [" ２ ", "丙", "M01"]))
    assert problems(district) == [
        (2, "客户编码", ProblemCode.MISSING),
        (3, "店名", ProblemCode.MISSING),
        (5, "客户编码", ProblemCode.DUPLICATE),
    ]
    assert dict(district.errors[2].args) == {"sheet": "零售客户", "row": "4"}
    assert [shop.name for shop in district.shops] == ["乙"]


def test_a_good_row_is_taken_though_a_bad_one_of_the_same_code_stands_above_it() -> None:
    header = [*HEADER, "年龄"]
    district = read(sheet(header, ["1", "甲", "M01", 300], ["1", "甲", "M01", 30], ["1", "乙", "M01", 40]))
    assert problems(district) == [(2, "年龄", ProblemCode.OUT_OF_RANGE), (4, "客户编码", ProblemCode.DUPLICATE)]
    assert [one.age for one in district.shops] == [30]


def test_names_that_several_shops_bear_are_told() -> None:
    known = {"9": shop("9", name="甲"), "8": shop("8", name="旧")}
    district = read(sheet(HEADER, ["1", "甲", "M01"], ["2", "乙", "M01"], ["3", "丙", "M01"]), shops=known)
    assert district.notes == (Note(NoteCode.SAME_NAME, "甲", args=("9", "1")),)


SALES = ["客户编码", "店名", "11月销量"]


def test_a_months_sales_change_the_cartons_and_what_they_call_for() -> None:
    known = {"1": shop("1", 100, remark="老店"), "2": shop("2", 600, segment=Segment.DEVELOP, skus=30, display=5)}
    rows = sheet(SALES, ["1", "店1", "130条"], ["２", "店2", 20], ["7", "谁", 5], ["2", "店2", None], ["合计", "", 150])
    district = read(rows, shops=known)
    assert problems(district) == [
        (4, "客户编码", ProblemCode.UNKNOWN_SHOP),
        (5, "客户编码", ProblemCode.DUPLICATE),
        (5, "11月销量", ProblemCode.MISSING),
    ]
    assert [(one.code, one.cartons, one.remark) for one in district.shops] == [("1", 130, "老店"), ("2", 20, "")]
    change = compare(STAFF, known, district)
    assert [one.segment for one in change.shops.updated] == [Segment.GUIDE, Segment.DEVELOP]
    assert [one.segment for one in district.shops] == [Segment.GUIDE, Segment.GUIDE]


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("Sheet1", ["客户编码", "店名", "销量"], Kind.SALES),
        ("Sheet1", ["客户代码", "客户名称", "客户经理", "2026年11月销量"], Kind.SALES),
        ("11月销量", ["客户代码", "客户名称", "客户经理", "销量"], Kind.SALES),
        ("销量", ["客户代码", "条数"], Kind.SALES),
        ("Sheet1", ["客户代码", "客户名称", "客户经理", "月均销量"], Kind.SHOPS),
        ("Sheet1", ["客户代码", "客户名称", "客户经理", "销量"], Kind.SHOPS),
        ("Sheet1", ["客户编码", "店名", "电话", "本月销量"], Kind.SHOPS),
        ("Sheet1", ["客户编码", "销量(箱)"], None),
    ],
)
def test_a_months_sales_are_told_from_a_list_of_shops(name: str, header: list[object], kind: Kind | None) -> None:
    assert kind_of(sheet(header, name=name)) is kind


def test_a_shop_of_the_same_file_takes_its_months_sales_too() -> None:
    district = read(sheet(HEADER, ROW), sheet(["客户编码", "条数"], ["4201", 55], name="销量"))
    assert [(one.name, one.cartons) for one in district.shops] == [("晨曦烟酒", 55)]


def test_a_code_that_excel_rounded_is_refused() -> None:
    assert problems(read(sheet(HEADER, ["4.2E+09", "甲", "M01"])))[0][2] is ProblemCode.ROUNDED_CODE


def test_titles_stand_in_any_order_under_other_names_below_a_heading() -> None:
    rows: list[tuple[int, list[object]]] = [
        (1, ["黄陂营销部零售客户基础信息表"]),
        (3, ["备 注", "客户经理工号", "店铺面积", "*门店名称", "客户代码"]),
        (4, ["老店", "M01", 20, "晨曦", 4201]),
        (5, ["合计", None, None, None, None]),
        (6, [None, None, None, "总计", None]),
    ]
    district = read(Sheet("客户", rows), sheet(["本表由系统导出"], name="说明"))
    assert [(s.code, s.name, s.remark) for s in district.shops] == [("4201", "晨曦", "老店")]
    assert district.errors == ()
    assert set(district.ignored) == {
        Ignored("客户", column="店铺面积"),
        Ignored("客户", row=5),
        Ignored("客户", row=6),
        Ignored("说明"),
    }


def test_a_sheet_is_known_by_its_titles_when_its_name_says_nothing() -> None:
    staff = sheet(["编号", "姓名", "角色"], ["M09", "新人", "客户经理"], name="Sheet2")
    shops = sheet(HEADER, ["4201", "晨曦", "M09"], name="Sheet1")
    district = read(shops, staff, staff={})
    assert [shop.manager for shop in district.shops] == ["M09"]


def test_volume_in_another_unit_is_not_taken_for_cartons() -> None:
    district = read_cell("月均销量(箱)", 12)
    assert district.shops[0].cartons == 0
    assert district.ignored == (Ignored("零售客户", column="月均销量(箱)"),)


def test_a_workbook_without_our_sheets_or_titles_says_so() -> None:
    assert problems(read(sheet(["a"], name="x"))) == [(0, "", ProblemCode.NO_SHEET)]
    assert problems(read(sheet(["a"], ["b"]))) == [(0, "", ProblemCode.NO_HEADER)]
    lost = read(sheet(["客户编码", "电话", "地址", "店名"], ["1", "", "", "甲"], ["2", "", "", "乙"]))
    assert problems(lost) == [(1, "客户经理编号", ProblemCode.NO_COLUMN)]
    assert lost.rejected_shops == 2


@pytest.mark.parametrize(
    ("code", "problem"),
    [("M99", ProblemCode.UNKNOWN_MANAGER), ("S01", ProblemCode.NOT_A_MANAGER), ("", ProblemCode.MISSING)],
)
def test_a_shop_belongs_to_a_known_customer_manager(code: str, problem: ProblemCode) -> None:
    assert problems(read(sheet(HEADER, ["1", "甲", code]))) == [(2, "客户经理编号", problem)]


def test_a_manager_is_found_by_his_unique_name_when_no_code_is_given() -> None:
    district = read(sheet(["客户编码", "店名", "客户经理"], ["1", "甲", "杜兰枝"]))
    assert district.shops[0].manager == "M01"
    twins = {**STAFF, "M02": replace(MANAGER, code="M02")}
    doubtful = read(sheet(["客户编码", "店名", "客户经理"], ["1", "甲", "杜兰枝"]), staff=twins)
    assert problems(doubtful) == [(2, "客户经理", ProblemCode.TWO_MANAGERS)]
    assert doubtful.errors[0].args == (("codes", "M01, M02"),)


PEOPLE_HEADER: list[object] = list(PERSON_HEADER)


def people(*rows: Sequence[object]) -> Sheet:
    return sheet(PEOPLE_HEADER, *rows, name="人员")


def test_people_are_read_with_superiors_departments_and_start() -> None:
    district = read(
        people(
            ["M02", "罗书平", "客户经理", None, "S01", 30.882, 114.376],
            ["I01", "蔡勇", "专卖", None, None, None, None],
        )
    )
    assert district.errors == ()
    assert district.people[0] == Person("M02", "罗书平", Role.MANAGER, "前川市场部", "S01", Place(30.882, 114.376))
    assert district.people[1].role is Role.INSPECTOR


def test_bad_people_are_named_and_their_shops_point_to_them() -> None:
    district = read(
        people(
            ["M02", "甲", "老大", "前川市场部", "S01"],
            ["M03", "乙", "客户经理", "前川市场部", "X9"],
            ["M04", "丙", "客户经理", "前川市场部", "M05"],
            ["M05", "丁", "客户经理", "前川市场部", "M04"],
            ["S02", "戊", "市场经理", None, None],
        ),
        sheet(HEADER, ["1", "店", "M03"]),
    )
    assert [(error.sheet, error.row, error.problem) for error in district.errors] == [
        ("人员", 2, ProblemCode.UNKNOWN_ROLE),
        ("人员", 3, ProblemCode.UNKNOWN_SUPERIOR),
        ("人员", 4, ProblemCode.SUPERIOR_LOOP),
        ("人员", 5, ProblemCode.SUPERIOR_LOOP),
        ("人员", 6, ProblemCode.MISSING),
        ("零售客户", 2, ProblemCode.MANAGER_REJECTED),
    ]
    assert (district.people, district.rejected_people) == ((), 5)


def test_a_superior_whose_own_row_is_bad_does_not_pull_the_others_down() -> None:
    district = read(
        people(
            ["S02", "甲", "市场经理", "滠口市场部", None, "x", 114.3],
            ["M02", "乙", "客户经理", "滠口市场部", "S02"],
        )
    )
    assert [person.code for person in district.people] == ["M02"]


def test_an_error_never_shows_a_telephone_number() -> None:
    header = [*HEADER, "电话", "年龄", "月均销量"]
    district = read(sheet(header, [*ROW, "1380000123x", "138-0000-1234", "电话13800001234"]))
    assert len(district.errors) == 3
    shown = " ".join(str((error.value, error.args)) for error in district.errors)
    assert "0000" not in shown
    assert "1234" not in shown


def stored(district: District) -> dict[str, Shop]:
    return {shop.code: shop for shop in compare(STAFF, {}, district).shops.writes}


FULL_HEADER: list[object] = list(SHOP_HEADER)


def shop(code: str, cartons: float = 100, **facts: object) -> Shop:
    base = Shop(code, f"店{code}", "M01", "前川市场部", cartons=cartons, skus=30, display=3, segment=Segment.GUIDE)
    return replace(base, **facts)  # type: ignore[arg-type]


def exported(*shops: Shop) -> Sheet:
    return sheet(FULL_HEADER, *[list(shop_row(one, "杜兰枝")) for one in shops])


def test_importing_the_export_changes_nothing() -> None:
    shops = [
        shop("1", 500, place=Place(30.1, 114.2), last_visit=date(2026, 11, 9), phone="13800001234", age=50),
        shop("2", 12.5, settlement=True, difficulty=3, closed=True, segment=Segment.WATCH, remark="老"),
    ]
    first = stored(read(exported(*shops)))
    again = read(exported(*first.values()), people(*[list(person_row(p)) for p in STAFF.values()]), shops=first)
    assert again.errors == ()
    change = compare(STAFF, first, again)
    assert (len(change.shops.unchanged), change.shops.writes, change.people.writes) == (2, (), ())


def test_what_the_bot_owns_is_kept_and_the_later_visit_wins() -> None:
    before = stored(read(exported(shop("1", 100, last_visit=date(2026, 11, 9)))))
    own = replace(before["1"], segment=Segment.RETAIN, difficulty=2, closed=True, last_visit=date(2026, 11, 20))
    change = compare(STAFF, {"1": own}, read(exported(shop("1", 130, last_visit=date(2026, 11, 12))), shops={"1": own}))
    assert change.shops.updated == (replace(own, cartons=130.0, key=False),)
    joined = {**STAFF, "M01": replace(MANAGER, user_id=7, language="en", reachable=False)}
    renamed = read(people(["M01", "杜兰芝", "客户经理", "前川市场部", "S01"]), staff=joined)
    assert compare(joined, {}, renamed).people.updated == (replace(joined["M01"], name="杜兰芝"),)


def test_columns_that_a_later_sheet_lacks_stay_as_they_were() -> None:
    before = stored(read(exported(shop("1", 320, remark="老店", place=Place(30.1, 114.2)))))
    change = compare(STAFF, before, read(sheet(HEADER, ["1", "新名", "M01"]), shops=before))
    assert change.shops.updated == (replace(before["1"], name="新名"),)


def test_the_segment_has_hysteresis_by_the_known_one() -> None:
    between = shop("1", 240, skus=26, display=3, willingness=3)
    assert read(exported(between)).shops[0].segment is Segment.GUIDE
    held = read(exported(between), shops={"1": replace(between, segment=Segment.RETAIN)})
    assert held.shops[0].segment is Segment.RETAIN


def test_key_marks_count_the_whole_list_and_are_written_for_shops_the_file_does_not_name() -> None:
    before = stored(read(exported(shop("1", 90), shop("2", 10))))
    assert [before[code].key for code in "12"] == [True, False]
    change = compare(STAFF, before, read(exported(shop("3", 900)), shops=before))
    assert [one.code for one in change.shops.added] == ["3"]
    assert {one.code: one.key for one in change.shops.writes} == {"3": True, "1": False}


def test_shops_follow_their_manager_into_another_department() -> None:
    before = stored(read(exported(shop("1"))))
    moved = read(people(["M01", "杜兰枝", "客户经理", "横店市场部", "S01"]), shops=before)
    change = compare(STAFF, before, moved)
    assert change.shops.writes == (replace(before["1"], department="横店市场部"),)
    assert change.shops.updated == ()
