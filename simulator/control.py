"""The control API: what people do, what they see, and the clock, for the page and for other programs."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from aiohttp import web

from . import acts, bodies, views
from .clock import MORNING
from .facts import Json
from .files import Upload
from .refusals import Refused
from .world import Message, World

_TAP_SECONDS = 5.0
"""How long a tap waits for the bot's answer."""
_KEEPALIVE_SECONDS = 15.0
_PHONE_LANGUAGES = {"zh": "zh-hans", "en": "en"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Speak = Callable[[str], Awaitable[None]]
"""Called with the language (`zh` or `en`) that the phones are set to: when the page is opened first, and at each switch."""


class Control:
    """Answers `/clock` and `/sim/…` for one world; `film` is whatever the page is to be told at start."""

    def __init__(self, world: World, film: Json | None = None, speak: Speak | None = None) -> None:
        self._world = world
        self._film = film
        self._speak = speak
        self._opened = False

    def routes(self) -> list[web.RouteDef]:
        acting: dict[str, Callable[[Json], Any]] = {
            "/sim/phones": self.phones,
            "/sim/groups": self.groups,
            "/sim/say": self.say,
            "/sim/tap": self.tap,
            "/sim/photo": self.photo,
            "/sim/voice": self.voice,
            "/sim/place": self.place,
            "/sim/document": self.document,
            "/sim/sticker": self.sticker,
            "/sim/edit": self.edit,
            "/sim/block": self.block,
            "/sim/clock": self.move_clock,
            "/sim/language": self.language,
        }
        return [
            web.get("/clock", self.clock),
            web.get("/sim/state", self.state),
            web.get("/sim/events", self.events),
            web.get("/sim/quiet", self.quiet),
            web.get("/sim/problems", self.problems),
            web.get("/sim/film", self.film),
            web.get("/sim/files/{path:.+}", self.file),
            web.post("/sim/groups/{group}/bot", self.group_bot),
            *(web.post(path, act(function)) for path, function in acting.items()),
        ]

    async def clock(self, _: web.Request) -> web.Response:
        return json_answer({"now": self._world.clock.now.isoformat()})

    async def state(self, _: web.Request) -> web.Response:
        return json_answer(views.state(self._world))

    async def quiet(self, _: web.Request) -> web.Response:
        updates = self._world.updates
        return json_answer({"quiet": updates.quiet, "pending": updates.pending})

    async def problems(self, _: web.Request) -> web.Response:
        return json_answer(self._world.problems)

    async def film(self, request: web.Request) -> web.Response:
        """The film; the first who asks for it says which language the phones begin with."""
        if not self._opened:
            self._opened = True
            await self._set_phones(request.query.get("language", ""))
        return json_answer(self._film)

    async def language(self, wish: Json) -> Json:
        """Set every phone to a language; what that means to the bot is not the simulator's to say."""
        self._opened = True
        await self._set_phones(wish["language"])
        return {"ok": True}

    async def _set_phones(self, language: str) -> None:
        code = _PHONE_LANGUAGES.get(language)
        if code is None or self._speak is None:
            return
        for person in self._world.people.values():
            person.language_code = code
        await self._speak(language)
        for person in self._world.people.values():
            self._world.feed.tell("phone", {"phone": views.phone(self._world, person)})

    async def file(self, request: web.Request) -> web.Response:
        stored = self._world.files.by_path(request.match_info["path"])
        if stored is None:
            return json_answer({"error": "no such file"}, 404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return web.Response(body=stored.content, content_type=stored.mime, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events until the watcher goes."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        queue = self._world.feed.watch()
        try:
            await response.write(b": welcome\n\n")
            await _stream(response, queue)
        except ConnectionResetError:
            pass
        finally:
            self._world.feed.leave(queue)
        return response

    def phones(self, wish: Json) -> Json:
        given = wish.get("id")
        person = self._world.add_person(
            wish["name"],
            wish.get("language_code", "zh-hans"),
            wish.get("title", ""),
            int(given) if given is not None else None,
        )
        shown = {
            "phone": views.phone(self._world, person),
            "chat": views.chat(self._world, self._world.chat(person.id)),
        }
        self._world.feed.tell("phone", {"phone": shown["phone"]})
        acts.show_chat(self._world, self._world.chat(person.id))
        return shown

    def groups(self, wish: Json) -> Json:
        members = [int(member) for member in wish["members"]]
        chat = self._world.add_group(wish["title"], members, forum=_true(wish.get("forum", False)))
        acts.show_chat(self._world, chat)
        return views.chat(self._world, chat)

    async def group_bot(self, request: web.Request) -> web.StreamResponse:
        group = int(request.match_info["group"])

        def change(wish: Json) -> Json:
            move = acts.add_bot if wish.get("add", True) else acts.remove_bot
            move(self._world, group, int(wish["by"]))
            return views.chat(self._world, self._world.chat(group))

        return await act(change)(request)

    def say(self, wish: Json) -> Json:
        reply_to = wish.get("reply_to")
        thread = int(wish.get("thread") or 0)
        return _sent(acts.say(self._world, *_who(wish), wish["text"], int(reply_to) if reply_to else None, thread))

    async def tap(self, wish: Json) -> Json:
        pressed = acts.tap(self._world, *_who(wish), int(wish["message"]), wish["data"])
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pressed.answered.wait(), _TAP_SECONDS)
        return acts.answered(pressed)

    def photo(self, wish: Json) -> Json:
        upload = wish.get("file")
        if not isinstance(upload, Upload) and not _true(wish.get("sample")):
            raise acts.Impossible("choose a picture, or ask for the sample")
        picture = upload if isinstance(upload, Upload) else None
        return _sent(acts.send_photo(self._world, *_who(wish), wish.get("caption") or "", picture))

    def voice(self, wish: Json) -> Json:
        return _sent(acts.send_voice(self._world, *_who(wish), int(wish.get("seconds", 12))))

    def place(self, wish: Json) -> Json:
        return _sent(acts.send_place(self._world, *_who(wish), float(wish["lat"]), float(wish["lon"])))

    def document(self, wish: Json) -> Json:
        upload = wish.get("file")
        if not isinstance(upload, Upload):
            raise acts.Impossible("choose a file")
        return _sent(acts.send_document(self._world, *_who(wish), upload, wish.get("caption") or ""))

    def sticker(self, wish: Json) -> Json:
        return _sent(acts.send_sticker(self._world, *_who(wish)))

    def edit(self, wish: Json) -> Json:
        acts.edit(self._world, *_who(wish), int(wish["message"]), wish["text"])
        return {"ok": True}

    def block(self, wish: Json) -> Json:
        acts.block(self._world, int(wish["as"]), _true(wish["blocked"]))
        return {"ok": True}

    def move_clock(self, wish: Json) -> Json:
        clock = self._world.clock
        at = time.fromisoformat(wish["to_time"]) if "to_time" in wish else None
        if "not_before" in wish:
            clock.not_before(time.fromisoformat(wish["not_before"]))
        if "to" in wish:
            clock.to(datetime.fromisoformat(wish["to"]))
        if "minutes" in wish:
            clock.forward(timedelta(minutes=float(wish["minutes"])))
        if wish.get("next_working_day"):
            clock.to_next_working_day(at or MORNING)
        elif at is not None:
            clock.to_time(at)
        if "run" in wish:
            clock.run(_true(wish["run"]))
        shown = views.clock(self._world)
        self._world.feed.tell("clock", shown)
        return shown


def act(function: Callable[[Json], Any]) -> Handler:
    """A handler that reads a wish and answers what came of it, or in one sentence why nothing did."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            done = function(await bodies.read(request))
            return json_answer(await done if asyncio.iscoroutine(done) else done)
        except KeyError as missing:
            return json_answer({"error": f"unknown or missing: {missing}"}, 404)
        except Refused as refused:
            return json_answer({"error": refused.description}, 400)
        except (acts.Impossible, ValueError, TypeError) as mistake:
            return json_answer({"error": str(mistake)}, 400)

    return handler


async def _stream(response: web.StreamResponse, queue: asyncio.Queue[bytes | None]) -> None:
    while True:
        try:
            line = await asyncio.wait_for(queue.get(), _KEEPALIVE_SECONDS)
        except TimeoutError:
            line = b": still here\n\n"
        if line is None:
            return
        await response.write(line)


def _who(wish: Json) -> tuple[int, int]:
    """The person who acts and the chat they act in; without a chat, their own with the bot."""
    person = int(wish["as"])
    return person, int(wish.get("chat") or person)


def _sent(message: Message) -> Json:
    return {"message": message.id}


def _true(value: object) -> bool:
    """Forms carry truth as text."""
    return value.lower() in ("true", "1", "yes", "on") if isinstance(value, str) else bool(value)


def json_answer(value: object, status: int = 200) -> web.Response:
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return web.Response(body=body, status=status, content_type="application/json")
