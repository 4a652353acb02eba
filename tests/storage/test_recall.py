"""What a transaction has read it recalls, never longer than it is true; on both databases."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection

from domain.shops import Shop
from storage import shops
from storage.database import Database, Tx

FIRST, SECOND = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def db(empty: Database) -> Database:
    empty.write(shops.add, [Shop("C1", "老彭副食", last_visit=FIRST)]).result()
    return empty


def _last_visit(tx: Tx) -> date | None:
    shop = shops.by_code(tx, "C1")
    assert shop is not None
    return shop.last_visit


def test_a_question_asked_twice_is_put_once(db: Database) -> None:
    def asks(tx: Tx) -> int:
        with patch.object(Connection, "execute", autospec=True, side_effect=Connection.execute) as put:
            assert _last_visit(tx) == _last_visit(tx) == FIRST
        return put.call_count

    assert db.read(asks) == 1


def test_after_a_write_to_its_table_it_is_put_anew(db: Database) -> None:
    def writes_between(tx: Tx) -> tuple[date | None, date | None]:
        before = _last_visit(tx)
        shops.set_last_visit(tx, "C1", SECOND)
        return before, _last_visit(tx)

    assert db.write(writes_between).result() == (FIRST, SECOND)


def _fails(tx: Tx) -> None:
    shops.set_last_visit(tx, "C1", SECOND)
    assert _last_visit(tx) == SECOND
    raise ZeroDivisionError


def test_what_was_taken_back_is_not_recalled(db: Database) -> None:
    def takes_back(tx: Tx) -> date | None:
        with suppress(ZeroDivisionError), tx.savepoint():
            _fails(tx)
        return _last_visit(tx)

    assert db.write(takes_back).result() == FIRST


def test_a_step_that_fails_leaves_nothing_to_the_next_of_its_commit(db: Database) -> None:
    def holds_the_turn(tx: Tx) -> None:
        futures.extend([db.write(_fails), db.write(_last_visit)])

    futures: list[Future[Any]] = []
    db.write(holds_the_turn).result()
    with pytest.raises(ZeroDivisionError):
        futures[0].result()
    assert futures[1].result() == FIRST
