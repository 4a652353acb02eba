"""What was acknowledged against what was done, what was meant to be sent against what Telegram saw: in Jepsen's terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import pairwise

from sqlalchemy import select

from bot.sender import REPEATS
from domain.chat import Priority
from screens.words import LANGUAGES, _, speaking
from simulator.history import Did, Effect, Fate, History
from storage.database import Tx
from storage.tables import broadcasts, inbox, incidents, logs, outbox, pushes
from tests.reliability.edges import Line

DEFINITIONS = """\
Acknowledged input: an update below an offset of getUpdates, or answered 200 by the webhook.
Lost input: acknowledged, but afterwards neither handled nor put aside.
Doubled input: more than one effect in the trade (log, incident, broadcast, push) for one update or one slot.
Intended message: a row of the outbox. Lost message: a row that says `sent` of which Telegram saw nothing, one that ended
unsent without a named reason, or one that is not over when the bot has come to rest.
Explained repeat: a row sent again after the answer to its earlier sending was lost to the injector, came later than the bot
waits, or was lost to a kill before its outcome was committed; it bears the mark, and there are no more than its kind allows. Unexplained duplicate: any other.
Given up: a row whose every allowed repeat ended unknown; it is listed for the administrator, and may have arrived.
Out of order: two answers in one chat, first seen there in another order than they were posted, or two updates of a chat
whose effects are in another order than they came."""

SENDS = frozenset({"show", "say"})
DROPPED_WELL = frozenset({"a newer version waits"})
"""Why a row may end unsent although nothing is lost."""


@dataclass(slots=True)
class Verdict:
    """Counts and, by class, one line for each case; `clean` when nothing but explained repeats was found."""

    inputs: int = 0
    messages: int = 0
    sent: int = 0
    explained: int = 0
    given_up: int = 0
    faults: int = 0
    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def clean(self) -> bool:
        return not any(self.cases.values())

    def add(self, what: str, line: str) -> None:
        self.cases[what].append(line)

    def __str__(self) -> str:
        bad = {what: len(lines) for what, lines in self.cases.items() if lines}
        return (
            f"{self.inputs} inputs, {self.messages} messages meant, {self.sent} sendings seen,"
            f" {self.explained} explained repeats, {self.given_up} given up, {bad or '0 lost, 0 doubled, 0 unexplained, 0 out of order'}"
        )

    def report(self) -> str:
        return "\n".join([str(self), *(f"{what}: {line}" for what, lines in self.cases.items() for line in lines[:20])])


def marks() -> tuple[str, ...]:
    """The first line of a repeat in each language."""
    found = []
    for language in LANGUAGES:
        with speaking(language, UTC):
            found.append(_("(sent again: ignore it if you have seen it)"))
    return tuple(found)


def without_mark(text: str) -> str:
    """A message's words as they would be the first time."""
    for mark in marks():
        text = text.removeprefix(f"{mark}\n")
    return text


def judge(tx: Tx, history: History, journal: Sequence[Line] = (), *, endings: Iterable[str] = ()) -> Verdict:
    """Everything in a database at rest against everything that the simulator saw.

    `endings`: further reasons, each a part of one, for which a row may have ended unsent."""
    verdict = Verdict()
    _inputs(tx, history, verdict)
    _effects(tx, verdict)
    names = {what: {line.name for line in journal if line.what == what} for what in ("settled", "timed out")}
    _messages(tx, history, names["settled"] - names["timed out"], tuple(endings), verdict)
    return verdict


def _inputs(tx: Tx, history: History, verdict: Verdict) -> None:
    states = defaultdict(list)
    for row in tx.execute(select(inbox.c.update_id, inbox.c.state, inbox.c.error)):
        states[row.update_id].append(row.state)
        if row.state == "new":
            verdict.add("lost input", f"update {row.update_id} was never handled")
        elif row.state == "aside":
            verdict.add("put aside", f"update {row.update_id}: {row.error}")
    acknowledged = set(history.updates(Fate.CONFIRMED))
    verdict.inputs = len(acknowledged)
    for update in sorted(acknowledged - states.keys()):
        verdict.add("lost input", f"update {update} was acknowledged and never stored")


