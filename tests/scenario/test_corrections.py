"""A manager corrects what was understood, on the phone: the bot learns what a shop is called, and can forget it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.scenario.harness import world
from tests.scenario.running import ZONE


def test_a_corrected_shop_is_known_by_its_nickname_from_then_on(district: Path) -> None:
    with world(district, datetime(2026, 11, 24, 9, 30, tzinfo=ZONE), kill_between=True) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.says("胖子家 库存20条").expects("哪家")
        du.taps("都不是")
        du.taps("记到一家店")
        du.says("渡口烟酒行").sees("记下：渡口烟酒行")
        du.sees("记住了，“胖子家”就是渡口烟酒行")
        here.forward(minutes=20)
        du.says("胖子家 上柜3个新品，库存25条").expects("记下：渡口烟酒行", "25")
        du.says("/names").expects("“胖子家”是渡口烟酒行")
        du.taps("忘掉胖子家").sees("还没有记下你自己的叫法")
        here.forward(minutes=20)
        du.says("胖子家 库存18条").expects("哪家")


def test_outcome_and_figure_are_corrected_on_the_card(district: Path) -> None:
    with world(district, datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.says("渡口烟酒行 库存20条，一切正常").expects("记下：渡口烟酒行")
        du.taps("改")
        du.taps("20 条")
        du.taps("改个数")
        du.says("12").expects("12 条")
        du.taps("改")
        du.taps("结果")
        du.taps("没去成").sees("渡口烟酒行", "没去成")
