"""From Telegram's update to our own `Incoming`; the one place that knows which fields of an update mean what."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update

from domain.chat import Incoming, Kind, Media, Place

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
ANONYMOUS_ADMIN = 1087968824
TELEGRAM_SERVICE = 777000
MOST_NUMBER = 2**63 - 1
MOST_DEGREES = 180


def parse(payload: str, bot: Bot, fallback: datetime, *, believe_dates: bool) -> Incoming | None:
    """The update as ours, None when it is of a kind we don't handle. `fallback` is trade time at receipt.

    Raises when it can't be read: ValueError for what is none of a number, words or a place, else whatever the client raises."""
    update = Update.de_json(_without_nul(json.loads(payload)), bot)
    if update is None:
        return None
    return _sound(_incoming(update, fallback, believe_dates))


def _incoming(update: Update, fallback: datetime, believe_dates: bool) -> Incoming | None:
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, fallback)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member, fallback)
    message = update.message or update.edited_message
    if message is None:
        return None
    at = message.date if believe_dates and update.edited_message is None else fallback
    return _said(update.update_id, message, at, edited=update.edited_message is not None)


def _sound(incoming: Incoming | None) -> Incoming | None:
    """The same; ValueError when a number is none or no database could hold it, when words are none: the client checks no types."""
    if incoming is None:
        return None
    media, place = incoming.media, incoming.place
    numbers = [incoming.update_id, incoming.chat_id, incoming.user_id, incoming.message_id, incoming.reply_to]
    numbers += [media.size] if media else []
    words = [incoming.text, incoming.button, incoming.callback_id, incoming.user_name, incoming.language]
    words += [incoming.chat_title, *([media.file_id, media.name] if media else [])]
    degrees = [place.lat, place.lon] if place else []
    if not all(type(number) is int and abs(number) <= MOST_NUMBER for number in numbers):
        raise ValueError("not a number")
    if not all(isinstance(word, str) for word in words):
        raise ValueError("not words")
    if not all(type(degree) in {int, float} and abs(degree) <= MOST_DEGREES for degree in degrees):
        raise ValueError("not a place")
    return incoming


def _without_nul(value: Any) -> Any:
    """The same JSON without NUL and lone surrogates, which databases refuse."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _without_nul(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_nul(part) for part in value]
    return value


def _said(update_id: int, message: Message, at: datetime, *, edited: bool) -> Incoming | None:
    sender = message.from_user
    if sender is None:
        return None
    text = message.text or message.caption or ""
    command, argument = ("", text) if message.forward_origin or edited else _command(message, text)
    kind = Kind.EDITED if edited else Kind.COMMAND if command else _kind(message)
    return Incoming(
        update_id=update_id,
        kind=kind,
        chat_id=message.chat.id,
        user_id=sender.id,
        at=at,
        private=message.chat.type == "private",
        message_id=message.message_id,
        text=argument,
        command=command,
        media=_media(message),
        place=Place(message.location.latitude, message.location.longitude) if message.location else None,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else 0,
        user_name=sender.full_name or "",
        language=sender.language_code or "",
        chat_title=message.chat.title or "",
        anonymous=bool(message.sender_chat or message.via_bot or sender.is_bot)
        or sender.id in {ANONYMOUS_ADMIN, TELEGRAM_SERVICE},
    )


def _command(message: Message, text: str) -> tuple[str, str]:
    """(`log`, `words`) of `/log words`, or ('', text)."""
    first = message.entities[0] if message.entities else None
    if message.text is None or first is None or first.type != "bot_command" or first.offset != 0:
        return "", text
    name = text[1 : first.length].partition("@")[0].lower()
    return name, text[first.length :].strip()


def _kind(message: Message) -> Kind:
    if message.text is not None:
        return Kind.TEXT
    if message.photo:
        return Kind.PHOTO
    if message.voice or message.audio:
        return Kind.VOICE
    if message.location:
        return Kind.PLACE
    if message.document:
        return Kind.DOCUMENT
    return Kind.OTHER


def _media(message: Message) -> Media | None:
    if message.photo:
        return Media(Kind.PHOTO, message.photo[-1].file_id)
    sound = message.voice or message.audio
    if sound:
        seconds = sound.duration if isinstance(sound.duration, int) else round(sound.duration.total_seconds())
        return Media(Kind.VOICE, sound.file_id, seconds)
    if message.document and not message.location:
        document = message.document
        return Media(Kind.DOCUMENT, document.file_id, 0, document.file_name or "", document.file_size or 0)
    return None


def _pressed(update_id: int, query: CallbackQuery, at: datetime) -> Incoming | None:
    message = query.message
    if message is None:
        return None
    return Incoming(
        update_id=update_id,
        kind=Kind.BUTTON,
        chat_id=message.chat.id,
        user_id=query.from_user.id,
        at=at,
        private=message.chat.type == "private",
        message_id=message.message_id,
        button=query.data or "",
        callback_id=query.id,
        user_name=query.from_user.full_name or "",
        language=query.from_user.language_code or "",
        chat_title=message.chat.title or "",
        anonymous=query.from_user.is_bot or query.from_user.id in {ANONYMOUS_ADMIN, TELEGRAM_SERVICE},
    )


def _member(update_id: int, change: ChatMemberUpdated, at: datetime) -> Incoming:
    return Incoming(
        update_id=update_id,
        kind=Kind.MEMBER,
        chat_id=change.chat.id,
        user_id=change.from_user.id,
        at=at,
        private=change.chat.type == "private",
        user_name=change.from_user.full_name or "",
        language=change.from_user.language_code or "",
        chat_title=change.chat.title or "",
        member=str(change.new_chat_member.status),
    )
