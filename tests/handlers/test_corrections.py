"""Each field of a log is corrected with one tap; a corrected shop teaches what this manager calls it."""

from __future__ import annotations

from datetime import timedelta

from domain.stop_cards import Question
from domain.visits import Log, StopState
from services.stop_cards import asks_of
from storage import aliases, plans, shops, visits
from tests.handlers.visiting import TODAY, Chat


def logs(chat: Chat) -> list[Log]:
    return chat.db.read(visits.of_day, "M01", TODAY)


def only(chat: Chat) -> Log:
    [log] = logs(chat)
    return log


def learned(chat: Chat) -> list[tuple[str, str]]:
    return [(one.words, one.shop) for one in chat.db.read(aliases.of_manager, "M01")]


def state(chat: Chat, number: int) -> StopState:
    found = chat.db.read(plans.stop, number)
    assert found is not None
    return found.state


def test_the_outcome_is_one_tap_and_takes_what_follows_with_it(chat: Chat) -> None:
    chat.says("熊运食杂店 网上订货会用了，库存20条")
    shop = chat.db.read(shops.by_code, "A4")
    assert shop is not None
    assert shop.ordering
    chat.taps("Change")
    page = chat.taps("Outcome")
    assert "can use it" not in page.buttons
    chat.taps("not now")
    assert only(chat).outcome == "not_now"
    after = chat.db.read(shops.by_code, "A4")
    assert after is not None
    assert not after.ordering
    assert "not now" in chat.shown[-1].text
    chat.taps("Change")
    chat.taps("Outcome")
    chat.taps("No outcome")
    assert only(chat).outcome == ""


def test_a_visit_that_was_none_frees_its_stop_and_back(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    assert state(chat, 4) is StopState.DONE
    chat.taps("Change")
    chat.taps("Outcome")
    chat.taps("did not go")
    assert (only(chat).outcome, state(chat, 4)) == ("missed", StopState.MISSED)
    chat.taps("Change")
    chat.taps("Outcome")
    chat.taps("can use it")
    assert (only(chat).outcome, state(chat, 4)) == ("can_use", StopState.DONE)


def test_what_was_no_figure_is_taken_out(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条，上柜3个新品")
    chat.taps("Change")
    chat.taps("20 cartons")
    chat.taps("No figure")
    assert [one.value for one in only(chat).quantities] == [3]


def test_the_shop_is_one_tap_and_teaches_its_nickname(chat: Chat) -> None:
    chat.says("胖子家 库存20条")
    chat.taps("1 幺彩百货")
    assert only(chat).shop == "A1"
    assert chat.toast == "From now on “胖子家” is 幺彩百货"
    assert learned(chat) == [("胖子家", "A1")]
    chat.now += timedelta(minutes=10)
    chat.says("去了胖子家，库存18条")
    assert [log.shop for log in logs(chat)] == ["A1", "A1"]


def test_a_wrongly_settled_shop_is_corrected_with_one_tap_and_remembered(chat: Chat) -> None:
    chat.says("老熊家 库存20条")
    assert only(chat).shop == "A4"
    chat.taps("Change")
    chat.taps("Shop")
    chat.taps("5 友谊小卖部")
    assert only(chat).shop == "A5"
    assert learned(chat) == [("老熊家", "A5")]
    chat.now += timedelta(minutes=10)
    chat.says("老熊家 库存25条")
    assert logs(chat)[-1].shop == "A5"


def test_a_nickname_goes_over_to_the_shop_it_was_corrected_to_last(chat: Chat) -> None:
    chat.says("胖子家 库存20条")
    chat.taps("1 幺彩百货")
    chat.taps("Change")
    chat.taps("Shop")
    chat.taps("2 新世纪综合商店")
    assert only(chat).shop == "A2"
    assert learned(chat) == [("胖子家", "A2")]
    assert state(chat, 1) is StopState.PLANNED
    assert state(chat, 2) is StopState.DONE


def test_a_choice_among_shops_of_one_name_teaches_nothing(chat: Chat) -> None:
    chat.says("木兰 库存20条")
    assert [ask.what for ask in chat.db.read(asks_of, only(chat))] == [Question.SHOP]
    chat.taps("6 木兰烟酒店")
    assert only(chat).shop == "A6"
    assert learned(chat) == []
    chat.now += timedelta(minutes=10)
    chat.says("木兰 库存30条")
    assert logs(chat)[-1].shop == ""


def test_another_shops_own_name_keeps_its_meaning(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    chat.taps("Change")
    chat.taps("Shop")
    chat.taps("Type the shop")
    chat.says("友谊小卖部")
    assert only(chat).shop == "A5"
    assert learned(chat) == []


def test_learned_names_are_listed_and_forgotten(chat: Chat) -> None:
    assert "No names of your own yet" in chat.says("/names").text
    chat.says("胖子家 库存20条")
    chat.taps("1 幺彩百货")
    listed = chat.says("/names")
    assert "“胖子家” is 幺彩百货" in listed.text
    chat.taps("Forget 胖子家")
    assert learned(chat) == []
    chat.now += timedelta(minutes=10)
    chat.says("胖子家 库存18条")
    assert logs(chat)[-1].shop == ""
    assert logs(chat)[0].shop == "A1"


def test_a_name_is_the_managers_own(chat: Chat) -> None:
    chat.says("胖子家 库存20条")
    chat.taps("1 幺彩百货")
    other = Chat(chat.db, user=12)
    other.says("胖子家 库存18条")
    [log] = chat.db.read(visits.of_day, "M02", TODAY)
    assert log.shop == ""
    assert "No names" in other.says("/names").text
