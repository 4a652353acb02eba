"""One order of all writes, on both databases: what is written together stays apart, what fails is taken back, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select, text

from domain.people import Person, Role
from storage import people, tokens
from storage.database import Database, DatabaseError, Tx, database_url, integrity
from storage.tables import settings

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def other(empty: Database) -> Iterator[Database]:
    """The same database, opened once more: another process."""
    opened = Database(empty.url.render_as_string(hide_password=False))
    yield opened
    opened.close()


def _count(tx: Tx) -> int:
    return len(tx.execute(select(settings)).all())


def _add_one(tx: Tx) -> None:
    people.put_setting(tx, "n", people.setting(tx, "n") + 1)


def _at_once(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_function_that_raises_takes_back_only_its_own_work(empty: Database) -> None:
    def bad(tx: Tx) -> None:
        people.put_setting(tx, "bad", 1)
        raise LookupError("on purpose")

    futures = [empty.write(people.put_setting, f"good{n}", n) for n in range(10)]
    failing = empty.write(bad)
    futures += [empty.write(people.put_setting, f"more{n}", n) for n in range(10)]
    for future in futures:
        future.result()
    with pytest.raises(LookupError):
        failing.result()
    assert empty.read(_count) == 20


def test_a_mistake_in_a_statement_is_told_at_once_and_spares_the_others(empty: Database) -> None:
    began = time.monotonic()
    futures = [empty.write(people.put_setting, f"good{n}", n) for n in range(5)]
    wrong = empty.write(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))
    futures += [empty.write(people.put_setting, f"more{n}", n) for n in range(5)]
    with pytest.raises(DatabaseError):
        wrong.result()
    for future in futures:
        future.result()
    assert empty.read(_count) == 10
    assert time.monotonic() - began < 2


def test_many_threads_and_processes_that_read_then_write_lose_no_update(empty: Database, other: Database) -> None:
    empty.write(people.put_setting, "n", 0).result()

    def work(db: Database) -> None:
        for future in [db.write(_add_one) for _ in range(25)]:
            future.result()

    _at_once(*(partial(work, db) for db in (empty, other) for _ in range(4)))
    assert empty.read(people.setting, "n") == 200


def test_of_two_who_press_the_same_button_one_wins(empty: Database, other: Database) -> None:
    made = [empty.write(tokens.make, 1, "take", f"incident:{n}", "", NOW).result() for n in range(40)]
    won: list[str] = []

    def press(db: Database, who: str) -> None:
        won.extend(token for token in made if db.write(tokens.spend, token, who, NOW).result())

    _at_once(lambda: press(empty, "S01"), lambda: press(other, "D01"))
    assert sorted(won) == sorted(made)


def test_a_reader_sees_one_moment_however_long_it_looks(empty: Database) -> None:
    empty.write(people.put_setting, "n", 1).result()

    def look_twice(tx: Tx) -> tuple[object, object]:
        first = people.setting(tx, "n")
        empty.write(people.put_setting, "n", 2).result()
        return first, people.setting(tx, "n")

    assert empty.read(look_twice) == (1, 1)
    assert empty.read(people.setting, "n") == 2


@pytest.mark.parametrize(
    "value",
    ["\U0001f600 \u202e 前川 \u200b", "a\x00b", "half \ud83d", "x" * 5000, {"n": 2**53, "list": [True, None, 1.5]}],
    ids=["wide", "nul", "half", "long", "nested"],
)
def test_json_comes_back_as_it_went_in(empty: Database, value: object) -> None:
    empty.write(people.put_setting, "odd", value).result()
    assert empty.read(people.setting, "odd") == value


def test_words_may_be_longer_than_usual_and_are_told_apart_by_case(empty: Database) -> None:
    for code in ("m1", "M1", "M10", "M2"):
        empty.write(people.put, Person(code, "名" * 300, Role.MANAGER)).result()
    assert [person.code for person in empty.read(people.everyone)] == ["M1", "M10", "M2", "m1"]
    found = empty.read(people.by_code, "m1")
    assert found is not None
    assert found.name == "名" * 300


def test_ids_beyond_32_bits_and_dates_come_back(empty: Database) -> None:
    empty.write(people.put, Person("M1", "名", Role.MANAGER)).result()
    empty.write(people.join, "M1", 2**53 - 1, "en", NOW).result()
    empty.write(people.greet, 2**53 - 2, NOW.date()).result()
    stranger = empty.read(people.stranger, 2**53 - 2)
    assert stranger is not None
    assert (stranger.user_id, stranger.greeted_on) == (2**53 - 2, NOW.date())
    found = empty.read(people.by_user, 2**53 - 1)
    assert found is not None
    assert found.code == "M1"


def test_machine_time_is_told_in_utc(empty: Database) -> None:
    for told in (empty.write(Tx.machine_now).result(), empty.read(Tx.machine_now)):
        assert abs((told - datetime.now(UTC)).total_seconds()) < 5


def test_a_sound_database_has_nothing_to_say(empty: Database) -> None:
    assert empty.read(integrity) == ""


@pytest.mark.parametrize("spelling", ["sqlite:///a.db", "sqlite+aiosqlite:///a.db", "sqlite+pysqlite:///a.db"])
def test_every_spelling_of_sqlite_is_understood(spelling: str) -> None:
    assert str(database_url(spelling)) == "sqlite:///a.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    url = database_url(f"{scheme}://bot:secret@db:5433/visits?ssl=require")
    assert url.render_as_string(hide_password=False) == "postgresql+psycopg://bot:secret@db:5433/visits?sslmode=require"
    assert "secret" not in str(url)


def test_an_unknown_database_names_itself() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_url("mysql://x/y")
