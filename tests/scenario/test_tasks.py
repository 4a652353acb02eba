"""A supervisor gives tasks by a sentence; managers accept, ask, are reminded and finish; what is over comes back once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from storage import plans, shops, visits
from storage.database import Tx
from tests.scenario.harness import Person, World, world
from tests.scenario.running import ZONE


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def cast(here: World) -> tuple[Person, Person]:
    """The supervisor and M03, with nothing unread."""
    chen, xiong = here.joins("S01"), here.joins("M03")
    chen.phone.reads()
    xiong.phone.reads()
    return chen, xiong


def test_a_sentence_is_shown_as_understood_and_nothing_goes_out_before_the_tap(district: Path) -> None:
    with world(district, at(24, 10), kill_between=True) as here:
        chen, xiong = cast(here)
        chen.says("明天上午让M03去横店检查价签 急").expects(
            "M03", "横店检查价签", "11-25", "12:00", "①要紧又急", "发吗"
        )
        xiong.expects_nothing()
        chen.taps("改轻重")
        chen.taps("②要紧不急").sees("②要紧不急", "发吗")
        chen.taps("改时间")
        chen.taps("写一句")
        chen.says("周五下午三点").expects("11-27", "15:00")
        chen.taps("发")
        xiong.expects("任务（②）", "横店检查价签", "11-27 周五 15:00 前")
        xiong.taps("收到")
        chen.sees("收到了：M03")
        xiong.taps("有问题")
        xiong.says("是全部烟还是只看新品？").sees("你问：是全部烟还是只看新品")
        chen.expects("是全部烟还是只看新品")
        chen.taps("回答")
        chen.says("只看新品")
        xiong.expects("答：只看新品")
        xiong.taps("办好了").sees("办好了。一句话或一张照片")
        chen.expects("M03", "办好了")
        xiong.says("查了六家，都对")
        chen.sees("说：查了六家，都对")
        assert here.restarts > 10


def test_a_photo_of_what_was_done_reaches_the_giver(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        chen, xiong = cast(here)
        chen.says("/task 让M03下午五点前把横店的价签拍一张照片")
        chen.taps("发")
        xiong.taps("办好了")
        chen.phone.reads()
        xiong.sends_photo("价签齐了")
        assert any(shown.media for shown in chen.phone.unread())
        chen.sees("说：价签齐了")


def test_reminded_an_hour_before_put_off_and_told_to_the_giver_once_when_it_is_over(district: Path) -> None:
    with world(district, at(24, 9)) as here:
        chen, xiong = cast(here)
        chen.says("让M03今天下午三点前去横店检查价签")
        chen.taps("发")
        xiong.taps("收到")
        xiong.phone.reads()
        here.at("13:58")
        xiong.expects_nothing()
        here.at("14:01")
        xiong.expects("⏰", "横店检查价签")
        xiong.taps("2 小时后")
        assert "到点" in xiong.toast
        xiong.taps("30 分钟后")
        here.at("14:25")
        xiong.phone.reads()
        here.at("14:33")
        xiong.expects("⏰", "横店检查价签")
        chen.phone.reads()
        here.at("15:01")
        chen.expects("到点了还没办好", "M03")
        here.at("17:00")
        here.until(at(25, 12))
        assert not [shown for shown in chen.phone.unread() if "到点了还没办好" in shown.text]


def test_on_leave_it_waits_and_the_giver_sees_why(district: Path) -> None:
    with world(district, at(24, 9)) as here:
        chen, xiong = cast(here)
        xiong.says("/leave 2026-11-24 1")
        xiong.phone.reads()
        chen.says("让M03周四下午三点前去横店检查价签")
        chen.taps("发").sees("等上班再送到", "M03")
        here.until(at(24, 18))
        xiong.expects_nothing()
        here.until(at(25, 7, 5))
        xiong.expects("任务", "横店检查价签")


def test_a_holiday_is_silent_and_a_make_up_saturday_is_worked(district: Path) -> None:
    with world(district, at(30, 17, month=9)) as here:
        chen, xiong = cast(here)
        here.until(at(1, 10, month=10))
        chen.says("让M03 10月10日下午三点前去横店检查价签").expects("10-10 周六 15:00 前")
        chen.taps("发").sees("等上班再送到")
        here.until(at(7, 12, month=10))
        xiong.never_sees("横店检查价签")
        here.until(at(8, 7, 5, month=10))
        xiong.sees("任务", "横店检查价签")
        here.until(at(10, 14, 1, month=10))
        xiong.sees("⏰", "横店检查价签")


def test_several_managers_and_the_morning_list_ordered_by_quadrant(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        chen, _xiong = cast(here)
        du = here.joins("M01")
        for words in ("让M01和M03周五前交市场报告 不重要", "让M01、M03周五前查价签 急", "让M01周五前带新品样烟"):
            chen.says(words)
            chen.taps("发")
        du.phone.reads()
        here.until(at(25, 7, 31))
        morning = du.sees("早上好", "任务").text
        assert morning.index("查价签") < morning.index("带新品样烟") < morning.index("交市场报告")
        listed = du.says("/tasks").expects("要办的 3 件").text
        assert listed.index("① ") < listed.index("② ") < listed.index("④ ")
        chen.says("/tasks").expects("派出去还没办完的 3 件", "办好 0/2")


def test_bad_input_is_answered_and_loses_nothing(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        chen, xiong = cast(here)
        chen.says("/task").expects("办什么事")
        chen.says("让M99去横店检查价签").expects("M99", "没有这个编号")
        chen.sees("派给谁")
        chen.taps("M03 柯晓琴")
        chen.taps("返回").sees("派给 M03")
        chen.taps("改时间")
        chen.taps("写一句")
        chen.says("随便").expects("没看出是哪天")
        chen.says("昨天").expects("周五")
        chen.says("明天下午").expects("11-25")
        chen.taps("不发了").sees("没发")
        chen.says("让M03 11月31日去横店检查价签").expects("没有这一天")
        chen.sees("不定时间", "发吗")
        xiong.expects_nothing()
        xiong.says("/task 让M01去横店").expects("这个要")


def test_a_question_at_night_rings_in_the_morning_and_a_log_is_no_question(district: Path) -> None:
    with world(district, at(24, 17)) as here:
        chen, xiong = cast(here)
        chen.says("让M03周五前查价签")
        chen.taps("发")
        here.at("21:30")
        xiong.taps("有问题")
        known = len(chen.phone.messages())
        xiong.says("要不要拍照？").sees("你问：要不要拍照")
        assert len(chen.phone.messages()) == known
        here.until(at(25, 7, 5))
        chen.expects("柯晓琴 问：要不要拍照")
        chen.taps("回答")
        chen.says("让M04周五前带样烟").sees("派给 M04")
        chen.says("不用拍")
        xiong.expects("答：不用拍")


def test_what_was_promised_comes_back_in_the_morning_list(district: Path) -> None:
    with world(district, at(24, 9)) as here:
        du = here.joins("M01")
        du.says("渡口烟酒行 明天再去谈展柜").expects("渡口烟酒行")

        def promise_elsewhere(tx: Tx) -> str:
            """A promise of last week at a shop that is on no list tomorrow."""
            listed = {stop.shop for stop in plans.of_day(tx, "M01", date(2026, 11, 25))}
            shop = next(one for one in shops.every(tx) if one.manager == "M01" and one.code not in listed)
            visits.add_follow_up(tx, shop.code, "M01", date(2026, 11, 20), "带操作单", 0, at(20, 9))
            return shop.name

        name = here.write(promise_elsewhere)
        here.until(at(25, 7, 31))
        morning = du.sees("早上好").text
        assert "渡口烟酒行" in morning
        assert "带操作单" in morning
        assert name[:4] in morning


def test_on_both_databases_a_task_and_a_reminder_go_their_way(district_url: str) -> None:
    with world(district_url, at(24, 10)) as here:
        chen, xiong = cast(here)
        chen.says("让M03今天下午三点前去横店检查价签 急").expects("①要紧又急", "发吗")
        chen.taps("发")
        xiong.expects("任务（①）")
        xiong.taps("收到")
        chen.sees("收到了：M03")
        xiong.says("今天下午两点提醒我带操作单").expects("11-24 周二 14:00")
        here.at("14:01")
        xiong.sees("⏰ 14:00 带操作单")
        xiong.sees("⏰", "横店检查价签")
        xiong.taps("办好了", message=xiong.sees("⏰", "横店检查价签"))
        chen.sees("办好了：M03")


def test_what_a_button_shows_is_refused_to_others(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        chen, _xiong = cast(here)
        du = here.joins("M01")
        chen.says("让M03今天下午三点前去横店检查价签")
        chen.taps("发")
        for data in ("task:1:", "task_card:1:", "task_result:1:", "tasks:S01:", "reminder:1:"):
            du.phone.taps_data(data, du.phone.messages()[-1])
            here.settle()
            du.never_sees("横店检查价签")
