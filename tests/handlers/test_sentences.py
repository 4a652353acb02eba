"""A sentence stands in exactly one log, is asked about only in doubt, and can be changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.chat import Kind, Place
from domain.shops import Shop
from domain.visits import Channel, LogState, Missed, Stop, StopState
from storage import plans, shops, visits
from tests.handlers.visiting import TODAY, Chat

KEPT, ASKED = "✍", "👀"


def logs(chat: Chat) -> Any:
    return chat.db.read(visits.of_day, "M01", TODAY)


def only(chat: Chat) -> Any:
    [log] = logs(chat)
    return log


def the_stop(chat: Chat, number: int) -> Stop:
    found = chat.db.read(plans.stop, number)
    assert found is not None
    return found


def the_shop(chat: Chat, code: str) -> Shop:
    found = chat.db.read(shops.by_code, code)
    assert found is not None
    return found


def test_an_exact_name_is_logged_at_once_with_figures_day_and_a_receipt(chat: Chat) -> None:
    words = "熊运食杂店 上柜3个新品，库存20条，老板说下周三再来"
    shown = chat.says(words)
    log = only(chat)
    assert (log.shop, log.words, log.next_day) == ("A4", words, date(2026, 12, 2))
    assert [(one.value, one.unit) for one in log.quantities] == [(3, "个"), (20, "条")]
    assert shown.text.startswith("Noted: 熊运食杂店")
    assert chat.reaction == KEPT
    [promise] = chat.db.read(visits.open_of_shop, "A4")
    assert promise.day == date(2026, 12, 2)
    assert the_stop(chat, 4).state is StopState.DONE


def test_plain_words_get_a_reaction_and_nothing_else(chat: Chat) -> None:
    chat.says("熊运食杂店 一切照常")
    assert chat.reaction == KEPT
    assert chat.shown == []
    assert only(chat).outcome == "as_usual"


def test_an_open_card_goes_on_to_the_next_stop(chat: Chat) -> None:
    chat.presses("stop:4:", 0)
    chat.says("熊运食杂店 一切照常")
    assert "5 · <b>友谊小卖部</b>" in chat.shown[-1].text


def test_a_second_sentence_about_the_same_shop_and_day_is_kept_too(chat: Chat) -> None:
    for words in ("熊运食杂店 一切照常", "熊运食杂店 老板说月底再订", "熊运食杂店 库存12条"):
        chat.says(words)
    assert [log.shop for log in logs(chat)] == ["A4"] * 3


@pytest.mark.parametrize(
    "words",
    [
        "木兰的库存二十来条",
        "库存20条",
        "胡言乱语一二三",
        "今天天气会不会下雨呢",
        "鑫源百货 库存5条",
        "熊运食杂店 11-31再来",
        "熊运食杂店周三左右再去",
        "熊运食杂店 断货了",
        "熊运食杂店 " + "很长的话" * 900,
        "<b>熊运食杂店</b> & 库存20条",
    ],
)
def test_every_sentence_stands_in_exactly_one_log_as_written(chat: Chat, words: str) -> None:
    chat.says(words)
    assert [log.words for log in logs(chat)] == [words]
    assert chat.reaction in {KEPT, ASKED}


def test_a_doubtful_shop_is_kept_first_and_settled_by_a_tap(chat: Chat) -> None:
    asked = chat.says("木兰的库存二十来条")
    assert (chat.reaction, only(chat).shop) == (ASKED, "")
    assert next(iter(asked.buttons)) == "6 木兰烟酒店"
    chat.taps("6 木兰烟酒店")
    log = only(chat)
    assert (log.shop, log.stop) == ("A6", 6)
    assert the_stop(chat, 6).state is StopState.DONE


def test_none_of_the_offered_shops_leaves_the_words_kept(chat: Chat) -> None:
    chat.says("木兰的库存二十来条")
    chat.taps("None of them")
    assert only(chat).shop == ""
    chat.taps("Put it to a shop")
    chat.says("熊运食杂店")
    assert only(chat).shop == "A4"


def test_an_exact_name_off_the_list_is_logged_as_written_and_told(chat: Chat) -> None:
    shown = chat.says("木兰烟酒 库存20条")
    assert only(chat).shop == "A7"
    assert "not on today's list" in shown.text
    chat.taps("Is 6 木兰烟酒店")
    assert (only(chat).shop, only(chat).stop, only(chat).unplanned) == ("A6", 6, False)


def test_a_colleagues_shop_is_never_logged_and_says_whose_it_is(chat: Chat) -> None:
    shown = chat.says("鑫源百货 库存5条")
    assert only(chat).shop == ""
    assert "毛强秀" in shown.text


def test_an_unplanned_visit_asks_about_the_planned_one(chat: Chat) -> None:
    shown = chat.says("金桥批发部 顺路看了下，一切照常")
    assert only(chat).unplanned
    assert "(unplanned)" in shown.text
    assert "11-27" in shown.text
    chat.taps("Leave it out")
    assert the_stop(chat, 7).state is StopState.DROPPED
    chat.taps("Undo")
    assert the_stop(chat, 7).state is StopState.PLANNED
    assert the_shop(chat, "A9").last_visit == date(2026, 11, 2)


def test_a_sentence_that_says_missed_is_no_visit(chat: Chat) -> None:
    chat.says("熊运食杂店 没开门")
    stop = the_stop(chat, 4)
    assert (stop.state, stop.missed) == (StopState.MISSED, Missed.CLOSED)
    assert the_shop(chat, "A4").last_visit == date(2026, 11, 5)
    chat.says("熊运食杂店下周三再去")
    assert the_stop(chat, 4).state is StopState.MISSED


def test_a_correction_changes_the_figure_and_is_kept_itself(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    shown = chat.says("不对，是30条")
    first, second = logs(chat)
    assert [one.value for one in first.quantities] == [30]
    assert (second.words, second.quantities) == ("不对，是30条", ())
    assert "30 cartons" in shown.text


def test_each_field_of_a_receipt_can_be_changed(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    chat.taps("Change")
    chat.taps("20 cartons")
    chat.taps("Another figure")
    chat.says("35")
    assert only(chat).quantities[0].value == 35
    chat.taps("Change")
    chat.taps("Day")
    chat.taps("Write the date")
    chat.says("下周三")
    assert only(chat).next_day == date(2026, 12, 2)
    chat.taps("Change")
    chat.taps("Channel")
    chat.taps("call in between")
    assert only(chat).channel is Channel.CALL_BETWEEN
    assert the_shop(chat, "A4").last_visit == date(2026, 11, 5)
    chat.taps("Change")
    chat.taps("Shop")
    chat.taps("Type the shop")
    chat.says("友谊小卖部")
    assert only(chat).shop == "A5"
    assert the_stop(chat, 4).state is StopState.PLANNED


def test_a_date_that_does_not_exist_offers_the_days_beside_it(chat: Chat) -> None:
    shown = chat.says("熊运食杂店 11-31再来")
    assert {"11-30 Mon", "12-01 Tue"} <= shown.buttons.keys()
    chat.taps("12-01 Tue")
    assert only(chat).next_day == date(2026, 12, 1)


def test_an_alarm_is_asked_about_and_never_filed_by_itself(chat: Chat) -> None:
    shown = chat.says("熊运食杂店 断货了，库存0条")
    assert "out of stock" in shown.text
    chat.taps("Only note it")
    assert "Report" not in chat.shown[-1].buttons
    chat.says("新世纪综合商店 没有发现假烟")
    assert "Report" not in chat.shown[-1].buttons


def test_questions_are_answered_and_a_bare_name_opens_the_shop(chat: Chat) -> None:
    assert "6 of 6 shops" in chat.says("今天还剩几家").text
    assert "<b>熊运食杂店</b>" in chat.says("熊运食杂店").text
    assert logs(chat) == []


def test_logging_from_a_looked_up_shop_settles_todays_stop(chat: Chat) -> None:
    chat.says("/shop 熊运食杂店")
    chat.taps("can use it")
    assert (only(chat).stop, only(chat).unplanned) == (4, False)


def test_the_log_command_takes_shop_and_words(chat: Chat) -> None:
    chat.says("/log 熊运食杂店 库存20条")
    assert only(chat).words == "熊运食杂店 库存20条"
    assert "Which shop?" in chat.says("/log").text
    chat.says("友谊小卖部")
    assert "<b>友谊小卖部</b>" in chat.shown[-1].text


def test_an_edited_message_asks_before_the_new_words_count(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条", message_id=900)
    shown = chat.says("熊运食杂店 库存30条", Kind.EDITED, message_id=900)
    assert "20→30" in shown.text
    chat.taps("Take the new")
    old, new = logs(chat)
    assert (old.state, new.state) == (LogState.CORRECTED, LogState.ACTIVE)
    assert (old.words, new.words) == ("熊运食杂店 库存20条", "熊运食杂店 库存30条")
    assert new.quantities[0].value == 30


def test_words_added_to_a_log_are_a_log_of_their_own(chat: Chat) -> None:
    chat.presses("stop:4:", 0)
    chat.taps("can use it")
    chat.taps("Add a word")
    chat.says("老板娘说下月换柜台")
    assert [log.words for log in logs(chat)] == ["", "老板娘说下月换柜台"]
    assert [log.shop for log in logs(chat)] == ["A4", "A4"]


def test_an_exact_name_is_never_taken_for_an_answer(chat: Chat) -> None:
    chat.presses("stop:4:", 0)
    chat.taps("can use it")
    chat.taps("Add a word")
    chat.says("友谊小卖部 库存20条")
    assert [log.shop for log in logs(chat)] == ["A4", "A5"]


def test_a_photo_soon_after_a_log_goes_with_it_and_can_be_moved(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    shown = chat.sends(Kind.PHOTO)
    assert "熊运食杂店" in shown.text
    assert len(chat.db.read(visits.attachments_of, only(chat).id)) == 1
    chat.taps("Another shop")
    chat.taps("5 友谊小卖部")
    assert chat.db.read(visits.attachments_of, only(chat).id) == []
    chat.says("友谊小卖部 一切照常")
    assert len(chat.db.read(visits.attachments_of, logs(chat)[-1].id)) == 1


def test_a_voice_that_belongs_nowhere_is_kept_and_asked_about(chat: Chat) -> None:
    shown = chat.sends(Kind.VOICE)
    assert (chat.reaction, "12 seconds" in shown.text) == (ASKED, True)
    assert len(chat.db.read(visits.every_attachment)) == 1


def test_a_photo_with_a_caption_is_a_log(chat: Chat) -> None:
    chat.sends(Kind.PHOTO, "熊运食杂店 价签都对")
    assert (only(chat).shop, only(chat).words) == ("A4", "熊运食杂店 价签都对")
    assert len(chat.db.read(visits.attachments_of, only(chat).id)) == 1


def test_a_place_is_a_word_on_the_log_and_can_fill_a_missing_one(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    assert "at the shop" in chat.sends(Kind.PLACE, place=Place(30.8701, 114.3701)).text
    assert "not near" in chat.sends(Kind.PLACE, place=Place(30.9, 114.4)).text
    chat.says("友谊小卖部 库存20条")
    assert "Use it as the place" in chat.sends(Kind.PLACE, place=Place(30.9, 114.4)).text
    chat.taps("Use it")
    assert the_shop(chat, "A5").place == Place(30.9, 114.4)


def test_a_sticker_is_kept_and_says_that_it_can_not_be_read(chat: Chat) -> None:
    assert "can't read this" in chat.says("", Kind.OTHER).text


def test_supervisors_get_a_hint_and_nothing_is_logged(chat: Chat) -> None:
    supervisor = Chat(chat.db, user=1)
    assert "/shop" in supervisor.says("熊运食杂店 库存20条").text
    assert chat.db.read(visits.every) == []


def test_several_logs_in_one_message_are_a_log_each_with_its_own_receipt(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条；友谊小卖部 库存8条")
    assert [(log.shop, log.words, log.quantities[0].value) for log in logs(chat)] == [
        ("A4", "熊运食杂店 库存20条；", 20),
        ("A5", "友谊小卖部 库存8条", 8),
    ]
    assert [shown.text.split(" · ")[0].splitlines()[0][:7] for shown in chat.shown].count("Noted: ") == 2
