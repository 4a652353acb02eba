"""What a job is: who is due at `now`, what is done for each, and how late it still makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.chat import Done
from services import Tx


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: for a person (or an object's name), in a slot that makes it unique; `at` is when it was due.

    `solved` is what the job's `solve` found, for jobs that think for long outside the transaction."""

    person: str
    slot: str
    at: datetime
    solved: object = None


@dataclass(frozen=True, slots=True)
class Skip:
    """A due thing that is not done, with a named reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Job:
    """`due` nominates; `do` re-checks in its own transaction and returns what others must see, or a Skip.

    A job that thinks for long has `read` (on a reader) and `solve` (pure, beside the event loop); `do` finds the result in
    `due.solved` and checks it against the database of its own moment. `late` = how long after its time it is still worth doing (None: always). `repeatable` jobs leave no record:
    their own rows say that they were done. `anyway`: also while updates wait to be handled."""

    kind: str
    due: Callable[[Tx, datetime], Sequence[Due]]
    do: Callable[[Tx, Due, datetime], Done[object] | Skip]
    every: timedelta
    late: timedelta | None = None
    repeatable: bool = False
    anyway: bool = False
    read: Callable[[Tx, Due, datetime], object] | None = None
    solve: Callable[[object], object] | None = None
