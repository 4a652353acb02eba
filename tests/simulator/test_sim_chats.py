"""Messages, buttons, groups, blocking, files: what people and the bot do to each other."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator import samples
from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]
TAKE = {"inline_keyboard": [[{"text": "受理", "callback_data": "take:1"}, {"text": "追问", "callback_data": "a"}]]}


def refused(answer: dict[str, Any]) -> str:
    assert answer["ok"] is False
    return f"{answer['error_code']} {answer['description']}"


def newest(api: Api) -> dict[str, Any]:
    update: dict[str, Any] = api("getUpdates")["result"][-1]
    return update


@pytest.fixture(autouse=True)
def conforming(telegram: Telegram) -> Any:
    yield
    assert telegram.world.problems == []


def test_a_message_is_complete_both_ways(telegram: Telegram, lan: Phone, api: Api) -> None:
    said = lan.says("你好")
    heard = newest(api)["message"]
    assert heard == {
        "message_id": said,
        "from": {"id": lan.id, "is_bot": False, "first_name": "杜兰枝", "language_code": "zh-hans"},
        "chat": {"id": lan.id, "type": "private", "first_name": "杜兰枝"},
        "date": int(telegram.clock.now.timestamp()),
        "text": "你好",
    }
    reply = api(
        "sendMessage",
        chat_id=lan.id,
        text="<b>好</b>",
        parse_mode="HTML",
        reply_parameters={"message_id": said},
    )["result"]
    assert reply["from"]["is_bot"] is True
    assert reply["reply_to_message"] == heard
    assert lan.last().html == "<b>好</b>"
    assert lan.last().reply_to == {"id": said, "text": "你好"}


def test_who_never_started_cannot_be_written_to(telegram: Telegram, api: Api) -> None:
    stranger = telegram.person("蔡勇")
    wanted = "403 Forbidden: bot can't initiate conversation with a user"
    assert refused(api("sendMessage", chat_id=stranger.id, text="a")) == wanted
    assert refused(api("sendMessage", chat_id=42, text="a")) == "400 Bad Request: chat not found"
    stranger.starts("CODE")
    assert newest(api)["message"]["text"] == "/start CODE"
    assert api("sendMessage", chat_id=stranger.id, text="a")["ok"]


def test_blocking_is_told_and_refuses_until_unblocked(lan: Phone, api: Api) -> None:
    lan.blocks()
    change = newest(api)["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert refused(api("sendMessage", chat_id=lan.id, text="a")) == "403 Forbidden: bot was blocked by the user"
    lan.unblocks()
    assert newest(api)["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert api("sendMessage", chat_id=lan.id, text="a")["ok"]


def test_an_edit_changes_the_message_in_place(telegram: Telegram, lan: Phone, api: Api) -> None:
    sent = api("sendMessage", chat_id=lan.id, text="0/20", reply_markup=TAKE)["result"]["message_id"]
    lan.reads()
    telegram.clock.forward(minutes=5)
    same = {"chat_id": lan.id, "message_id": sent}
    edited = api("editMessageText", **same, text="1/20", reply_markup=TAKE)["result"]
    assert edited["edit_date"] - edited["date"] == 300
    assert [(shown.id, shown.text, shown.edited) for shown in lan.unread()] == [(sent, "1/20", True)]
    assert refused(api("editMessageText", **same, text="1/20", reply_markup=TAKE)) == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message"
    )
    assert api("editMessageReplyMarkup", **same)["ok"]
    assert lan.last().buttons == []


def test_what_cannot_be_edited_or_found_is_told(telegram: Telegram, lan: Phone, api: Api) -> None:
    own = lan.says("我的")
    sent = api("sendMessage", chat_id=lan.id, text="a")["result"]["message_id"]
    at = {"chat_id": lan.id}
    assert refused(api("editMessageText", **at, message_id=own, text="b")) == (
        "400 Bad Request: message can't be edited"
    )
    assert refused(api("editMessageText", **at, message_id=999, text="b")) == (
        "400 Bad Request: message to edit not found"
    )
    assert refused(api("editMessageCaption", **at, message_id=sent, caption="b")) == (
        "400 Bad Request: there is no caption in the message to edit"
    )
    assert refused(api("sendMessage", **at, text="b", reply_parameters={"message_id": 999})) == (
        "400 Bad Request: message to be replied not found"
    )
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert api("sendMessage", **at, text="b", reply_parameters=lenient)["ok"]
    assert api("deleteMessage", **at, message_id=sent)["result"] is True
    assert refused(api("deleteMessage", **at, message_id=sent)) == ("400 Bad Request: message to delete not found")
    telegram.clock.forward(days=3)
    assert refused(api("deleteMessage", **at, message_id=own)) == (
        "400 Bad Request: message can't be deleted for everyone"
    )


def test_a_persons_edit_arrives_as_such(lan: Phone, api: Api) -> None:
    said = lan.says("库存20条")
    lan.edits(said, "库存30条")
    edited = newest(api)["edited_message"]
    assert (edited["message_id"], edited["text"]) == (said, "库存30条")
    assert "edit_date" in edited


def test_a_tap_brings_a_callback_and_its_answer_a_toast(telegram: Telegram, lan: Phone, api: Api) -> None:
    api("sendMessage", chat_id=lan.id, text="异常", reply_markup=TAKE)
    lan.taps("受理")
    query = newest(api)["callback_query"]
    assert query["data"] == "take:1"
    assert query["message"]["reply_markup"] == TAKE
    assert query["chat_instance"]
    assert lan.toasts == []
    answer = {"callback_query_id": query["id"], "text": "已受理", "show_alert": True}
    assert api("answerCallbackQuery", **answer)["result"] is True
    assert lan.toasts == ["已受理"]
    assert lan.tap_answers == [{"toast": "已受理", "alert": True, "answered": True}]
    assert refused(api("answerCallbackQuery", **answer)) == (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


def test_a_tap_cannot_be_answered_after_a_quarter_of_an_hour(telegram: Telegram, lan: Phone, api: Api) -> None:
    api("sendMessage", chat_id=lan.id, text="异常", reply_markup=TAKE)
    lan.taps("受理")
    query = newest(api)["callback_query"]["id"]
    telegram.clock.forward(minutes=16)
    answer = api("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in answer["description"]


def test_data_can_be_forged_but_labels_must_be_seen(lan: Phone, api: Api) -> None:
    sent = api("sendMessage", chat_id=lan.id, text="异常", reply_markup=TAKE)["result"]["message_id"]
    lan.taps_data("take:999", sent)
    assert newest(api)["callback_query"]["data"] == "take:999"
    with pytest.raises(AssertionError, match=r"受理 \| 追问"):
        lan.taps("办结")


def test_the_newest_message_with_the_label_is_tapped(lan: Phone, api: Api) -> None:
    for _ in range(2):
        sent = api("sendMessage", chat_id=lan.id, text="异常", reply_markup=TAKE)["result"]["message_id"]
    api("sendMessage", chat_id=lan.id, text="没有按钮")
    lan.taps("受理")
    assert newest(api)["callback_query"]["message"]["message_id"] == sent


def test_a_key_of_the_reply_keyboard_is_sent_as_text(lan: Phone, api: Api, sim: Api) -> None:
    keys = {"keyboard": [["今日", {"text": "记一笔"}]], "resize_keyboard": True, "is_persistent": True}
    api("sendMessage", chat_id=lan.id, text="好", reply_markup=keys)
    assert lan.keyboard() == [["今日", "记一笔"]]
    shown = sim("/sim/state")["body"]["chats"][str(lan.id)]["keyboard"]
    assert shown[str(lan.id)]["keyboard"] == [[{"text": "今日"}, {"text": "记一笔"}]]
    lan.taps("今日")
    assert newest(api)["message"]["text"] == "今日"
    api("sendMessage", chat_id=lan.id, text="收", reply_markup={"remove_keyboard": True})
    assert lan.keyboard() == []


def test_a_group_tells_the_bot_of_coming_and_going(telegram: Telegram, lan: Phone, api: Api) -> None:
    chen = telegram.person("陈市场")
    group = telegram.group("前川一组", lan, chen)
    assert refused(api("sendMessage", chat_id=group.id, text="a")) == "400 Bad Request: chat not found"
    group.adds_bot(lan)
    added, line = api("getUpdates")["result"][-2:]
    assert added["my_chat_member"]["chat"] == {"id": group.id, "type": "group", "title": "前川一组"}
    assert added["my_chat_member"]["from"]["id"] == lan.id
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert line["message"]["new_chat_members"][0]["is_bot"] is True
    assert api("sendMessage", chat_id=group.id, text="大家好", reply_markup=TAKE)["ok"]
    chen.taps("受理", chat=group)
    assert newest(api)["callback_query"]["from"]["id"] == chen.id
    assert [shown.text for shown in chen.unread()] == ["大家好"]
    group.removes_bot(lan)
    assert newest(api)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert refused(api("sendMessage", chat_id=group.id, text="a")) == (
        "403 Forbidden: bot was kicked from the group chat"
    )


def test_in_a_group_privacy_lets_only_what_addresses_the_bot_through(telegram: Telegram, lan: Phone, api: Api) -> None:
    group = telegram.group("前川一组", lan)
    group.adds_bot(lan)
    sent = api("sendMessage", chat_id=group.id, text="政策")["result"]["message_id"]
    lan.says("随便聊聊", chat=group)
    lan.says("/help", chat=group)
    lan.says("/help@other_bot", chat=group)
    lan.says("看到了", chat=group, reply_to=sent)
    lan.says("@simulated_bot 在吗", chat=group)
    heard = [update["message"]["text"] for update in api("getUpdates")["result"][2:]]
    assert heard == ["/help", "看到了", "@simulated_bot 在吗"]


def test_the_bot_can_leave_a_group(telegram: Telegram, lan: Phone, api: Api) -> None:
    group = telegram.group("前川一组", lan)
    group.adds_bot(lan)
    assert api("getChatMember", chat_id=group.id, user_id=lan.id)["result"]["status"] == "creator"
    assert api("leaveChat", chat_id=group.id)["result"] is True
    assert newest(api)["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert not group.has_bot


def download(telegram: Telegram, api: Api, file_id: str) -> bytes:
    path = api("getFile", file_id=file_id)["result"]["file_path"]
    with urllib.request.urlopen(f"{telegram.url}/file/bot{telegram.token}/{path}") as answer:
        content: bytes = answer.read()
    return content


def test_photo_voice_place_and_document_arrive_and_can_be_fetched(
    telegram: Telegram, lan: Phone, api: Api, tmp_path: Path
) -> None:
    lan.sends_photo(caption="货架 /log")
    message = newest(api)["message"]
    assert message["caption_entities"][0]["type"] == "bot_command"
    assert [size["width"] for size in message["photo"]] == [90, 320, 640]
    assert download(telegram, api, message["photo"][-1]["file_id"]) == samples.photo()

    lan.sends_voice(seconds=9)
    voice = newest(api)["message"]["voice"]
    assert (voice["duration"], voice["mime_type"]) == (9, "audio/ogg")
    assert download(telegram, api, voice["file_id"])[:4] == b"OggS"

    lan.sends_place(30.5, 114.3)
    assert newest(api)["message"]["location"] == {"latitude": 30.5, "longitude": 114.3}

    sheet = tmp_path / "shops.xlsx"
    sheet.write_bytes(b"PK12")
    lan.sends_document(sheet)
    document = newest(api)["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("shops.xlsx", 4)
    assert download(telegram, api, document["file_id"]) == b"PK12"

    lan.sends_sticker()
    assert newest(api)["message"]["sticker"]["emoji"] == "🙂"


def test_a_photo_goes_on_by_its_file_id(telegram: Telegram, lan: Phone, api: Api) -> None:
    lan.sends_photo()
    file_id = newest(api)["message"]["photo"][-1]["file_id"]
    passed_on = api("sendPhoto", chat_id=lan.id, photo=file_id, caption="<i>看</i>", parse_mode="HTML")
    assert passed_on["result"]["photo"][-1]["file_id"] == file_id
    shown = lan.last()
    assert (shown.text, shown.media and shown.media["kind"]) == ("看", "photo")
    assert refused(api("sendVoice", chat_id=lan.id, voice=file_id)) == (
        "400 Bad Request: can't use file of type Photo as Voice"
    )
    assert refused(api("sendPhoto", chat_id=lan.id, photo="nonsense")) == (
        "400 Bad Request: wrong file identifier/HTTP URL specified"
    )


def test_reactions_and_pins_are_seen(lan: Phone, api: Api) -> None:
    said = lan.says("王记 上柜3个")
    at = {"chat_id": lan.id}
    assert api("setMessageReaction", **at, message_id=said, reaction=[{"type": "emoji", "emoji": "✍"}])["ok"]
    assert lan.messages()[-1].reactions == ["✍"]
    card = api("sendMessage", **at, text="今天 0/20")["result"]["message_id"]
    assert api("pinChatMessage", **at, message_id=card, disable_notification=True)["ok"]
    pinned = lan.pinned()
    assert pinned is not None
    assert (pinned.id, lan.last().id) == (card, card)
    assert api("getChat", **at)["result"]["pinned_message"]["message_id"] == card
    assert api("unpinChatMessage", **at, message_id=card)["ok"]
    assert lan.pinned() is None


def test_the_menu_goes_by_scope_and_language(telegram: Telegram, lan: Phone, api: Api) -> None:
    def menu(command: str, **more: Any) -> None:
        listed = [{"command": command, "description": "x"}]
        assert api("setMyCommands", commands=listed, **more)["ok"]

    menu("plain")
    assert lan.commands() == ["plain"]
    menu("spoken", language_code="zh")
    assert lan.commands() == ["spoken"]
    menu("private", scope={"type": "all_private_chats"})
    assert lan.commands() == ["private"]
    menu("own", scope={"type": "chat", "chat_id": lan.id})
    assert lan.commands() == ["own"]
    assert api("deleteMyCommands", scope={"type": "chat", "chat_id": lan.id})["ok"]
    assert lan.commands() == ["private"]


def test_history_tells_what_was_called(telegram: Telegram, lan: Phone, api: Api) -> None:
    api("sendMessage", chat_id=lan.id, text="a")
    call = telegram.history.calls[-1]
    assert (call.method, call.params) == ("sendMessage", {"chat_id": lan.id, "text": "a"})
    assert isinstance(call.result, dict)
    assert call.result["text"] == "a"


def test_a_long_text_of_a_person_goes_as_several_messages(lan: Phone, api: Api) -> None:
    lan.says("🚬" * 3000)
    parts = [update["message"]["text"] for update in api("getUpdates")["result"]]
    assert "".join(parts) == "🚬" * 3000
    assert len(parts) == 2


def test_messages_bear_the_simulators_time(telegram: Telegram, lan: Phone, api: Api) -> None:
    telegram.clock.to(telegram.clock.now + timedelta(hours=10))
    lan.says("晚上好")
    assert newest(api)["message"]["date"] == int(telegram.clock.now.timestamp())
