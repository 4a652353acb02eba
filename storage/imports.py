"""Files sent for import: where each stands, its rows while they are needed, what its card tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.imports import Import, ImportState, Report, report_of_json, report_to_json
from domain.workbooks import Sheet, sheets_of_json
from storage.database import Tx
from storage.tables import imports

_COLUMNS = (
    imports.c.id,
    imports.c.person,
    imports.c.name,
    imports.c.file_id,
    imports.c.state,
    imports.c.shifted,
    imports.c.made_at,
    imports.c.version,
    imports.c.report,
    imports.c.touched,
)
_ADD = insert(imports)
_FIND = select(*_COLUMNS).where(imports.c.id == bindparam("find"))
_SHEETS = select(imports.c.sheets).where(imports.c.id == bindparam("find"))
_IN_STATES = select(*_COLUMNS).where(imports.c.state.in_(bindparam("states", expanding=True))).order_by(imports.c.id)
_STEP = (
    update(imports)
    .where(imports.c.id == bindparam("find"))
    .values(state=bindparam("to"), version=imports.c.version + 1, touched=bindparam("managers"))
)
_REPORT = update(imports).where(imports.c.id == bindparam("find")).values(report=bindparam("new_report"))
_PUT_SHEETS = update(imports).where(imports.c.id == bindparam("find")).values(sheets=bindparam("new_sheets"))
_SHIFT = update(imports).where(imports.c.id == bindparam("find")).values(shifted=bindparam("yes"))
_END = (
    update(imports).where(imports.c.id == bindparam("find")).values(sheets=bindparam("none"), ended_at=bindparam("at"))
)


def _import(row: Any) -> Import:
    return Import(
        row.id,
        row.person,
        row.name,
        row.file_id,
        ImportState(row.state),
        row.shifted,
        row.made_at,
        row.version,
        report_of_json(row.report),
        tuple(row.touched),
    )


def add(tx: Tx, person: str, name: str, file_id: str, state: ImportState, report: Report, now: datetime) -> int:
    made = tx.execute(
        _ADD,
        {
            "person": person,
            "name": name,
            "file_id": file_id,
            "state": state.value,
            "shifted": False,
            "sheets": [],
            "report": report_to_json(report),
            "touched": [],
            "version": 1,
            "made_at": now,
        },
    ).inserted_primary_key
    assert made is not None
    return int(made[0])


def find(tx: Tx, number: int) -> Import | None:
    row = tx.execute(_FIND, {"find": number}).first()
    return None if row is None else _import(row)


def sheets(tx: Tx, number: int) -> list[Sheet]:
    """The rows as read; none before the file was read and after it is over."""
    kept = tx.execute(_SHEETS, {"find": number}).scalar_one_or_none()
    return sheets_of_json(kept or [])


def in_states(tx: Tx, states: Collection[ImportState]) -> list[Import]:
    """Oldest first."""
    return [_import(row) for row in tx.execute(_IN_STATES, {"states": sorted(states)})]


def step(tx: Tx, number: int, to: ImportState, touched: Iterable[str] = ()) -> None:
    """The next state (or the same, a piece further), with the managers who are still to be planned."""
    tx.execute(_STEP, {"find": number, "to": to.value, "managers": sorted(touched)})


def put_report(tx: Tx, number: int, report: Report) -> None:
    tx.execute(_REPORT, {"find": number, "new_report": report_to_json(report)})


def put_sheets(tx: Tx, number: int, rows: list[dict[str, Any]]) -> None:
    """Keep the rows, as `sheets_to_json` makes them."""
    tx.execute(_PUT_SHEETS, {"find": number, "new_sheets": rows})


def set_shifted(tx: Tx, number: int, yes: bool) -> None:
    tx.execute(_SHIFT, {"find": number, "yes": yes})


def end(tx: Tx, number: int, now: datetime) -> None:
    """It is over: its rows are forgotten."""
    tx.execute(_END, {"find": number, "none": [], "at": now})
