"""Visit logs with their words, what was told to each shop, promises for another day, pictures and voices added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.visits import Channel, Log, LogState, Quantity
from storage.database import Tx
from storage.tables import attachments, focuses, follow_ups, logs, told

_SHOWN = [column for column in logs.c if column.name not in {"objective", "origin", "before", "message_id"}]
"""What a list of logs shows."""
_LOG = select(logs).where(logs.c.id == bindparam("find"))
_INSERT = insert(logs).returning(logs)
_OF_DAY = (
    select(*_SHOWN)
    .where(logs.c.manager == bindparam("who"), logs.c.day == bindparam("on"))
    .order_by(logs.c.at, logs.c.id)
)
_DAY_OF_SOME = (
    select(*_SHOWN)
    .where(logs.c.manager.in_(bindparam("whose", expanding=True)), logs.c.day == bindparam("on"))
    .order_by(logs.c.id)
)
_BETWEEN = (
    select(*_SHOWN)
    .where(logs.c.manager == bindparam("who"), logs.c.day >= bindparam("first"), logs.c.day <= bindparam("last"))
    .order_by(logs.c.at, logs.c.id)
)
_OF_SHOP = (
    select(*_SHOWN)
    .where(logs.c.shop == bindparam("of"), logs.c.state == "active")
    .order_by(logs.c.at.desc(), logs.c.id.desc())
    .limit(bindparam("most"))
)
_LATEST = (
    select(*_SHOWN)
    .where(logs.c.manager == bindparam("who"), logs.c.state == "active")
    .order_by(logs.c.at.desc(), logs.c.id.desc())
    .limit(bindparam("most"))
)
_STATE = update(logs).where(logs.c.id == bindparam("find")).values(state=bindparam("to"))
_SHOP = (
    update(logs)
    .where(logs.c.id == bindparam("find"))
    .values(shop=bindparam("of"), stop=bindparam("at_stop"), unplanned=bindparam("extra"), before=bindparam("old"))
)
_FACTS = (
    update(logs)
    .where(logs.c.id == bindparam("find"))
    .values(
        quantities=bindparam("figures"),
        next_day=bindparam("next_on"),
        outcome=bindparam("result"),
        channel=bindparam("way"),
    )
)
_EVERY = select(*_SHOWN).order_by(logs.c.id)
_TOLD = select(told.c.line).where(told.c.shop == bindparam("of"))
_TELL = insert(told)
_KNOWS = select(told.c.line).where(told.c.shop == bindparam("of"), told.c.line == bindparam("what"))
_UNTELL = delete(told).where(told.c.log == bindparam("by"))
_TOLD_LINES = select(told.c.shop, told.c.line).where(told.c.shop.in_(bindparam("shops", expanding=True)))
_HOW_MANY_TOLD = select(func.count()).select_from(told).where(told.c.line == bindparam("what"))
_FOLLOW_UP = select(follow_ups).where(follow_ups.c.id == bindparam("find"))
_OPEN_OF_SHOP = (
    select(follow_ups)
    .where(follow_ups.c.shop == bindparam("of"), follow_ups.c.state == "open")
    .order_by(follow_ups.c.day.nulls_first(), follow_ups.c.id)
)
_OPEN_OF_MANAGER = (
    select(follow_ups)
    .where(follow_ups.c.manager == bindparam("who"), follow_ups.c.state == "open")
    .order_by(follow_ups.c.day.nulls_first(), follow_ups.c.id)
)
_ADD_FOLLOW_UP = insert(follow_ups)
_FOLLOW_UP_STATE = update(follow_ups).where(follow_ups.c.id == bindparam("find")).values(state=bindparam("to"))
_FOLLOW_UP_DAY = update(follow_ups).where(follow_ups.c.id == bindparam("find")).values(day=bindparam("on"))
_DROP_FOLLOW_UPS = delete(follow_ups).where(follow_ups.c.log == bindparam("by"))
_ADD_ATTACHMENT = insert(attachments)
_ATTACHMENTS = select(attachments).where(attachments.c.log == bindparam("of")).order_by(attachments.c.id)
_ATTACHMENT = select(attachments).where(attachments.c.id == bindparam("find"))
_ATTACH = update(attachments).where(attachments.c.id == bindparam("find")).values(log=bindparam("of"))
_ALL_ATTACHMENTS = select(attachments).order_by(attachments.c.id)
_FOCUS = (
    select(focuses.c.words)
    .where(focuses.c.state == "active", focuses.c.department.in_(("", bindparam("where"))))
    .order_by(focuses.c.id.desc())
    .limit(1)
)
_FOCUS_BY_ID = select(focuses).where(focuses.c.id == bindparam("find"), focuses.c.state == "active")
_ADD_FOCUS = insert(focuses)
_END_FOCUS = update(focuses).where(focuses.c.id == bindparam("find")).values(state="ended")


@dataclass(frozen=True, slots=True)
class NewLog:
    """A log to be written. `before` is what an undo puts back, as JSON; `origin` the inbox row it came from,
    `message_id` the person's own message with the words."""

    manager: str
    department: str
    shop: str
    day: date
    at: datetime
    channel: Channel
    objective: str = ""
    outcome: str = ""
    words: str = ""
    quantities: tuple[Quantity, ...] = ()
    next_day: date | None = None
    stop: int = 0
    unplanned: bool = False
    origin: int = 0
    message_id: int = 0
    before: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A promise or open matter; `day` None while no day is set; `manager`'s to keep."""

    id: int
    shop: str
    manager: str
    day: date | None
    what: str
    log: int
    state: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    log: int
    manager: str
    kind: str
    file_id: str
    seconds: int
    words: str
    where_word: str
    at: datetime


