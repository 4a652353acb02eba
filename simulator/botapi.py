"""The Bot API over HTTP: one request is read, checked, maybe made to fail, answered, checked again."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from . import bodies, checker, facts
from .facts import Json, Method
from .faults import Fault, What
from .history import Call, Told
from .methods import METHODS
from .mishaps import answer, spoilt
from .refusals import Misuse, Refused
from .world import World

KEY_HEADER = "X-Simulator-Key"
"""A client under test may put its own name of a message here; the history tells it with effect and answer."""
_NOT_FOUND = Refused(404, "Not Found")
_UNAUTHORIZED = Refused(401, "Unauthorized")
_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_WORDS_WHEN_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
}


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>` for one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        if request.match_info["token"] != self._world.token:
            return _answer(_UNAUTHORIZED.body())
        method = facts.load().methods.get(request.match_info["method"].lower())
        if method is None:
            return _answer(_NOT_FOUND.body())
        try:
            params = checker.understood(method, await bodies.read(request))
        except Misuse as refused:
            self._world.note_problem(f"{method.name}: {refused.description}")
            return _answer(refused.body())
        call = self._world.history.called(method.name, params, request.headers.get(KEY_HEADER, ""))
        try:
            return await self._answered(request, method, call)
        except asyncio.CancelledError:
            self._told(call, Told.NOTHING, {})
            raise

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file by the path that getFile told."""
        if request.match_info["token"] != self._world.token:
            return _answer(_UNAUTHORIZED.body())
        stored = self._world.files.by_path(request.match_info["path"])
        if stored is None:
            return _answer(_NOT_FOUND.body())
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _answered(self, request: web.Request, method: Method, call: Call) -> web.StreamResponse:
        world = self._world
        world.floods.arrives(call.method, call.chat)
        fault = world.faults.next_for(call.method, call.params) if world.faults else None
        if fault is None or fault.course.works:
            body = await self._body(method, call)
        else:
            body = fault.refusal().body()
        if world.switches.reply_seconds:
            await asyncio.sleep(world.switches.reply_seconds)
        if fault is None:
            self._told(call, Told.TRUTH if body["ok"] else Told.REFUSAL, body)
            return _answer(body)
        return await self._spoilt(request, fault, call, body)

    async def _spoilt(self, request: web.Request, fault: Fault, call: Call, body: Json) -> web.StreamResponse:
        what = What(fault.what)
        if what is What.ERROR_AFTER:
            body = fault.refusal().body()
        self._told(call, fault.course.told, body, what)
        if what is What.REFUSE:
            self._world.step_away(fault.seconds)
        return await spoilt(request, fault, _status(body), _encoded(body))

    def _told(self, call: Call, told: Told, body: Json, what: What | None = None) -> None:
        """Recorded before it goes out; of getUpdates, of which there is no end, only what went wrong."""
        wait = body.get("parameters", {}).get("retry_after", 0)
        if wait and told is Told.REFUSAL:
            self._world.floods.told(call.method, call.chat, wait)
        if call.method == "getUpdates" and told is Told.TRUTH and what is None:
            return
        code = 0 if told is Told.NOTHING else _JUNK_CODES.get(what, _status(body))
        self._world.history.told(call, told, code, fault=what or "", wait=wait)

    async def _body(self, method: Method, call: Call) -> Json:
        """The whole answer, checked; updates were when they were queued."""
        try:
            call.result = await self._result(method, call)
        except Refused as refused:
            if isinstance(refused, Misuse):
                self._world.note_problem(f"{method.name}: {refused.description}")
            body = refused.body()
            call.result = body
            return body
        if self._world.switches.checking and method.name != "getUpdates":
            for flaw in checker.result_flaws(method, call.result):
                self._world.note_problem(f"simulator's own answer: {flaw.words}")
        return {"ok": True, "result": call.result}

    async def _result(self, method: Method, call: Call) -> Any:
        world = self._world
        self._check(method, call.params)
        if method.name == "getUpdates":
            return await world.updates.poll(call.params)
        function = METHODS.get(method.name)
        if function is None:
            raise Misuse(f"Bad Request: method {method.name} is not simulated")
        if world.switches.floods:
            world.floods.take(call.method, call.chat)
        world.history.working(call)
        return function(world, call.params)

    def _check(self, method: Method, params: Json) -> None:
        """Records each flaw; refuses what Telegram would refuse (it takes unknown names in silence)."""
        flaws = checker.request_flaws(method, params) if self._world.switches.checking else []
        for flaw in flaws:
            self._world.note_problem(flaw.words)
        for name in method.required:
            if name not in params:
                raise Refused(400, f"Bad Request: {_WORDS_WHEN_MISSING.get(name, f'{name} is empty')}")
        serious = [flaw for flaw in flaws if not flaw.unknown_name]
        if serious:
            raise Refused(400, f"Bad Request: can't parse parameters: {serious[0].words}")


_JUNK_CODES: dict[What | None, int] = {
    What.HTML: HTTPStatus.BAD_GATEWAY,
    What.HTML_AFTER: HTTPStatus.BAD_GATEWAY,
    What.JUNK: HTTPStatus.OK,
    What.JUNK_AFTER: HTTPStatus.OK,
}


def _encoded(body: Json) -> bytes:
    """JSON; half characters, which have no bytes of their own, as escapes."""
    try:
        return _ENCODED(body).encode()
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":")).encode()


def _status(body: Json) -> int:
    return 200 if body.get("ok") else int(body.get("error_code", 0))


def _answer(body: Json) -> web.Response:
    return answer(_status(body), _encoded(body))
