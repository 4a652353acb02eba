"""The Bot API over HTTP: one request is read, checked, maybe made to fail, answered, checked again."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from . import bodies, checker, facts
from .facts import Json, Method
from .faults import Fault, What
from .methods import METHODS
from .refusals import Misuse, Refused
from .world import Call, World

_NOT_FOUND = Refused(404, "Not Found")
_UNAUTHORIZED = Refused(401, "Unauthorized")
_GATEWAY_PAGE = "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>"
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
        fault = self._world.faults.next_for(method.name, params) if self._world.faults else None
        if fault is None:
            return _answer(await self._body(method, params))
        return await self._fail(fault, request, method, params)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file by the path that getFile told."""
        if request.match_info["token"] != self._world.token:
            return _answer(_UNAUTHORIZED.body())
        stored = self._world.files.by_path(request.match_info["path"])
        if stored is None:
            return _answer(_NOT_FOUND.body())
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _body(self, method: Method, params: Json) -> Json:
        """The whole answer, with the call recorded (but for getUpdates, of which there is no end)."""
        try:
            result = await self._result(method, params)
        except Refused as refused:
            body = refused.body()
            if isinstance(refused, Misuse):
                self._world.note_problem(f"{method.name}: {refused.description}")
            self._record(method, params, body)
            return body
        for flaw in checker.result_flaws(method, result):
            self._world.note_problem(f"simulator's own answer: {flaw.words}")
        self._record(method, params, result)
        return {"ok": True, "result": result}

    async def _result(self, method: Method, params: Json) -> Any:
        self._check(method, params)
        if method.name == "getUpdates":
            return await self._world.updates.poll(params)
        function = METHODS.get(method.name)
        if function is None:
            raise Misuse(f"Bad Request: method {method.name} is not simulated")
        return function(self._world, params)

    def _check(self, method: Method, params: Json) -> None:
        """Records each flaw; refuses what Telegram would refuse (it takes unknown names in silence)."""
        flaws = checker.request_flaws(method, params)
        if not flaws:
            return
        for flaw in flaws:
            self._world.note_problem(flaw.words)
        for name in method.required:
            if name not in params:
                raise Refused(400, f"Bad Request: {_WORDS_WHEN_MISSING.get(name, f'{name} is empty')}")
        serious = [flaw for flaw in flaws if not flaw.unknown_name]
        if serious:
            raise Refused(400, f"Bad Request: can't parse parameters: {serious[0].words}")

    def _record(self, method: Method, params: Json, result: object) -> None:
        if method.name != "getUpdates":
            self._world.history.append(Call(method.name, params, result))

    async def _fail(self, fault: Fault, request: web.Request, method: Method, params: Json) -> web.StreamResponse:
        match What(fault.what):
            case What.FLOOD:
                wait = fault.retry_after
                refused = Refused(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
                return _answer(refused.body())
            case What.ERROR:
                return _answer(Refused(500, "Internal Server Error").body())
            case What.HTML:
                return web.Response(status=502, text=_GATEWAY_PAGE, content_type="text/html")
            case What.RESET_BEFORE:
                return _reset(request)
            case What.RESET_AFTER:
                await self._body(method, params)
                return _reset(request)
            case What.HANG:
                await asyncio.Event().wait()
                return _reset(request)


def _reset(request: web.Request) -> web.StreamResponse:
    """Cut the connection; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _answer(body: Json) -> web.Response:
    status = 200 if body["ok"] else body["error_code"]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=text.encode(), status=status, content_type="application/json")
