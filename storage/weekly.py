"""Weekly reports and the records of a week: one row a manager and week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.reviews import Review
from domain.weekly import Line, Promise, Report, ToldNews, WeeklyState
from storage.database import Tx
from storage.plans import Leave
from storage.reviews import _review
from storage.tables import days, follow_ups, leaves, logs, reviews, told, weekly_reports

_ID = select(weekly_reports).where(weekly_reports.c.id == bindparam("find"))
_OF_WEEK = select(weekly_reports).where(
    weekly_reports.c.manager == bindparam("who"), weekly_reports.c.week == bindparam("first")
)
_LATEST = (
    select(weekly_reports)
    .where(weekly_reports.c.manager == bindparam("who"))
    .order_by(weekly_reports.c.week.desc())
    .limit(1)
)
_KNOWN = select(weekly_reports.c.manager, weekly_reports.c.week).where(weekly_reports.c.week >= bindparam("since"))
_MANY = (
    select(weekly_reports)
    .where(
        weekly_reports.c.week == bindparam("first"), weekly_reports.c.manager.in_(bindparam("codes", expanding=True))
    )
    .order_by(weekly_reports.c.manager)
)
_IN_STATE = select(weekly_reports).where(weekly_reports.c.state == bindparam("at")).order_by(weekly_reports.c.id)
_INSERT = insert(weekly_reports)
_UPDATE = (
    update(weekly_reports)
    .where(weekly_reports.c.id == bindparam("find"))
    .values(
        state=bindparam("to"),
        lines=bindparam("new_lines"),
        said=bindparam("words"),
        signed_at=bindparam("signed"),
        docx=bindparam("word_file"),
        pdf=bindparam("pdf_file"),
        read_by=bindparam("reader"),
        read_at=bindparam("seen"),
        reply=bindparam("answer"),
        answered_by=bindparam("by"),
    )
)
_FIXED = select(days.c.manager).where(
    days.c.day >= bindparam("first"), days.c.day <= bindparam("last"), days.c.state == "fixed"
)
_LOGGED = select(logs.c.manager).where(
    logs.c.manager.in_(bindparam("codes", expanding=True)),
    logs.c.day >= bindparam("first"),
    logs.c.day <= bindparam("last"),
)
_TOLD = (
    select(told.c.shop, told.c.log)
    .select_from(logs.join(told, told.c.log == logs.c.id))
    .where(
        logs.c.manager == bindparam("who"),
        logs.c.day >= bindparam("first"),
        logs.c.day <= bindparam("last"),
        logs.c.state == "active",
        told.c.line.like("news:%"),
    )
    .order_by(told.c.log, told.c.shop)
)
_REVIEWS = (
    select(reviews)
    .where(
        reviews.c.manager == bindparam("who"), reviews.c.day >= bindparam("first"), reviews.c.day <= bindparam("last")
    )
    .order_by(reviews.c.day)
)
_REVIEWS_ON = (
    select(reviews)
    .where(reviews.c.day == bindparam("on"), reviews.c.manager.in_(bindparam("codes", expanding=True)))
    .order_by(reviews.c.manager)
)
_AHEAD = (
    select(follow_ups.c.id, follow_ups.c.shop, follow_ups.c.day, follow_ups.c.what)
    .where(
        follow_ups.c.manager == bindparam("who"),
        follow_ups.c.state == "open",
        follow_ups.c.day >= bindparam("first"),
        follow_ups.c.day <= bindparam("last"),
    )
    .order_by(follow_ups.c.day, follow_ups.c.id)
)
_LEAVES = (
    select(leaves)
    .where(
        leaves.c.manager == bindparam("who"),
        leaves.c.state == "active",
        leaves.c.first_day <= bindparam("last"),
        leaves.c.last_day >= bindparam("first"),
    )
    .order_by(leaves.c.first_day)
)


def _report(row: Any) -> Report:
    return Report(
        id=row.id,
        manager=row.manager,
        department=row.department,
        week=row.week,
        state=WeeklyState(row.state),
        lines=tuple(map(Line.of_json, row.lines)),
        said=dict(row.said),
        made_at=row.made_at,
        signed_at=row.signed_at,
        docx=row.docx,
        pdf=row.pdf,
        read_by=row.read_by,
        read_at=row.read_at,
        reply=row.reply,
        answered_by=row.answered_by,
    )


def by_id(tx: Tx, number: int) -> Report | None:
    row = tx.execute(_ID, {"find": number}).first()
    return None if row is None else _report(row)


def of_week(tx: Tx, manager: str, week: date) -> Report | None:
    row = tx.execute(_OF_WEEK, {"who": manager, "first": week}).first()
    return None if row is None else _report(row)


def latest(tx: Tx, manager: str) -> Report | None:
    row = tx.execute(_LATEST, {"who": manager}).first()
    return None if row is None else _report(row)


def known(tx: Tx, since: date) -> set[tuple[str, date]]:
    """(manager, week) of every report of weeks from `since` on."""
    return {(row.manager, row.week) for row in tx.execute(_KNOWN, {"since": since})}


def of_managers(tx: Tx, managers: Collection[str], week: date) -> dict[str, Report]:
    """Several managers' reports of a week, by code."""
    rows = tx.execute(_MANY, {"first": week, "codes": list(managers) or [""]})
    return {row.manager: _report(row) for row in rows}


