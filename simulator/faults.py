"""Faults on demand: the n-th call of a method, or one whose parameters match, goes wrong once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum

from .facts import Json


class What(StrEnum):
    FLOOD = "429"
    ERROR = "500"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    HTML = "html"
    HANG = "hang"


@dataclass(slots=True)
class Fault:
    """One thing to go wrong, once.

    `method` is a method's name or "*" for any; of the calls it fits, those whose parameters as JSON contain
    `match` count (all without `match`), and the `nth` of them, from 1, meets the fault. `retry_after` is
    in seconds and belongs to 429. What was reset before, hangs or fails changed nothing; what was reset
    after did its work, though the bot is never told.
    """

    method: str
    what: What | str
    nth: int = 1
    match: str | None = None
    retry_after: int = 1
    _seen: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        self.what = What(self.what)

    def fits(self, method: str, params: Json) -> bool:
        """Counts the call if it is one of those meant; true when it is the n-th."""
        if self.method not in ("*", method):
            return False
        if self.match is not None and self.match not in json.dumps(params, ensure_ascii=False, default=str):
            return False
        self._seen += 1
        return self._seen >= self.nth


class Faults(list[Fault]):
    """The faults still to come; one that was met is gone."""

    def next_for(self, method: str, params: Json) -> Fault | None:
        for fault in self:
            if fault.fits(method, params):
                self.remove(fault)
                return fault
        return None
