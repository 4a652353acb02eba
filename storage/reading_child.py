"""The process that opens an untrusted workbook: bytes on standard input, JSON on standard output, little of everything else.

Started by `storage.reading_apart` and by nobody else."""

from __future__ import annotations

import json
import resource
import sys

MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 12
"""A sheet of 5,000 rows and 40 columns takes five."""
NO_FILE_BYTES = 0


def limit() -> None:
    """From here on: so much memory and computing time, not a byte written to any file, no process started."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (NO_FILE_BYTES, NO_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(name: str) -> None:
    """Answer with `{"sheets": …}`, or `{"problem": …, "limit": …}`; a limit of `limit` ends the process."""
    from domain.workbooks import UnreadableWorkbook, sheets_to_json
    from storage.workbooks import read_book

    limit()
    try:
        answer = json.dumps({"sheets": sheets_to_json(read_book(sys.stdin.buffer.read(), name))}, ensure_ascii=False)
    except UnreadableWorkbook as error:
        answer = json.dumps({"problem": error.problem, "limit": error.limit, "detail": error.detail})
    sys.stdout.buffer.write(answer.encode())
