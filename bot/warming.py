"""Understanding is loaded behind a bot that already answers: no start waits for it, and hardly any sentence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

AT_THE_LATEST_SECONDS = 3.0
LOOK_SECONDS = 0.05


async def warm_up(met: Callable[[], bool]) -> None:
    """Load what sentences need in a thread, once `met` (Telegram has answered) or soon after; a failure only costs the first
    sentence its time."""
    until = time.monotonic() + AT_THE_LATEST_SECONDS
    while not met() and time.monotonic() < until:
        await asyncio.sleep(LOOK_SECONDS)
    try:
        await asyncio.to_thread(_load)
    except Exception as error:
        log.warning("understanding not warmed", error=type(error).__name__)


def _load() -> None:
    from domain.understanding.warming import warm

    start = time.perf_counter()
    warm()
    log.info("understanding warmed", seconds=round(time.perf_counter() - start, 2))
