"""A stop is logged in one tap, undone with everything that followed, missed without being lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.visits import Channel, LogState, Missed, StopState
from storage import plans, reviews, shops, visits
from storage.database import Tx
from tests.handlers.visiting import TODAY, TUESDAY, Chat, shop, stop_of


def stop(chat: Chat, number: int) -> Any:
    return chat.db.read(plans.stop, number)


def logs(chat: Chat) -> Any:
    return chat.db.read(visits.of_day, "M01", TODAY)


def known(chat: Chat, code: str) -> Any:
    return chat.db.read(shops.by_code, code)


def open_stop(chat: Chat, number: int, page: str = "") -> Any:
    return chat.presses(f"stop:{number}:{page}", 0)


def test_a_chip_logs_the_stop_and_the_card_becomes_the_next_one(chat: Chat) -> None:
    open_stop(chat, 3)
    after = chat.taps("still thinking")
    assert after.text.startswith("✅ 3 顺意名烟名酒 09:00 still thinking")
    assert "4 · <b>熊运食杂店</b>" in after.text
    assert stop(chat, 3).state is StopState.DONE
    assert known(chat, "A3").last_visit == TODAY
    [log] = logs(chat)
    assert (log.outcome, log.channel, log.stop) == ("thinking", Channel.ONSITE, 3)
    assert chat.db.read(visits.objective, log.id) == "staying"


def test_what_a_chip_answers_is_told_and_never_shown_again(chat: Chat) -> None:
    first = open_stop(chat, 3).text
    chat.taps("still thinking")
    told = chat.db.read(visits.told_to, "A3")
    assert any(line.startswith("D1") for line in told)
    chat.taps("Undo the last")
    assert chat.db.read(visits.told_to, "A3") == frozenset()
    assert first in chat.shown[-1].text


def test_an_undo_puts_everything_back_and_keeps_the_row(chat: Chat) -> None:
    before = known(chat, "A4")
    open_stop(chat, 4)
    chat.taps("can use it")
    assert known(chat, "A4").ordering
    chat.taps("Undo the last")
    assert chat.toast == "Undone"
    assert known(chat, "A4") == before
    assert stop(chat, 4).state is StopState.PLANNED
    assert [log.state for log in logs(chat)] == [LogState.UNDONE]


def test_logging_again_restores_the_same_record(chat: Chat) -> None:
    open_stop(chat, 4)
    chat.taps("can use it")
    chat.taps("Undo the last")
    chat.taps("Log again")
    assert [log.state for log in logs(chat)] == [LogState.ACTIVE]
    assert known(chat, "A4").ordering
    assert stop(chat, 4).state is StopState.DONE


def test_undoing_the_first_of_two_records_leaves_the_visit_standing(chat: Chat) -> None:
    chat.says("熊运食杂店 库存20条")
    chat.says("熊运食杂店 库存30条")
    chat.taps("Undo", on=chat.shown[0])
    assert stop(chat, 4).state is StopState.DONE
    assert known(chat, "A4").last_visit == TODAY
    chat.taps("Undo", on=chat.shown[1])
    assert stop(chat, 4).state is StopState.PLANNED
    assert known(chat, "A4").last_visit == date(2026, 11, 5)


def test_chips_are_deaf_for_two_seconds_after_a_log(chat: Chat) -> None:
    open_stop(chat, 3)
    chat.taps("still thinking")
    chat.now -= timedelta(seconds=4)
    chat.taps("can use it")
    assert "tap again" in chat.toast
    assert len(logs(chat)) == 1
    chat.taps("can use it")
    assert len(logs(chat)) == 2


def test_a_card_with_a_log_on_top_keeps_to_five_rows(chat: Chat) -> None:
    open_stop(chat, 4)
    assert len(chat.taps("will try").rows) <= 5


def test_a_second_tap_on_an_old_card_logs_nothing(chat: Chat) -> None:
    card = open_stop(chat, 4)
    chat.taps("can use it")
    chat.taps("will try", on=card)
    assert chat.toast == "Already noted"
    assert len(logs(chat)) == 1


def test_willing_to_try_proposes_a_day_that_can_be_taken_away(chat: Chat) -> None:
    open_stop(chat, 4)
    after = chat.taps("will try")
    assert "12-01: look again." in after.text
    [promise] = chat.db.read(visits.open_of_shop, "A4")
    assert promise.day == date(2026, 12, 1)
    chat.taps("Not needed")
    assert chat.db.read(visits.open_of_shop, "A4") == []
    assert logs(chat)[0].next_day is None
    assert "look again" not in chat.shown[-1].text


def test_a_visit_keeps_the_promises_that_were_due(chat: Chat) -> None:
    chat.db.write(visits.add_follow_up, "A4", "M01", TODAY, "送价签", 0, TUESDAY).result()
    open_stop(chat, 4)
    assert "送价签" in chat.shown[-1].text
    chat.taps("All told, as usual")
    assert chat.db.read(visits.open_of_shop, "A4") == []
    chat.taps("Undo the last")
    assert len(chat.db.read(visits.open_of_shop, "A4")) == 1


def test_leaving_for_good_offers_a_report_and_files_nothing(chat: Chat) -> None:
    open_stop(chat, 3)
    after = chat.taps("will quit")
    assert "Report it as closing?" in after.text
    assert "Report" in after.buttons


def test_a_call_instead_counts_as_the_visit(chat: Chat) -> None:
    open_stop(chat, 4, "phone")
    chat.taps("will try")
    assert logs(chat)[0].channel is Channel.CALL_INSTEAD
    assert known(chat, "A4").last_visit == TODAY


def test_a_call_in_between_does_not_reset_the_interval(chat: Chat) -> None:
    between = replace(stop_of("A9", TODAY, 7), channel=Channel.CALL_BETWEEN)
    [number] = chat.db.write(plans.add, [between]).result()
    open_stop(chat, number)
    chat.taps("will try")
    assert logs(chat)[0].channel is Channel.CALL_BETWEEN
    assert stop(chat, number).state is StopState.DONE
    assert known(chat, "A9").last_visit == date(2026, 11, 2)


def test_nobody_answers_and_the_stop_stays_open(chat: Chat) -> None:
    open_stop(chat, 4, "phone")
    chat.taps("No answer")
    assert stop(chat, 4).state is StopState.PLANNED
    assert logs(chat) == []


def test_a_missed_stop_is_put_on_another_day_and_can_come_back(chat: Chat) -> None:
    open_stop(chat, 5, "missed")
    asked = chat.taps("shop closed")
    assert "Put it on:" in asked.text
    assert stop(chat, 5).missed is Missed.CLOSED
    day = next(label for label in asked.buttons if label.startswith("tomorrow"))
    chat.taps(day)
    assert stop(chat, 5).state is StopState.MOVED
    [there] = chat.db.read(plans.of_shop, "A5", date(2026, 11, 25))
    assert (there.reason.kind, there.reason.on) == ("moved", TODAY)
    chat.taps("Take back")
    assert stop(chat, 5).state is StopState.PLANNED
    assert chat.db.read(plans.of_shop, "A5", date(2026, 11, 25)) == []


def test_a_moved_stop_that_is_visited_after_all_is_not_due_twice(chat: Chat) -> None:
    open_stop(chat, 5, "missed")
    asked = chat.taps("shop closed")
    chat.taps(next(label for label in asked.buttons if label.startswith("tomorrow")))
    chat.says("友谊小卖部 库存20条")
    assert stop(chat, 5).state is StopState.DONE
    assert chat.db.read(plans.of_shop, "A5", date(2026, 11, 25)) == []
    chat.taps("Undo")
    assert stop(chat, 5).state is StopState.MOVED
    assert len(chat.db.read(plans.of_shop, "A5", date(2026, 11, 25))) == 1


def test_calling_after_a_missed_stop_opens_it_by_phone(chat: Chat) -> None:
    open_stop(chat, 5, "missed")
    chat.taps("owner away")
    chat.taps("Call them")
    assert (stop(chat, 5).state, stop(chat, 5).channel) == (StopState.PLANNED, Channel.CALL_INSTEAD)


def test_closed_for_the_third_time_asks_whether_it_is_for_good(chat: Chat) -> None:
    def was_closed(tx: Tx) -> None:
        for back in (14, 7):
            [number] = plans.add(tx, [stop_of("A5", TODAY - timedelta(days=back), 1)])
            plans.set_state(tx, number, StopState.MISSED, Missed.CLOSED.value)

    chat.db.write(was_closed).result()
    open_stop(chat, 5, "missed")
    asked = chat.taps("shop closed")
    assert "Closed 3 times in a row" in asked.text
    assert "Report closing" in asked.buttons


def test_why_it_was_missed_can_be_written_and_is_kept_once(chat: Chat) -> None:
    open_stop(chat, 5, "missed")
    chat.taps("Write it")
    chat.says("老板去武汉了")
    assert stop(chat, 5).state is StopState.MISSED
    assert [log.words for log in logs(chat)] == ["老板去武汉了"]
    assert known(chat, "A5").last_visit == date(2026, 11, 10)


def test_a_shop_closed_for_good_leaves_the_days(chat: Chat) -> None:
    open_stop(chat, 6, "closing")
    chat.taps("It has closed")
    assert known(chat, "A6").closed
    assert stop(chat, 6).state is StopState.DROPPED


def test_after_the_confirmed_review_a_log_is_corrected_not_undone(chat: Chat) -> None:
    open_stop(chat, 4)
    chat.taps("can use it")

    def confirm(tx: Tx) -> None:
        made = reviews.add(tx, "M01", "前川市场部", TODAY, TUESDAY, None)
        reviews.put(tx, replace(made, state=type(made.state).CONFIRMED))

    chat.db.write(confirm).result()
    chat.taps("Undo the last")
    assert "review already" in chat.shown[-1].text
    chat.says("其实还不会用，暂不用")
    old, new = logs(chat)
    assert (old.state, new.state) == (LogState.CORRECTED, LogState.ACTIVE)
    assert new.words == "其实还不会用，暂不用"
    assert stop(chat, 4).state is StopState.DONE


def test_only_the_shops_own_manager_can_log_it(chat: Chat) -> None:
    card = open_stop(chat, 4)
    other = Chat(chat.db, user=12)
    other.presses(card.buttons["can use it"], card.message)
    assert logs(chat) == []
    open_stop(other, 4)
    assert other.shown == []


def test_a_supervisor_sees_the_card_without_the_private_hint(chat: Chat) -> None:
    mine = open_stop(chat, 3).text
    his = Chat(chat.db, user=1).says("/shop 顺意名烟名酒")
    assert "for you only" in mine
    assert "for you only" not in his.text
    assert not {"will stay", "Did not go"} & his.buttons.keys()


def test_no_line_of_a_card_above_the_ceiling_asks_for_more(chat: Chat) -> None:
    chat.db.write(shops.change, [shop("A4", "熊运食杂店", cartons=999)]).result()
    text = open_stop(chat, 4).text
    assert "🔺above ceiling · 999 cartons a month" in text


@pytest.mark.parametrize(
    "page", ["", "more", "history", "copy", "difficulty", "willingness", "closing", "missed", "phone"]
)
def test_every_page_keeps_the_habits_of_rows_and_has_a_way_back(chat: Chat, page: str) -> None:
    screen = open_stop(chat, 4, page)
    assert len(screen.rows) <= 5
    assert all(len(row) <= 3 or all(len(label) <= 5 for label in row) for row in screen.rows)
    assert page in {"", "phone"} or "Back" in screen.buttons
