"""Posts updates to the webhook as Telegram does: lane by lane in order, again and again until they are taken."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque

import aiohttp

from .history import Fate
from .limits import RETRY_AFTER_SECONDS, RETRY_MOST_SECONDS
from .updates import Lane, Waiting
from .webhook import Webhook
from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)


class Delivery:
    """Posts what waits while the world has a webhook; `start` and `stop` belong to one event loop.

    One update of a lane is on its way at a time, of all lanes as many as the webhook allows. What is not answered
    with 2xx is posted again: at once, then after pauses that double, or when Retry-After says; until it expires.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._lanes: dict[Lane, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(1)
        self._chosen = random.Random(world.token)  # noqa: S311

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._world.webhook_changed = self._change
        self._change()

    async def stop(self) -> None:
        self._world.webhook_changed = lambda: None
        tasks = self._drop_all()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _change(self) -> None:
        """Begin anew with the webhook there now is, if any."""
        self._drop_all()
        hook, updates = self._world.webhook, self._world.updates
        updates.arrived = self._arrived if hook is not None else None
        if hook is not None:
            self._slots = asyncio.Semaphore(hook.at_once)
            for one in updates.waiting():
                self._arrived(one)

    def _drop_all(self) -> set[asyncio.Task[None]]:
        self._lanes = {}
        dropped, self._tasks = self._tasks, set()
        for task in dropped:
            task.cancel()
        return dropped

    def _arrived(self, one: Waiting) -> None:
        lane = self._lanes.get(one.lane)
        if lane is not None:
            lane.append(one)
            return
        hook = self._world.webhook
        assert hook is not None
        self._lanes[one.lane] = deque([one])
        task = asyncio.create_task(self._empty(hook, one.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, hook: Webhook, lane: Lane) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(hook, waiting[0])
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, hook: Webhook, one: Waiting) -> None:
        """Until it is taken or no longer waits."""
        delay, failures = 1, 0
        while self._world.updates.waits(one):
            async with self._slots:
                asked = await self._post(hook, one)
            if asked is None:
                self._world.updates.settle(one, Fate.CONFIRMED)
                return
            if asked == 0 and failures > 0:
                delay = min(delay * 2, self._chosen.randint(RETRY_MOST_SECONDS, 2 * RETRY_MOST_SECONDS))
            failures += 1
            pause = asked or (delay if failures > 1 else 0)
            await asyncio.sleep(pause / self._world.switches.haste)

    async def _post(self, hook: Webhook, one: Waiting) -> int | None:
        """None when it was taken; else the seconds that Retry-After asks for, 0 without it."""
        assert self._session is not None
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
        body = json.dumps(self._world.updates.hand(one), ensure_ascii=False, separators=(",", ":")).encode()
        limit = aiohttp.ClientTimeout(total=self._world.switches.post_seconds)
        try:
            async with self._session.post(
                hook.url, data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                return await self._understood(answer)
        except TimeoutError:
            self._world.note_webhook_error("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._world.note_webhook_error("Connection refused")
        except (aiohttp.ClientError, OSError):
            self._world.note_webhook_error("Connection closed")
        return 0

    async def _understood(self, answer: aiohttp.ClientResponse) -> int | None:
        content = await answer.read()
        if not 200 <= answer.status <= 299:
            self._world.note_webhook_error(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            asked = answer.headers.get("Retry-After", "")
            return min(int(asked), RETRY_AFTER_SECONDS) if asked.isdecimal() else 0
        if b'"method"' in content:
            self._world.note_problem("webhook: a method in the answer to an update is not simulated")
        return None
