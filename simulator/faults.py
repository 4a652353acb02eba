"""Faults on demand, as data: which calls go wrong, how, and what the client gets to see of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from .facts import Json
from .history import Told
from .refusals import UNCHANGED, Refused, bad, forbidden, migrated, too_many


class What(StrEnum):
    """What goes wrong with a call."""

    REFUSE = "refuse"
    """Cut before it does anything; then for `seconds` nobody listens."""
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    HANG = "hang"
    HANG_AFTER = "hang_after"
    HALF = "half"
    """Half of the answer, then the end of the connection."""
    HTML = "html"
    """A gateway's page with status 502."""
    HTML_AFTER = "html_after"
    JUNK = "junk"
    """A page with status 200, as of a portal or a proxy."""
    JUNK_AFTER = "junk_after"
    ERROR = "500"
    ERROR_AFTER = "500_after"
    FLOOD = "429"
    BAD = "400"
    FORBIDDEN = "403"
    MIGRATE = "migrate"
    UNCHANGED = "not_modified"
    CONFLICT = "409"
    DRIP = "drip"
    """The whole answer, drop by drop over `seconds`."""
    CLOSE = "close"
    """The whole answer; then the connection, said to stay open, is closed."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a call goes: whether it does its work, and what the client is told of it."""

    works: bool
    told: Told


COURSES = {
    What.REFUSE: Course(False, Told.NOTHING),
    What.RESET_BEFORE: Course(False, Told.NOTHING),
    What.RESET_AFTER: Course(True, Told.NOTHING),
    What.HANG: Course(False, Told.NOTHING),
    What.HANG_AFTER: Course(True, Told.NOTHING),
    What.HALF: Course(True, Told.JUNK),
    What.HTML: Course(False, Told.JUNK),
    What.HTML_AFTER: Course(True, Told.JUNK),
    What.JUNK: Course(False, Told.JUNK),
    What.JUNK_AFTER: Course(True, Told.JUNK),
    What.ERROR: Course(False, Told.JUNK),
    What.ERROR_AFTER: Course(True, Told.JUNK),
    What.FLOOD: Course(False, Told.REFUSAL),
    What.BAD: Course(False, Told.REFUSAL),
    What.FORBIDDEN: Course(False, Told.REFUSAL),
    What.MIGRATE: Course(False, Told.REFUSAL),
    What.UNCHANGED: Course(False, Told.REFUSAL),
    What.CONFLICT: Course(False, Told.REFUSAL),
    What.DRIP: Course(True, Told.SLOWLY),
    What.CLOSE: Course(True, Told.TRUTH),
}


@dataclass(slots=True)
class Fault:
    """Something to go wrong.

    `method` is a method's name or "*" for any; of the calls it fits, those whose parameters as JSON contain
    `match` count (all without `match`). From the `nth` of them on, from 1, each meets the fault with
    probability `chance`, until `times` calls have met it (None: for ever). `retry_after` is in seconds and
    belongs to 429, `seconds` to refuse and drip, `migrate_to` to migrate; `words` are what 400 and 403 say.
    """

    method: str
    what: What | str
    nth: int = 1
    match: str | None = None
    retry_after: int = 1
    chance: float = 1.0
    times: int | None = 1
    seconds: float = 1.0
    migrate_to: int = 0
    words: str = ""
    _seen: int = field(default=0, init=False, repr=False)
    _met: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        self.what = What(self.what)

    @property
    def course(self) -> Course:
        return COURSES[What(self.what)]

    @property
    def spent(self) -> bool:
        return self.times is not None and self._met >= self.times

    def meets(self, method: str, params: Json, chosen: random.Random) -> bool:
        """Counts the call if it is one of those meant; true when it goes wrong."""
        if self.method not in ("*", method):
            return False
        if self.match is not None and self.match not in json.dumps(params, ensure_ascii=False, default=str):
            return False
        self._seen += 1
        if self._seen < self.nth or (self.chance < 1 and chosen.random() >= self.chance):
            return False
        self._met += 1
        return True

    def refusal(self) -> Refused:
        """What Telegram says, for those faults that are a refusal of its own."""
        match What(self.what):
            case What.FLOOD:
                return too_many(self.retry_after)
            case What.BAD:
                return bad(self.words or "can't parse entities")
            case What.FORBIDDEN:
                return forbidden(self.words or "bot was blocked by the user")
            case What.MIGRATE:
                return migrated(self.migrate_to)
            case What.UNCHANGED:
                return bad(UNCHANGED)
            case What.CONFLICT:
                return Refused(409, "Conflict: terminated by other getUpdates request")
            case _:
                return Refused(500, "Internal Server Error")


class Faults(list[Fault]):
    """The faults still to come, asked in order; chance is drawn from a generator of known seed."""

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int = 0) -> None:
        super().__init__(faults)
        self._chosen = random.Random(seed)  # noqa: S311

    def sow(self, seed: int) -> None:
        """Draw from this seed on."""
        self._chosen.seed(seed)

    def next_for(self, method: str, params: Json) -> Fault | None:
        for fault in self:
            if fault.meets(method, params, self._chosen):
                if fault.spent:
                    self.remove(fault)
                return fault
        return None
