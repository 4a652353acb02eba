"""Roles and claims: one holder at a time, hand-overs by the database's clock, a chat's updates by one worker and in order."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox, leases
from storage.database import Database, Tx

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LIFE = timedelta(seconds=12)
OVER = timedelta(seconds=-1)


def test_a_role_has_one_holder_and_every_change_of_hands_a_new_epoch(empty: Database) -> None:
    first = empty.write_apart(leases.take, "sender", "a", LIFE).result()
    assert first == 1
    assert empty.write_apart(leases.take, "sender", "b", LIFE).result() == 0
    assert empty.write_apart(leases.renew, "sender", "a", first, OVER).result()
    second = empty.write_apart(leases.take, "sender", "b", LIFE).result()
    assert second == 2
    assert not empty.write_apart(leases.renew, "sender", "a", first, LIFE).result()
    found = empty.read(leases.find, "sender")
    assert found is not None
    assert (found.holder, found.epoch) == ("b", 2)


def test_a_role_given_back_is_free_at_once(empty: Database) -> None:
    epoch = empty.write_apart(leases.take, "poller", "a", LIFE).result()
    empty.write_apart(leases.release, "poller", "a", epoch).result()
    assert empty.read(leases.find, "poller") is None
    assert empty.write_apart(leases.take, "poller", "b", LIFE).result() == 2


def test_who_is_known_to_be_dead_is_not_waited_for(empty: Database) -> None:
    empty.write_apart(leases.take, "sender", "a", LIFE).result()
    assert empty.write_apart(lambda tx: leases.take(tx, "sender", "b", LIFE, force=True)).result() == 2


def test_of_many_that_reach_for_a_role_at_once_one_gets_it(empty: Database) -> None:
    got: list[int] = []

    def reach(number: int) -> None:
        got.append(empty.write_apart(leases.take, "hours", f"p{number}", LIFE).result())

    threads = [threading.Thread(target=reach, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [0] * 11 + [1]


@pytest.fixture
def shared(postgres_url: str) -> Iterator[Database]:
    opened = Database(postgres_url)
    yield opened
    opened.close()


def _arrive(db: Database, numbers: range, chats: int) -> None:
    updates = [{"update_id": n, "message": {"chat": {"id": n % chats + 1}}} for n in numbers]
    db.write_apart(inbox.keep, updates, NOW, NOW).result()


def _alive(db: Database, *workers: str, life: timedelta = LIFE) -> None:
    for worker in workers:
        db.write_apart(leases.take, leases.WORKER + worker, worker, life).result()


def test_a_chat_is_one_workers_until_its_taken_rows_are_over(shared: Database) -> None:
    _alive(shared, "a", "b")
    _arrive(shared, range(4), 2)
    mine = shared.write_apart(inbox.take, "a", 2, ()).result()
    assert [row.update_id for row in mine] == [0, 1]
    assert shared.write_apart(inbox.take, "b", 9, ()).result() == []
    shared.write_apart(inbox.done, mine[0].id).result()
    assert [row.update_id for row in shared.write_apart(inbox.take, "b", 9, ()).result()] == [2]
    assert not shared.read(inbox.is_new, mine[1].id, "b")
    assert shared.read(inbox.is_new, mine[1].id, "a")


def test_what_was_taken_without_learning_of_it_is_handed_out_again(shared: Database) -> None:
    _alive(shared, "a")
    _arrive(shared, range(3), 3)
    first = shared.write_apart(inbox.take, "a", 9, ()).result()
    known = {first[0].id}
    assert shared.write_apart(inbox.take, "a", 9, known).result() == first[1:]


def test_a_dead_workers_rows_go_to_the_living_and_it_may_not_touch_them_again(shared: Database) -> None:
    _alive(shared, "dead", life=OVER)
    _alive(shared, "b")
    _arrive(shared, range(6), 3)
    taken = shared.write_apart(inbox.take, "dead", 9, ()).result()
    assert len(taken) == 6
    assert shared.write_apart(inbox.let_go_of_dead).result() == 6
    assert not shared.read(inbox.is_new, taken[0].id, "dead")
    assert shared.write_apart(inbox.take, "b", 9, ()).result() == taken
    assert shared.write_apart(inbox.let_go_of_dead).result() == 0


def test_four_workers_take_two_thousand_rows_each_once_and_every_chat_in_order(
    shared: Database, postgres_url: str
) -> None:
    _arrive(shared, range(2000), 50)
    done: list[tuple[int, int, str]] = []

    def handle(tx: Tx, row: inbox.Arrived, worker: str) -> bool:
        if not inbox.is_new(tx, row.id, worker):
            return False
        inbox.done(tx, row.id)
        return True

    def work(worker: str) -> None:
        db = Database(postgres_url)
        _alive(db, worker)
        while db.read(inbox.count_waiting):
            for row in db.write_apart(inbox.take, worker, 64, ()).result():
                if db.write(handle, row, worker).result():
                    done.append((row.chat_id, row.id, worker))
        db.close()

    threads = [threading.Thread(target=work, args=[f"w{number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2000
    assert len({row for _chat, row, _worker in done}) == 2000
    chats: dict[int, list[int]] = defaultdict(list)
    for chat, row, _worker in done:
        chats[chat].append(row)
    assert all(rows == sorted(rows) for rows in chats.values())
    assert len({worker for *_rest, worker in done}) == 4