def _log(row: Any) -> Log:
    return Log(
        id=row.id,
        manager=row.manager,
        department=row.department,
        shop=row.shop,
        day=row.day,
        at=row.at,
        channel=Channel(row.channel),
        outcome=row.outcome,
        words=row.words,
        quantities=tuple(Quantity(**one) for one in row.quantities),
        next_day=row.next_day,
        state=LogState(row.state),
        stop=row.stop,
        unplanned=row.unplanned,
    )


def log(tx: Tx, number: int) -> Log | None:
    row = tx.recall_one(_LOG, {"find": number})
    return None if row is None else _log(row)


def drafted(new: NewLog) -> Log:
    """A log that is to be written, without its number."""
    return Log(
        id=0,
        manager=new.manager,
        department=new.department,
        shop=new.shop,
        day=new.day,
        at=new.at,
        channel=new.channel,
        outcome=new.outcome,
        words=new.words,
        quantities=new.quantities,
        next_day=new.next_day,
        stop=new.stop,
        unplanned=new.unplanned,
    )


def add_log(tx: Tx, new: NewLog) -> Log:
    """Write a log down; the same as `log` reads it."""
    values = {one.name: getattr(new, one.name) for one in fields(new)} | {
        "channel": new.channel.value,
        "quantities": [asdict(one) for one in new.quantities],
        "state": LogState.ACTIVE.value,
        "before": new.before or {},
    }
    row = tx.execute(_INSERT, values).one()
    tx.remember(_LOG, {"find": row.id}, row)
    return replace(drafted(new), id=row.id)


def of_day(tx: Tx, manager: str, day: date) -> list[Log]:
    """All logs of a day, undone ones too, oldest first."""
    return [_log(row) for row in tx.execute(_OF_DAY, {"who": manager, "on": day}).all()]


def of_managers(tx: Tx, managers: Collection[str], day: date) -> list[Log]:
    """Several managers' logs of a day, undone ones too, in one query."""
    wanted = sorted(managers)
    return [_log(row) for row in tx.execute(_DAY_OF_SOME, {"whose": wanted, "on": day}).all()] if wanted else []


def between(tx: Tx, manager: str, first: date, last: date) -> list[Log]:
    return [_log(row) for row in tx.execute(_BETWEEN, {"who": manager, "first": first, "last": last}).all()]


def of_shop(tx: Tx, shop: str, most: int = 5) -> list[Log]:
    """A shop's active logs, latest first."""
    return [_log(row) for row in tx.execute(_OF_SHOP, {"of": shop, "most": most}).all()]


def latest(tx: Tx, manager: str, most: int = 2) -> list[Log]:
    """A manager's active logs, latest first."""
    return [_log(row) for row in tx.execute(_LATEST, {"who": manager, "most": most}).all()]


def every(tx: Tx) -> list[Log]:
    return [_log(row) for row in tx.execute(_EVERY).all()]


def set_state(tx: Tx, number: int, to: LogState) -> None:
    tx.execute(_STATE, {"find": number, "to": to.value})


def settle_shop(tx: Tx, number: int, shop: str, stop: int, unplanned: bool, before: dict[str, Any]) -> None:
    """Say at last which shop a log belongs to."""
    tx.execute(_SHOP, {"find": number, "of": shop, "at_stop": stop, "extra": unplanned, "old": before})


def set_facts(tx: Tx, changed: Log) -> None:
    """Write the corrected quantities, next day, outcome and channel of a log."""
    tx.execute(
        _FACTS,
        {
            "find": changed.id,
            "figures": [asdict(one) for one in changed.quantities],
            "next_on": changed.next_day,
            "result": changed.outcome,
            "way": changed.channel.value,
        },
    )


def before(tx: Tx, number: int) -> dict[str, Any]:
    """What an undo of this log puts back."""
    row = tx.recall_one(_LOG, {"find": number})
    return {} if row is None else dict(row.before)


def objective(tx: Tx, number: int) -> str:
    """The objective that a log's chip answered, '' for none."""
    row = tx.recall_one(_LOG, {"find": number})
    return "" if row is None else str(row.objective)


def told_to(tx: Tx, shop: str) -> frozenset[str]:
    """Ids of lines and news (`news:<id>`) that the shop was told."""
    return frozenset(row.line for row in tx.execute(_TOLD, {"of": shop}))


