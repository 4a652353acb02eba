"""The methods by which the bot changes what is there: edit, delete, react, pin."""

from __future__ import annotations

from . import acts, wire
from .access import chat_for, markup_of, message_for, words_of
from .entities import Formatted, units
from .facts import Json
from .history import Did
from .limits import DELETABLE_FOR, check_caption, check_reactions, check_text
from .refusals import UNCHANGED, bad, misuse
from .views import excerpt
from .world import Chat, Message, Service, World


def edit_text(world: World, params: Json) -> Json:
    message = _editable(world, params)
    words = words_of(params, "text", "entities")
    check_text(words.text, units(words.text))
    if message.media is not None:
        raise bad("there is no text in the message to edit")
    return _edit(world, message, words, markup_of(params))


def edit_caption(world: World, params: Json) -> Json:
    message = _editable(world, params)
    words = words_of(params, "caption", "caption_entities")
    check_caption(units(words.text))
    if message.media is None or message.media.kind == "location":
        raise bad("there is no caption in the message to edit")
    return _edit(world, message, words, markup_of(params))


def edit_markup(world: World, params: Json) -> Json:
    message = _editable(world, params)
    return _edit(world, message, message.words, markup_of(params))


def delete(world: World, params: Json) -> bool:
    """The bot's own messages anywhere, people's in private chats; for 48 hours by the simulator's clock."""
    chat = chat_for(world, params)
    message = message_for(chat, params, "delete")
    foreign = message.sender != world.bot.id and not chat.private
    if foreign or world.clock.now - message.date > DELETABLE_FOR:
        raise bad("message can't be deleted for everyone" if not foreign else "message can't be deleted")
    del chat.messages[message.id]
    world.history.did(Did.DELETED, chat.id, message.id)
    world.feed.tell("deleted", {"chat": chat.id, "message": message.id})
    if message.id in chat.pinned:
        _unpin(world, chat, message.id)
    return True


def react(world: World, params: Json) -> bool:
    chat = chat_for(world, params)
    message = message_for(chat, params, "react")
    reactions = params.get("reaction", [])
    check_reactions(reactions)
    message.reactions = tuple(reaction["emoji"] for reaction in reactions)
    world.history.did(Did.REACTED, chat.id, message.id, "".join(message.reactions))
    acts.show(world, message, new=False)
    return True


def pin(world: World, params: Json) -> bool:
    """Pinned again, a message becomes the newest pin, without a second line about it."""
    chat = chat_for(world, params)
    message = message_for(chat, params, "pin")
    fresh = message.id not in chat.pinned
    chat.pinned = [one for one in chat.pinned if one != message.id] + [message.id]
    world.history.did(Did.PINNED, chat.id, message.id)
    world.feed.tell("pinned", {"chat": chat.id, "message": message.id})
    if fresh:
        service = Service({}, f"📌 {excerpt(message)}", pinned_id=message.id)
        line = world.add_message(chat, world.bot.id, Formatted(""), service=service, thread=message.thread)
        acts.show(world, line, new=True)
    return True


def unpin(world: World, params: Json) -> bool:
    """The named message, or else the newest pin."""
    chat = chat_for(world, params)
    if "message_id" not in params:
        if chat.pinned:
            _unpin(world, chat, chat.pinned[-1])
        return True
    message = message_for(chat, params, "unpin")
    if message.id in chat.pinned:
        _unpin(world, chat, message.id)
    return True


def _unpin(world: World, chat: Chat, message_id: int) -> None:
    chat.pinned.remove(message_id)
    world.history.did(Did.UNPINNED, chat.id, message_id)
    world.feed.tell("pinned", {"chat": chat.id, "message": chat.pinned[-1] if chat.pinned else None})


def _editable(world: World, params: Json) -> Message:
    if "inline_message_id" in params or "rich_message" in params:
        raise misuse("editing inline or rich messages is not simulated")
    if "chat_id" not in params or "message_id" not in params:
        raise misuse("message identifier is not specified")
    chat = chat_for(world, params)
    message = message_for(chat, params, "edit")
    if message.sender != world.bot.id or message.service is not None:
        raise bad("message can't be edited")
    return message


def _edit(world: World, message: Message, words: Formatted, markup: Json | None) -> Json:
    """An edit without a keyboard takes the old one away."""
    reworded = words != message.words
    if not reworded and markup == message.markup:
        raise bad(UNCHANGED)
    message.words, message.markup = words, markup
    message.reworded = message.reworded or reworded
    world.touch(message)
    world.history.did(Did.EDITED, message.chat_id, message.id, words.text)
    acts.show(world, message, new=False)
    return wire.message(world, message)
