"""Under Telegram's limits the sender keeps to them and uses them: on a clock moved by hand. `make bench-limits`: 10,000."""

from __future__ import annotations

import asyncio

from bench.limits import by_hand
from bot.limits import ALL, Limits
from simulator.floods import Floods
from storage.database import Database

MESSAGES = 300
LEAST_SHARE = 0.98


def test_what_waits_goes_out_as_fast_as_allowed_and_no_faster(empty: Database) -> None:
    figures = asyncio.run(by_hand(empty, MESSAGES, MESSAGES // 4))
    assert figures.refused == 0
    assert len(figures.at) == MESSAGES > 2 * ALL.room
    assert figures.share >= LEAST_SHARE, str(figures)


def test_calls_that_a_stall_holds_up_may_all_be_counted_at_once_when_it_ends() -> None:
    """A refusal would raise: for five seconds what may go out goes out, two of them on a line that stands still."""
    now = 0.0
    limits, floods = Limits(clock=lambda: now), Floods(lambda: now)
    chats, held, counted = iter(range(1, 1_000)), list[int](), 0
    for tick in range(500):
        now = tick / 100
        while limits.pause() == 0:
            held.append(next(chats))
            limits.spend(held[-1], counts=True)
        if not 1 <= now < 3:
            for chat in held:
                floods.take("sendMessage", chat)
                limits.answered(chat, counts=True)
            counted += len(held)
            held.clear()
    assert counted > 3 * ALL.per_second
