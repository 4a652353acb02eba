"""What people do with their phones: each act changes the world and queues the update the bot would get."""

from __future__ import annotations

from collections.abc import Iterator

from . import samples, views, wire
from .entities import Formatted, command_entities, units
from .facts import Json
from .files import Kind, Upload
from .limits import TEXT_UNITS
from .world import BotStatus, Chat, Media, Message, Service, Tap, World


class Impossible(Exception):
    """A phone would not let its owner do that."""


def say(world: World, person: int, chat_id: int, text: str, reply_to: int | None = None, thread: int = 0) -> Message:
    """Send words; what is too long for one message goes as several, of which the last comes back."""
    if not text.strip():
        raise Impossible("an empty message can't be sent")
    sent = [
        _send(world, person, chat_id, Formatted(part, command_entities(part)), reply_to=reply_to, thread=thread)
        for part in _parts(text.strip())
    ]
    return sent[-1]


def send_photo(world: World, person: int, chat_id: int, caption: str = "", upload: Upload | None = None) -> Message:
    """Send a picture, or the sample one."""
    sizes = world.files.keep(Kind.PHOTO, upload or Upload("photo.png", samples.photo()))
    return _send_media(world, person, chat_id, Media("photo", sizes), caption)


def send_voice(world: World, person: int, chat_id: int, seconds: int = 12) -> Message:
    files = world.files.keep(Kind.VOICE, Upload("voice.oga", samples.voice(seconds)))
    return _send_media(world, person, chat_id, Media("voice", files, seconds=seconds))


def send_document(world: World, person: int, chat_id: int, upload: Upload, caption: str = "") -> Message:
    files = world.files.keep(Kind.DOCUMENT, upload)
    return _send_media(world, person, chat_id, Media("document", files), caption)


def send_place(world: World, person: int, chat_id: int, lat: float, lon: float) -> Message:
    return _send_media(world, person, chat_id, Media("location", lat=lat, lon=lon))


def send_sticker(world: World, person: int, chat_id: int, emoji: str = "🙂") -> Message:
    return _send_media(world, person, chat_id, Media("sticker", emoji=emoji))


def edit(world: World, person: int, chat_id: int, message_id: int, text: str) -> Message:
    """Rewrite one's own words, or the caption of one's own photo or document."""
    message = _message(chat_of(world, person, chat_id), message_id)
    if message.sender != person:
        raise Impossible("only one's own message can be edited")
    if not text.strip() and message.media is None:
        raise Impossible("an empty message can't be sent")
    message.words = Formatted(text.strip(), command_entities(text.strip()))
    message.edit_date, message.reworded = world.clock.now, True
    chat = world.chat(chat_id)
    if _bot_reads(world, chat, message):
        world.updates.add("edited_message", wire.message(world, message))
    show(world, message, new=False)
    return message


def tap(world: World, person: int, chat_id: int, message_id: int, data: str) -> Tap:
    """Press an inline button; `data` may be forged, the message may not."""
    chat = chat_of(world, person, chat_id)
    message = _message(chat, message_id)
    if message.sender != world.bot.id:
        raise Impossible("only the bot's messages have buttons")
    pressed = Tap(world.new_number(), person, chat_id, world.clock.now)
    world.taps[pressed.id] = pressed
    world.updates.add("callback_query", wire.callback_query(world, pressed.id, person, message, data))
    return pressed


def block(world: World, person: int, blocked: bool) -> None:
    """Block the bot or let it in again; what is so already is left as it is."""
    chat = world.chat(world.person(person).id)
    if world.blocked(chat) is not blocked:
        _change_bot(world, chat, person, BotStatus.KICKED if blocked else BotStatus.MEMBER)


def add_bot(world: World, group: int, by: int) -> None:
    """A member brings the bot into the group."""
    chat = chat_of(world, by, group)
    if chat.bot is BotStatus.MEMBER:
        return
    _change_bot(world, chat, by, BotStatus.MEMBER)
    words = f"{world.person(by).name} + {world.bot.name}"
    _announce(world, chat, by, Service({"new_chat_members": [wire.bot_user(world)]}, words))


def remove_bot(world: World, group: int, by: int) -> None:
    """A member puts the bot out of the group; the farewell line reaches it, then nothing more does."""
    chat = chat_of(world, by, group)
    if chat.bot is not BotStatus.MEMBER:
        return
    words = f"{world.person(by).name} − {world.bot.name}"
    _announce(world, chat, by, Service({"left_chat_member": wire.bot_user(world)}, words))
    _change_bot(world, chat, by, BotStatus.KICKED)


