"""Outcomes by cause: what Telegram answered, what never went out, and what nobody knows."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
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

from bot.wire import MAY_SPEAK, NotSent, Outcome, Wire, classify, updates_in


def _not_sent() -> NetworkError:
    error = NetworkError("x")
    error.__cause__ = NotSent("refused")
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (_not_sent(), Outcome.NOT_SENT),
        (RetryAfter(timedelta(seconds=7)), Outcome.WAIT),
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome.NEVER),
        (Forbidden("Forbidden: user is deactivated"), Outcome.NEVER),
        (ChatMigrated(-1005), Outcome.MIGRATED),
        (BadRequest("Can't parse entities: unsupported start tag"), Outcome.BAD_FORMAT),
        (BadRequest("Message is not modified: specified new message content …"), Outcome.SENT),
        (BadRequest("Message to edit not found"), Outcome.GONE),
        (BadRequest("Message can't be edited"), Outcome.GONE),
        (BadRequest("Chat not found"), Outcome.NEVER),
        (BadRequest("Button_data_invalid"), Outcome.REFUSED),
        (TimedOut("x"), Outcome.UNKNOWN),
        (NetworkError("connection lost"), Outcome.UNKNOWN),
        (NetworkError("Bad Gateway"), Outcome.UNKNOWN),
        (TelegramError("Invalid server response"), Outcome.UNKNOWN),
    ],
)
def test_each_failure_has_its_class(error: Exception, outcome: Outcome) -> None:
    assert classify(error).outcome is outcome


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (409, b'{"ok":false,"error_code":409}', Conflict),
        (429, b'{"ok":false,"parameters":{"retry_after":3}}', RetryAfter),
        (401, b'{"ok":false}', InvalidToken),
        (502, b"<html>bad gateway</html>", NetworkError),
        (200, b"<html>captive portal</html>", NetworkError),
        (500, b'{"ok":false}', NetworkError),
    ],
)
def test_a_poll_that_fails_says_how(status: int, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        updates_in(status, body)


def _answering(status: int, body: bytes) -> Outcome:
    """The outcome of a send to a server that answers like this."""

    async def run() -> Outcome:
        async def handle(_request: web.Request) -> web.Response:
            return web.Response(status=status, body=body)

        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        wire = Wire("1:x", f"http://127.0.0.1:{runner.addresses[0][1]}")
        result = await wire.send(5, {"text": "a"}, 0)
        await wire.close()
        await runner.cleanup()
        return result.outcome

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>"),
        (500, b'{"ok":false,"description":"x"}'),
        (200, b"junk"),
        (200, b'{"ok":true,"result":{"message_id":5}}'),
    ],
)
def test_an_answer_that_proves_nothing_is_unknown(status: int, body: bytes) -> None:
    assert _answering(status, body) is Outcome.UNKNOWN


def test_a_refused_connection_was_not_sent() -> None:
    async def run() -> Outcome:
        wire = Wire("1:x", "http://127.0.0.1:9")
        result = await wire.send(5, {"text": "a"}, 0)
        await wire.close()
        return result.outcome

    assert asyncio.run(run()) is Outcome.NOT_SENT


@pytest.mark.parametrize("connected_before", [False, True])
def test_who_lost_the_right_to_speak_while_a_call_was_being_made_says_nothing(connected_before: bool) -> None:
    """The right is asked for when the bytes go out, on a new connection and on one that is there already."""
    heard: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        heard.append((await request.json())["text"])
        return web.json_response({"ok": True, "result": {"message_id": 7, "chat": {"id": 5, "type": "private"}}})

    async def run() -> list[Outcome]:
        app = web.Application()
        app.router.add_post("/{tail:.*}", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        wire = Wire("1:x", f"http://127.0.0.1:{runner.addresses[0][1]}")
        outcomes = []
        for text, may in ((("before", True),) if connected_before else ()) + (("silenced", False), ("after", True)):
            MAY_SPEAK.set(lambda may=may: may)  # type: ignore[misc]
            outcomes.append((await wire.send(5, {"text": text}, 0)).outcome)
        await wire.close()
        await runner.cleanup()
        return outcomes

    first = [Outcome.SENT] if connected_before else []
    assert asyncio.run(run()) == [*first, Outcome.NOT_SENT, Outcome.SENT]
    assert heard == [*(["before"] if connected_before else []), "after"]
