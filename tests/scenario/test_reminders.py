"""Reminders for oneself by a sentence: kept, moved out of days off, rung once, put off, listed, removed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.scenario.harness import world
from tests.scenario.running import ZONE


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def test_it_rings_at_its_moment_once_and_is_put_off_within_working_hours(district: Path) -> None:
    with world(district, at(24, 10), kill_between=True) as here:
        du = here.joins("M01")
        du.phone.reads()
        du.says("明天下午三点提醒我给李老板送资料").expects("11-25 周三 15:00 提醒", "给李老板送资料")
        here.until(at(25, 14, 58))
        du.phone.reads()
        here.until(at(25, 15, 1))
        du.expects("15:00", "给李老板送资料")
        du.taps("1 小时后").sees("11-25 周三 16:0")
        here.until(at(25, 16, 5))
        du.taps("1 小时后").sees("11-25 周三 17:0")
        here.until(at(25, 17, 10))
        du.taps("1 小时后").sees("11-26 周四 08:00")
        here.until(at(26, 8, 2))
        du.expects("08:00", "给李老板送资料")
        du.taps("办好了").sees("✅ 给李老板送资料")
        here.until(at(26, 12))
        assert not [one for one in du.phone.unread() if "给李老板送资料" in one.text and not one.text.startswith("✅")]


def test_a_day_off_a_holiday_and_leave_move_it_and_say_so(district: Path) -> None:
    with world(district, at(30, 10, month=9)) as here:
        du = here.joins("M01")
        du.says("10月3号上午九点提醒我写总结").expects("那时你休息", "10-08 周四 08:00")
        du.says("10月10号上午九点提醒我交材料").expects("10-10 周六 09:00 提醒")
        du.says("/leave 2026-10-08 1")
        du.says("10月8号下午三点提醒我回电话").expects("那时你休息", "10-09 周五 08:00")
        here.until(at(8, 12, month=10))
        du.never_sees("⏰ 08:00 写总结")
        here.until(at(9, 8, 2, month=10))
        du.sees("⏰", "写总结")
        du.sees("⏰ 08:00 回电话")
        here.until(at(10, 9, 2, month=10))
        du.sees("⏰ 09:00 交材料")


def test_a_bot_that_was_down_rings_late_and_says_how_late(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        du = here.joins("M01")
        du.says("十一点提醒我打电话").expects("11-24 周二 11:00")
        du.phone.reads()
        here.bot.stop()
        here.telegram.clock.to(at(24, 11, 40))
        here.bot.start()
        here.settle()
        du.expects("⏰ 11:00 打电话", "晚了 40 分钟")


def test_without_a_moment_it_is_kept_and_asked_and_the_list_removes(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        du = here.joins("M01")
        du.says("/remind").expects("没有提醒")
        du.says("11-31提醒我交报告").expects("什么时候提醒")
        du.taps("写一个时间")
        du.says("今天早上八点").expects("没看出是以后的什么时候")
        du.says("随便吧").expects("没看出")
        du.says("后天上午十点").expects("11-26 周四 10:00 提醒", "交报告")
        du.says("/remind 周五下午三点带样烟").expects("11-27 周五 15:00")
        du.says("/remind").expects("提醒 2 件", "交报告", "带样烟")
        du.taps("1")
        du.taps("不用").sees("不提醒了：交报告")
        du.says("/remind").expects("提醒 1 件")


def test_a_plan_with_a_shop_is_a_reminder_and_may_become_a_visit(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        du = here.joins("M01")
        du.says("明天上午十点去渡口烟酒行送资料").expects("11-25 周三 10:00 提醒")
        du.taps("记成拜访").sees("记下：渡口烟酒行")
        du.sees("不提醒了")
        du.says("明天再去渡口烟酒行，库存20条").expects("记下：渡口烟酒行")
        du.says("明天上午十点提醒我给渡口烟酒行送20条").expects("11-25 周三 10:00 提醒")


def test_chiefs_and_administrators_have_reminders_too(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        for code in ("S01", "A01"):
            person = here.joins(code)
            person.says("明天上午九点提醒我开会").expects("11-25 周三 09:00 提醒：开会")
