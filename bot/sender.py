"""Sends what the outbox holds: claims committed before the request, one message of a chat in flight, outcomes by class."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.files import with_content
from bot.limits import Limits
from bot.outages import Outage, within
from bot.roles import Role
from bot.wire import MAY_SPEAK, Outcome, Result, Wire
from storage import outbox, people
from storage.database import Database, DatabaseAway, Tx
from storage.outbox import Claimed

log = structlog.get_logger()

AT_ONCE = 64
REPEATS = {"alert": 5, "answer": 5, "list": 2, "news": 2, "hint": 0}
"""How often a send is repeated after an unknown outcome, by kind."""
BACK_OFF_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
EDITING = frozenset({"edit", "bare", "react", "pin", "unpin", "commands", "leave"})
"""Methods that harm nothing when repeated."""
COUNTED = frozenset({"show", "say", "edit", "bare"})
"""Methods that Telegram's limit of a chat counts."""
LOOK_SECONDS = 0.1
"""How soon a message is found that another process posted."""
GIVE_UP_ATTEMPTS = 12
"""Attempts of a harmless hint before it is dropped."""


Lost = Callable[[Tx, int], None]
"""What is done, in the same transaction, about a chat that can't be written to any more."""


def no_matter(tx: Tx, chat: int) -> None:
    """Nothing follows."""


