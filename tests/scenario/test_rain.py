"""Rain and days promised by hand: few moves are proposed, nothing moves before the tap, everything is found again after it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from domain.visits import Channel
from simulator import views
from simulator.world import World as Simulated
from storage import planning, shops, visits
from storage.database import Tx
from tests.scenario.harness import Person, World, world
from tests.scenario.running import ZONE

THURSDAY = date(2026, 11, 26)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def joined(here: World, *codes: str) -> list[Person]:
    people = [here.joins(code) for code in codes]
    for person in people:
        person.phone.reads()
    return people


def standing(here: World, manager: str, day: date, street: str = "") -> dict[str, Channel]:
    """The planned stops of a day: shop and channel, calls in between left out."""

    def read(tx: Tx) -> dict[str, Channel]:
        own = {shop.code: shop.street for shop in shops.of_manager(tx, manager)}
        ahead = [one.stop for one in planning.ahead(tx, manager, day) if one.stop.day == day]
        return {
            stop.shop: stop.channel
            for stop in ahead
            if stop.channel is not Channel.CALL_BETWEEN and street in ("", own[stop.shop])
        }

    found: dict[str, Channel] = here.read(read)
    return found


def placed(here: World, manager: str, first: date) -> set[str]:
    def read(tx: Tx) -> set[str]:
        return {one.stop.shop for one in planning.ahead(tx, manager, first)}

    found: set[str] = here.read(read)
    return found


def data_of(person: Person, label: str) -> tuple[str, int]:
    """What the newest button of that label carries, and its message."""

    def find(world: Simulated) -> tuple[str, int]:
        shown = reversed(world.chat(person.phone.id).messages.values())
        return next(
            (button["data"], message.id)
            for message in shown
            for row in views.buttons(message)
            for button in row
            if button["label"] == label
        )

    return person.world.telegram.act(find)


def onsite(found: dict[str, Channel]) -> set[str]:
    return {shop for shop, channel in found.items() if channel is Channel.ONSITE}


def test_rain_for_a_department_moves_nothing_before_the_tap_and_loses_nobody(district: Path) -> None:
    with world(district, at(24, 10), kill_between=True) as here:
        chen, du = joined(here, "S01", "M01")
        before = {code: standing(here, code, THURSDAY) for code in ("M01", "M03", "M06")}
        chen.says("/rain 周四").expects("下雨", "11-26 周四", "6 位", "还什么都没动")
        assert {code: standing(here, code, THURSDAY) for code in before} == before
        du.expects_nothing()
        chen.taps("M03").sees("M03 柯晓琴", "→")
        chen.taps("返回").sees("M01", "M06")
        chen.taps("就这么定").sees("陈市场", "按这个改好了")
        for code, stops in before.items():
            assert onsite(standing(here, code, THURSDAY)) == set()
            assert set(stops) <= placed(here, code, THURSDAY)
        du.expects("陈市场改了你这几天的安排")
        du.never_sees("M03")
        here.until(at(25, 23))
        for code in before:
            assert onsite(standing(here, code, THURSDAY)) == set()
        assert here.restarts > 5


def test_rain_in_one_street_leaves_the_others_alone(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (chen,) = joined(here, "S01")
        everywhere = standing(here, "M01", THURSDAY)
        streets = here.read(lambda tx: {shop.code: shop.street for shop in shops.of_manager(tx, "M01")})
        street = streets[min(onsite(everywhere))]
        dry = {shop for shop in onsite(everywhere) if streets[shop] != street}
        chen.says(f"/rain 周四 M01 {street}").expects("11-26 周四", street, "M01 杜兰枝")
        chen.taps("就这么定")
        assert dry <= onsite(standing(here, "M01", THURSDAY))
        assert onsite(standing(here, "M01", THURSDAY, street)) == set()


def test_refused_is_left_as_it_was_and_a_second_tap_does_nothing(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        before = standing(here, "M01", THURSDAY)
        du.says("/rain 周四").expects("M01 杜兰枝", "11-26 周四")
        agreed = data_of(du, "就这么定")
        du.taps("不改了").sees("没改")
        du._does(lambda: du.phone.taps_data(*agreed))
        assert standing(here, "M01", THURSDAY) == before
        du.says("/rain 周四")
        again = data_of(du, "就这么定")
        du.taps("就这么定")
        after = standing(here, "M01", THURSDAY)
        du._does(lambda: du.phone.taps_data(*again))
        assert "已经" in du.toast
        assert standing(here, "M01", THURSDAY) == after != before


def test_a_foreign_tap_moves_nothing(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        du, mao = joined(here, "M01", "M02")
        before = standing(here, "M01", THURSDAY)
        du.says("/rain 周四").expects("还什么都没动")
        stolen, _message = data_of(du, "就这么定")
        mao._does(lambda: mao.phone.taps_data(stolen, mao.phone.last()))
        assert standing(here, "M01", THURSDAY) == before
        du.taps("就这么定").sees("按这个改好了")


def test_what_changed_meanwhile_is_proposed_anew(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        chen, du = joined(here, "S01", "M01")
        chen.says("/rain 周四 M01")
        shop = min(onsite(standing(here, "M01", THURSDAY)))
        here.write(lambda tx: visits.add_follow_up(tx, shop, "M01", THURSDAY, "送资料", 0, here.now))
        chen.taps("就这么定").sees("计划变了", "说好的")
        assert shop in onsite(standing(here, "M01", THURSDAY))
        chen.taps("就这么定").sees("按这个改好了")
        assert onsite(standing(here, "M01", THURSDAY)) == {shop}
        du.expects("陈市场改了你这几天的安排")


def test_rain_of_today_changes_the_list_in_hand(district: Path) -> None:
    with world(district, at(24, 7)) as here:
        (du,) = joined(here, "M01")
        here.at("7:40")
        du.phone.reads()
        today = date(2026, 11, 24)
        before = standing(here, "M01", today)
        du.says("/rain 今天").expects("下雨", "11-24 周二")
        du.taps("就这么定")
        assert onsite(standing(here, "M01", today)) == set()
        assert set(before) <= placed(here, "M01", today)


def test_a_manager_on_leave_is_left_out_and_a_make_up_saturday_is_worked(district: Path) -> None:
    with world(district, at(8, 10, month=10)) as here:
        chen, xiong = joined(here, "S01", "M03")
        xiong.says("/leave 2026-10-10 1")
        chen.says("/rain 10月10日 M03").expects("10-10 周六", "那几天没有要去的店")
        saturday = date(2026, 10, 10)
        assert onsite(standing(here, "M01", saturday))
        chen.says("/rain 10月10日 M01").expects("10-10 周六", "M01")
        chen.taps("就这么定")
        assert onsite(standing(here, "M01", saturday)) == set()
        chen.says("/rain 10月11日").expects("不上班")


def test_what_is_not_understood_is_asked_and_proposes_nothing(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (chen,) = joined(here, "S01")
        chen.says("/rain").expects("哪天")
        chen.says("/rain 周四 横殿").expects("横殿")
        chen.says("/rain 11-31").expects("没有这一天")


def test_a_day_promised_by_hand_is_kept_by_the_next_plan(district: Path) -> None:
    with world(district, at(24, 10)) as here:
        (du,) = joined(here, "M01")
        shop = min(onsite(standing(here, "M01", date(2026, 11, 27))))
        name = here.read(lambda tx: shops.by_code(tx, shop)).name
        before = standing(here, "M01", THURSDAY)
        du.says(f"/move {name} 周四").expects("11-26 周四")
        du.taps("就这么定")
        assert shop in onsite(standing(here, "M01", THURSDAY))
        assert set(before) <= placed(here, "M01", THURSDAY)
        here.until(at(25, 23))
        assert shop in onsite(standing(here, "M01", THURSDAY))
        du.says("/move").expects("哪家店")
        du.says(f"/move {name}").expects("哪天")