def _effects(tx: Tx, verdict: Verdict) -> None:
    """Nothing of the trade has two rows with one cause."""
    keys: Counter[tuple[object, ...]] = Counter()
    for row in tx.execute(select(logs.c.origin, logs.c.shop, logs.c.words).where(logs.c.origin != 0)):
        keys["log", row.origin, row.shop, row.words] += 1
    for row in tx.execute(select(logs.c.manager, logs.c.message_id, logs.c.shop).where(logs.c.message_id != 0)):
        keys["log of a message", row.manager, row.message_id, row.shop] += 1
    for table in (incidents, broadcasts):
        for row in tx.execute(select(table.c.origin).where(table.c.origin != 0)):
            keys[table.name, row.origin] += 1
    for row in tx.execute(select(pushes.c.kind, pushes.c.person, pushes.c.slot)):
        keys["push", row.kind, row.person, row.slot] += 1
    for key, count in keys.items():
        if count > 1:
            verdict.add("doubled input", f"{key}: {count} times")
    for row in tx.execute(select(pushes).where(pushes.c.state == "failed")):
        verdict.add("failed push", f"{row.kind} {row.person} {row.slot}: {row.error}")


def sendings(history: History) -> dict[int, list[Effect]]:
    """What Telegram saw sent, by the outbox row that it was for."""
    seen: dict[int, list[Effect]] = defaultdict(list)
    for effect in list(history.effects):
        if effect.did is Did.SENT and effect.key:
            seen[int(effect.key.partition(".")[0])].append(effect)
    return seen


def _shown(history: History) -> set[int]:
    """The rows whose words Telegram shows: sent, or edited in, or found to stand there already."""
    keys = {effect.key for effect in list(history.effects) if effect.did in {Did.SENT, Did.EDITED}}
    keys |= {answer.key for answer in list(history.answers) if answer.code == 400 and answer.method.startswith("edit")}
    return {int(key.partition(".")[0]) for key in keys if key}


def _messages(tx: Tx, history: History, settled: set[str], endings: tuple[str, ...], verdict: Verdict) -> None:
    seen, lost_calls, shown = sendings(history), history.lost_calls, _shown(history)
    firsts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in tx.execute(select(outbox).order_by(outbox.c.id)).all():
        verdict.messages += 1
        effects = seen.get(row.id, [])
        verdict.sent += len(effects)
        name = f"row {row.id} {row.method} {row.place}"
        match row.state:
            case "queued" | "sending":
                verdict.add("lost message", f"{name} is {row.state}: {row.reason}")
            case "sent" if row.method in SENDS and row.id not in shown:
                verdict.add("lost message", f"{name} says sent, Telegram saw nothing")
            case "unknown" if row.attempts > REPEATS[row.kind]:
                verdict.given_up += 1
            case "failed" | "dropped" | "unknown":
                if row.reason not in DROPPED_WELL and not any(part in row.reason for part in endings):
                    verdict.add("lost message", f"{name} ended {row.state}: {row.reason}")
        _repeats(effects, row.kind, name, lost_calls, settled, verdict)
        if effects and row.priority == Priority.ANSWER:
            firsts[row.chat_id].append((effects[0].number, row.id))
    for chat, pairs in firsts.items():
        ids = [row for _number, row in sorted(pairs)]
        for before, after in pairwise(ids):
            if before > after:
                verdict.add("out of order", f"chat {chat}: row {before} was seen before row {after}")


def _repeats(
    effects: Sequence[Effect], kind: str, name: str, lost_calls: set[int], settled: set[str], verdict: Verdict
) -> None:
    for earlier in effects[:-1]:
        if earlier.call not in lost_calls and earlier.key in settled:
            verdict.add("unexplained duplicate", f"{name}: its sending {earlier.key} was known to have worked")
    for later in effects[1:]:
        if not later.text.startswith(marks()):
            verdict.add("unexplained duplicate", f"{name}: a repeat without its mark")
    verdict.explained += max(0, len(effects) - 1)
    if len(effects) - 1 > REPEATS[kind]:
        verdict.add("unexplained duplicate", f"{name}: repeated {len(effects) - 1} times")
