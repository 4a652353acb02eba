"""A file is fetched from Telegram with a hard stop, opened apart, and what can't be had is told from what may come yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web
from telegram.error import NetworkError

from bot.fetching import Fetcher
from bot.wire import FileTooLarge, NoSuchFile, Wire
from domain.workbooks import Limit, Sheet, UnreadableWorkbook, WorkbookProblem
from scheduler import imports
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
TABLE = "客户编码,店名\n1,甲\n".encode()


class Store:
    """Telegram's files: what getFile says of one, and what comes when it is fetched."""

    def __init__(self, said: dict[str, Any], status: int = 200, content: bytes = b"", *, cut: bool = False) -> None:
        self.said, self.status, self.content, self.cut = said, status, content, cut
        self.sent = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if "/file/" not in request.path:
            return web.json_response(self.said, status=200 if self.said["ok"] else 400)
        if self.status != 200:
            return web.Response(status=self.status)
        response = web.StreamResponse(headers={"Content-Length": str(len(self.content))} if self.cut else {})
        await response.prepare(request)
        body = self.content[: len(self.content) // 2] if self.cut else self.content
        for start in range(0, len(body), 65536):
            await response.write(body[start : start + 65536])
            self.sent += 65536
        if self.cut:
            assert request.transport is not None
            request.transport.close()
        return response

    def lets(self, use: Callable[[Wire], Awaitable[Any]]) -> Any:
        """What comes of using a wire to this store."""

        async def run() -> Any:
            app = web.Application()
            app.router.add_route("*", "/{tail:.*}", self.answer)
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            wire = Wire("1:x", f"http://127.0.0.1:{runner.addresses[0][1]}")
            try:
                return await use(wire)
            finally:
                await wire.close()
                await runner.cleanup()

        return asyncio.run(run())


def known(size: int = 0) -> dict[str, Any]:
    file = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/1.csv"}
    return {"ok": True, "result": file | ({"file_size": size} if size else {})}


def refusal(words: str) -> dict[str, Any]:
    return {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def fetch(wire: Wire) -> bytes:
    return await wire.fetch("f", 1000)


def test_a_file_comes_as_it_is() -> None:
    assert Store(known(len(TABLE)), content=TABLE).lets(fetch) == TABLE


@pytest.mark.parametrize(
    ("store", "error"),
    [
        (Store(known(1001)), FileTooLarge),
        (Store(refusal("file is too big")), FileTooLarge),
        (Store(refusal("wrong file_id or the file is temporarily unavailable")), NoSuchFile),
        (Store(known(), status=500), NetworkError),
        (Store(known(), status=404), NetworkError),
        (Store(known(), content=TABLE * 10, cut=True), NetworkError),
    ],
    ids=["stated size", "too big for bots", "unknown", "fault", "gone", "cut"],
)
def test_what_does_not_come_is_told_apart(store: Store, error: type[Exception]) -> None:
    with pytest.raises(error):
        store.lets(fetch)


def test_a_size_that_lies_is_stopped_at_the_limit() -> None:
    store = Store(known(10), content=b"x" * 50_000_000)
    with pytest.raises(FileTooLarge):
        store.lets(fetch)
    assert store.sent < 40_000_000


def opened(store: Store, name: str = "a.csv") -> Any:
    """What the job finds out, in its thread."""

    async def use(wire: Wire) -> Any:
        fetcher = Fetcher(wire)
        fetcher.begin()
        solve = fetcher.job.solve
        assert solve is not None
        return await asyncio.to_thread(solve, imports.ToFetch(name, "f"))

    return store.lets(use)


def test_the_job_opens_what_it_fetched() -> None:
    assert opened(Store(known(), content=TABLE)) == [Sheet("a", [(1, ["客户编码", "店名"]), (2, ["1", "甲"])])]


@pytest.mark.parametrize(
    ("store", "problem", "limit"),
    [
        (Store(known(21 * 1024 * 1024)), WorkbookProblem.TOO_LARGE, Limit.FILE),
        (Store(refusal("wrong file_id")), WorkbookProblem.GONE, None),
        (Store(known(), content=b"\x00"), WorkbookProblem.NOT_A_WORKBOOK, None),
    ],
)
def test_the_job_tells_why_there_is_nothing(store: Store, problem: WorkbookProblem, limit: Limit | None) -> None:
    found = opened(store)
    assert isinstance(found, UnreadableWorkbook)
    assert (found.problem, found.limit) == (problem, limit)


def test_what_may_come_yet_is_tried_again() -> None:
    with pytest.raises(NetworkError):
        opened(Store(known(), status=502))
