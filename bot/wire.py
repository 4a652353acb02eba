"""The wire to Telegram: python-telegram-bot as the API client, aiohttp underneath; outcomes by cause, never by name."""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.connector import Connection
from aiohttp_socks import ProxyConnector
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from screens.screen import COPY_CHARACTERS

CALL_SECONDS = 15.0
CONNECT_SECONDS = 8.0
DOWNLOAD_SECONDS = 60.0
CHUNK_BYTES = 64 * 1024
AT_ONCE = 64

warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)
"""Requests go out as the outbox holds them, by `do_api_request`: a fifth of the CPU of the methods that build and read objects."""


class NotSent(Exception):
    """The request never reached Telegram."""


class Silenced(aiohttp.ClientError):
    """Whoever made the request may not speak any more; nothing of it went out."""


MAY_SPEAK: ContextVar[Callable[[], bool]] = ContextVar("may_speak", default=lambda: True)
"""Asked in the moment in which a request's bytes go out: a process may have been frozen since it was made."""


class LastLook(aiohttp.ClientRequest):
    """A request that asks once more before it is written."""

    async def write_bytes(
        self, writer: AbstractStreamWriter, conn: Connection, content_length: int | None = None
    ) -> None:
        if MAY_SPEAK.get()():
            await super().write_bytes(writer, conn, content_length)
        elif conn.protocol is not None:
            conn.protocol.set_exception(Silenced())


class NoSuchFile(Exception):
    """Telegram has no file of this id (any more)."""


class FileTooLarge(Exception):
    """A file of more bytes than were asked for, whatever its stated size is."""


class AioRequest(BaseRequest):
    """python-telegram-bot's request interface on one aiohttp session (2.4 times less CPU than its default)."""

    def __init__(self, proxy: str = "", at_once: int = AT_ONCE) -> None:
        self._proxy = proxy
        self._at_once = at_once
        self._session: aiohttp.ClientSession | None = None
        self.answered_at = ""

    @property
    def read_timeout(self) -> float:
        return CALL_SECONDS

    async def initialize(self) -> None:
        if self._session is not None:
            return
        connector = (
            ProxyConnector.from_url(self._proxy, limit=self._at_once)
            if self._proxy
            else aiohttp.TCPConnector(limit=self._at_once)
        )
        self._session = aiohttp.ClientSession(connector=connector, request_class=LastLook)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        total = read_timeout if isinstance(read_timeout, (int, float)) else CALL_SECONDS
        return await self.call(url, method, _body(request_data), total)

    async def call(self, url: str, method: str, data: Any, seconds: float) -> tuple[int, bytes]:
        """One HTTP request: (status, body). NetworkError and TimedOut carry NotSent as their cause when nothing went out."""
        await self.initialize()
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session.request(method, url, data=data, timeout=timeout) as answer:
                self.answered_at = answer.headers.get("Date", "")
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, Silenced) as error:
            raise NetworkError("no connection to Telegram") from NotSent(type(error).__name__)
        except TimeoutError as error:
            raise TimedOut("no answer from Telegram") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost: {type(error).__name__}") from error

    async def download(self, url: str, most: int) -> bytes:
        """The bytes of a file; FileTooLarge as soon as there are more than `most`, NetworkError when it can't be had now."""
        await self.initialize()
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS, sock_connect=CONNECT_SECONDS)
        kept = bytearray()
        try:
            async with self._session.get(url, timeout=timeout) as answer:
                if answer.status != HTTPStatus.OK:
                    raise NetworkError(f"status {answer.status} for a file")
                async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                    kept += chunk
                    if len(kept) > most:
                        raise FileTooLarge
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NetworkError(f"file not got: {type(error).__name__}") from None
        return bytes(kept)


def _body(data: RequestData | None) -> Any:
    """The parameters as JSON, a third of a form's cost; a form when files go with them."""
    if data is None:
        return None
    if not data.contains_files:
        return aiohttp.JsonPayload(data.parameters)
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


