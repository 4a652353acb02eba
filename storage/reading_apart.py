"""Opening an untrusted workbook in a process of its own, with limits on memory, computing time and patience (ADR 15)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from domain.workbooks import Limit, Sheet, UnreadableWorkbook, WorkbookProblem, sheets_of_json, too_large
from storage import workbook_package

PATIENCE_SECONDS = 20.0
PARSER = {"OPENPYXL_LXML": "False"}
"""All of the child's environment: its limits and what it refuses are told for the guarded parser of the standard library."""
ROOT = Path(__file__).parent.parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from storage.reading_child import main; main(sys.argv[2])"
"""`-I` keeps everything of the surroundings away: no settings, no other folders."""


def read_apart(content: bytes, name: str, patience: float = PATIENCE_SECONDS) -> list[Sheet]:
    """`storage.workbooks.read_book` in a child process; raises `UnreadableWorkbook`, with the limit that was met.

    The child sees nothing of this process: no settings, no open file, no environment."""
    if len(content) > workbook_package.MAX_FILE_BYTES:
        raise too_large(Limit.FILE)
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT), name]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter, `name` is one argument
            command, input=content, capture_output=True, timeout=patience, env=PARSER, cwd="/", check=False
        )
    except subprocess.TimeoutExpired as error:
        raise too_large(Limit.TIME) from error
    if child.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise too_large(Limit.CPU)
    if child.returncode != 0:
        raise _ended_by(_last_line(child.stderr))
    return _answered(json.loads(child.stdout))


def _answered(answer: dict[str, object]) -> list[Sheet]:
    sheets = answer.get("sheets")
    if isinstance(sheets, list):
        return sheets_of_json(sheets)
    limit = answer.get("limit")
    raise UnreadableWorkbook(
        WorkbookProblem(str(answer["problem"])), str(answer.get("detail", "")), Limit(str(limit)) if limit else None
    )


def _ended_by(error: str) -> UnreadableWorkbook:
    if error == MemoryError.__name__:
        return too_large(Limit.MEMORY)
    return UnreadableWorkbook(WorkbookProblem.BROKEN, error)


def _last_line(said: bytes) -> str:
    """The kind of error that ended the child, without what it was about."""
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:60]
