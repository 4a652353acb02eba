from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shops import Segment, Shop
from domain.talking import (
    CATALOGUE,
    Facts,
    Near,
    News,
    Promise,
    Said,
    choose,
    objective,
    one_line,
    ready_text,
)
from domain.talking.fields import distance
from domain.talking.situations import (
    afternoon_only,
    changing_trade,
    hard_road,
    plays_chess,
    price_sensitive,
    situations,
    successor,
)
from domain.visits import Objective

TODAY = date(2026, 11, 24)
NEWS = News("n1", "12 月 1 日起订货截止提前到 16:00", "15:00 前下单")
FOCUS = ("网上订货、电子结算",)
SHUNYI = Shop("1", "顺意名烟名酒", owner="孔福海", cartons=143, skus=35, display=5, willingness=2, age=29, ordering=True,
              remark="想转行做餐饮", segment=Segment.RETAIN)  # fmt: skip
SIJI = Shop("2", "龚家口四季经营部", age=61, willingness=4, remark="进村路窄，雨天难走", segment=Segment.GUIDE)
WANGJI = Shop("3", "汪记副食店", cartons=999, skus=56, ordering=True, settlement=True, segment=Segment.DEVELOP)
JIXIANG = Shop("4", "吉祥平价超市", cartons=64, ordering=True, settlement=True, segment=Segment.WATCH)
XIONGYUN = Near("熊运食杂店", 26, 5)


def ids(facts: Facts, goal: Objective) -> list[str]:
    return [line.id.split(".")[0] for line in choose(facts, goal).points]


@pytest.mark.parametrize(
    ("facts", "goal", "lines", "hint"),
    [
        (Facts(SHUNYI, TODAY, news=(NEWS,), near=XIONGYUN), Objective.STAYING, ["D1", "D2", "I1"], "K1"),
        (Facts(SIJI, TODAY, news=(NEWS,)), Objective.ORDERING, ["I3", "H5"], None),
        (Facts(WANGJI, TODAY, news=(NEWS,), missing_brands=("新牌",), stock=2, stock_day=TODAY), Objective.NEWS,
         ["I2", "J1"], None),
        (Facts(JIXIANG, TODAY, news=(NEWS,)), Objective.NEWS, ["I4", "L4"], None),
    ],
)  # fmt: skip
def test_worked_examples_of_the_catalogue(facts: Facts, goal: Objective, lines: list[str], hint: str | None) -> None:
    talk = choose(facts, objective(facts, FOCUS))
    assert objective(facts, FOCUS) is goal
    assert [line.id.split(".")[0] for line in talk.points] == lines
    assert (talk.hint.id.split(".")[0] if talk.hint else None) == hint


BARE = Shop("9", "试店", cartons=90, skus=20, ordering=True, settlement=True, segment=Segment.DEVELOP)


@pytest.mark.parametrize(
    ("facts", "focus", "goal"),
    [
        (Facts(BARE, TODAY), (), Objective.UPKEEP),
        (Facts(BARE, TODAY, news=(NEWS,)), (), Objective.NEWS),
        (Facts(BARE, TODAY, news=(NEWS,), missing_brands=("甲",)), (), Objective.NEW_BRAND),
        (Facts(replace(BARE, ordering=False, settlement=False), TODAY), (), Objective.ORDERING),
        (Facts(replace(BARE, ordering=False, settlement=False), TODAY), ("电子结算，网上订货",), Objective.SETTLEMENT),
        (Facts(replace(BARE, ordering=False), TODAY), ("电子结算",), Objective.ORDERING),
        (Facts(replace(BARE, ordering=False), TODAY, stock=9, stock_day=TODAY), (), Objective.STOCK),
        (Facts(BARE, TODAY, stock=9, stock_day=TODAY, price_tags_wrong=True), (), Objective.PRICE_TAGS),
        (Facts(replace(BARE, remark="儿子准备接手"), TODAY, price_incident=True), (), Objective.SUCCESSION),
        (Facts(replace(BARE, remark="想转行做餐饮，儿子准备接手"), TODAY), (), Objective.STAYING),
        (Facts(replace(BARE, remark="想转行做餐饮"), TODAY, answered=frozenset({Objective.STAYING})), (), Objective.UPKEEP),
        (Facts(replace(BARE, remark="想转行"), TODAY, promises=(Promise("p", "带价签", objective=Objective.PRICE_TAGS),)), (),
         Objective.PRICE_TAGS),
    ],
)  # fmt: skip
def test_objective_is_the_first_open_matter(facts: Facts, focus: tuple[str, ...], goal: Objective) -> None:
    assert objective(facts, focus) is goal


