"""Later changes to logs, stops and what was added to them: the queries behind undo, corrections and late attachments."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from domain.visits import Channel, Log, Objective, Reason, Stop, StopState
from storage import visits
from storage.database import Tx
from storage.plans import NewStop
from storage.tables import attachments, logs, stops

_BEFORE = update(logs).where(logs.c.id == bindparam("find")).values(before=bindparam("old"))
_MESSAGE_OF = select(logs.c.message_id).where(logs.c.id == bindparam("find"))
_OBJECTIVE = update(logs).where(logs.c.id == bindparam("find")).values(objective=bindparam("goal"))
_BY_MESSAGE = (
    select(logs.c.id)
    .where(logs.c.manager == bindparam("who"), logs.c.message_id == bindparam("number"), logs.c.state == "active")
    .order_by(logs.c.id.desc())
    .limit(1)
)
_MADE_BY = (
    select(logs.c.id).where(logs.c.manager == bindparam("who"), logs.c.message_id == bindparam("number")).limit(1)
)
_STOP_BACK = (
    update(stops)
    .where(stops.c.id == bindparam("find"))
    .values(
        state=bindparam("to"),
        missed=bindparam("why"),
        missed_words=bindparam("words"),
        moved_to=bindparam("moved"),
        channel=bindparam("way"),
    )
)
_WAIT = update(attachments).where(attachments.c.id == bindparam("find")).values(shop=bindparam("of"))
_TAKE = (
    update(attachments)
    .where(attachments.c.manager == bindparam("who"), attachments.c.shop == bindparam("of"), attachments.c.log == 0)
    .values(log=bindparam("to"))
)
_WHERE = update(attachments).where(attachments.c.id == bindparam("find")).values(where_word=bindparam("word"))
_SHOP_OF = select(attachments.c.shop).where(attachments.c.id == bindparam("find"))


def set_before(tx: Tx, log: int, before: dict[str, Any]) -> None:
    tx.execute(_BEFORE, {"find": log, "old": before})


def message_of(tx: Tx, log: int) -> int:
    return int(tx.execute(_MESSAGE_OF, {"find": log}).scalar_one_or_none() or 0)


def set_objective(tx: Tx, log: int, objective: str) -> None:
    tx.execute(_OBJECTIVE, {"find": log, "goal": objective})


def by_message(tx: Tx, manager: str, message_id: int) -> Log | None:
    """The active log made from a message."""
    number = tx.execute(_BY_MESSAGE, {"who": manager, "number": message_id}).scalar_one_or_none()
    return None if number is None else visits.log(tx, int(number))


def made_by_message(tx: Tx, manager: str, message_id: int) -> bool:
    """Whether any log, standing or not, was made from a message."""
    return tx.execute(_MADE_BY, {"who": manager, "number": message_id}).first() is not None


def stop_as_json(stop: Stop) -> dict[str, Any]:
    """A stop's state in full, for `put_stop_back`."""
    return {
        "id": stop.id,
        "state": stop.state.value,
        "missed": stop.missed.value if stop.missed else "",
        "words": stop.missed_words,
        "moved_to": stop.moved_to.isoformat() if stop.moved_to else "",
        "channel": stop.channel.value,
        "pinned": stop.pinned,
    }


def put_stop_back(tx: Tx, kept: dict[str, Any]) -> None:
    """Bring a stop to what `stop_as_json` gave."""
    tx.execute(
        _STOP_BACK,
        {
            "find": kept["id"],
            "to": kept["state"],
            "why": kept["missed"],
            "words": kept["words"],
            "moved": date.fromisoformat(kept["moved_to"]) if kept["moved_to"] else None,
            "way": kept["channel"],
        },
    )


def new_stop_of(kept: dict[str, Any]) -> NewStop:
    """The stop that `removed_stop` described, to be added again."""
    on = date.fromisoformat(kept["on"]) if kept["on"] else None
    return NewStop(
        kept["manager"],
        kept["department"],
        date.fromisoformat(kept["day"]),
        kept["shop"],
        Channel(kept["channel"]),
        Reason(kept["reason"], kept["days"], on),
        Objective(kept["objective"]),
        number=kept["number"],
        place_in_route=kept["number"],
        pinned=True,
        state=StopState.PLANNED,
    )


def wait_for(tx: Tx, attachment: int, shop: str) -> None:
    """Keep an attachment for a shop that has no log yet."""
    tx.execute(_WAIT, {"find": attachment, "of": shop})


def take_waiting(tx: Tx, manager: str, shop: str, log: int) -> None:
    """Give the attachments that wait for a shop to its new log."""
    tx.execute(_TAKE, {"who": manager, "of": shop, "to": log})


def set_where(tx: Tx, attachment: int, word: str) -> None:
    """Note whether a place was `at_shop` or `elsewhere`."""
    tx.execute(_WHERE, {"find": attachment, "word": word})


def waits_for(tx: Tx, attachment: int) -> str:
    """The shop that an attachment without a log belongs to, '' when that is not known."""
    return str(tx.execute(_SHOP_OF, {"find": attachment}).scalar_one_or_none() or "")
