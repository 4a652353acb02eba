"""Leave with a proposal for what stood on its days: taken up, refused, unanswered; and half a day off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import visits
from tests.scenario.harness import world
from tests.scenario.test_rain import at, joined, onsite, placed, standing

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


def test_the_moves_are_shown_and_made_with_a_tap(district: Path) -> None:
    with world(district, at(24, 10), kill_between=True) as here:
        (du,) = joined(here, "M01")
        before = standing(here, "M01", THURSDAY)
        wednesday = standing(here, "M01", date(2026, 11, 25))
        du.says("/leave 2026-11-26").expects("请假", "原来排的店", "还什么都没动")
        assert standing(here, "M01", THURSDAY) == before
        du.taps("就这么定").sees("按这个改好了")
        assert onsite(standing(here, "M01", THURSDAY)) == set()
        assert set(before) <= placed(here, "M01", date(2026, 11, 25))
        assert set(wednesday) <= set(standing(here, "M01", date(2026, 11, 25)))
        here.until(at(26, 18))
        du.never_sees("今天 11-26")


def test_a_promise_is_the_first_thing_after_the_leave(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        shop = min(onsite(standing(here, "M01", THURSDAY)))
        here.write(lambda tx: visits.add_follow_up(tx, shop, "M01", THURSDAY, "送资料", 0, here.now))
        du.says("/leave 2026-11-26").expects("回来先去")
        du.taps("就这么定")
        assert shop in onsite(standing(here, "M01", FRIDAY))


def test_refused_all_is_planned_anew_at_once(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        before = standing(here, "M01", THURSDAY)
        du.says("/leave 2026-11-26")
        du.taps("不改了").sees("没改")
        here.forward(minutes=1)
        assert standing(here, "M01", THURSDAY) == {} != before


def test_unanswered_the_night_decides(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        du.says("/leave 2026-11-26").expects("原来排的店")
        here.until(at(24, 22, 5))
        assert standing(here, "M01", THURSDAY) == {}
        du.taps("就这么定").sees("那几天没有要去的店")
        assert standing(here, "M01", THURSDAY) == {}


def test_given_up_the_proposal_holds_no_more_and_the_day_comes_back(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        du.says("/leave 2026-11-26")
        agreed = du.sees("还什么都没动")
        du.taps("不请了")
        du.taps("就这么定", message=agreed)
        du.sees("什么都没动")
        here.forward(minutes=1)
        assert onsite(standing(here, "M01", THURSDAY))


def test_half_a_day_off_leaves_about_half_and_the_night_adds_none(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        before = onsite(standing(here, "M01", THURSDAY))
        du.says("/leave 2026-11-26 下午").expects("请假半天", "下午")
        du.taps("就这么定")
        after = onsite(standing(here, "M01", THURSDAY))
        assert len(before) / 4 < len(after) < 3 * len(before) / 4
        assert before <= placed(here, "M01", date(2026, 11, 25))
        here.until(at(24, 23))
        assert len(onsite(standing(here, "M01", THURSDAY))) <= len(after)
        here.until(at(26, 7, 35))
        du.sees("11-26 周四")