def in_state(tx: Tx, state: WeeklyState) -> list[Report]:
    return [_report(row) for row in tx.execute(_IN_STATE, {"at": state.value})]


def add(tx: Tx, manager: str, department: str, week: date, lines: Sequence[Line], now: datetime) -> Report:
    """A draft that waits for its manager."""
    values = {
        "manager": manager,
        "department": department,
        "week": week,
        "state": WeeklyState.DRAFT.value,
        "lines": [line.as_json() for line in lines],
        "said": {},
        "made_at": now,
    }
    tx.execute(_INSERT, values)
    made = of_week(tx, manager, week)
    assert made is not None
    return made


def put(tx: Tx, report: Report) -> None:
    """Write all of a report back."""
    tx.execute(
        _UPDATE,
        {
            "find": report.id,
            "to": report.state.value,
            "new_lines": [line.as_json() for line in report.lines],
            "words": dict(report.said),
            "signed": report.signed_at,
            "word_file": report.docx,
            "pdf_file": report.pdf,
            "reader": report.read_by,
            "seen": report.read_at,
            "answer": report.reply,
            "by": report.answered_by,
        },
    )


def busy_in(tx: Tx, managers: Collection[str], first: date, last: date) -> frozenset[str]:
    """Who of these worked by a list, or logged anything, between two days (both included)."""
    bounds = {"first": first, "last": last}
    listed = {row.manager for row in tx.execute(_FIXED, bounds)} & set(managers)
    logged = {row.manager for row in tx.execute(_LOGGED, bounds | {"codes": list(managers) or [""]})}
    return frozenset(listed | logged)


def told_between(tx: Tx, manager: str, first: date, last: date) -> list[ToldNews]:
    """News that the manager passed on, each with the log that says so."""
    rows = tx.execute(_TOLD, {"who": manager, "first": first, "last": last})
    return [ToldNews(row.shop, row.log) for row in rows]


def reviews_between(tx: Tx, manager: str, first: date, last: date) -> list[Review]:
    return [_review(row) for row in tx.execute(_REVIEWS, {"who": manager, "first": first, "last": last})]


def reviews_on(tx: Tx, managers: Collection[str], day: date) -> list[Review]:
    """Several managers' reviews of a day, by code."""
    return [_review(row) for row in tx.execute(_REVIEWS_ON, {"on": day, "codes": list(managers) or [""]})]


def promises_between(tx: Tx, manager: str, first: date, last: date) -> list[Promise]:
    """Open follow-ups whose day lies between two days, soonest first."""
    rows = tx.execute(_AHEAD, {"who": manager, "first": first, "last": last})
    return [Promise(row.id, row.shop, row.day, row.what) for row in rows]


def leaves_between(tx: Tx, manager: str, first: date, last: date) -> list[Leave]:
    """Leave that touches the days between two days."""
    rows = tx.execute(_LEAVES, {"who": manager, "first": first, "last": last})
    return [Leave(row.id, row.manager, row.first_day, row.last_day, row.made_by) for row in rows]
