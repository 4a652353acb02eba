"""Texts for a shop are copied, sent by hand and noted with a tap; the planned visit stays to be made."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from domain.visits import Channel, LogState, StopState
from storage import plans, shops, visits
from storage.database import Tx
from tests.scenario.harness import world
from tests.scenario.running import ZONE


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


TODAY = date(2026, 11, 24)


def stops_and_logs(tx: Tx) -> tuple[list[StopState], list[tuple[Channel, LogState]]]:
    """What stands today at the shop of these tests."""
    code = next(one.code for one in shops.every(tx) if one.name == "渡口烟酒行")
    stops = [one.state for one in plans.of_day(tx, "M01", TODAY) if one.shop == code]
    return stops, [(one.channel, one.state) for one in visits.of_day(tx, "M01", TODAY) if one.shop == code]


def test_news_and_focus_become_texts_and_the_tap_logs_the_way_they_went(district: Path) -> None:
    with world(district, at(24, 9), kill_between=True) as here:
        chen, du = here.joins("S01"), here.joins("M01")
        chen.says("/broadcast 12月1日起订货截止提前到16:00")
        chen.taps("发 6 处")
        chen.says("/focus 网上订货")
        du.says("渡口烟酒行")
        du.taps("更多")
        du.taps("可复制的话")
        sms = du.sees("短信", "12月1日起订货截止提前到16:00", "杜兰枝")
        assert "复制" in [label for row in sms.buttons for label in row]
        du.taps("群消息").sees("各位老板", "12月1日起订货截止提前到16:00", "这个月一起做好：网上订货")
        du.taps("发到群里了，记一笔").expects("渡口烟酒行", "群消息")
        assert here.read(stops_and_logs) == ([StopState.PLANNED], [(Channel.GROUP, LogState.ACTIVE)])
        du.taps("撤销")
        assert here.read(stops_and_logs) == ([StopState.PLANNED], [(Channel.GROUP, LogState.UNDONE)])
        du.says("渡口烟酒行 一切照常")
        assert here.read(stops_and_logs)[0] == [StopState.DONE]


def test_a_promise_that_is_due_names_its_day_and_none_of_the_managers_notes(district: Path) -> None:
    with world(district, at(24, 9)) as here:
        du = here.joins("M01")
        du.says("渡口烟酒行 老板想转行，明天再去谈").expects("渡口烟酒行")
        here.until(at(25, 9))
        du.says("渡口烟酒行")
        du.taps("更多")
        text = du.taps("可复制的话").sees("短信", "我记着").text
        assert "转行" not in text
        du.taps("短信发了，记一笔").expects("渡口烟酒行", "短信")
        du.says("渡口烟酒行")
        du.taps("更多")
        du.taps("可复制的话").sees("我记着")
        du.taps("短信发了，记一笔")
        assert "已经记过" in du.toast


def test_with_nothing_to_say_no_text_is_made_up(district: Path) -> None:
    with world(district, at(24, 9)) as here:
        du = here.joins("M01")
        du.says("渡口烟酒行")
        du.taps("更多")
        du.taps("可复制的话").sees("现在没有要转达的")
