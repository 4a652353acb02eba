"""A manager asks on the way: each question is answered with one small screen, and nothing is logged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from storage import visits
from tests.scenario.harness import world
from tests.scenario.running import ZONE


def test_three_questions_on_a_tuesday(district: Path) -> None:
    with world(district, datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.says("今天还剩几家？").expects("今天还剩")
        du.says("渡口烟酒行上次什么时候去的？").expects("渡口烟酒行：")
        du.says("这周谁没去？").expects("这周还没去", "还排着：")
        assert here.read(lambda tx: visits.of_day(tx, "M01", here.now.date())) == []
        du.says("渡口烟酒行 库存20条").expects("记下：渡口烟酒行")
        here.forward(minutes=10)
        du.says("渡口烟酒行上次什么时候去的").expects("今天去过")
        assert len(here.read(lambda tx: visits.of_day(tx, "M01", here.now.date()))) == 1
