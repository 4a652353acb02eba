"""Gets a file from Telegram and opens it in a child process, outside of any transaction and beside the event loop."""

from __future__ import annotations

import asyncio

from bot.wire import FileTooLarge, NoSuchFile, Wire
from domain.workbooks import Limit, Sheet, UnreadableWorkbook, WorkbookProblem, too_large
from scheduler import imports
from scheduler.job import Job
from storage.reading_apart import read_apart
from storage.workbook_package import MAX_FILE_BYTES

PATIENCE_SECONDS = 120.0


class Fetcher:
    """The job that needs the wire; `begin` is called on the loop that the wire runs on."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()

    @property
    def job(self) -> Job:
        return Job(
            "import_fetch",
            imports.due_fetches,
            imports.write_fetched,
            imports.OFTEN,
            read=imports.read_fetch,
            solve=self._opened,
        )

    def _opened(self, wanted: object) -> list[Sheet] | UnreadableWorkbook | None:
        """The sheets, or why there are none; a TelegramError when it may work later."""
        if not isinstance(wanted, imports.ToFetch):
            return None
        assert self._loop is not None
        fetching = asyncio.run_coroutine_threadsafe(self._wire.fetch(wanted.file_id, MAX_FILE_BYTES), self._loop)
        try:
            return read_apart(fetching.result(PATIENCE_SECONDS), wanted.name)
        except UnreadableWorkbook as error:
            return error
        except FileTooLarge:
            return too_large(Limit.FILE)
        except NoSuchFile:
            return UnreadableWorkbook(WorkbookProblem.GONE)
