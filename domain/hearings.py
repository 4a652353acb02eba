"""Voice notes and the words that were made out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

TRIES = 3
"""How often a voice note is tried; a crash in the middle counts."""
PAUSES: tuple[timedelta, ...] = (timedelta(seconds=5), timedelta(seconds=30))
"""How long a failed try rests before the next one, by machine time."""
HELD = timedelta(minutes=2)
"""How long a try that has begun keeps others off; longer than it may take."""
WORDS_AT_MOST = 4_000


class HearingState(StrEnum):
    WAITING = "waiting"
    HEARD = "heard"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Hearing:
    """One voice note: `words` once it is heard; `message_id` and `origin` of the message it came with."""

    id: int
    attachment: int
    manager: str
    message_id: int
    origin: int
    state: HearingState
    words: str = ""
    tries: int = 0


def pause_after(tries: int) -> timedelta:
    """How long the next try waits after so many."""
    return PAUSES[min(tries, len(PAUSES)) - 1]
