"""The two databases put what is empty at different ends: a statement that sorts by what may be empty says where it goes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from sqlalchemy import Column, Select
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnElement, UnaryExpression

import storage


def _selects() -> Iterator[tuple[str, Select[tuple[object, ...]]]]:
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
        if module.ispkg:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Select):
                yield f"{module.name}.{name}", value


def _undecided(statement: Select[tuple[object, ...]], clause: ColumnElement[object]) -> bool:
    """Whether it sorts by a column that may be empty, and leaves it to the database where those go."""
    while isinstance(clause, UnaryExpression):
        if clause.modifier in {operators.nulls_first_op, operators.nulls_last_op}:
            return False
        clause = clause.element
    if not (isinstance(clause, Column) and clause.nullable):
        return False
    return not any(f"{clause} {compared}" in str(statement.whereclause) for compared in ("IS NOT NULL", "<", ">", "="))


def test_every_order_says_where_the_empty_ones_go() -> None:
    found = [name for name, one in _selects() if any(_undecided(one, clause) for clause in one._order_by_clauses)]
    assert len(list(_selects())) > 100
    assert found == []