class Sender:
    """The one that speaks to Telegram, while it has the role. `woken` is set by whoever posted something."""

    def __init__(
        self, db: Database, wire: Wire, limits: Limits, repeat_mark: Callable[[Tx, int], str], role: Role
    ) -> None:
        self._db = db
        self._wire = wire
        self._limits = limits
        self._mark = repeat_mark
        self._role = role
        self._flying: dict[int, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._outage = Outage("sender")
        self._doubt = False
        self.woken = asyncio.Event()
        self.lost: Lost = no_matter
        self.observed: Callable[[Claimed, Result], None] = lambda row, result: None

    @property
    def idle(self) -> bool:
        return not self._flying

    async def run(self) -> None:
        """Send for ever, while the role is ours; first settle what an earlier sender left in the middle."""
        while True:
            await self._role.given()
            epoch = self._role.epoch
            await self._outage.insist(self._db.awrite, _settle_left, epoch)
            while self._role.epoch == epoch:
                self.woken.clear()
                wait = await self._rounded(epoch)
                if wait is None:
                    await self._quiet()
                elif wait > 0:
                    await within(self.woken, wait)

    async def stop(self) -> None:
        """Let what is in flight end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    async def _quiet(self) -> None:
        """Wait until something is posted, by this process or another."""
        if not self._db.shared:
            await self.woken.wait()
            return
        while not self.woken.is_set() and self._role.epoch:
            await within(self.woken, LOOK_SECONDS)
            if await self._outage.insist(self._db.aread, outbox.any_queued):
                return

    async def _rounded(self, epoch: int) -> float | None:
        """One round; when the database is away nobody knows whether its claim was kept."""
        try:
            wait = await self._round(epoch)
        except DatabaseAway as error:
            self._doubt = True
            return self._outage.began(error)
        self._outage.over()
        return wait

    async def _round(self, epoch: int) -> float | None:
        """One claim; None = nothing to do until woken, else seconds to wait."""
        room = AT_ONCE - len(self._flying)
        if room <= 0:
            return 0.5
        pause = self._limits.pause()
        if pause > 0:
            return pause
        silent = set(self._flying.values()) | self._limits.full_chats()
        flying = frozenset(self._flying) if self._doubt else None
        claimed, busy = await self._db.awrite(_claim, self._role, epoch, silent, min(room, self._limits.room()), flying)
        self._doubt = False
        for row in claimed:
            self._flying[row.id] = row.chat_id
            self._limits.spend(row.chat_id, counts=row.method in COUNTED)
            task = asyncio.create_task(self._deliver(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if claimed:
            return 0.0
        return 0.25 if busy else None

    async def _deliver(self, row: Claimed) -> None:
        try:
            result = await self._result(row)
            self._limits.answered(row.chat_id, counts=row.method in COUNTED)
            try:
                await self._outage.insist(self._db.awrite, _record, row, result, self.lost)
            except Exception:
                log.exception("outcome can't be recorded", row=row.id, method=row.method)
                await self._outage.insist(self._db.awrite, _record, row, result)
            self.observed(row, result)
        finally:
            del self._flying[row.id]
            self.woken.set()

    async def _result(self, row: Claimed) -> Result:
        """What became of the call; it is not made when the role may have gone to another process."""
        try:
            if not await self._outage.insist(self._role.confirmed) or self._role.epoch != row.epoch:
                return Result(Outcome.NOT_SENT, why="another process sends")
            MAY_SPEAK.set(lambda: self._role.sure() and self._role.epoch == row.epoch)
            return await self._call(row)
        except Exception:
            log.exception("sending failed", row=row.id, method=row.method)
            return Result(Outcome.UNKNOWN, why="fault of ours")

    async def _call(self, row: Claimed) -> Result:
        body = row.body
        match row.method:
            case "show" | "say":
                if row.marked and not row.edits:
                    mark = await self._db.aread(self._mark, row.chat_id)
                    body = body | {"text": f"{mark}\n{body['text']}"}
                try:
                    body = await with_content(self._db, body)
                except LookupError:
                    return Result(Outcome.REFUSED, why="the document is kept no more")
                return await self._wire.send(row.chat_id, body, row.edits)
            case "edit":
                return await self._wire.send(row.chat_id, body, body["message"])
            case "bare":
                return await self._wire.bare(row.chat_id, body["message"])
            case "react":
                return await self._wire.react(row.chat_id, body["message"], body["emoji"])
            case "pin" | "unpin":
                message = body.get("message") or row.edits
                if not message:
                    return Result(Outcome.REFUSED, why="no message to pin")
                return await (self._wire.pin if row.method == "pin" else self._wire.unpin)(row.chat_id, message)
            case "commands":
                return await self._wire.commands(row.chat_id, [(name, words) for name, words in body["table"]])
            case "leave":
                return await self._wire.leave(row.chat_id)
            case _:
                return Result(Outcome.REFUSED, why=f"unknown method {row.method}")


def _claim(
    tx: Tx, role: Role, epoch: int, silent: set[int], most: int, flying: frozenset[int] | None
) -> tuple[list[Claimed], bool]:
    """Take rows while the role is ours, and whether more is to come; `flying` when there is a doubt whether an earlier claim was kept."""
    if role.epoch != epoch or not role.holds(tx):
        return [], False
    if flying is not None:
        outbox.requeue_strays(tx, epoch, flying)
    claimed = outbox.claim(tx, silent, most, tx.machine_now(), epoch)
    return claimed, bool(claimed) or outbox.is_busy(tx)


def _settle_left(tx: Tx, epoch: int) -> None:
    """Rows that an earlier sender left in `sending` were cut by its end: unknown, like a lost answer."""
    for row in outbox.left_sending(tx, epoch):
        record(tx, row, Result(Outcome.UNKNOWN, why="the process ended during the call"), tx.machine_now())


def _record(tx: Tx, row: Claimed, result: Result, lost: Lost = no_matter) -> None:
    record(tx, row, result, tx.machine_now(), lost)


def record(tx: Tx, row: Claimed, result: Result, at: datetime, lost: Lost = no_matter) -> None:
    """Write what became of a row, unless another sender settled it; `lost` follows when its chat is closed for good."""
    if result.outcome is not Outcome.SENT and not outbox.is_ours(tx, row):
        return
    match result.outcome:
        case Outcome.SENT:
            outbox.sent(tx, row, result.message, at)
        case Outcome.WAIT:
            outbox.hold(tx, row.chat_id, at + timedelta(seconds=result.seconds), "429")
            outbox.again(tx, row, result.why, marked=False)
        case Outcome.NOT_SENT:
            outbox.hold(tx, row.chat_id, at + _pause(row), "no connection")
            outbox.again(tx, row, result.why, marked=False)
        case Outcome.NEVER:
            outbox.end(tx, row.id, "failed", result.why)
            lost(tx, row.chat_id)
        case Outcome.MIGRATED:
            outbox.move_chat(tx, row.chat_id, result.chat)
            people.move_group(tx, row.chat_id, result.chat)
            outbox.again(tx, row, result.why, marked=False)
        case Outcome.BAD_FORMAT:
            _plain(tx, row, result)
        case Outcome.GONE:
            _gone(tx, row, result)
        case Outcome.REFUSED:
            outbox.end(tx, row.id, "failed", result.why)
            log.warning("message refused", row=row.id, method=row.method, why=result.why)
        case Outcome.UNKNOWN:
            _unknown(tx, row, result, at)


def _pause(row: Claimed) -> timedelta:
    return timedelta(seconds=BACK_OFF_SECONDS[min(row.attempts, len(BACK_OFF_SECONDS)) - 1])


def _plain(tx: Tx, row: Claimed, result: Result) -> None:
    """Once more as plain text, never dropped."""
    if row.body.get("parse_mode", "HTML") != "HTML":
        outbox.end(tx, row.id, "failed", result.why)
        return
    log.warning("bad formatting, sent again as plain text", row=row.id)
    outbox.rewrite(tx, row.id, as_plain(row.body))
    outbox.again(tx, row, result.why, marked=False)


def as_plain(body: dict[str, Any]) -> dict[str, Any]:
    """The body without formatting, cut to what Telegram takes."""
    words = html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", body.get("text", "")))
    return body | {"text": words[:2000], "parse_mode": None}


def _gone(tx: Tx, row: Claimed, result: Result) -> None:
    """The message to edit is gone: a card is sent anew, anything else is over."""
    if row.method == "show":
        outbox.forget_message(tx, row)
        outbox.again(tx, row, result.why, marked=False)
    else:
        outbox.end(tx, row.id, "dropped", result.why)


def _unknown(tx: Tx, row: Claimed, result: Result, at: datetime) -> None:
    harmless = row.method in EDITING or bool(row.edits)
    most = GIVE_UP_ATTEMPTS if harmless else REPEATS[row.kind]
    if row.attempts <= most:
        outbox.hold(tx, row.chat_id, at + _pause(row), "unknown outcome")
        outbox.again(tx, row, result.why, marked=not harmless)
        return
    outbox.end(tx, row.id, "unknown", result.why)
    if row.place:
        outbox.forget_face(tx, row.chat_id, row.place)
    log.warning("outcome unknown", row=row.id, method=row.method, why=result.why)
