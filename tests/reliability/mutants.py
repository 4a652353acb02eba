"""Faults planted one at a time into a copy of the tree, and the tests that must notice: `python -m tests.reliability.mutants`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "data", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache")
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: in `file`, `old` becomes `new`; one of `tests` must fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


CRASH = "tests/reliability/test_crash.py"
EDGES = "tests/reliability/test_edges.py"
FAULTS = "tests/reliability/test_faults.py"
RIGHTS = "tests/reliability/test_rights.py"
FUZZ = "tests/reliability/test_fuzz.py"
MUTANTS = (
    Mutant(
        "an update acknowledged before it is stored",
        "bot/poller.py",
        "        await self._db.awrite_apart(_keep, self._role, batch, self._clock.now())\n",
        "        async def later() -> None:\n"
        "            await asyncio.sleep(0.3)\n"
        "            await self._db.awrite_apart(_keep, self._role, batch, self._clock.now())\n"
        "            self.arrived.set()\n"
        "        self._later = asyncio.create_task(later())\n",
        (EDGES,),
    ),
    Mutant(
        "a message marked as sent before it is sent",
        "bot/sender.py",
        "            result = await self._result(row)\n",
        "            await self._db.awrite(_record, row, Result(Outcome.SENT, message=1), self.lost)\n"
        "            result = await self._result(row)\n",
        (EDGES,),
    ),
    Mutant(
        "no unique key of what was received",
        "storage/inbox.py",
        '    " ON CONFLICT (update_id, digest) DO NOTHING"\n',
        '    " ON CONFLICT (id) DO NOTHING"\n',
        (FAULTS, "tests/storage"),
    ),
    Mutant(
        "an unknown outcome taken for a success",
        "bot/wire.py",
        "            return Result(Outcome.UNKNOWN, why=type(error).__name__)\n",
        "            return Result(Outcome.SENT, why=type(error).__name__)\n",
        (FAULTS,),
    ),
    Mutant(
        "an unknown outcome taken for a failure to connect",
        "bot/wire.py",
        "            return Result(Outcome.UNKNOWN, why=type(error).__name__)\n",
        "            return Result(Outcome.NOT_SENT, why=type(error).__name__)\n",
        (FAULTS,),
    ),
    Mutant(
        "what came before is not known under another id",
        "storage/inbox.py",
        "THEN 'done' ELSE 'new' END",
        "THEN 'new' ELSE 'new' END",
        ("tests/reliability/test_repeats.py",),
    ),
    Mutant(
        "calls on their way not counted against the limits",
        "bot/limits.py",
        "        self.flying += 1\n",
        "        self.flying += 0\n",
        ("tests/reliability/test_limits.py",),
    ),
    Mutant(
        "what stands behind a row that was given back stays in hand",
        "bot/worker.py",
        "        self._queues[row.chat_id].clear()\n",
        "",
        ("tests/bot/test_worker_order.py",),
    ),
    Mutant(
        "a transaction that begins to write only when it writes",
        "storage/sqlite.py",
        '_engine(url, "BEGIN IMMEDIATE", 1)',
        '_engine(url, "BEGIN", 1)',
        ("tests/storage",),
    ),
    Mutant(
        "no look at the epoch before a call",
        "bot/sender.py",
        "            if not await self._outage.insist(self._role.confirmed) or self._role.epoch != row.epoch:\n",
        "            if False:\n",
        ("tests/bot/test_one_sender.py",),
    ),
    Mutant(
        "no last look when a call's bytes go out",
        "bot/wire.py",
        "        if MAY_SPEAK.get()():\n",
        "        if True:\n",
        ("tests/bot/test_wire.py",),
    ),
    Mutant(
        "what an earlier sender left in the middle is forgotten",
        "bot/sender.py",
        "    for row in outbox.left_sending(tx, epoch):\n",
        "    for row in []:\n",
        (EDGES,),
    ),
    Mutant(
        "what an earlier sender left in the middle is sent again unmarked",
        "bot/sender.py",
        'Result(Outcome.UNKNOWN, why="the process ended during the call")',
        'Result(Outcome.NOT_SENT, why="the process ended during the call")',
        (EDGES,),
    ),
    Mutant(
        "an update handled without being marked done",
        "bot/handling.py",
        "    if not inbox.begin(tx, row, worker):\n",
        "    if not inbox.is_new(tx, row, worker):\n",
        (EDGES,),
    ),
    Mutant(
        "the policy asked, and not heard",
        "bot/views.py",
        "    return thing is not None and allow(person, action, thing)\n",
        "    return thing is not None and (allow(person, action, thing) or True)\n",
        (RIGHTS,),
    ),
    Mutant(
        "a rule that lets everybody",
        "domain/people.py",
        "    return thing is not None and person.role is Role.MANAGER and thing.manager == person.code\n",
        "    return thing is not None and person.role is Role.MANAGER\n",
        (RIGHTS,),
    ),
    Mutant(
        "words of people not escaped",
        "screens/words.py",
        "    return escape(str(value), quote=False)\n",
        "    return str(value)\n",
        (FUZZ,),
    ),
    Mutant(
        "a push without its record",
        "bot/metronome.py",
        '        pushes.done(tx, job.kind, due.person, due.slot, "done", "", now)\n',
        "        pass\n",
        ("tests/reliability/test_clock.py",),
    ),
    Mutant(
        "one odd update holds up all others",
        "storage/inbox.py",
        "    inner = value.get(name) if isinstance(value, dict) else None\n",
        "    inner = value.get(name)  # type: ignore\n",
        (FUZZ,),
    ),
)


def main() -> int:
    """Print who caught which; 1 when one survives."""
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", help="parts of the names of those to plant; all without")
    wish = asked.parse_args()
    chosen = [one for one in MUTANTS if not wish.names or any(part in one.name for part in wish.names)]
    survivors = [one.name for one in chosen if not _caught(one)]
    print(
        f"{len(chosen) - len(survivors)} of {len(chosen)} caught",
        *(f"SURVIVES: {name}" for name in survivors),
        sep="\n",
    )
    return len(survivors)


def _caught(mutant: Mutant) -> bool:
    """Plant it into a copy and run its tests there."""
    with tempfile.TemporaryDirectory(prefix="visitbot-mutant-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        file = copy / mutant.file
        text = file.read_text(encoding="utf-8")
        if mutant.old not in text:
            print(f"OUT OF DATE: {mutant.name}: {mutant.file} has no such line", flush=True)
            return False
        file.write_text(text.replace(mutant.old, mutant.new, 1), encoding="utf-8")
        began = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests]
        quiet = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
        try:
            done = subprocess.run(
                command, cwd=copy, env=quiet, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            print(f"caught: {mutant.name}: its tests never end", flush=True)
            return True
        failed = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
        word = "caught" if done.returncode == 1 else "SURVIVES" if done.returncode == 0 else f"status {done.returncode}"
        print(f"{word}: {mutant.name}: {failed[:160]} ({time.monotonic() - began:.0f} s)", flush=True)
        return done.returncode == 1


if __name__ == "__main__":
    raise SystemExit(main())
