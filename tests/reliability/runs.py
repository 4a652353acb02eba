"""What the long programs share: their options, a place to work in, and an end that may be asked for at any time."""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.reliability.ground import KINDS


class Stopped(BaseException):
    """Somebody asked the program to stop: what it has found so far is what it reports."""


def options(**numbers: int) -> argparse.ArgumentParser:
    """A parser that knows `--on` (the kind of database), `--seed`, and numbers with these names."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--on", choices=KINDS, default=KINDS[0])
    asked.add_argument("--seed", type=int, default=0, help="0: a new one")
    for name, number in numbers.items():
        asked.add_argument(f"--{name}", type=int, default=number, help=f"{number} if nothing else is said")
    return asked


def parsed(asked: argparse.ArgumentParser) -> argparse.Namespace:
    """The wishes, with a seed."""
    wish = asked.parse_args()
    wish.seed = wish.seed or a_seed()
    return wish


def a_seed() -> int:
    return random.SystemRandom().randrange(10**6)


@contextmanager
def workshop(name: str) -> Iterator[Path]:
    """A folder that goes with the block, which ends when SIGTERM or SIGINT comes as if there were no more to do."""
    folder = Path(tempfile.mkdtemp(prefix=f"visitbot-{name}-"))
    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield folder
    except Stopped:
        print("stopped from outside", flush=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(number: int, _frame: Any) -> None:
    """Once; from then on signals end the program as they usually do."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    raise Stopped
