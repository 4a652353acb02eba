"""Under Telegram's limits the sender keeps to them and uses them: on a clock moved by hand. `make bench-limits`: 10,000."""

from __future__ import annotations

import asyncio

from bench.limits import by_hand
from bot.limits import ALL
from storage.database import Database

MESSAGES = 600
LEAST_SHARE = 0.98


def test_what_waits_goes_out_as_fast_as_allowed_and_no_faster(empty: Database) -> None:
    figures = asyncio.run(by_hand(empty, MESSAGES, MESSAGES // 4))
    assert figures.refused == 0
    assert len(figures.at) == MESSAGES > 2 * ALL.room
    assert figures.share >= LEAST_SHARE, str(figures)
