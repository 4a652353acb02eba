"""Faults that libraries are known for: each is read right here (Monday 2026-11-23, 10:00)."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.calendar import WorkingCalendar
from domain.understanding import Intent, Known, Understood, understand
from domain.understanding.brands import take_in

MONDAY = datetime(2026, 11, 23, 10)
SHOPS = (
    Known("1", "周记烟酒", "周汉卿"),
    Known("2", "七天便利店", "祁天"),
    Known("3", "李老三百货", "李三元"),
    Known("4", "王记烟酒", "王德发"),
)


def read(text: str, now: datetime = MONDAY, here: str = "") -> Understood:
    return understand(text, SHOPS, now, WorkingCalendar(), here)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("下周三再去", "2026-12-02", None), ("12月5号去", "2026-12-05", None), ("15号去", "2026-12-15", None), ("28日去", "2026-11-28", None),
        ("半小时后提醒我", "2026-11-23", "10:30"), ("三天后去", "2026-11-26", None), ("12/5去", "2026-12-05", None),
        ("打了三个电话都不接 明天看", "2026-11-24", None), ("农历初五去", "2026-12-13", None), ("周五前回话", "2026-11-27", None),
        ("下个工作日去", "2026-11-24", None), ("节前最后一个工作日去", "2026-12-31", None),
        ("元旦前一天去", "2026-12-31", None), ("冬至前一天去", "2026-12-21", None), ("双十二去", "2026-12-12", None),
        ("2月最后一天盘点", "2027-02-28", None), ("每周三去看看", "2026-11-25", None), ("下周山再去", "2026-12-02", None),
        ("改名天去", "2026-11-24", None), ("不是明天，是后天", "2026-11-25", None), ("上周三去过，下周五再去", "2026-12-04", None),
        ("三个工作日内回话", "2026-11-26", None), ("半个月后去", "2026-12-08", None), ("明天三点去", "2026-11-24", "15:00"),
        ("月底前去", "2026-11-30", None), ("明儿下午三点去", "2026-11-24", "15:00"), ("11.28去", "2026-11-28", None),
    ],
)  # fmt: skip
def test_a_known_fault_is_read_right(text: str, day: str, time: str | None) -> None:
    found = read(text)
    assert str(found.next_day) == day
    assert (f"{found.next_time:%H:%M}" if found.next_time else None) == time
    assert "day" not in found.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "库存30条",
        "昨天库存三十条",
        "周记烟酒正常",
        "七天便利店正常",
        "李三元说正常",
        "电话13871234567",
        "看《明日之后》",
    ],
)
def test_figures_and_names_are_no_days(text: str) -> None:
    assert read(text).next_day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("国庆后第一个工作日去", "2027-10-08"),
        ("五一后第一个工作日再来", "2027-05-06"),
        ("春节后上班第一天去", "2027-02-15"),
    ],
)
def test_a_long_holiday_that_is_not_published_is_taken_at_its_usual_length_and_asked(text: str, day: str) -> None:
    found = read(text)
    assert (str(found.next_day), "day" in found.doubtful) == (day, True)


def test_a_holiday_in_the_published_year_is_counted() -> None:
    assert str(read("国庆后第一个工作日去", datetime(2026, 9, 1, 9)).next_day) == "2026-10-08"
    assert str(read("春节后上班第一天去", datetime(2026, 2, 12, 9)).next_day) == "2026-02-24"


def test_the_shop_on_the_screen_is_meant_by_this_one() -> None:
    assert read("这家库存20条", here="4").shop == "4"
    assert read("它明天送货", here="4").shop == "4"
    assert read("王记烟酒库存20条", here="1").shop == "4"
    assert read("这家库存20条").shop is None


def test_several_logs_in_one_message_are_told_apart() -> None:
    found = read("周记烟酒库存5条；七天便利店要8条，明天送")
    assert (found.shop, found.quantities[0].value, found.next_day) == ("1", 5, None)
    [second] = found.more
    assert (second.shop, second.quantities[0].value, str(second.next_day)) == ("2", 8, "2026-11-24")
    assert second.spans["numbers"] == ((15, 17),)


def test_spans_are_places_in_the_text_as_written() -> None:
    text = "  周記煙酒　庫存２０條，後天再來"
    found = read(text)
    assert [text[a:b] for a, b in found.spans["shops"]] == ["周記煙酒"]
    assert [text[a:b] for a, b in found.spans["numbers"]] == ["２０條"]
    assert [text[a:b] for a, b in found.spans["due"]] == ["後天"]


def test_the_owners_plans_and_mood_are_heard() -> None:
    assert read("周记烟酒老板想转行").owner_plans == ("change_trade",)
    assert read("周记烟酒儿子接手了").owner_plans == ("handover",)
    assert read("周记烟酒老板不想转行").owner_plans == ()
    assert read("周记烟酒老板不高兴").mood == "annoyed"


def test_a_brand_beside_a_figure_is_named_and_more_can_be_taken_in() -> None:
    assert read("周记烟酒要5条软珍").products == ("软珍",)
    take_in(["测试牌香烟"])
    assert read("周记烟酒要5条测试牌香烟").products == ("测试牌香烟",)


def test_a_time_is_never_taken_for_a_shop() -> None:
    assert read("今天下午三点前把报表交了").shop_candidates == ()
    assert read("明天上午").intent is not Intent.SHOP


def test_a_latin_expression_that_no_rule_knows_goes_through_the_library() -> None:
    assert str(read("5-Dec-2026").next_day) == "2026-12-05"
    assert str(read("Dec-05").next_day) == "2026-12-05"
    assert read("table 12").next_day is None