@pytest.mark.parametrize(
    ("text", "trade"),
    [("想转行做餐饮", "餐饮"), ("老板打算转行", ""), ("不想转行了", None), ("没想转行", None), ("一切照常", None),
     ("准备改行开超市", "超市")],
)  # fmt: skip
def test_a_change_of_trade_is_read_from_words(text: str, trade: str | None) -> None:
    assert changing_trade(text) == trade


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("儿子准备接手", "儿子"),
        ("女儿明年接班", "女儿"),
        ("准备找人接手", ""),
        ("儿子不愿接手", None),
        ("照常", None),
    ],
)
def test_a_successor_is_read_from_words(text: str, who: str | None) -> None:
    assert successor(text) == who


def test_the_other_remarks_of_the_workbook_are_read() -> None:
    assert afternoon_only("只有下午开门")
    assert hard_road("进村路窄，雨天难走")
    assert price_sensitive("对价格敏感")
    assert plays_chess("店主爱下棋")


def test_words_older_than_sixty_days_say_nothing_of_leaving_and_newer_words_overrule_a_remark() -> None:
    old = Facts(BARE, TODAY, said=(Said(TODAY - timedelta(days=61), "想转行做快递"),))
    assert "D" not in situations(old)
    denied = Facts(SHUNYI, TODAY, said=(Said(TODAY - timedelta(days=3), "老板说不转行了"),))
    assert "D" not in situations(denied)


def test_stock_counts_only_when_it_is_low_and_young() -> None:
    assert "A" in situations(Facts(BARE, TODAY, stock=9, stock_day=TODAY - timedelta(days=14)))
    assert "A" not in situations(Facts(BARE, TODAY, stock=10, stock_day=TODAY))
    assert "A" not in situations(Facts(BARE, TODAY, stock=9, stock_day=TODAY - timedelta(days=15)))


def test_a_shop_above_the_ceiling_is_never_told_to_sell_more() -> None:
    facts = Facts(WANGJI, TODAY, missing_brands=("甲",), stock=1, stock_day=TODAY)
    assert not {"A", "B"} & {line[0] for line in ids(facts, objective(facts))}
    assert one_line(facts, Objective.UPKEEP) == "限大，只看库存和去向"


def test_told_lines_never_come_back_and_the_next_variant_follows_until_the_situation_is_silent() -> None:
    facts, heard = Facts(replace(BARE, ordering=False), TODAY), []
    for _ in range(6):
        talk = choose(facts, objective(facts))
        heard += [line.id for line in talk.points]
        facts = replace(facts, told=facts.told | {line.id for line in talk.points})
    assert len(heard) == len(set(heard))
    assert {"H1", "H2"} <= set(heard)


def test_an_untold_line_returns_once_and_then_gives_way() -> None:
    facts = Facts(replace(BARE, ordering=False), TODAY)
    assert "H1" in ids(replace(facts, shown={"H1": 1}), Objective.ORDERING)
    assert "H1" not in ids(replace(facts, shown={"H1": 2}), Objective.ORDERING)


def test_a_new_brand_makes_a_used_up_situation_speak_again() -> None:
    facts = Facts(BARE, TODAY, missing_brands=("甲",))
    told = frozenset(f for n in range(2) for f in _told_of(facts, n))
    assert not [i for i in ids(replace(facts, told=told), Objective.NEW_BRAND) if i.startswith("B")]
    again = replace(facts, told=told, missing_brands=("乙",))
    assert [i for i in ids(again, Objective.NEW_BRAND) if i.startswith("B")]


def _told_of(facts: Facts, times: int) -> frozenset[str]:
    told: frozenset[str] = frozenset()
    for _ in range(times + 1):
        points = choose(replace(facts, told=told), Objective.NEW_BRAND).points
        told |= {line.id for line in points if line.id.startswith("B")}
    return told


def test_the_hint_is_for_retain_shops_with_a_keen_neighbour_alone() -> None:
    assert choose(Facts(SHUNYI, TODAY), Objective.STAYING).hint is None
    assert choose(Facts(SHUNYI, TODAY, near=Near("远店", 501, 5)), Objective.STAYING).hint is None
    develop = Facts(replace(SHUNYI, segment=Segment.DEVELOP), TODAY, near=XIONGYUN)
    assert choose(develop, Objective.STAYING).hint is None
    hint = choose(Facts(SHUNYI, TODAY, near=XIONGYUN), Objective.STAYING).hint
    assert hint is not None
    assert hint.text == "留意：30 米外的熊运食杂店（指导型，意愿 5 分），趁早带一带"


