"""What can be switched while a simulator runs: checks, Telegram's flood limits, delays."""

from __future__ import annotations

from dataclasses import dataclass, fields

from .facts import Json


@dataclass(slots=True)
class Switches:
    """May be changed at any time on the simulator's loop.

    `checking`: requests, answers and updates are held against the facts; off for benches.
    `floods`: sends beyond Telegram's limits are answered 429.
    `reply_seconds`: every answer goes out that long after the work is done; nobody else waits for it.
    `haste`: Telegram's own waits (webhook retries, held conflicts) are that many times shorter.
    `post_seconds`: how long a webhook may take to answer.
    `local`: webhooks on this machine may be plain http at any port, as with a Bot API server's --local.
    `keep_messages`: of each chat only so many of the newest messages are kept; 0 keeps all.
    """

    checking: bool = True
    floods: bool = False
    reply_seconds: float = 0.0
    haste: float = 1.0
    post_seconds: float = 60.0
    local: bool = True
    keep_messages: int = 0

    def turn(self, wish: Json) -> None:
        """Set those that are named; KeyError for one there is not, ValueError for what it can't be."""
        known = {field.name for field in fields(self)}
        for name, value in wish.items():
            if name not in known:
                raise KeyError(name)
            now = getattr(self, name)
            if not isinstance(value, int | float) or isinstance(value, bool) is not isinstance(now, bool) or value < 0:
                raise ValueError(f"{name} can't be {value!r}")
            setattr(self, name, type(now)(value))

    def shown(self) -> Json:
        return {field.name: getattr(self, field.name) for field in fields(self)}
