"""The control API for tests and benches: switches, faults, load, disturbed updates, the history."""

from __future__ import annotations

from dataclasses import fields

from aiohttp import web

from . import groups, history, loads, views
from .control import act, json_answer
from .facts import Json
from .faults import Fault
from .world import World

_PAGE = 10_000
"""Most entries of the history in one answer."""
_FAULT_FIELDS = frozenset(field.name for field in fields(Fault) if field.init)


class Rehearsal:
    """Answers what a program needs that has the simulator in another process; GET shows, POST changes."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sim/switches", self.switches),
            web.post("/sim/switches", act(self.switch)),
            web.get("/sim/history", self.history),
            web.get("/sim/floods", self.floods),
            web.post("/sim/faults", act(self.faults)),
            web.post("/sim/away", act(self.away)),
            web.post("/sim/load", act(self.load)),
            web.get("/sim/updates", self.quiet),
            web.post("/sim/updates", act(self.updates)),
            web.post("/sim/topic", act(self.topic)),
            web.post("/sim/migrate", act(self.migrate)),
        ]

    async def switches(self, _: web.Request) -> web.Response:
        return json_answer(self._world.switches.shown())

    def switch(self, wish: Json) -> Json:
        """The switches of that name; all of them come back."""
        self._world.switches.turn(wish)
        return self._world.switches.shown()

    async def history(self, request: web.Request) -> web.Response:
        """Entries after `since`, oldest first, and the number to ask from next."""
        since = int(request.query.get("since", "0"))
        entries = self._world.history.since(since)[:_PAGE]
        shown = [history.shown(entry) for entry in entries]
        return json_answer({"entries": shown, "next": entries[-1].number if entries else since})

    async def floods(self, _: web.Request) -> web.Response:
        return json_answer({"impatient": self._world.floods.impatient})

    async def quiet(self, _: web.Request) -> web.Response:
        """Whether the bot has confirmed everything and waits for more."""
        return json_answer({"quiet": self._world.updates.quiet})

    def faults(self, wish: Json) -> Json:
        """`add`: faults by their fields; `clear`: first drop those there are; `seed`: of their chances."""
        added = [_fault(one) for one in wish.get("add", [])]
        if wish.get("clear"):
            self._world.faults.clear()
        if "seed" in wish:
            self._world.faults.sow(int(wish["seed"]))
        self._world.faults.extend(added)
        return {"faults": len(self._world.faults)}

    def away(self, wish: Json) -> Json:
        self._world.step_away(float(wish["seconds"]))
        return {"ok": True}

    def load(self, wish: Json) -> Json:
        """`people` new ones, or those `by` id, say `updates` messages in turn: `text`, or one of `texts` a round."""
        people = wish.get("by") or [person.id for person in loads.crowd(self._world, int(wish["people"]))]
        loads.talk(self._world, people, int(wish["updates"]), *wish.get("texts", [wish.get("text", loads.TEXT)]))
        return {"people": people}

    def updates(self, wish: Json) -> Json:
        """`jump` the ids, `shuffle` with a seed what waits, `repeat` an id (null: the last), `anew` or not."""
        updates = self._world.updates
        if "jump" in wish:
            updates.jump(int(wish["jump"]))
        if "shuffle" in wish:
            updates.shuffle(int(wish["shuffle"]))
        if "repeat" in wish:
            return {"update_id": updates.repeat(wish["repeat"], anew=bool(wish.get("anew")))}
        return {"ok": True}

    def topic(self, wish: Json) -> Json:
        return {"thread": groups.open_topic(self._world, int(wish["chat"]), int(wish["as"]), wish["name"])}

    def migrate(self, wish: Json) -> Json:
        return views.chat(self._world, groups.migrate(self._world, int(wish["chat"]), int(wish["as"])))


def _fault(wish: Json) -> Fault:
    unknown = wish.keys() - _FAULT_FIELDS
    if unknown:
        raise KeyError(min(unknown))
    return Fault(**wish)
