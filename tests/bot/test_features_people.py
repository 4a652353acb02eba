"""Joining, strangers, invitations, languages, help, phones lost and found: what each person reads, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.features import people as feature
from bot.handling import chat_lost
from bot.routes import ROUTES
from bot.sender import record
from bot.wire import Outcome, Result
from domain.chat import Incoming, Kind, Place, Priority
from domain.incidents import Category
from domain.people import Role
from screens.people import keyboard
from screens.words import speaking
from services import incidents
from services.incidents import Report, Said
from storage import outbox as box
from storage import people
from storage.outbox import Letter
from storage.tables import invites, outbox
from tests.bot.phones import USERS, Desk, Message, opened

REFUSED = "can't be used"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened(tmp_path / "people.db")
    yield made
    made.db.close()


def labels(message: Message) -> list[str]:
    return list(message.buttons)


def test_a_code_joins_and_the_welcome_names_the_place_and_brings_the_keys(desk: Desk) -> None:
    phone = desk.phone("M01")
    (welcome,) = phone.says(f"/start {desk.invited('M01')}")
    assert "<b>杜兰枝</b>, hello" in welcome.text
    assert "前川市场部, look after 3 shops, and your superior is 陈市场" in welcome.text
    assert "administrator 何静" in welcome.text
    assert welcome.keyboard == [["Today", "Log"], ["Abnormal", "Review"]]
    assert desk.person("M01").user_id == phone.user
    assert "Report something abnormal" in desk.menus[phone.user]
    assert "Invite somebody" not in desk.menus[phone.user]


def test_every_key_of_every_role_is_a_command_that_the_role_has() -> None:
    with speaking("en", UTC):
        for role in Role:
            for key in (key for row in keyboard(role) for key in row):
                found = [one.name for one in ROUTES.commands if one.key == key and role in one.roles]
                assert len(found) == 1, (role, key)


def test_used_expired_void_and_unknown_codes_get_the_same_words(desk: Desk) -> None:
    used, void = desk.invited("M01"), desk.invited("S01")
    desk.invited("S01")
    expiring = desk.invited("D01")
    desk.phone("M01").says(f"/start {used}")
    desk.now += timedelta(hours=73)
    answers = {
        message.text
        for user, code in ((91, used), (92, void), (93, expiring), (94, "no-such-code"), (95, "' OR 1=1"))
        for message in desk.phone(user=user).says(f"/start {code}")
    }
    assert len(answers) == 1
    assert REFUSED in answers.pop()
    assert desk.person("M01").user_id == USERS["M01"]


def test_no_code_is_kept_only_its_digest(desk: Desk) -> None:
    code = desk.invited("M01")
    (row,) = desk.db.read(lambda tx: tx.execute(select(invites)).all())
    assert len(code) >= 22
    assert code not in str(tuple(row))
    assert row.expires - row.made_at == timedelta(hours=72)


def test_a_new_phone_takes_the_place_over_and_the_old_one_is_a_stranger(desk: Desk) -> None:
    desk.phone("M01").says(f"/start {desk.invited('M01')}")
    desk.write(people.set_language, "M01", "zh_CN")
    new = desk.phone(user=77)
    new.says(f"/start {desk.invited('M01')}")
    assert desk.person("M01").user_id == 77
    assert "杜兰枝" in new.last.text
    assert desk.person("M01").language == "zh_CN"
    (answer,) = desk.phone("M01").says("/today")
    assert "registered colleagues only" in answer.text


def test_whoever_joins_as_somebody_else_leaves_the_former_place(desk: Desk) -> None:
    phone = desk.phone("M01")
    phone.says(f"/start {desk.invited('M01')}")
    phone.says(f"/start {desk.invited('S01')}")
    assert not desk.person("M01").joined
    assert desk.person("S01").user_id == phone.user
    assert phone.last.keyboard == [["Team", "Open matters"], ["Send news", "Review"]]


def test_five_wrong_codes_an_hour_are_answered_then_even_a_right_one_waits(desk: Desk) -> None:
    phone = desk.phone("M01")
    right = desk.invited("M01")
    assert [len(phone.says(f"/start wrong{n}")) for n in range(7)] == [1, 1, 1, 1, 1, 0, 0]
    assert phone.says(f"/start {right}") == []
    assert len(desk.phone(user=78).says("/start wrong")) == 1
    desk.now += timedelta(hours=1)
    phone.says(f"/start {right}")
    assert desk.person("M01").joined


def test_a_stranger_reads_one_sentence_a_day_and_nothing_of_the_office(desk: Desk) -> None:
    phone = desk.phone(user=99)
    (answer,) = phone.says("/today")
    assert "registered colleagues only" in answer.text
    assert answer.buttons == {}
    for name in ("杜", "前川", "何静", "店"):
        assert name not in answer.text
    assert phone.says("hello?") == []
    assert phone.says("/start") == []
    desk.now += timedelta(days=1)
    assert len(phone.says("hello again")) == 1


def test_groups_hear_nothing_from_what_is_said_there(desk: Desk) -> None:
    desk.joined("M01")
    assert desk.phone("M01").says_in(-5, "/today") == []
    assert desk.phone(user=99).says_in(-5, "hello") == []


def test_start_without_a_code_is_a_kind_word_with_the_keys(desk: Desk) -> None:
    desk.joined("A01")
    (again,) = desk.phone("A01").says("/start")
    assert "何静" in again.text
    assert again.keyboard == [["Import", "People"], ["Send news", "Check"]]


def test_a_manager_is_invited_in_chat_at_once_with_a_link_to_copy(desk: Desk) -> None:
    desk.joined("A01", "A02")
    (link,) = desk.phone("A01").says("/invite m01")
    url = link.buttons["Copy"]["copy"]
    assert url.startswith("https://t.me/visit_bot?start=")
    assert url in link.text
    assert "customer manager" in link.text
    desk.phone("M01").says(f"/start {url.partition('=')[2]}")
    assert desk.person("M01").joined
    assert desk.phone("A02").messages == []


def test_a_role_above_manager_waits_for_another_administrator(desk: Desk) -> None:
    desk.joined("A01", "A02")
    he, li = desk.phone("A01"), desk.phone("A02")
    (asked,) = he.says("/invite D01")
    assert "李&lt;敏&gt;" in asked.text
    assert asked.buttons == {}
    assert "何静 invites <b>周建华</b> as deputy" in li.last.text
    assert labels(li.last) == ["Agree", "Don't agree"]
    li.taps("Agree")
    assert labels(li.last) == []
    assert "agreed" in he.last.text
    (link,) = he.taps("Get the link")
    desk.phone("D01").says(f"/start {link.buttons['Copy']['copy'].partition('=')[2]}")
    assert desk.person("D01").joined
    assert "was used" in li.last.text


def test_what_is_not_agreed_to_gives_no_link_and_the_inviter_reads_it(desk: Desk) -> None:
    desk.joined("A01", "A02")
    he, li = desk.phone("A01"), desk.phone("A02")
    he.says("/invite S01")
    li.taps("Don't agree")
    assert "not agreed" in he.last.text
    assert labels(he.last) == []
    assert desk.db.read(people.open_invites) == {}


def test_nobody_agrees_to_an_invitation_of_his_own(desk: Desk) -> None:
    desk.joined("A01", "A02")
    he = desk.phone("A01")
    he.says("/invite S01")
    token = desk.phone("A02").last.buttons["Agree"]["data"]
    he.presses(token, he.last.id)
    waiting = desk.db.read(people.open_invites)["S01"]
    assert not waiting.confirmed
    mark = waiting.digest[:12]
    incoming = Incoming(1, Kind.BUTTON, 6, 6, desk.now, object="invitee:S01", args=(mark,))
    reply = desk.write(feature.PRESSES["agree_invite"].handle, desk.person("A01"), incoming, desk.now)
    assert reply.toast
    assert not desk.db.read(people.open_invites)["S01"].confirmed


def test_an_old_button_does_not_agree_to_a_newer_invitation(desk: Desk) -> None:
    desk.joined("A01", "A02")
    he, li = desk.phone("A01"), desk.phone("A02")
    he.says("/invite S01")
    old = li.last.buttons["Agree"]["data"]
    he.says("/invite S01")
    li.presses(old, li.messages[0].id)
    assert not desk.db.read(people.open_invites)["S01"].confirmed


def test_a_lone_administrator_gets_the_link_at_once(desk: Desk) -> None:
    desk.joined("A01")
    (link,) = desk.phone("A01").says("/invite D01")
    assert "Copy" in link.buttons


def test_invite_without_a_code_lists_who_has_not_joined_by_code(desk: Desk) -> None:
    desk.joined("A01", "M02")
    he = desk.phone("A01")
    (page,) = he.says("/invite")
    assert labels(page) == ["A02 李<敏>", "D01 周建华", "I01 蔡勇", "M01 杜兰枝", "S01 陈市场"]
    (link,) = he.taps("M01 杜兰枝")
    assert "<b>杜兰枝</b>" in link.text
    assert "M01 杜兰枝: not joined, invited until" in page.text
    he.says("/invite X99")
    assert "nobody with the code “X99”" in he.last.text


def test_only_administrators_invite(desk: Desk) -> None:
    desk.joined("A01", "S01")
    (answer,) = desk.phone("S01").says("/invite M01")
    assert "not for you" in answer.text
    desk.phone("A01").says("/invite")
    token = desk.phone("A01").last.buttons["M01 杜兰枝"]["data"]
    desk.phone("S01").presses(token, 1)
    assert desk.db.read(people.open_invites) == {}
    assert desk.phone("S01").presses("people:all:", 1) == []
    assert desk.phone("S01").presses("person:M01:", 1) == []
    assert "not for you" in _tapped(desk, "S01", "check:office:")


def _tapped(desk: Desk, code: str, data: str) -> str:
    phone = desk.phone(code)
    phone.presses(data, 1)
    return phone.toast


def test_another_person_s_welcome_and_help_are_not_shown(desk: Desk) -> None:
    desk.joined("M01", "S01")
    for view in ("welcome", "help", "language"):
        assert desk.phone("S01").presses(f"{view}:M01:", 1) == []


def test_people_tells_how_everybody_stands_and_a_binding_can_be_ended(desk: Desk) -> None:
    desk.joined("A01", "M01")
    desk.write(people.set_reachable, USERS["M01"], False)
    he = desk.phone("A01")
    (page,) = he.says("/people")
    assert "2 of 7 have joined, 1 can't be reached" in page.text
    assert page.text.index("A01 何静: joined") < page.text.index("M01 杜兰枝: can't be reached")
    assert "S01 陈市场: not joined" in page.text
    he.taps("M01")
    assert labels(page) == ["Invite again", "Back", "Remove from phone"]
    assert page.buttons["Remove from phone"]["danger"] is True
    he.taps("Remove from phone")
    assert not desk.person("M01").joined
    assert "not joined" in page.text
    he.taps("Back")
    assert "1 of 7" in page.text


def test_an_administrator_cannot_remove_himself(desk: Desk) -> None:
    desk.joined("A01")
    he = desk.phone("A01")
    he.says("/people")
    he.taps("A01")
    assert "Remove from phone" not in he.last.buttons


def test_help_lists_what_the_role_may_do_and_nothing_else(desk: Desk) -> None:
    desk.joined("M01", "A01")
    (manager,) = desk.phone("M01").says("/help")
    assert "Log or /log" in manager.text
    assert "/invite" not in manager.text
    assert "/start" not in manager.text
    (admin,) = desk.phone("A01").says("/help")
    assert "/invite CODE" in admin.text
    assert "/log" not in admin.text


def test_a_language_turns_keyboard_menu_and_live_cards(desk: Desk) -> None:
    desk.joined("M01")
    phone = desk.phone("M01")
    (page,) = phone.says("/help")
    phone.taps("Language")
    assert labels(page) == ["中文", "English", "Back"]
    (card,) = phone.says("/matters")
    before = card.text
    (keys,) = phone.taps("中文")
    assert desk.person("M01").language == "zh_CN"
    with speaking("zh_CN", UTC):
        assert keys.keyboard == [list(row) for row in keyboard(Role.MANAGER)]
    assert card.text != before
    assert desk.menus[phone.user]


def test_an_unknown_command_offers_the_two_likeliest_and_help(desk: Desk) -> None:
    desk.joined("A01")
    he = desk.phone("A01")
    (question,) = he.says("/chekc")
    assert labels(question)[0] == "Check"
    assert labels(question)[-1] == "Help"
    assert len(question.buttons) == 3
    (answer,) = he.taps("Check")
    assert "@visit_bot" in answer.text
    assert question.buttons == {}


def test_words_of_an_unknown_command_are_not_lost(desk: Desk) -> None:
    desk.joined("A01")
    (question,) = desk.phone("A01").says("/invit M01")
    assert question.buttons["Copy /invite"]["copy"] == "/invite M01"


def test_an_unknown_command_never_offers_what_the_role_may_not_do(desk: Desk) -> None:
    desk.joined("M01")
    (question,) = desk.phone("M01").says("/invit")
    assert "/invite" not in question.buttons


def report(desk: Desk) -> None:
    new = Report(Category.COUNTERFEIT, Said(desk.now, "柜台下", None, Place(30.8, 114.3)), "K1")
    desk.write(incidents.report, desk.person("M01"), new, desk.now)


def waits(desk: Desk, chat: int) -> None:
    """Something is still to be sent there."""
    body = {"text": "x", "rows": [], "keyboard": []}
    desk.write(box.post, Letter(chat, "say", body, "list", Priority.LIST, "test"), desk.now)


def test_whoever_blocks_the_bot_is_passed_over_and_the_administrators_read_it_once(desk: Desk) -> None:
    desk.joined("M01", "S01", "D01", "A01", "A02")
    report(desk)
    desk.phone("S01").blocks()
    assert not desk.person("S01").reachable
    assert "K1" in desk.phone("D01").last.text
    told = desk.phone("A01").messages
    assert len(told) == 1
    assert "陈市场 (S01, supervisor) can't be reached" in told[0].text
    desk.phone("S01").blocks()
    assert len(desk.phone("A01").messages) == 1
    assert len(desk.phone("A02").messages) == 1


def test_whoever_comes_back_reads_what_was_left_open_once(desk: Desk) -> None:
    desk.joined("M01", "S01", "D01", "A01")
    chen = desk.phone("S01")
    chen.blocks()
    report(desk)
    desk.now += timedelta(days=2)
    first, matters = chen.unblocks()
    assert first.text.startswith("Welcome back.")
    assert "In the 2 days without you 1 matter was left open" in first.text
    assert first.keyboard
    assert "K1" in matters.text
    assert chen.says("/start") == []
    assert "joined" in desk.phone("A01").last.text
    desk.now += timedelta(minutes=2)
    assert len(chen.says("/start")) == 1


def test_a_refused_message_does_what_blocking_does_and_what_waits_is_dropped(desk: Desk) -> None:
    desk.joined("M01", "S01", "D01", "A01")
    report(desk)
    waits(desk, USERS["S01"])
    desk.write(chat_lost, 1, ROUTES, desk.now)
    left = desk.db.read(lambda tx: tx.execute(select(outbox).where(outbox.c.chat_id == 1)).all())
    assert {row.state for row in left} == {"dropped"}
    desk.send()
    assert "can't be reached" in desk.phone("A01").last.text
    assert "K1" in desk.phone("D01").last.text
    desk.write(chat_lost, 1, ROUTES, desk.now)
    desk.send()
    assert len(desk.phone("A01").messages) == 1


def test_the_refusal_and_what_follows_are_one_transaction(desk: Desk) -> None:
    desk.joined("S01")
    waits(desk, USERS["S01"])
    (row,) = desk.write(box.claim, set(), 1, desk.now)
    lost: list[int] = []
    refused = Result(Outcome.NEVER, why="Forbidden: bot was blocked by the user")
    desk.write(record, row, refused, desk.now, lambda tx, chat: lost.append(chat))
    assert lost == [USERS["S01"]]
    assert desk.db.read(box.count_ended, desk.now - timedelta(days=1)) == {"failed": 1}


def test_whoever_writes_can_be_reached(desk: Desk) -> None:
    desk.joined("M01", "A01")
    desk.phone("M01").blocks()
    desk.phone("M01").says("/help")
    assert desk.person("M01").reachable
    assert "what you can do" in desk.phone("M01").last.text


def test_a_closed_chat_is_not_written_to(desk: Desk) -> None:
    desk.joined("M01", "S01", "A01")
    desk.phone("S01").blocks()
    report(desk)
    assert desk.phone("S01").messages == []


def test_check_says_that_all_is_well_or_what_is_not(desk: Desk) -> None:
    desk.joined("A01", "M01")
    he = desk.phone("A01")
    (page,) = he.says("/check")
    assert "Have shops but no plan: 杜兰枝 (M01)" in page.text
    assert "2027" in page.text
    desk.phone("M01").blocks()
    he.taps("Refresh")
    assert "Can't be reached: 杜兰枝 (M01)" in page.text