def told_to_many(tx: Tx, shops: Collection[str]) -> dict[str, frozenset[str]]:
    """The same for many shops, in one query."""
    known: dict[str, set[str]] = {shop: set() for shop in shops}
    if known:
        for row in tx.execute(_TOLD_LINES, {"shops": sorted(known)}):
            known[row.shop].add(row.line)
    return {shop: frozenset(lines) for shop, lines in known.items()}


def tell(tx: Tx, shop: str, line: str, day: date, by_log: int) -> None:
    """Note that a shop was told a line (once)."""
    if tx.execute(_KNOWS, {"of": shop, "what": line}).first() is None:
        tx.execute(_TELL, {"shop": shop, "line": line, "day": day, "log": by_log})


def untell(tx: Tx, by_log: int) -> None:
    tx.execute(_UNTELL, {"by": by_log})


def how_many_told(tx: Tx, line: str) -> int:
    """How many shops were told a line."""
    return int(tx.execute(_HOW_MANY_TOLD, {"what": line}).scalar_one())


def follow_up(tx: Tx, number: int) -> FollowUp | None:
    row = tx.execute(_FOLLOW_UP, {"find": number}).first()
    return None if row is None else _follow_up(row)


def _follow_up(row: Any) -> FollowUp:
    return FollowUp(row.id, row.shop, row.manager, row.day, row.what, row.log, row.state)


def open_of_shop(tx: Tx, shop: str) -> list[FollowUp]:
    return [_follow_up(row) for row in tx.execute(_OPEN_OF_SHOP, {"of": shop})]


def open_of_manager(tx: Tx, manager: str) -> list[FollowUp]:
    """Open promises of a manager, soonest first."""
    return [_follow_up(row) for row in tx.execute(_OPEN_OF_MANAGER, {"who": manager})]


def add_follow_up(tx: Tx, shop: str, manager: str, day: date | None, what: str, by_log: int, now: datetime) -> int:
    values = {
        "shop": shop,
        "manager": manager,
        "day": day,
        "what": what,
        "log": by_log,
        "state": "open",
        "made_at": now,
    }
    return int((tx.execute(_ADD_FOLLOW_UP, values).inserted_primary_key or (0,))[0])


def set_follow_up(tx: Tx, number: int, state: str) -> None:
    """Make it `open`, `done` or `dropped`."""
    tx.execute(_FOLLOW_UP_STATE, {"find": number, "to": state})


def move_follow_up(tx: Tx, number: int, day: date | None) -> None:
    tx.execute(_FOLLOW_UP_DAY, {"find": number, "on": day})


def drop_follow_ups(tx: Tx, by_log: int) -> None:
    """Take away the promises that a log made (its undo)."""
    tx.execute(_DROP_FOLLOW_UPS, {"by": by_log})


def attach(tx: Tx, new: Attachment) -> int:
    """Keep a photo, voice, place or document; `log` 0 while it is not known where it belongs. The id given is ignored."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    return int((tx.execute(_ADD_ATTACHMENT, values).inserted_primary_key or (0,))[0])


def attachment(tx: Tx, number: int) -> Attachment | None:
    row = tx.execute(_ATTACHMENT, {"find": number}).first()
    return None if row is None else _attachment(row)


def attachments_of(tx: Tx, of_log: int) -> list[Attachment]:
    return [_attachment(row) for row in tx.execute(_ATTACHMENTS, {"of": of_log})]


def every_attachment(tx: Tx) -> list[Attachment]:
    return [_attachment(row) for row in tx.execute(_ALL_ATTACHMENTS)]


def put_attachment(tx: Tx, number: int, to_log: int) -> None:
    """Say at last which log an attachment belongs to."""
    tx.execute(_ATTACH, {"find": number, "of": to_log})


def _attachment(row: Any) -> Attachment:
    return Attachment(
        row.id, row.log, row.manager, row.kind, row.file_id, row.seconds, row.words, row.where_word, row.at
    )


def focus(tx: Tx, department: str) -> str:
    """The words of the period's focus for a department ('' when none is set)."""
    row = tx.recall_one(_FOCUS, {"where": department})
    return "" if row is None else str(row.words)


@dataclass(frozen=True, slots=True)
class FocusRow:
    department: str
    made_by: str
    words: str


def focus_by_id(tx: Tx, number: int) -> FocusRow | None:
    """A focus that was not taken back."""
    row = tx.execute(_FOCUS_BY_ID, {"find": number}).first()
    return None if row is None else FocusRow(row.department, row.made_by, row.words)


def add_focus(tx: Tx, department: str, words: str, made_by: str, now: datetime) -> int:
    values = {"department": department, "words": words, "made_by": made_by, "made_at": now, "state": "active"}
    return int((tx.execute(_ADD_FOCUS, values).inserted_primary_key or (0,))[0])


def end_focus(tx: Tx, number: int) -> None:
    tx.execute(_END_FOCUS, {"find": number})
