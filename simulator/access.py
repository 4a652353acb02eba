"""What many methods ask first: may the bot act in this chat, which message is meant, what words are given."""

from __future__ import annotations

from . import html_text
from .entities import Formatted, check_entities, formatted
from .facts import Json
from .limits import check_markup
from .refusals import bad, forbidden, migrated, misuse
from .world import BotStatus, Chat, Message, World


def chat_for(world: World, params: Json) -> Chat:
    """The chat that `chat_id` names, if the bot may act there."""
    chat = world.chats.get(params["chat_id"])
    if chat is None or (not chat.private and chat.bot is BotStatus.LEFT and not chat.messages):
        raise bad("chat not found")
    if chat.migrated_to:
        raise migrated(chat.migrated_to)
    if chat.private:
        _check_person(world, chat)
    elif chat.bot is BotStatus.KICKED:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    elif chat.bot is BotStatus.LEFT:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def _check_person(world: World, chat: Chat) -> None:
    if chat.bot is BotStatus.KICKED:
        raise forbidden("bot was blocked by the user")
    if not world.person(chat.id).started:
        raise forbidden("bot can't initiate conversation with a user")


def message_for(chat: Chat, params: Json, purpose: str) -> Message:
    """The message that `message_id` names; `purpose` completes "message to … not found"."""
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad(f"message to {purpose} not found")
    return message


def thread_for(chat: Chat, params: Json, reply_to: int | None) -> int:
    """The topic that is named, or else that of the message replied to; 0 for none."""
    asked: int = params.get("message_thread_id", 0)
    if asked and asked not in (chat.topics or {}):
        raise bad("message thread not found")
    original = chat.messages.get(reply_to or 0)
    return asked or (original.thread if original else 0)


def words_of(params: Json, text: str, entities: str) -> Formatted:
    """The words under these parameter names, formatted by parse_mode or by the given entities."""
    source = params.get(text, "")
    mode = params.get("parse_mode", "")
    match mode.lower():
        case "html":
            return formatted(*html_text.parse(source))
        case "":
            given = params.get(entities, [])
            check_entities(source, given)
            return formatted(source, given)
        case "markdown" | "markdownv2":
            raise misuse(f"parse_mode {mode} is not simulated")
        case _:
            raise misuse("unsupported parse_mode")


def markup_of(params: Json) -> Json | None:
    """The checked reply_markup; an inline keyboard without buttons is none."""
    markup: Json | None = params.get("reply_markup")
    if markup is None:
        return None
    check_markup(markup)
    rows = [row for row in markup.get("inline_keyboard", []) if row]
    if "inline_keyboard" in markup:
        return {"inline_keyboard": rows} if rows else None
    return markup


def text_of(params: Json, name: str, longest: int) -> str:
    """A plain text of the bot's profile; not given is empty."""
    text: str = params.get(name, "")
    if len(text) > longest:
        raise misuse(f"{name} is too long")
    return text
