"""What happens, told live to whoever watches: the page, and taps that wait for their answer."""

from __future__ import annotations

import asyncio
import json

from .facts import Json

_BACKLOG = 2_000
"""Events a watcher may fall behind before it is let go; it connects again and reads the state anew."""


class Feed:
    """Named events for any number of watchers; lives on one event loop."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[bytes | None]] = set()

    @property
    def watched(self) -> bool:
        return bool(self._watchers)

    def watch(self) -> asyncio.Queue[bytes | None]:
        """A queue of encoded Server-Sent Events; None means: you were let go."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._watchers.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[bytes | None]) -> None:
        self._watchers.discard(queue)

    def tell(self, event: str, data: Json) -> None:
        if not self._watchers:
            return
        line = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
        for queue in tuple(self._watchers):
            if queue.qsize() >= _BACKLOG:
                self._watchers.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(line)

    def close(self) -> None:
        """Let everybody go, so that open streams end."""
        for queue in self._watchers:
            queue.put_nowait(None)
        self._watchers.clear()
