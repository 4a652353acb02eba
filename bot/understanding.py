"""`visitbot understand`: sentences in, what is understood out, by the same code as the chat."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from domain.calendar import WorkingCalendar
from domain.understanding import Known, understand
from domain.understanding.answers import answer, refused

_AT_MOST = 1_000
"""Characters of a line that are read for their meaning, as in the chat."""


class BadInput(Exception):
    """An option that can't be used; its text is for the person at the keyboard."""


def run_understand(lines: TextIO, out: TextIO, now: str, shops: Path | None) -> None:
    """A line of plain text, or a JSON object with text and now, gives a JSON object; a line that can't be read one with `error`."""
    moment, known, calendar = _moment(now, "--now"), _shops(shops), WorkingCalendar()
    for line in lines:
        made = _answered(line.rstrip("\r\n"), moment, known, calendar)
        out.write(json.dumps(made, ensure_ascii=False) + "\n")
        out.flush()


def _answered(line: str, now: datetime, known: list[Known], calendar: WorkingCalendar) -> dict[str, Any]:
    text, error = line, ""
    if line.lstrip().startswith("{"):
        try:
            text, now = _asked(json.loads(line), now)
        except (ValueError, BadInput) as problem:
            error = str(problem) or type(problem).__name__
    return refused(line, error) if error else answer(text, understand(text[:_AT_MOST], known, now, calendar))


def _asked(line: Any, now: datetime) -> tuple[str, datetime]:
    text, said = line.get("text"), line.get("now")
    if not isinstance(text, str):
        raise BadInput("text: is missing or no string")
    return text, now if said is None else _moment(said, "now")


def _moment(said: object, name: str) -> datetime:
    try:
        return datetime.fromisoformat(str(said)).replace(tzinfo=None)
    except ValueError:
        raise BadInput(f"{name}: is no ISO 8601 moment: {said!r}") from None


def _shops(file: Path | None) -> list[Known]:
    if file is None:
        return []
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return [Known(str(r["id"]), str(r["name"]), str(r.get("owner") or ""), str(r.get("place") or "")) for r in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"--shops: {file} is no readable list of shops ({type(error).__name__})") from None
