"""The Bot API's methods, one function each, and the table of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import acts, editing, sending, webhook, wire
from .access import chat_for, text_of, thread_for
from .facts import Json
from .history import Did
from .limits import (
    CHAT_ACTIONS,
    DESCRIPTION_CHARACTERS,
    DOWNLOAD_BYTES,
    NAME_CHARACTERS,
    SHORT_DESCRIPTION_CHARACTERS,
    TAP_ANSWERABLE_FOR,
    check_commands,
    check_toast,
)
from .refusals import bad, misuse
from .world import BotStatus, World


def get_me(world: World, _: Json) -> Json:
    return wire.me(world)


def answer_callback_query(world: World, params: Json) -> bool:
    """The toast of a tap; each tap is answered once."""
    tap = world.taps.get(params["callback_query_id"])
    if tap is None or tap.answer is not None or world.clock.now - tap.at > TAP_ANSWERABLE_FOR:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = params.get("text", "")
    check_toast(text)
    answer: Json = {"toast": text or None, "alert": params.get("show_alert", False)}
    if params.get("url"):
        answer["url"] = params["url"]
    tap.answer = answer
    world.history.did(Did.ANSWERED, tap.chat, 0, f"{tap.id} {text}")
    tap.answered.set()
    world.feed.tell("toast", {"user": tap.person, "chat": tap.chat, "text": answer["toast"], **_rest(answer, tap.id)})
    return True


def _rest(answer: Json, tap_id: str) -> Json:
    return {key: value for key, value in answer.items() if key != "toast"} | {"tap": tap_id}


def get_file(world: World, params: Json) -> Json:
    stored = world.files.by_id(params["file_id"])
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return wire.file(stored)


def get_chat(world: World, params: Json) -> Json:
    return wire.full_chat(world, chat_for(world, params))


def get_chat_member(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    user_id = params["user_id"]
    if user_id == world.bot.id:
        return wire.bot_member(world, BotStatus.MEMBER)
    person = world.people.get(user_id)
    if person is None:
        raise bad("user not found")
    if user_id not in chat.members:
        return wire.member(wire.user(person), "left")
    owner = not chat.private and chat.members[0] == user_id
    return wire.member(wire.user(person), "creator" if owner else "member")


def leave_chat(world: World, params: Json) -> bool:
    chat = chat_for(world, params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    acts.bot_leaves(world, chat)
    world.history.did(Did.LEFT, chat.id, 0)
    return True


def send_chat_action(world: World, params: Json) -> bool:
    chat = chat_for(world, params)
    thread_for(chat, params, None)
    if params["action"] not in CHAT_ACTIONS:
        raise misuse("wrong parameter action in request")
    world.feed.tell("typing", {"chat": chat.id, "action": params["action"]})
    return True


def set_my_commands(world: World, params: Json) -> bool:
    check_commands(params["commands"])
    world.bot.commands[_menu(params)] = params["commands"]
    _show_menus(world)
    return True


def delete_my_commands(world: World, params: Json) -> bool:
    world.bot.commands.pop(_menu(params), None)
    _show_menus(world)
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    return world.bot.commands.get(_menu(params), [])


def _menu(params: Json) -> tuple[str, str]:
    """Scope and language under which a list of commands is kept."""
    scope = params.get("scope", {"type": "default"})
    place = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return place, params.get("language_code", "")


def _show_menus(world: World) -> None:
    for chat in world.chats.values():
        acts.show_chat(world, chat)


def set_my_name(world: World, params: Json) -> bool:
    name = text_of(params, "name", NAME_CHARACTERS)
    world.bot.names[params.get("language_code", "")] = name
    return True


def get_my_name(world: World, params: Json) -> Json:
    names = world.bot.names
    return {"name": names.get(params.get("language_code", "")) or names.get("") or world.bot.name}


def set_my_description(world: World, params: Json) -> bool:
    text = text_of(params, "description", DESCRIPTION_CHARACTERS)
    world.bot.descriptions[params.get("language_code", "")] = text
    return True


def get_my_description(world: World, params: Json) -> Json:
    return {"description": world.bot.descriptions.get(params.get("language_code", ""), "")}


def set_my_short_description(world: World, params: Json) -> bool:
    text = text_of(params, "short_description", SHORT_DESCRIPTION_CHARACTERS)
    world.bot.short_descriptions[params.get("language_code", "")] = text
    return True


def get_my_short_description(world: World, params: Json) -> Json:
    return {"short_description": world.bot.short_descriptions.get(params.get("language_code", ""), "")}


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendChatAction": send_chat_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete,
    "setMessageReaction": editing.react,
    "pinChatMessage": editing.pin,
    "unpinChatMessage": editing.unpin,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}
"""Simulated methods besides getUpdates, which waits and therefore belongs to the server."""
