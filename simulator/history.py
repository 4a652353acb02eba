"""What happened, append-only: what the bot changed, what it was told, what became of its updates.

Effects stand apart from answers, so that a checker can tell a message that was sent twice from one that had to
be: its first answer was lost.
"""

from __future__ import annotations

import itertools
import json
import os
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from .facts import Json

REMEMBERED = 200_000
"""How many entries of each kind are kept when nothing else is asked for."""
_CALLS = 1_000
"""Calls kept whole, with parameters and result."""


class Did(StrEnum):
    """What the bot changed."""

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    REACTED = "reacted"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    ANSWERED = "answered"
    LEFT = "left"


class Told(StrEnum):
    """What the client got to know of its call."""

    TRUTH = "truth"
    REFUSAL = "refusal"
    SLOWLY = "slowly"
    """The truth, but so slowly or so late that it may not have been read."""
    JUNK = "junk"
    """Something that does not say what happened: a page, half an answer, a server error."""
    NOTHING = "nothing"


class Fate(StrEnum):
    """What became of an update."""

    QUEUED = "queued"
    HANDED = "handed"
    """In an answer to getUpdates, or posted to the webhook."""
    CONFIRMED = "confirmed"
    """Acknowledged: a later offset came, or the webhook answered 2xx."""
    EXPIRED = "expired"
    FORGOTTEN = "forgotten"
    """Dropped because the bot asked for it."""


@dataclass(slots=True)
class Call:
    """One request; `result` is the result, or the whole error body when it was refused.

    `chat` is 0 when the parameters name none by number; `key` is what the client put into the test header.
    """

    number: int
    method: str
    params: Json
    chat: int
    key: str
    result: object = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the bot changed by the call of that number; `at` is the machine's monotonic second.

    `text` is the new text or caption, the reactions, or the toast; `message` is 0 for an answered tap,
    whose id then is the text's first word.
    """

    number: int
    at: float
    call: int
    did: Did
    chat: int
    message: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client was told about a call: `code` is the HTTP status, 0 for none.

    `fault` names what was injected, "" when nothing was; `wait` is the retry_after of a 429.
    """

    number: int
    at: float
    call: int
    method: str
    chat: int
    told: Told
    code: int
    fault: str
    wait: int
    key: str

    @property
    def lost(self) -> bool:
        """Whether the client can't know what became of its call."""
        return self.told not in (Told.TRUTH, Told.REFUSAL)


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of an update on its way to the bot; `message` is its message_id, 0 when it has none."""

    number: int
    at: float
    update: int
    kind: str
    fate: Fate
    chat: int
    message: int


Entry = Effect | Answer | Passage
_KINDS: dict[str, type[Entry]] = {"effect": Effect, "answer": Answer, "passage": Passage}
_NAMES = {kind: name for name, kind in _KINDS.items()}


class History:
    """Numbered entries; of each kind the newest `remembered` stay, in a file all of them do.

    A line is written, whole and at once, before the answer it belongs to goes out. Lives on the simulator's loop;
    from another thread take a `list` of a kind, or ask the properties.
    """

    def __init__(self, remembered: int = REMEMBERED, file: Path | None = None) -> None:
        self.effects: deque[Effect] = deque(maxlen=remembered)
        self.answers: deque[Answer] = deque(maxlen=remembered)
        self.passages: deque[Passage] = deque(maxlen=remembered)
        self.calls: deque[Call] = deque(maxlen=min(remembered, _CALLS))
        self._numbers = itertools.count(1)
        self._calls = itertools.count(1)
        self._working: Call | None = None
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if file is not None else None

    def called(self, method: str, params: Json, key: str = "") -> Call:
        """A call came in."""
        chat = params.get("chat_id", 0)
        return Call(next(self._calls), method, params, chat if isinstance(chat, int) else 0, key)

    def working(self, call: Call) -> None:
        """From now on effects are those of this call."""
        self._working = call
        self.calls.append(call)

    def did(self, did: Did, chat: int, message: int, text: str = "") -> None:
        call = self._working
        number, key = (call.number, call.key) if call else (0, "")
        entry = Effect(next(self._numbers), time.monotonic(), number, did, chat, message, text, key)
        self.effects.append(entry)
        self._write(entry)

    def told(self, call: Call, told: Told, code: int = 0, *, fault: str = "", wait: int = 0) -> None:
        """What the client is told about a call; only the first word counts."""
        if call.told is not None:
            return
        call.told = told
        entry = Answer(
            next(self._numbers),
            time.monotonic(),
            call.number,
            call.method,
            call.chat,
            told,
            code,
            fault,
            wait,
            call.key,
        )
        self.answers.append(entry)
        self._write(entry)

    def passed(self, update: int, kind: str, fate: Fate, chat: int, message: int) -> None:
        """An update came a step further."""
        entry = Passage(next(self._numbers), time.monotonic(), update, kind, fate, chat, message)
        self.passages.append(entry)
        self._write(entry)

    @property
    def faults(self) -> list[Answer]:
        """The answers that a fault spoilt."""
        return [answer for answer in list(self.answers) if answer.fault]

    @property
    def lost_calls(self) -> set[int]:
        """Numbers of the calls whose outcome the client can't know: a repeat after one of them is explained."""
        return {answer.call for answer in list(self.answers) if answer.lost}

    def updates(self, fate: Fate) -> list[int]:
        """The update ids that met this fate, in order."""
        return [passage.update for passage in list(self.passages) if passage.fate is fate]

    def since(self, number: int) -> list[Entry]:
        """All entries after that number, in order."""
        kinds: tuple[deque[Any], ...] = (self.effects, self.answers, self.passages)
        found: list[Entry] = [entry for kind in kinds for entry in _newer(kind, number)]
        return sorted(found, key=lambda entry: entry.number)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, entry: Entry) -> None:
        if self._file is not None:
            os.write(self._file, f"{json.dumps(shown(entry), ensure_ascii=False)}\n".encode())


def _newer(entries: deque[Any], number: int) -> Iterator[Any]:
    """Those after `number`, newest first."""
    return itertools.takewhile(lambda entry: entry.number > number, reversed(entries))


def shown(entry: Entry) -> Json:
    """An entry as JSON, its kind under "entry"."""
    return {"entry": _NAMES[type(entry)]} | {name: getattr(entry, name) for name in type(entry).__slots__}


def read(file: Path) -> list[Entry]:
    """The entries of a history file; a last line without its end is left out."""
    lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    return [_entry(json.loads(line)) for line in lines]


def _entry(line: Json) -> Entry:
    kind = line.pop("entry")
    for name, words in (("did", Did), ("told", Told), ("fate", Fate)):
        if name in line:
            line[name] = words(line[name])
    return _KINDS[kind](**line)
