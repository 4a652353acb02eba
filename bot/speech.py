"""Speech to text by whatever the office has: a service at an address, or a command. Neither is ours; both are kept at arm's length."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import signal
from collections.abc import Callable, Coroutine
from urllib.parse import urlsplit

import aiohttp

from domain.hearings import WORDS_AT_MOST

HEAR_SECONDS = 60.0
"""How long one voice note may take."""
ANSWER_BYTES = 256 * 1024
_FIELDS = {"model": "whisper-1", "language": "zh", "response_format": "json"}
"""What services of the usual kind want to know beside the file; others ignore it."""

Hear = Callable[[bytes], Coroutine[None, None, str]]
"""Sound (OGG/Opus, as it came) in, its words out; '' for no words. Raises NotHeard."""


class NotHeard(Exception):
    """The words could not be made out; `again`: it may work later."""

    def __init__(self, why: str, *, again: bool = True) -> None:
        super().__init__(why)
        self.again = again


def ears(setting: str) -> Hear:
    """What VISITBOT_SPEECH names: an address, else a command."""
    if urlsplit(setting).scheme in {"http", "https"}:
        return lambda sound: _from_service(setting, sound)
    command = shlex.split(setting)
    return lambda sound: _from_command(command, sound)


async def _from_service(url: str, sound: bytes) -> str:
    form = aiohttp.FormData(_FIELDS)
    form.add_field("file", sound, filename="voice.ogg", content_type="audio/ogg")
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HEAR_SECONDS)) as session,
            session.post(url, data=form) as answer,
        ):
            if answer.status >= 400:
                raise NotHeard(f"status {answer.status}", again=answer.status >= 500 or answer.status in {408, 429})
            return words_in(await answer.content.read(ANSWER_BYTES))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotHeard(type(error).__name__) from error


async def _from_command(command: list[str], sound: bytes) -> str:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotHeard(type(error).__name__) from error
    try:
        async with asyncio.timeout(HEAR_SECONDS):
            said, _nothing = await process.communicate(sound)
    except (TimeoutError, OSError) as error:
        raise NotHeard(type(error).__name__) from error
    finally:
        await _ended(process)
    if process.returncode:
        raise NotHeard(f"status {process.returncode}")
    return words_in(said)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Nothing that was started stays behind."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def words_in(answer: bytes) -> str:
    """The words of an answer: `{"text": …}`, or plain text in UTF-8."""
    try:
        plain = answer.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise NotHeard("answer is not UTF-8", again=False) from error
    if plain.startswith("{"):
        try:
            said = json.loads(plain)["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotHeard("answer without text", again=False) from error
        if not isinstance(said, str):
            raise NotHeard("answer without text", again=False)
        plain = said
    return " ".join(plain.replace("\x00", "").split())[:WORDS_AT_MOST]
