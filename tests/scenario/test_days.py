"""Mornings and evenings as people live them: late, away, ill, in English, with the bot down in between."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.scenario.harness import World, world
from tests.scenario.running import ZONE


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def down_until(here: World, instant: datetime) -> None:
    """The bot is off until then."""
    here.bot.stop()
    here.telegram.clock.to(instant)
    here.bot.start()
    here.settle()


def test_who_joins_in_the_forenoon_gets_the_list_at_once_and_hears_how_far_it_reaches(district: Path) -> None:
    with world(district, at(24, 11)) as here:
        du = here.joins("M01")
        du.sees("早上好", "还来得及")
        assert du.phone.pinned() is not None


def test_who_joins_before_seven_gets_it_at_half_past_seven_and_once(district: Path) -> None:
    with world(district, at(24, 6, 50)) as here:
        du = here.joins("M01")
        du.phone.reads()
        here.at("7:29")
        du.expects_nothing()
        here.at("7:31")
        du.expects("11-24 周二")
        here.at("9:00")
        du.expects_nothing()


def test_a_saturday_is_silent_and_a_make_up_saturday_is_not(district: Path) -> None:
    with world(district, at(27, 20)) as here:
        du = here.joins("M01")
        here.until(at(28, 7, 0))
        du.phone.reads()
        here.until(at(28, 12))
        du.expects_nothing()
    make_up = datetime(2026, 10, 10, 6, 0, tzinfo=ZONE)
    with world(district, make_up) as here:
        du = here.joins("M01")
        here.at("7:31")
        du.expects("10-10 周六")


def test_on_leave_nothing_rings_until_it_is_over(district: Path) -> None:
    with world(district, at(24, 20)) as here:
        du = here.joins("M01")
        du.says("/leave 2026-11-25 2").expects("休息")
        here.until(at(25, 12))
        here.until(at(26, 18))
        du.expects_nothing()
        here.until(at(27, 7, 31))
        du.expects("11-27 周五")


def test_leave_is_given_up_with_a_tap_and_the_day_comes_back(district: Path) -> None:
    with world(district, at(24, 20)) as here:
        du = here.joins("M01")
        du.says("/leave 2026-11-25")
        du.taps("不请了")
        here.until(at(25, 7, 31))
        du.expects("11-25 周三")


def test_a_bot_that_was_down_at_the_hour_sends_the_list_when_it_is_back(district: Path) -> None:
    with world(district, at(24, 6, 50)) as here:
        du = here.joins("M01")
        du.phone.reads()
        down_until(here, at(24, 9, 40))
        du.expects("11-24 周二")


def test_a_list_that_is_too_late_is_not_sent(district: Path) -> None:
    with world(district, at(24, 6, 50)) as here:
        du = here.joins("M01")
        du.phone.reads()
        down_until(here, at(24, 17, 10))
        du.never_sees("早上好")


def test_a_weekend_of_downtime_closes_the_friday_and_brings_monday(district: Path) -> None:
    with world(district, at(27, 7)) as here:
        du = here.joins("M01")
        here.at("7:31")
        du.taps("打开第 1 家")
        du.taps("都讲了，照常")
        du.phone.reads()
        down_until(here, at(30, 8))
        du.sees("11-30 周一")
        du.says("/review")
        du.taps("11-27 的复盘")
        du.sees("自动收尾")


def test_an_evening_nobody_answers_is_reminded_of_once_and_closes_by_itself(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = here.joins("M01"), here.joins("S01")
        here.at("17:31")
        du.phone.reads()
        here.at("18:20")
        du.expects("复盘还差")
        here.at("20:30")
        du.expects_nothing()
        here.at("21:05")
        chen.phone.reads()
        du.sees("自动收尾")


def test_the_review_is_put_off_and_comes_back(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du = here.joins("M01")
        here.at("17:31")
        du.taps("30 分后")
        du.phone.reads()
        here.at("17:55")
        du.expects_nothing()
        here.at("18:02")
        du.expects("要定的")


def test_everything_speaks_english_to_who_wants_it(district: Path) -> None:
    with world(district, at(24, 7, 0)) as here:
        du = here.joins("M01", "en")
        assert du.phone.keyboard() == [["Today", "Log"], ["Abnormal", "Review"]]
        here.at("7:31")
        du.sees("Good morning. 11-24 Tue")
        du.taps("Open stop 1")
        du.taps("met")
        du.sees("✅ 1")
        du.says("秋霞小店 stock 20 cartons, again next Wednesday")
        du.sees("Noted", "20")
        du.says("/language")
        du.taps("中文")
        du.sees("下一站")


def test_an_abnormal_situation_after_hours_waits_for_the_morning_but_safety_does_not(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen, zhou = here.joins("M01"), here.joins("S01"), here.joins("D01")
        here.at("19:00")
        du.says("异常 渡口烟酒行 断货了").expects("明早 08:00")
        chen.expects("断货")
        here.at("20:50")
        zhou.never_sees("渡口烟酒行")
        here.until(at(25, 8, 20))
        zhou.sees("渡口烟酒行")
        here.at("22:00")
        du.says("异常 秋霞小店 起火了，有人受伤")
        chen.expects("安全")
        here.forward(minutes=16)
        zhou.sees("秋霞小店")


def test_a_message_kept_while_the_bot_was_down_is_handled_when_it_is_back(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du = here.joins("M01")
        here.bot.stop()
        du.phone.says("秋霞小店 库存20条")
        here.telegram.clock.forward(minutes=30)
        here.bot.start()
        here.settle()
        du.sees("记下：秋霞小店", "库存 20 条")


def test_two_taps_on_one_button_log_one_visit(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du = here.joins("M01")
        du.taps("打开第 1 家")
        du.phone.taps("都讲了，照常")
        du.phone.taps("都讲了，照常")
        here.settle()
        du.sees("1/25 家")


def test_a_day_is_read_by_its_supervisor_and_by_nobody_else(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen, mao = here.joins("M01"), here.joins("S01"), here.joins("M02")
        chen.taps("团队")
        chen.taps("M01")
        chen.sees("杜兰枝", "11-24 周二")
        button = "day:M01@2026-11-24:"
        shown = mao.phone.messages()[-1]
        mao._does(lambda: mao.phone.taps_data(button, shown))
        assert "市场经理" in mao.toast or "管理员" in mao.toast
        mao.never_sees("老彭副食")
        assert du.phone.pinned() is not None
