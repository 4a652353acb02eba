"""The world as the Bot API shows it to the bot: User, Chat, Message and the rest, complete."""

from __future__ import annotations

from typing import Any

from .facts import Json
from .files import StoredFile
from .world import BotStatus, Chat, Media, Message, Person, Service, World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def bot_user(world: World) -> Json:
    return {
        "id": world.bot.id,
        "is_bot": True,
        "first_name": world.bot.name,
        "username": world.bot.username,
    }


def me(world: World) -> Json:
    """getMe's User, with what only the bot itself is told."""
    return bot_user(world) | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.bot.reads_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }


def user(person: Person) -> Json:
    return {
        "id": person.id,
        "is_bot": False,
        "first_name": person.name,
        "language_code": person.language_code,
    }


def sender(world: World, user_id: int) -> Json:
    """The User of a person's id or of the bot's."""
    return bot_user(world) if user_id == world.bot.id else user(world.person(user_id))


def chat(world: World, one: Chat) -> Json:
    if one.private:
        return {"id": one.id, "type": "private", "first_name": world.person(one.id).name}
    forum = {"is_forum": True} if one.topics is not None else {}
    return {"id": one.id, "type": one.type, "title": one.title} | forum


def full_chat(world: World, one: Chat) -> Json:
    """getChat's ChatFullInfo."""
    full = chat(world, one) | {
        "accent_color_id": one.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, one.private),
    }
    newest = one.messages.get(one.pinned[-1]) if one.pinned else None
    return full | ({"pinned_message": message(world, newest, nested=True)} if newest else {})


def bot_member(world: World, status: BotStatus) -> Json:
    """The bot as a ChatMember."""
    return member(bot_user(world), status)


def member(who: Json, status: str) -> Json:
    """A ChatMember of status creator, member, left or kicked."""
    described: Json = {"status": status, "user": who}
    match status:
        case "kicked":
            described["until_date"] = 0
        case "creator":
            described["is_anonymous"] = False
    return described


def message(world: World, one: Message, *, nested: bool = False) -> Json:
    """A Message; nested ones (what a reply answers, what was pinned) don't nest further."""
    made: Json = {
        "message_id": one.id,
        "from": sender(world, one.sender),
        "chat": chat(world, world.chats[one.chat_id]),
        "date": int(one.date.timestamp()),
    }
    if one.edit_date is not None:
        made["edit_date"] = int(one.edit_date.timestamp())
    if one.thread:
        made |= {"message_thread_id": one.thread, "is_topic_message": True}
    original = None if nested else _answered(world, one)
    if original is not None:
        made["reply_to_message"] = message(world, original, nested=True)
    made |= _content(world, one, nested)
    if one.markup is not None:
        made["reply_markup"] = one.markup
    return made


def _answered(world: World, one: Message) -> Message | None:
    """The message replied to; in a topic every other one answers the line that opened it."""
    opening = one.thread if one.thread != one.id else 0
    return world.chats[one.chat_id].messages.get(one.reply_to or opening)


def _content(world: World, one: Message, nested: bool) -> Json:
    if one.service is not None:
        return _service(world, one, one.service, nested)
    if one.media is not None:
        return _media(one.media) | _words(one, "caption", "caption_entities")
    content = _words(one, "text", "entities")
    return content | ({"link_preview_options": one.preview} if one.preview else {})


def _service(world: World, one: Message, service: Service, nested: bool) -> Json:
    fields = dict(service.fields)
    if service.pinned_id is not None and not nested:
        pinned = world.chats[one.chat_id].messages.get(service.pinned_id)
        if pinned is not None:
            fields["pinned_message"] = message(world, pinned, nested=True)
    return fields


def _words(one: Message, text: str, entities: str) -> Json:
    if not one.words.text:
        return {}
    made: Json = {text: one.words.text}
    if one.words.entities:
        made[entities] = list(one.words.entities)
    return made


def _media(media: Media) -> Json:
    match media.kind:
        case "photo":
            return {"photo": [_sized(size) for size in media.sizes]}
        case "voice":
            return {"voice": _file(media.sizes[0]) | _mime(media) | {"duration": media.seconds}}
        case "document":
            return {"document": _file(media.sizes[0]) | _mime(media) | {"file_name": media.sizes[0].name}}
        case "location":
            return {"location": {"latitude": media.lat, "longitude": media.lon}}
        case "sticker":
            return {"sticker": _sticker(media)}
        case kind:
            raise ValueError(f"unknown kind of media: {kind}")


def _mime(media: Media) -> Json:
    return {"mime_type": media.sizes[0].mime}


def _file(file: StoredFile) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def _sized(file: StoredFile) -> Json:
    return _file(file) | {"width": file.width, "height": file.height}


def _sticker(media: Media) -> Json:
    return {
        "file_id": f"CAACAgIAAxk{ord(media.emoji[0]):x}",
        "file_unique_id": f"AgAD{ord(media.emoji[0]):x}",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": media.emoji,
    }


def file(stored: StoredFile) -> Json:
    """getFile's File."""
    return _file(stored) | {"file_path": stored.path}


def membership(world: World, one: Chat, by: int, before: BotStatus, after: BotStatus) -> Json:
    """ChatMemberUpdated about the bot itself."""
    return {
        "chat": chat(world, one),
        "from": sender(world, by),
        "date": int(world.clock.now.timestamp()),
        "old_chat_member": bot_member(world, before),
        "new_chat_member": bot_member(world, after),
    }


def callback_query(world: World, query_id: str, person: int, pressed: Message, data: str) -> Json:
    made: dict[str, Any] = {
        "id": query_id,
        "from": user(world.person(person)),
        "message": message(world, pressed),
        "chat_instance": world.chats[pressed.chat_id].instance,
        "data": data,
    }
    return made
