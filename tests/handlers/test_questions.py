"""Questions in words are answered and not logged, the name of a shop in front or not."""

from __future__ import annotations

from datetime import date

import pytest

from domain.visits import StopState
from storage import plans, visits
from tests.handlers.visiting import TODAY, Chat


def nothing_logged(chat: Chat) -> bool:
    return chat.db.read(visits.of_day, "M01", TODAY) == []


@pytest.mark.parametrize("text", ["今天还剩几家？", "还有几家没跑", "现在还差多少家", "how many are left today?"])
def test_what_is_left_today(chat: Chat, text: str) -> None:
    assert chat.says(text).text == "Left today: 6 of 6 shops."
    assert nothing_logged(chat)


@pytest.mark.parametrize(
    "text",
    [
        "熊运食杂店上次什么时候去的？",
        "熊运食杂店上次什么时候去的",
        "熊运食杂店 上回是哪天去的",
        "熊运食杂店多久没去了",
        "熊运食杂店最近一次拜访是什么时候",
        "熊运上次什么时候去的？",
        "上次什么时候去的熊运食杂店？",
        "问一下熊运上次是几号去的",
        "when was 熊运食杂店 last visited?",
    ],
)
def test_when_a_shop_was_last_visited(chat: Chat, text: str) -> None:
    assert chat.says(text).text == "熊运食杂店: last visited 11-05 Thu, 19 days since the last visit"
    assert nothing_logged(chat)


def test_each_shop_that_may_be_meant_has_its_line(chat: Chat) -> None:
    lines = chat.says("木兰上次什么时候去的？").text.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["木兰烟酒店", "木兰烟酒", "木兰商店"]
    assert nothing_logged(chat)


@pytest.mark.parametrize(
    "text", ["这周谁没去？", "这周哪些店没去", "本周没去的有哪些", "who wasn't visited this week?"]
)
def test_who_was_not_visited_this_week(chat: Chat, text: str) -> None:
    chat.says("熊运食杂店 库存20条")
    shown = chat.says(text)
    assert shown.text.splitlines()[0] == "This week not visited yet: 6 of 7 shops."
    assert "Missed" not in shown.text
    assert "金桥批发部 Fri 11-27" in shown.text
    assert "熊运食杂店" not in shown.text
    assert len(chat.db.read(visits.of_day, "M01", TODAY)) == 1


def test_missed_shops_come_first_and_can_be_opened(chat: Chat) -> None:
    chat.db.write(lambda tx: plans.set_state(tx, 5, StopState.MISSED, "closed", "")).result()
    shown = chat.says("这周谁没去？")
    assert shown.text.splitlines()[1] == "Missed: 友谊小卖部 today"
    assert shown.rows[0][0] == "友谊小卖部"
    assert "<b>友谊小卖部</b>" in chat.presses(shown.buttons["友谊小卖部"], shown.message).text


def test_weeks_and_months_are_told_apart(chat: Chat) -> None:
    assert chat.says("上周谁没去？").text == "Last week: nothing was planned."
    assert chat.says("这个月谁没去过").text.startswith("This month not visited yet: 7 of 7")


def test_any_other_question_about_a_shop_opens_its_card(chat: Chat) -> None:
    for text in (
        "熊运食杂店电话多少",
        "熊运食杂店上次库存多少？",
        "熊运食杂店上次说了什么",
        "熊运食杂店下次什么时候去？",
    ):
        assert "<b>熊运食杂店</b>" in chat.says(text).text
    assert nothing_logged(chat)


@pytest.mark.parametrize(
    "text",
    [
        "熊运食杂店 老板问什么时候能到货？",
        "熊运食杂店 老板想知道电子结算怎么办",
        "熊运食杂店 一切正常，没什么",
        "熊运食杂店 最近没卖多少",
        "熊运食杂店 库存还剩20条",
        "熊运食杂店 多久没去了，明天去一趟",
        "熊运食杂店 上次订的20条到了，还要不要补？",
    ],
)
def test_what_is_told_of_a_shop_is_logged_all_the_same(chat: Chat, text: str) -> None:
    chat.says(text)
    [log] = chat.db.read(visits.of_day, "M01", TODAY)
    assert (log.shop, log.words) == ("A4", text)


def test_added_words_with_what_is_left_over_are_an_answer(chat: Chat) -> None:
    chat.presses("stop:4:", 0)
    chat.taps("can use it")
    chat.taps("Add a word")
    chat.says("库存还剩20条")
    assert [log.shop for log in chat.db.read(visits.of_day, "M01", TODAY)] == ["A4", "A4"]


def test_a_question_that_cannot_be_answered_is_kept_and_says_what_can(chat: Chat) -> None:
    assert "You can ask" in chat.says("明天天气怎么样？").text
    [log] = chat.db.read(visits.of_day, "M01", TODAY)
    assert log.shop == ""


def test_spans_of_days() -> None:
    from domain.understanding.questions import Period, Span, span_of

    today = date(2026, 12, 31)
    assert span_of(Period.THIS_WEEK, today) == Span(date(2026, 12, 28), date(2027, 1, 3))
    assert span_of(Period.LAST_WEEK, today) == Span(date(2026, 12, 21), date(2026, 12, 27))
    assert span_of(Period.THIS_MONTH, today) == Span(date(2026, 12, 1), date(2026, 12, 31))
