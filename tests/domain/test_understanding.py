from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.incidents import Category
from domain.understanding import Intent, Known, Thing, Understood, outcome_for, understand
from domain.understanding.wording import numeral
from domain.visits import CHIPS, Channel, Missed, Objective, Quantity

TUESDAY = datetime(2026, 11, 24, 9, 0)
MONDAY = datetime(2026, 11, 23, 10, 0)
SHOPS = (
    Known("01", "熊运食杂店", "熊运", "前川", 4),
    Known("02", "木兰烟酒店", "于桥胜", "前川", 12),
    Known("03", "木兰烟酒", "张汉旺", "祁家湾"),
    Known("04", "木兰商店", "刘爱", "前川"),
    Known("05", "如意经营部", "万彩", "前川"),
    Known("06", "如意经营部", "沈桥文", "横店"),
    Known("07", "龚家口四季经营部", "杨妹金", "前川"),
    Known("08", "顺意名烟名酒", "孔福海", "前川", 3),
    Known("09", "七天便利店", "李三元", "前川"),
    Known("10", "前川友谊商店", "周平", "前川"),
    Known("11", "王记烟酒", "王德发", "横店"),
    Known("90", "邻居超市", "赵六", "横店", colleague=True),
)


class Weekdays:
    """Monday to Friday, but for New Year's Day."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and (day.month, day.day) != (1, 1)

    def known(self, year: int) -> bool:
        return True


def read(text: str, now: datetime = TUESDAY) -> Understood:
    return understand(text, SHOPS, now, Weekdays())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("熊运食杂店 库存20条", "01"),
        ("木兰烟酒店里没人", "02"),
        ("木兰烟酒 库存8条", "03"),
        ("木兰烟酒库存8条", "03"),
        ("刚去了龚家口四季经营部，一切照常", "07"),
        ("熊運食雜店 後天再去", "01"),
        ("如意经营部·万彩 照常", "05"),
        ("第4家 愿意试", "01"),
        ("第四家 愿意试", "01"),
        ("七天便利店 照常", "09"),
    ],
)
def test_an_exact_name_is_settled_without_a_question(text: str, code: str) -> None:
    found = read(text)
    assert (found.shop, found.exact) == (code, True)
    assert "shop" not in found.doubtful


@pytest.mark.parametrize(
    ("text", "code"),
    [("熊运 库存20条", "01"), ("龚家口那家周五去", "07"), ("孔福海说想转行", "08"), ("王计烟酒 库存3条", "11"),
     ("友谊商店 照常", "10"), ("在顺意看过，价签都对", "08")],
)  # fmt: skip
def test_a_spoken_name_is_settled_when_only_one_fits(text: str, code: str) -> None:
    found = read(text)
    assert (found.shop, found.exact) == (code, False)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("木兰的库存二十来条", ("02", "03", "04")),
        ("如意经营部 照常", ("05", "06")),
        ("邻居超市 照常", ("90",)),
    ],
)
def test_what_fits_several_or_a_colleagues_shop_is_asked_today_first(text: str, candidates: tuple[str, ...]) -> None:
    found = read(text)
    assert found.shop is None
    assert found.shop_candidates == candidates
    assert "shop" in found.doubtful


def test_an_exact_name_not_on_todays_list_names_the_like_one_that_is() -> None:
    assert read("木兰烟酒 库存8条").shop_candidates == ("03", "02")


@pytest.mark.parametrize("text", ["4 库存20条", "库存4条", "顺意超市 库存3条"])
def test_a_bare_number_or_another_kind_of_shop_settles_nothing(text: str) -> None:
    assert read(text).shop is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今晚再去", "2026-11-24"), ("明天再来", "2026-11-25"), ("后天去", "2026-11-26"), ("大后天去", "2026-11-27"),
        ("周三再来", "2026-11-25"), ("下周三再来", "2026-12-02"), ("下星期三再来", "2026-12-02"), ("这周五去", "2026-11-27"),
        ("下下周一去", "2026-12-07"), ("周一去", "2026-11-30"), ("11-28再去", "2026-11-28"), ("11.28再去", "2026-11-28"),
        ("11月28日去", "2026-11-28"), ("十二月五号去", "2026-12-05"), ("12月5号去", "2026-12-05"), ("28号去", "2026-11-28"),
        ("15号去", "2026-12-15"), ("28日去", "2026-11-28"), ("12/5去", "2026-12-05"), ("2027-01-05去", "2027-01-05"),
        ("三天后去", "2026-11-27"), ("一周后去", "2026-12-01"), ("半个月后去", "2026-12-09"), ("下个月5号去", "2026-12-05"),
        ("月底去", "2026-11-30"), ("下月底去", "2026-12-31"), ("半小时后去", "2026-11-24"), ("双十二再去", "2026-12-12"),
        ("2月最后一天盘点", "2027-02-28"), ("元旦前一天去", "2026-12-31"), ("国庆后第一个工作日去", "2027-10-04"),
        ("元旦后第一个工作日去", "2027-01-04"), ("下个工作日去", "2026-11-25"), ("不是明天，是后天去", "2026-11-26"),
        ("每周三去", "2026-11-25"), ("除夕那天去", "2027-02-05"), ("1月5日去", "2027-01-05"),
        ("打了三个电话都不接 明天看", "2026-11-25"), ("上周三去过，下周一再去", "2026-11-30"),
        ("come back next Wednesday", "2026-12-02"), ("again in three weeks", "2026-12-15"), ("visit on Dec 5", "2026-12-05"),
        ("see you tomorrow", "2026-11-25"),
    ],
)  # fmt: skip
def test_a_day_is_read_from_field_words(text: str, day: str) -> None:
    found = read(f"熊运食杂店 {text}")
    assert found.next_day == date.fromisoformat(day)
    assert found.day_kind == "on"
    assert found.day_candidates == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [("周五前送价签", "2026-11-27"), ("12月10日前换证", "2026-12-10"), ("月底前办好", "2026-11-30"), ("三天内回话", "2026-11-27"),
     ("三个工作日内回话", "2026-11-27"), ("最晚周四去", "2026-11-26"), ("visit by Friday", "2026-11-27")],
)  # fmt: skip
def test_a_deadline_is_that_day(text: str, day: str) -> None:
    found = read(f"熊运食杂店 {text}")
    assert (found.next_day, found.day_kind) == (date.fromisoformat(day), "by")


@pytest.mark.parametrize(
    "text",
    ["上周四去过", "昨天去的", "今天库存20条", "11月5号去过", "周一来过", "库存30条", "证12月10日到期", "12月1日起截止提前",
     "电话13871234567", "两周一次", "明天不开门", "五号柜空着", "价格12.5元", "一切照常"],
)  # fmt: skip
def test_past_days_expiry_dates_and_figures_are_no_follow_up(text: str) -> None:
    assert read(f"熊运食杂店 {text}").next_day is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("周三左右去", ("2026-11-25", "2026-12-02")), ("周二再去", ("2026-12-01", "2026-11-24")),
     ("隔天再去", ("2026-11-26", "2026-11-25")), ("周三或周四去", ("2026-11-25", "2026-11-26"))],
)  # fmt: skip
def test_a_day_in_doubt_is_asked_with_its_readings(text: str, days: tuple[str, ...]) -> None:
    found = read(f"熊运食杂店 {text}")
    assert found.day_candidates == tuple(map(date.fromisoformat, days))
    assert "day" in found.doubtful


@pytest.mark.parametrize("words", ["11-31", "11月31日", "2月30号", "13月5号", "Feb 30"])
def test_a_day_that_does_not_exist_is_named(words: str) -> None:
    found = read(f"熊运食杂店 {words}再去" if not words.isascii() or "-" in words else f"熊运食杂店 again {words}")
    assert found.next_day is None
    assert found.bad_date == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上柜3个新品，库存20条", [(3, "个", Thing.NEW_BRAND, False), (20, "条", Thing.STOCK, False)]),
        ("库存 20 条", [(20, "条", Thing.STOCK, False)]),
        ("库存二十来条", [(20, "条", Thing.STOCK, True)]),
        ("要货两条半", [(2.5, "条", Thing.ORDERED, False)]),
        ("订了5千多块", [(5000, "元", Thing.ORDERED, True)]),
        ("库存１８条", [(18, "条", Thing.STOCK, False)]),
        ("卖了12条，再要一箱", [(12, "条", Thing.SOLD, False), (1, "箱", Thing.ORDERED, False)]),
        ("出样三十五个", [(35, "个", Thing.DISPLAY, False)]),
        ("订单1,200元，3个品规", [(1200, "元", Thing.ORDERED, False), (3, "品规", "", False)]),
        ("库存三四条", [(3, "条", Thing.STOCK, True)]),
        ("剩十 十二条吧", [(12, "条", Thing.STOCK, False)]),
        ("20 cartons left", [(20, "条", Thing.STOCK, False)]),
        ("打了三个电话，一个月没来，13871234567", []),
        ("11月28日再去，第4家", []),
    ],
)  # fmt: skip
def test_figures_are_kept_as_said(text: str, expected: list[tuple[float, str, str, bool]]) -> None:
    assert read(f"熊运食杂店 {text}").quantities == tuple(Quantity(*row) for row in expected)


def test_digits_of_a_shops_or_owners_name_are_no_figures() -> None:
    assert read("七天便利店 照常").quantities == ()
    assert read("李三元 照常").quantities == ()
    assert read("七天便利店 照常").next_day is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("二十", 20), ("十二", 12), ("两百", 200), ("一千零五", 1005), ("三百五", 350), ("2万", 20000), ("半", 0.5), ("1,200", 1200),
     ("条", None)],
)  # fmt: skip
def test_chinese_numerals_have_values(words: str, value: float | None) -> None:
    assert numeral(words) == value


@pytest.mark.parametrize(
    ("text", "alarm"),
    [("柜台下三条没见过的烟", Category.COUNTERFEIT), ("断货了", Category.OUT_OF_STOCK), ("价格很乱", Category.PRICE),
     ("老板要投诉", Category.COMPLAINT), ("许可证过期一个月了", Category.LICENCE), ("电线老化", Category.SAFETY),
     ("贴了旺铺招租", Category.CLOSING), ("一次拉走80条", Category.BULK), ("红塔积压不少", Category.BACKLOG)],
)  # fmt: skip
def test_an_alarm_is_heard(text: str, alarm: Category) -> None:
    assert read(f"熊运食杂店 {text}").alarms == (alarm,)


@pytest.mark.parametrize(
    "text",
    ["没有发现假烟", "未发现假烟", "不是假烟", "会不会断货", "没断货", "讲了假烟识别", "价格正常", "如果断货就打电话", "没有投诉",
     "断货已解决", "担心断货", "没发现假烟和私烟", "no counterfeit found"],
)  # fmt: skip
def test_denied_supposed_or_taught_is_no_alarm(text: str) -> None:
    assert read(f"熊运食杂店 {text}").alarms == ()


@pytest.mark.parametrize(
    ("text", "channel"),
    [("上门看过", Channel.ONSITE), ("打了电话，照常", Channel.CALL_INSTEAD), ("路断了去不了，改电话", Channel.CALL_INSTEAD),
     ("间隔电话，照常", Channel.CALL_BETWEEN), ("发了短信", Channel.TEXT), ("库存20条", None), ("照常，明天打电话", None)],
)  # fmt: skip
def test_the_channel_is_what_happened_not_what_is_planned(text: str, channel: Channel | None) -> None:
    assert read(f"熊运食杂店 {text}").channel is channel


@pytest.mark.parametrize(
    ("text", "outcome", "missed"),
    [("一切照常", "as_usual", None), ("老板不在", "owner_away", None), ("没开门", "missed", Missed.CLOSED),
     ("没来得及去", "missed", Missed.NO_TIME), ("上午不开门，下午去的", "", None), ("价格正常", "", None)],
)  # fmt: skip
def test_plain_words_give_an_outcome(text: str, outcome: str, missed: Missed | None) -> None:
    found = read(f"熊运食杂店 {text}")
    assert (found.outcome, found.missed) == (outcome, missed)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("熊运食杂店 库存20条", Intent.LOG), ("熊运食杂店 提醒老板下周换证", Intent.LOG), ("熊运食杂店", Intent.SHOP),
        ("孔福海", Intent.SHOP), ("熊运", Intent.SHOP), ("周三提醒我去熊运食杂店", Intent.REMINDER),
        ("十天后再去熊运食杂店看看", Intent.REMINDER), ("不对，是30条", Intent.CORRECTION),
        ("异常 熊运食杂店 断货", Intent.INCIDENT), ("什么时候开会？", Intent.QUESTION), ("派任务 送价签", Intent.TASK),
        ("今天天气不错", Intent.OTHER), ("库存20条", Intent.LOG),
    ],
)  # fmt: skip
def test_the_intent_is_told_from_the_words(text: str, intent: Intent) -> None:
    assert read(text).intent is intent


def test_the_sentence_of_the_screens_is_understood_whole() -> None:
    found = read("熊运食杂店 上柜3个新品，库存20条，老板说下周三再来")
    assert found.doubtful == ()
    assert found.rest == "上柜3个新品,库存20条,老板说下周三再来"
    assert read("王记烟酒 上柜3个新品 库存20条 下周三再来", MONDAY).next_day == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("objective", "text", "chip"),
    [
        (Objective.ORDERING, "愿意试", "will_try"), (Objective.ORDERING, "不愿意试", "not_now"),
        (Objective.ORDERING, "会用了", "can_use"), (Objective.SETTLEMENT, "不想办", "unwilling"),
        (Objective.SETTLEMENT, "愿意办", "willing"), (Objective.SETTLEMENT, "已办好", "arranged"),
        (Objective.NEW_BRAND, "再看看", "wait_and_see"), (Objective.NEW_BRAND, "上柜3个新品", "on_shelf"),
        (Objective.NEW_BRAND, "还没摆上", "wait_and_see"), (Objective.NEW_BRAND, "不要", "declined"),
        (Objective.STOCK, "够卖", "enough"), (Objective.STOCK, "快断了", "running_out"), (Objective.STOCK, "压货", "backlog"),
        (Objective.PRICE_TAGS, "都对", "all_right"), (Objective.PRICE_TAGS, "当场改好", "fixed_now"),
        (Objective.PRICE_TAGS, "还没改", "not_fixed"), (Objective.STAYING, "愿意留", "will_stay"),
        (Objective.STAYING, "还在想", "thinking"), (Objective.STAYING, "决定退", "will_quit"),
        (Objective.SUCCESSION, "见到了", "met"), (Objective.SUCCESSION, "约好了", "appointed"),
        (Objective.SUCCESSION, "还没定", "undecided"), (Objective.NEWS, "讲了", "told"),
        (Objective.NEWS, "讲了有疑问", "told_questions"), (Objective.NEWS, "没讲到", "not_told"),
        (Objective.UPKEEP, "一切照常", "as_usual"), (Objective.UPKEEP, "有新情况", "something_new"),
        (Objective.UPKEEP, "老板不在", "owner_away"), (Objective.ORDERING, "一切照常", "as_usual"),
        (Objective.ORDERING, "库存20条", ""),
    ],
)  # fmt: skip
def test_words_answer_the_objective_as_its_chips_do(objective: Objective, text: str, chip: str) -> None:
    assert outcome_for(text, objective) == chip
    assert chip in {*CHIPS[objective], "as_usual", ""}
