"""Forums with topics, and groups that become supergroups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.acts import Impossible
from simulator.phones import Group, Phone, Telegram

Api = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def conforming(telegram: Telegram) -> Iterator[None]:
    yield
    assert telegram.world.problems == []


@pytest.fixture
def forum(telegram: Telegram, lan: Phone) -> Group:
    made = telegram.group("前川论坛", lan, forum=True)
    made.adds_bot(lan)
    return made


def heard(api: Api) -> list[dict[str, Any]]:
    return [update["message"] for update in api("getUpdates")["result"] if "message" in update]


def test_a_topic_and_what_is_said_in_it_bear_its_thread(lan: Phone, api: Api, forum: Group) -> None:
    topic = forum.opens_topic(lan, "政策")
    lan.says("/help", chat=forum, thread=topic)
    lan.says("/help", chat=forum)
    opened, inside, outside = heard(api)[-3:]
    assert opened["forum_topic_created"]["name"] == "政策"
    assert opened["message_thread_id"] == opened["message_id"] == topic
    assert opened["chat"]["is_forum"] is True
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert inside["reply_to_message"]["message_id"] == topic
    assert "message_thread_id" not in outside
    assert "reply_to_message" not in outside


def test_the_bot_sends_into_a_topic_and_replies_stay_there(lan: Phone, api: Api, forum: Group) -> None:
    topic = forum.opens_topic(lan, "政策")
    asked = lan.says("/help", chat=forum, thread=topic)
    sent = api("sendMessage", chat_id=forum.id, message_thread_id=topic, text="新政策")["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    replied = api("sendMessage", chat_id=forum.id, text="在", reply_parameters={"message_id": asked})["result"]
    assert replied["message_thread_id"] == topic
    assert replied["reply_to_message"]["message_id"] == asked
    assert [shown.thread for shown in forum.messages()] == [topic] * 3


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction"])
def test_a_topic_that_is_not_there_is_refused(lan: Phone, api: Api, forum: Group, method: str) -> None:
    answer = api(method, chat_id=forum.id, message_thread_id=99, text="a", action="typing")
    assert answer["description"] == "Bad Request: message thread not found"
    forum._telegram.world.problems.clear()


def test_a_tap_in_a_topic_tells_the_topic(lan: Phone, api: Api, forum: Group) -> None:
    topic = forum.opens_topic(lan, "政策")
    markup = {"inline_keyboard": [[{"text": "收到", "callback_data": "ok"}]]}
    api("sendMessage", chat_id=forum.id, message_thread_id=topic, text="新政策", reply_markup=markup)
    lan.taps("收到", chat=forum)
    pressed = api("getUpdates")["result"][-1]["callback_query"]["message"]
    assert pressed["message_thread_id"] == topic


def test_topics_can_be_opened_from_outside_and_are_shown(lan: Phone, sim: Api, forum: Group) -> None:
    topic = sim("/sim/topic", {"as": lan.id, "chat": forum.id, "name": "闲聊"})["body"]["thread"]
    said = sim("/sim/say", {"as": lan.id, "chat": forum.id, "text": "/help", "thread": topic})["body"]["message"]
    chat = sim("/sim/state")["body"]["chats"][str(forum.id)]
    assert chat["topics"] == {str(topic): "闲聊"}
    assert [(one["id"], one["thread"]) for one in chat["messages"]][-1] == (said, topic)


def test_a_supergroup_numbers_its_own_messages(lan: Phone, api: Api, forum: Group) -> None:
    assert forum.id < -1_000_000_000_000
    lan.says("私聊")
    numbers = [shown["message_id"] for shown in heard(api) if shown["chat"]["id"] == forum.id]
    assert numbers == [1]


def test_a_group_that_migrates_tells_both_ids_and_refuses_the_old_one(
    telegram: Telegram, lan: Phone, api: Api, sim: Api
) -> None:
    group = telegram.group("前川一组", lan)
    group.adds_bot(lan)
    sent = api("sendMessage", chat_id=group.id, text="旧")["result"]["message_id"]
    new = group.migrates(lan)
    left, came = heard(api)[-2:]
    assert (left["chat"]["id"], left["migrate_to_chat_id"]) == (group.id, new.id)
    assert (came["chat"]["id"], came["migrate_from_chat_id"]) == (new.id, group.id)
    assert came["chat"]["type"] == "supergroup"
    for method, more in (("sendMessage", {"text": "a"}), ("editMessageText", {"text": "a", "message_id": sent})):
        answer = api(method, chat_id=group.id, **more)
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert api("sendMessage", chat_id=new.id, text="新")["ok"]
    lan.says("/help", chat=new)
    with pytest.raises(Impossible):
        lan.says("/help", chat=group)
    assert sim("/sim/migrate", {"as": lan.id, "chat": new.id})["status"] == 400


def test_who_is_put_out_of_a_supergroup_is_told_so(telegram: Telegram, lan: Phone, api: Api, forum: Group) -> None:
    forum.removes_bot(lan)
    answer = api("sendMessage", chat_id=forum.id, text="a")
    assert answer["description"] == "Forbidden: bot was kicked from the supergroup chat"
