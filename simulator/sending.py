"""The methods by which the bot sends something new."""

from __future__ import annotations

from . import acts, wire
from .access import chat_for, markup_of, thread_for, words_of
from .entities import Formatted, units
from .facts import Json
from .files import Kind, StoredFile, Upload
from .history import Did
from .limits import UPLOAD_BYTES, check_caption, check_place, check_text
from .refusals import bad, misuse
from .world import Chat, Media, World


def send_message(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    words = words_of(params, "text", "entities")
    check_text(words.text, units(words.text))
    return _send(world, chat, params, words, None)


def send_photo(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    words = _caption(params)
    media = Media("photo", _files(world, params["photo"], Kind.PHOTO))
    return _send(world, chat, params, words, media)


def send_voice(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    words = _caption(params)
    files = _files(world, params["voice"], Kind.VOICE)
    media = Media("voice", files, seconds=params.get("duration") or _known_seconds(world, files[0]))
    return _send(world, chat, params, words, media)


def send_document(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    words = _caption(params)
    media = Media("document", _files(world, params["document"], Kind.DOCUMENT))
    return _send(world, chat, params, words, media)


def send_location(world: World, params: Json) -> Json:
    chat = chat_for(world, params)
    lat, lon = float(params["latitude"]), float(params["longitude"])
    check_place(lat, lon)
    return _send(world, chat, params, Formatted(""), Media("location", lat=lat, lon=lon))


def _caption(params: Json) -> Formatted:
    words = words_of(params, "caption", "caption_entities")
    check_caption(units(words.text))
    return words


def _files(world: World, given: Upload | str, kind: Kind) -> tuple[StoredFile, ...]:
    """A new file, or one that is here already, by its file_id."""
    if isinstance(given, Upload):
        if not given.content:
            raise bad("file must be non-empty")
        if len(given.content) > UPLOAD_BYTES:
            raise bad("Request Entity Too Large")
        return world.files.keep(kind, given)
    if given.startswith(("http://", "https://")):
        raise misuse("sending a file by URL is not simulated")
    stored = world.files.by_id(given)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if stored.kind is not kind:
        raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return world.files.sizes(stored)


def _known_seconds(world: World, file: StoredFile) -> int:
    """How long a voice note that was sent before is; 0 when it is new here."""
    for chat in world.chats.values():
        for message in chat.messages.values():
            if message.media and message.media.sizes and message.media.sizes[0] is file:
                return message.media.seconds
    return 0


def _send(world: World, chat: Chat, params: Json, words: Formatted, media: Media | None) -> Json:
    markup = markup_of(params)
    reply_to = _reply(chat, params)
    message = world.add_message(
        chat,
        world.bot.id,
        words,
        media=media,
        reply_to=reply_to,
        markup=markup if markup and "inline_keyboard" in markup else None,
        preview=params.get("link_preview_options"),
        thread=thread_for(chat, params, reply_to),
    )
    world.history.did(Did.SENT, chat.id, message.id, words.text)
    acts.show(world, message, new=True)
    if markup and message.markup is None:
        _set_keyboard(world, chat, markup, message.reply_to)
    return wire.message(world, message)


def _reply(chat: Chat, params: Json) -> int | None:
    asked = params.get("reply_parameters")
    if asked is None:
        return None
    if asked["message_id"] in chat.messages:
        return int(asked["message_id"])
    if asked.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _set_keyboard(world: World, chat: Chat, markup: Json, reply_to: int | None) -> None:
    """Put up or take away the reply keyboard: for all members, or selectively for the one replied to."""
    viewers = list(chat.members)
    if markup.get("selective") and reply_to is not None:
        viewers = [chat.messages[reply_to].sender]
    if "keyboard" in markup:
        shown = markup | {"keyboard": [[_key(key) for key in row] for row in markup["keyboard"]]}
        chat.keyboards |= dict.fromkeys(viewers, shown)
    elif markup.get("remove_keyboard"):
        shown = None
        for viewer in viewers:
            chat.keyboards.pop(viewer, None)
    else:
        return
    world.feed.tell("keyboard", {"chat": chat.id, "users": viewers, "keyboard": shown})


def _key(key: Json | str) -> Json:
    return {"text": key} if isinstance(key, str) else key
