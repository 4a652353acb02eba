"""`visitbot export`: everything in one workbook, as it stood at one moment; the sheets of shops and people import back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import typer

from domain.district_layout import (
    INCIDENT_HEADER,
    INCIDENTS_SHEET,
    NEWS_HEADER,
    NEWS_SHEET,
    PEOPLE_SHEET,
    PERSON_HEADER,
    REVIEW_HEADER,
    REVIEWS_SHEET,
    SHOP_HEADER,
    SHOPS_SHEET,
    TASK_HEADER,
    TASKS_SHEET,
    VISIT_HEADER,
    VISITS_SHEET,
    person_row,
    shop_row,
)
from screens.exports import log_row, news_row, review_row, spoken_row
from screens.words import speaking
from storage import exports, people, shops
from storage.database import Database, Tx
from storage.workbooks import write_sheets

LANGUAGE = "zh_CN"
"""The workbook's own language, whatever the office speaks: its sheets and columns are fixed."""

Sheet = tuple[str, Sequence[str], Iterable[Sequence[object]]]


def run_export(db: Database, file: Path, now: datetime) -> int:
    """Write the workbook, in place of one of that name; 2 when the file can't be written."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        half.touch()
        with speaking(LANGUAGE, db.office.zone):
            db.read(lambda tx: write_sheets(half, _sheets(tx)))
        half.replace(file)
    except OSError as error:
        typer.echo(f"{file}: can't be written ({type(error).__name__})", err=True)
        return 2
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    typer.echo(f"{file}")
    return 0


def _sheets(tx: Tx) -> list[Sheet]:
    staff = people.everyone(tx)
    names = {person.code: person.name for person in staff}
    return [
        (SHOPS_SHEET, SHOP_HEADER, (shop_row(shop, names.get(shop.manager, "")) for shop in shops.every(tx))),
        (PEOPLE_SHEET, PERSON_HEADER, map(person_row, staff)),
        (VISITS_SHEET, VISIT_HEADER, map(log_row, exports.log_lines(tx))),
        (INCIDENTS_SHEET, INCIDENT_HEADER, map(spoken_row, exports.spoken_lines(tx))),
        (TASKS_SHEET, TASK_HEADER, ()),
        (REVIEWS_SHEET, REVIEW_HEADER, map(review_row, exports.review_lines(tx))),
        (NEWS_SHEET, NEWS_HEADER, map(news_row, exports.news_lines(tx))),
    ]
