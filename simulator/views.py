"""The world as people see it on their phones: the JSON of the control API."""

from __future__ import annotations

from itertools import islice

from .drawing import html
from .facts import Json
from .world import BotStatus, Chat, Media, Message, Person, World

_QUOTE_CHARACTERS = 80
_STYLES = {"style"}


def state(world: World) -> Json:
    """Everything a page needs to draw itself."""
    return {
        "now": world.clock.now.isoformat(),
        "clock": str(world.clock.pace),
        "phones": [phone(world, person) for person in world.people.values()],
        "chats": {str(one.id): chat(world, one) for one in world.chats.values()},
        "bot": {"username": world.bot.username, "name": world.bot.name},
    }


def clock(world: World) -> Json:
    return {"now": world.clock.now.isoformat(), "clock": str(world.clock.pace)}


def phone(world: World, person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "chats": [one.id for one in world.chats_of(person.id)],
        "language_code": person.language_code,
    }


def chat(world: World, one: Chat) -> Json:
    return {
        "id": one.id,
        "type": one.type,
        "title": one.title,
        "members": list(one.members),
        "bot": one.bot is BotStatus.MEMBER or one.private,
        "messages": [message(world, each) for each in one.messages.values()],
        "pinned": one.pinned[-1] if one.pinned else None,
        "keyboard": keyboard(one),
        "commands": commands(world, one),
        "blocked": world.blocked(one),
        "read_up_to": one.read_up_to,
        "topics": {str(number): name for number, name in (one.topics or {}).items()},
    }


def keyboard(one: Chat) -> Json | None:
    """The reply keyboards by viewer's id, as the bot sent them; None when nobody sees one."""
    return {str(viewer): markup for viewer, markup in one.keyboards.items()} or None


def message(world: World, one: Message) -> Json:
    by_bot = one.sender == world.bot.id
    return {
        "id": one.id,
        "from": "bot" if by_bot else one.sender,
        "from_name": world.bot.name if by_bot else world.person(one.sender).name,
        "date": one.date.isoformat(),
        "edited": one.reworded,
        "text": one.words.text,
        "html": html(one.words),
        "buttons": buttons(one),
        "media": media(one.media) if one.media else None,
        "reply_to": _reply(world, one),
        "reactions": list(one.reactions),
        "service": one.service.words if one.service else None,
        "thread": one.thread,
    }


def buttons(one: Message) -> list[list[Json]]:
    """Rows of inline buttons: label, kind, data, and a style when it has one."""
    rows = one.markup["inline_keyboard"] if one.markup else []
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    shown: Json = {"label": button["text"]}
    if "url" in button:
        shown |= {"kind": "url", "data": button["url"]}
    elif "copy_text" in button:
        shown |= {"kind": "copy", "data": button["copy_text"]["text"]}
    else:
        shown |= {"kind": "callback", "data": button["callback_data"]}
    return shown | {key: button[key] for key in _STYLES & button.keys()}


def media(one: Media) -> Json:
    file = one.sizes[-1] if one.sizes else None
    placed = one.kind == "location"
    return {
        "kind": one.kind,
        "url": f"/sim/files/{file.path}" if file else None,
        "name": file.name if file else one.emoji or None,
        "seconds": one.seconds if one.kind == "voice" else None,
        "lat": one.lat if placed else None,
        "lon": one.lon if placed else None,
    }


def _reply(world: World, one: Message) -> Json | None:
    original = world.chats[one.chat_id].messages.get(one.reply_to) if one.reply_to is not None else None
    return {"id": original.id, "text": excerpt(original)} if original else None


def excerpt(one: Message) -> str:
    """A line that tells which message is meant."""
    if one.words.text:
        return one.words.text[:_QUOTE_CHARACTERS]
    return one.media.kind if one.media else ""


def commands(world: World, one: Chat) -> list[Json]:
    """The menu as Telegram picks it: the narrowest scope first, the reader's language before none."""
    reader = world.people.get(next(islice(one.members, 1), 0))
    language = reader.language_code.split("-")[0].lower() if reader else ""
    wide = "all_private_chats" if one.private else "all_group_chats"
    for scope in (f"chat:{one.id}", wide, "default"):
        for spoken in (language, ""):
            listed = world.bot.commands.get((scope, spoken))
            if listed:
                return listed
    return []