def bot_leaves(world: World, chat: Chat) -> None:
    """The bot goes by itself."""
    words = f"− {world.bot.name}"
    left = Service({"left_chat_member": wire.bot_user(world)}, words)
    gone = world.add_message(chat, world.bot.id, Formatted(""), service=left)
    show(world, gone, new=True)
    _change_bot(world, chat, world.bot.id, BotStatus.LEFT)


def show(world: World, message: Message, *, new: bool) -> None:
    """Tell the watchers of a message."""
    if world.feed.watched:
        shown = {"chat": message.chat_id, "message": views.message(world, message), "new": new}
        world.feed.tell("message", shown)


def show_chat(world: World, chat: Chat) -> None:
    """Tell the watchers of a new or changed chat."""
    if world.feed.watched:
        world.feed.tell("chat", {"chat": views.chat(world, chat)})


def _send_media(world: World, person: int, chat_id: int, media: Media, caption: str = "") -> Message:
    words = Formatted(caption.strip(), command_entities(caption.strip()))
    return _send(world, person, chat_id, words, media=media)


def _send(
    world: World,
    person: int,
    chat_id: int,
    words: Formatted,
    *,
    media: Media | None = None,
    reply_to: int | None = None,
    thread: int = 0,
) -> Message:
    chat = chat_of(world, person, chat_id)
    if world.blocked(chat):
        raise Impossible("the bot is blocked; unblock it to write")
    if thread and thread not in (chat.topics or {}):
        raise Impossible(f"there is no topic {thread} in this chat")
    thread = thread or (_message(chat, reply_to).thread if reply_to is not None else 0)
    message = world.add_message(chat, person, words, media=media, reply_to=reply_to, thread=thread)
    if chat.private:
        world.person(person).started = True
    tell(world, chat, message)
    return message


def tell(world: World, chat: Chat, message: Message) -> None:
    """The bot gets a new message if it reads it; the watchers see it in any case."""
    if _bot_reads(world, chat, message):
        world.updates.add("message", wire.message(world, message))
    show(world, message, new=True)


def _bot_reads(world: World, chat: Chat, message: Message) -> bool:
    """In groups a bot with privacy gets only commands, replies to it, and lines about itself."""
    if chat.bot is not BotStatus.MEMBER:
        return False
    if chat.private or world.bot.reads_groups or message.service is not None:
        return True
    original = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    if original is not None and original.sender == world.bot.id:
        return True
    return _addresses_bot(world, message.words)


def _addresses_bot(world: World, words: Formatted) -> bool:
    """A command at the start that isn't another bot's, or a mention of the bot."""
    handle = f"@{world.bot.username}".lower()
    first = words.text.split(maxsplit=1)[0].lower() if words.text else ""
    commanded = any(e["type"] == "bot_command" and e["offset"] == 0 for e in words.entities)
    return handle in words.text.lower() or (commanded and "@" not in first)


def _announce(world: World, chat: Chat, by: int, service: Service) -> None:
    tell(world, chat, world.add_message(chat, by, Formatted(""), service=service))


def _change_bot(world: World, chat: Chat, by: int, status: BotStatus) -> None:
    before, chat.bot = chat.bot, status
    world.updates.add("my_chat_member", wire.membership(world, chat, by, before, status))
    show_chat(world, chat)


def chat_of(world: World, person: int, chat_id: int) -> Chat:
    """The chat, if the person can write there."""
    chat = world.chat(chat_id)
    if world.person(person).id not in chat.members:
        raise Impossible(f"{world.person(person).name} is not in this chat")
    if chat.migrated_to:
        raise Impossible("this group has become a supergroup")
    return chat


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise Impossible(f"there is no message {message_id} in this chat")
    return message


def _parts(text: str) -> Iterator[str]:
    """Pieces that fit one message each, as phones cut a long text."""
    while units(text) > TEXT_UNITS:
        cut = TEXT_UNITS // 2 if units(text[:TEXT_UNITS]) > TEXT_UNITS else TEXT_UNITS
        yield text[:cut]
        text = text[cut:]
    yield text


def answered(tap_: Tap) -> Json:
    """What a phone shows for a tap: nothing as long as the bot has not answered."""
    return (tap_.answer or {"toast": None, "alert": False}) | {"answered": tap_.answer is not None}
