"""A question that was answered stays answered, whatever changes later."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.scenario.harness import world
from tests.scenario.running import ZONE


def test_an_answered_question_is_not_asked_again_when_its_shop_changes(district: Path) -> None:
    with world(district, datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)) as here:
        here.joins("S01")
        du = here.joins("M01")
        du.says("渡口烟酒行")
        du.taps("异常").expects("什么情况？渡口烟酒行")
        du.taps("假私非烟").sees("已报：假私非烟 渡口烟酒行")
        here.forward(minutes=5)
        du.taps("都讲了，照常").sees("✅", "渡口烟酒行")
        du.sees("已报：假私非烟 渡口烟酒行")
        du.never_sees("什么情况？")
