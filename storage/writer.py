"""Functions run in transactions: those that wait share a commit, what fails together is run again alone, nothing is lost."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from domain.office import Office
from storage.transaction import NUMBER, CommitUnknown, DatabaseAway, Turns, Tx, is_away

BATCH_FUNCTIONS = 32
BATCH_SECONDS = 0.03
"""How long functions are run before their common commit: nobody waits longer for it, nor for its turn, than that and one."""
RETRY_SECONDS = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0)


@dataclass(slots=True)
class Job:
    """A function of a transaction, and where its result goes."""

    run: Callable[[Tx], Any]
    result: Future[Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gave or raised."""

    value: Any = None
    error: BaseException | None = None

    def tell(self, job: Job) -> None:
        if self.error is None:
            job.result.set_result(self.value)
        else:
            job.result.set_exception(self.error)


class Transactions:
    """Runs jobs on an engine until it is known what became of them. `turns` find commits whose answer got lost."""

    def __init__(self, engine: Engine, office: Callable[[], Office], turns: Turns | None = None) -> None:
        self._engine = engine
        self._office = office
        self._turns = turns

    def run(self, jobs: Sequence[Job]) -> None:
        """Do all jobs, in common commits if possible; each result is told after the commit that holds it."""
        jobs = [job for job in jobs if job.result.set_running_or_notify_cancel()]
        while len(jobs) > 1 and (told := self._together(jobs)):
            jobs = jobs[told:]
        pauses: Sequence[float] = RETRY_SECONDS
        for job in jobs:
            if not self._alone(job, pauses):
                pauses = ()

    def _together(self, jobs: Sequence[Job]) -> int:
        """One commit for the first of them, a savepoint each; how many, 0 when the database refused and nothing was kept."""
        try:
            outcomes = self._commit(jobs)
        except CommitUnknown as error:
            outcomes = [Outcome(error=error)] * len(jobs)
        except SQLAlchemyError:
            return 0
        for job, outcome in zip(jobs, outcomes, strict=False):
            outcome.tell(job)
        return len(outcomes)

    def _alone(self, job: Job, pauses: Sequence[float]) -> bool:
        """A transaction of its own, again while the database is away; False when it still is after the pauses."""
        for pause in (*pauses, None):
            try:
                outcome = self._commit([job])[0]
            except BaseException as error:
                away = is_away(error)
                if away and pause is not None and not isinstance(error, CommitUnknown):
                    time.sleep(pause)
                    continue
                Outcome(error=DatabaseAway.of(error) if away else error).tell(job)
                return not away
            outcome.tell(job)
            break
        return True

    def _commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Run the first of the jobs and commit; whatever is raised, nothing was kept (CommitUnknown: nobody knows)."""
        outcomes: list[Outcome] = []
        number, committing = self._turns.next() if self._turns else 0, False
        try:
            with self._engine.connect() as conn, conn.execution_options(**{NUMBER: number}).begin():
                tx = Tx(conn, self._office())
                until = time.monotonic() + BATCH_SECONDS
                run = _in_step if len(jobs) > 1 else _bare
                for job in jobs:
                    outcomes.append(run(tx, job))
                    if time.monotonic() > until:
                        break
                committing = True
        except SQLAlchemyError as error:
            if not (committing and is_away(error) and self._was_kept(number)):
                raise
        return outcomes

    def _was_kept(self, number: int) -> bool:
        """Ask until it is known, longer than for anything else: what may have been kept can't be done again."""
        if self._turns is None:
            return False
        for pause in RETRY_SECONDS * 4:
            try:
                return self._turns.kept(number)
            except SQLAlchemyError:
                time.sleep(pause)
        raise CommitUnknown("the answer to a commit got lost")


def _bare(tx: Tx, job: Job) -> Outcome:
    return Outcome(job.run(tx))


def _in_step(tx: Tx, job: Job) -> Outcome:
    try:
        with tx.step():
            return Outcome(job.run(tx))
    except BaseException as error:
        if is_away(error):
            raise
        return Outcome(error=error)


class Writer:
    """One thread for one queue of functions; those that wait are run together."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        self._jobs.put(job)

    def close(self) -> None:
        """Finish what is queued."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch, last = self._gather(job)
            self._transactions.run(batch)
            if last:
                return

    def _gather(self, first: Job) -> tuple[list[Job], bool]:
        batch = [first]
        while len(batch) < BATCH_FUNCTIONS:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False


class Apart:
    """A few threads for functions that wait for nobody; each in a transaction of its own."""

    def __init__(self, engine: Engine, office: Callable[[], Office], threads: int = 2) -> None:
        self._engine = engine
        self._transactions = Transactions(engine, office)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="apart")

    def put(self, job: Job) -> None:
        self._threads.submit(self._transactions.run, [job])

    def close(self) -> None:
        """Finish what is queued and let go of the connections."""
        self._threads.shutdown()
        self._engine.dispose()
