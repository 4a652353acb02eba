"""PostgreSQL away for a moment: restarts under load, answers that get lost, a process that hangs in its turn."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from storage import people
from storage.database import Database, DatabaseAway, Tx
from storage.tables import settings
from tests.postgres import Server


def _count(tx: Tx) -> int:
    return int(tx.execute(select(func.count()).select_from(settings)).scalar_one())


def _add(tx: Tx, name: str) -> None:
    """Not to be done twice: the second time would raise."""
    tx.execute(settings.insert(), {"name": name, "value": 1})


@pytest.fixture
def shared(postgres_url: str) -> Iterator[Database]:
    opened = Database(postgres_url)
    yield opened
    opened.close()


def test_a_restart_under_load_loses_nothing_and_doubles_nothing(shared: Database, postgres_server: Server) -> None:
    if not postgres_server.can_restart:
        pytest.skip("the server of TEST_POSTGRES_URL is not ours to restart")
    over = threading.Event()
    futures: list[Future[None]] = []

    def load(worker: int) -> None:
        number = 0
        while not over.is_set():
            futures.append(shared.write(_add, f"{worker}.{number}"))
            number += 1
            time.sleep(0.001)

    threads = [threading.Thread(target=load, args=[worker]) for worker in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.3)
        postgres_server.restart()
    time.sleep(0.3)
    over.set()
    for thread in threads:
        thread.join()
    for future in futures:
        future.result(timeout=30)
    assert shared.read(_count) == len(futures)


def test_a_server_that_stays_away_is_told_and_then_works_again(
    shared: Database, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not postgres_server.can_restart:
        pytest.skip("the server of TEST_POSTGRES_URL is not ours to stop")
    monkeypatch.setattr("storage.writer.RETRY_SECONDS", (0.01, 0.02))
    postgres_server.stop()
    try:
        for future in [shared.write(_add, "a"), shared.write(_add, "b"), shared.write_apart(_add, "c")]:
            with pytest.raises(DatabaseAway):
                future.result()
        with pytest.raises(DatabaseAway):
            shared.read(_count)
    finally:
        postgres_server.start()
    shared.write(_add, "d").result()
    assert shared.read(_count) == 1


class Cutter:
    """Stands between a client and the server; `cut_after` the next commit, whose answer it swallows with the connection."""

    def __init__(self, server: Path, here: Path) -> None:
        self._server = server
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(here))
        self._socket.listen()
        self.cut_after = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server))
                doomed = threading.Event()
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=[source, target, doomed, client], daemon=True).start()

    def _pump(
        self, source: socket.socket, target: socket.socket, doomed: threading.Event, client: socket.socket
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if source is client and self.cut_after and b"COMMIT" in data:
                    self.cut_after -= 1
                    doomed.set()
                elif source is not client and doomed.is_set():
                    break
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def cutter(postgres_url: str, tmp_path: Path) -> Iterator[tuple[Database, Cutter]]:
    """A database behind a cutter."""
    url = make_url(postgres_url)
    folder = url.query.get("host")
    if not isinstance(folder, str) or not folder.startswith("/"):
        pytest.skip("the server of TEST_POSTGRES_URL listens on no socket file")
    made = Cutter(Path(folder) / ".s.PGSQL.5432", tmp_path / ".s.PGSQL.5432")
    db = Database(url.update_query_dict({"host": str(tmp_path)}).render_as_string(hide_password=False))
    yield db, made
    db.close()
    made.close()


def test_a_commit_whose_answer_gets_lost_is_known_to_be_kept(cutter: tuple[Database, Cutter]) -> None:
    db, line = cutter
    db.write(_add, "before").result()
    for number in range(3):
        line.cut_after = 1
        db.write(_add, f"one{number}").result(timeout=15)
        assert line.cut_after == 0
    line.cut_after = 1
    for future in [db.write(_add, f"many{number}") for number in range(20)]:
        future.result(timeout=15)
    assert db.read(_count) == 24


def test_a_process_that_hangs_in_its_turn_loses_it(
    shared: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("storage.postgres").postgres.SESSION, "idle_in_transaction_session_timeout", "300ms")
    hanging = Database(postgres_url)
    waits = iter([1.2, 0.0])

    def hang(tx: Tx) -> None:
        _add(tx, "hanging")
        time.sleep(next(waits))
        people.put_setting(tx, "n", 1)

    slow = hanging.write(hang)
    time.sleep(0.1)
    began = time.monotonic()
    shared.write(_add, "quick").result(timeout=10)
    assert time.monotonic() - began < 1
    slow.result(timeout=10)
    assert shared.read(_count) == 3
    hanging.close()


def test_readers_can_not_write(shared: Database) -> None:
    with pytest.raises(Exception, match="read-only"):
        shared.read(_add, "x")


def test_commits_are_durable_whatever_the_server_prefers(shared: Database) -> None:
    told = text("SHOW synchronous_commit")
    assert shared.write(lambda tx: tx.execute(told).scalar_one()).result() == "on"
    assert shared.write_apart(lambda tx: tx.execute(told).scalar_one()).result() == "on"