class Outcome(StrEnum):
    """What became of a request (the table of DESIGN, Sending)."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    WAIT = "wait"
    NEVER = "never"
    MIGRATED = "migrated"
    BAD_FORMAT = "bad_format"
    GONE = "gone"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """`message` is the id of what was sent; `seconds` to wait after a 429; `chat` the new id after a migration."""

    outcome: Outcome
    message: int = 0
    seconds: float = 0
    chat: int = 0
    why: str = ""


_GONE_TEXTS = ("message to edit not found", "message can't be edited", "message_id_invalid")
_DONE_TEXTS = ("message is not modified",)
_FORMAT_TEXTS = ("can't parse entities", "entities_too_long", "message is too long", "caption is too long")
_NEVER_TEXTS = ("chat not found", "user not found", "peer_id_invalid")


def classify(error: Exception) -> Result:
    """What an exception of the API client says about the request."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return Result(
                Outcome.WAIT, seconds=after if isinstance(after, (int, float)) else after.total_seconds(), why="429"
            )
        case ChatMigrated():
            return Result(Outcome.MIGRATED, chat=error.new_chat_id, why="group migrated")
        case Forbidden():
            return Result(Outcome.NEVER, why=error.message)
        case InvalidToken():
            return Result(Outcome.NOT_SENT, why=error.message)
        case BadRequest():
            return _bad_request(error.message)
        case NetworkError() if isinstance(error.__cause__, NotSent):
            return Result(Outcome.NOT_SENT, why=error.message)
        case _:
            return Result(Outcome.UNKNOWN, why=type(error).__name__)


def _bad_request(text: str) -> Result:
    low = text.lower()
    if any(part in low for part in _DONE_TEXTS):
        return Result(Outcome.SENT, why=text)
    if any(part in low for part in _GONE_TEXTS):
        return Result(Outcome.GONE, why=text)
    if any(part in low for part in _FORMAT_TEXTS):
        return Result(Outcome.BAD_FORMAT, why=text)
    if any(part in low for part in _NEVER_TEXTS):
        return Result(Outcome.NEVER, why=text)
    return Result(Outcome.REFUSED, why=text)


class Wire:
    """Calls to Telegram by body of an outbox row; every method returns a Result and never raises for Telegram's answers."""

    def __init__(self, token: str, api_url: str, proxy: str = "") -> None:
        self._poll_request = AioRequest(proxy, 2)
        self._request = AioRequest(proxy)
        self._token_url = f"{api_url}/bot{token}"
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._poll_request,
        )

    async def close(self) -> None:
        await self._request.shutdown()
        await self._poll_request.shutdown()

    async def username(self) -> str:
        """The bot's @name; raises TelegramError when Telegram can't be reached or refuses the token."""
        return (await self.bot.get_me()).username or ""

    @property
    def server_time(self) -> datetime | None:
        """The server's clock at its last answer, to the second; None when it told none."""
        with contextlib.suppress(ValueError):
            return parsedate_to_datetime(self._request.answered_at)
        return None

    async def updates(self, offset: int, seconds: int, allowed: Sequence[str]) -> list[dict[str, Any]]:
        """One long poll, raw; TelegramError (Conflict for 409) when it fails."""
        data = {"timeout": str(seconds), "limit": "100", "allowed_updates": json.dumps(list(allowed))}
        if offset:
            data["offset"] = str(offset)
        status, body = await self._poll_request.call(
            f"{self._token_url}/getUpdates", "POST", data, seconds + CALL_SECONDS
        )
        return updates_in(status, body)

    async def fetch(self, file_id: str, most: int) -> bytes:
        """A file that Telegram keeps, of at most so many bytes; NoSuchFile, FileTooLarge, or a TelegramError: try again."""
        try:
            file = await self.bot.get_file(file_id)
        except BadRequest as error:
            raise (FileTooLarge if "too big" in error.message.lower() else NoSuchFile) from None
        if (file.file_size or 0) > most or not file.file_path:
            raise FileTooLarge
        return await self._request.download(file.file_path, most)

    async def send(self, chat: int, body: Mapping[str, Any], edits: int) -> Result:
        """Send a message, or edit `edits` when it is not 0."""
        if not edits:
            return await self._call(*_sending(chat, body))
        words = "caption" if body.get("media") else "text"
        method = "editMessageCaption" if body.get("media") else "editMessageText"
        options = {} if body.get("media") else {"link_preview_options": {"is_disabled": True}}
        shown = {words: body["text"], "parse_mode": body.get("parse_mode", "HTML"), "reply_markup": _inline(body)}
        return await self._call(method, {"chat_id": chat, "message_id": edits} | shown | options)

    async def bare(self, chat: int, message: int) -> Result:
        return await self._call("editMessageReplyMarkup", {"chat_id": chat, "message_id": message})

    async def react(self, chat: int, message: int, emoji: str) -> Result:
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        return await self._call("setMessageReaction", {"chat_id": chat, "message_id": message, "reaction": reaction})

    async def pin(self, chat: int, message: int) -> Result:
        return await self._call(
            "pinChatMessage", {"chat_id": chat, "message_id": message, "disable_notification": True}
        )

    async def unpin(self, chat: int, message: int) -> Result:
        return await self._call("unpinChatMessage", {"chat_id": chat, "message_id": message})

    async def leave(self, chat: int) -> Result:
        return await self._call("leaveChat", {"chat_id": chat})

    async def commands(self, chat: int, table: Sequence[tuple[str, str]]) -> Result:
        listed = [{"command": name, "description": words} for name, words in table]
        return await self._call("setMyCommands", {"commands": listed, "scope": {"type": "chat", "chat_id": chat}})

    async def answer(self, callback_id: str, toast: str) -> None:
        """Answer a tap; nothing depends on it, so its errors are ignored."""
        await self._call("answerCallbackQuery", {"callback_query_id": callback_id, "text": toast or None})

    async def _call(self, method: str, fields: Mapping[str, Any]) -> Result:
        """One request; fields that are None are left out."""
        said = {name: value for name, value in fields.items() if value is not None}
        try:
            value = await self.bot.do_api_request(method, said)
        except TelegramError as error:
            return classify(error)
        except (ValueError, TypeError, KeyError) as error:
            return Result(Outcome.UNKNOWN, why=f"unreadable answer: {type(error).__name__}")
        return _proved(value)