def test_outside_brands_without_orders_are_a_hint_not_a_point() -> None:
    talk = choose(Facts(BARE, TODAY, outside_brands=("某牌",), outside_unordered=True), Objective.UPKEEP)
    assert talk.hint is not None
    assert talk.hint.id == "C4"
    assert "C4" not in [line.id for line in talk.points]


@pytest.mark.parametrize(
    ("facts", "goal", "zh"),
    [
        (Facts(SHUNYI, TODAY), Objective.STAYING, "想转行做餐饮"),
        (
            Facts(replace(BARE, remark="儿子准备接手"), TODAY),
            Objective.SUCCESSION,
            "儿子准备接手，约着见一面",
        ),
        (Facts(BARE, TODAY), Objective.ORDERING, "网上订货还没用"),
        (Facts(BARE, TODAY), Objective.NEW_BRAND, "新品摆上了没有"),
        (Facts(BARE, TODAY), Objective.UPKEEP, "两样都用上了，看看陈列"),
        (Facts(replace(SIJI, willingness=5), TODAY, news=(NEWS,)), Objective.NEWS, "意愿 5 分，谈谈出样"),
        (Facts(BARE, TODAY, promises=(Promise("p", "下次带价签来"),)), Objective.UPKEEP, "下次带价签来"),
    ],
)
def test_the_second_line_of_the_list_names_what_differs(facts: Facts, goal: Objective, zh: str) -> None:
    assert one_line(facts, goal) == zh
    assert len(one_line(facts, goal, "en")) <= 36


def test_every_objective_has_a_short_line_in_both_languages() -> None:
    facts = Facts(replace(SHUNYI, remark="想转行做很长很长的名字的生意"), TODAY, stock=2.5)
    for goal in Objective:
        assert 0 < len(one_line(facts, goal)) <= 18
        assert 0 < len(one_line(facts, goal, "en")) <= 36


def test_ready_text_speaks_to_the_owner_and_fits_one_message() -> None:
    news = News("n", "12 月 1 日起订货截止提前到下午四点，别错过")
    assert ready_text(news, SHUNYI, "杜兰枝") == "孔老板，12 月 1 日起订货截止提前到下午四点，别错过。杜兰枝"
    long = ready_text(News("n", "很长" * 60), SHUNYI, "杜兰枝")
    assert len(long) == 70
    assert long.endswith("…。杜兰枝")


@pytest.mark.parametrize(
    ("metres", "words"), [(26, "30 米"), (3, "10 米"), (340, "350 米"), (990, "1.0 公里"), (1840, "1.8 公里")]
)
def test_distances_are_rounded_as_shown(metres: float, words: str) -> None:
    assert distance(metres, "zh_CN") == words


def test_the_catalogue_is_whole_in_both_languages() -> None:
    assert len({t.id for t in CATALOGUE}) == len(CATALOGUE)
    for template in CATALOGUE:
        assert template.text.keys() == {"zh_CN", "en"}
        assert all(f"{{{name}}}" in template.text["en"] for name in template.fields)
        assert "您" not in template.text["zh_CN"]


facts_strategy = st.builds(
    Facts,
    shop=st.builds(
        Shop, code=st.just("1"), name=st.just("试店"), cartons=st.sampled_from([20, 300, 900]), skus=st.integers(0, 60),
        age=st.integers(20, 80), willingness=st.integers(1, 5), settlement=st.booleans(), ordering=st.booleans(),
        segment=st.sampled_from(Segment), remark=st.sampled_from(["", "想转行做餐饮", "儿子准备接手", "店主爱下棋", "只有下午开门"]),
    ),
    today=st.just(TODAY),
    said=st.sampled_from([(), (Said(TODAY, "陈列调了一排"),)]),
    stock=st.sampled_from([None, 1.0]),
    stock_day=st.just(TODAY),
    missing_brands=st.sampled_from([(), ("甲",)]),
    outside_brands=st.sampled_from([(), ("外",)]),
    price_tags_wrong=st.booleans(),
    news=st.sampled_from([(), (NEWS,)]),
    promises=st.sampled_from([(), (Promise("p1", "查价"),)]),
    near=st.sampled_from([None, XIONGYUN]),
)  # fmt: skip


@given(facts_strategy, st.sampled_from(["zh_CN", "en"]))
def test_any_shop_gets_two_to_four_lines_of_different_kinds_and_the_same_again(facts: Facts, language: str) -> None:
    goal = objective(facts, FOCUS)
    points = choose(facts, goal, language).points
    letters = [line.id[0] for line in points]
    assert 2 <= len(points) <= 4
    assert len({line.id for line in points}) == len(points)
    assert all(letters.count(letter) <= 2 for letter in letters)
    assert all("{" not in line.text and not line.text.startswith("留意") for line in points)
    assert choose(facts, goal, language).points == points