def _proved(value: Any) -> Result:
    """What an answer of `true` or a message proves; anything else proves nothing."""
    match value:
        case True:
            return Result(Outcome.SENT)
        case {"message_id": int(message), "chat": {"id": int()}}:
            return Result(Outcome.SENT, message=message)
        case _:
            return Result(Outcome.UNKNOWN, why="unreadable answer")


def _sending(chat: int, body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The method and the fields that make a new message of a body."""
    quote = {"message_id": body["quote"], "allow_sending_without_reply": True} if body.get("quote") else None
    common = {
        "chat_id": chat,
        "reply_markup": _inline(body) or _keyboard(body),
        "disable_notification": bool(body.get("silent")),
        "reply_parameters": quote,
    }
    words = {"parse_mode": body.get("parse_mode", "HTML")}
    media = body.get("media")
    if media is None:
        return "sendMessage", common | words | {"text": body["text"], "link_preview_options": {"is_disabled": True}}
    match media["kind"]:
        case "place":
            return "sendLocation", common | {"latitude": media["lat"], "longitude": media["lon"]}
        case "photo" | "voice" as kind:
            return f"send{kind.title()}", common | words | {kind: media["file_id"], "caption": body["text"]}
        case _:
            return "sendDocument", common | words | {"document": media["file_id"], "caption": body["text"]}


def updates_in(status: int, body: bytes) -> list[dict[str, Any]]:
    """The updates in an answer to getUpdates; TelegramError otherwise (429 and 409 by their own classes)."""
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise NetworkError(f"status {status}, not JSON") from error
    if isinstance(answer, dict) and answer.get("ok") and isinstance(answer.get("result"), list):
        return [update for update in answer["result"] if isinstance(update, dict)]
    if status == 409:
        raise Conflict("another poller")
    if status == 429:
        raise RetryAfter(int(answer.get("parameters", {}).get("retry_after", 5)))
    if status in {401, 404}:
        raise InvalidToken("Telegram refused the token")
    raise NetworkError(f"status {status}")


def _inline(body: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = body.get("rows")
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def _button(button: Mapping[str, str]) -> dict[str, Any]:
    label = {"text": button["label"]}
    if "url" in button:
        return label | {"url": button["url"]}
    if "copy" in button:
        return label | {"copy_text": {"text": button["copy"][:COPY_CHARACTERS]}}
    return label | {"callback_data": button["data"]} | ({"style": "danger"} if button.get("danger") else {})


def _keyboard(body: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = body.get("keyboard")
    if not rows:
        return None
    hint = {"input_field_placeholder": body["placeholder"]} if body.get("placeholder") else {}
    keys = [[{"text": word} for word in row] for row in rows]
    return {"keyboard": keys, "resize_keyboard": True, "is_persistent": True} | hint
