"""The outbox: every message to be sent, as a row committed with its cause; and the cards that messages become."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal_column, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.chat import Priority
from storage.database import Tx
from storage.tables import cards, fixed, holds, outbox

_IS_QUEUED = outbox.c.state == fixed("queued")
_IS_SENDING = outbox.c.state == fixed("sending")
_HAS_ENDED_BADLY = outbox.c.state.in_((fixed("failed"), fixed("unknown")))
_WAITING_AT = select(outbox.c.id, outbox.c.face, outbox.c.fresh).where(
    outbox.c.chat_id == bindparam("chat"),
    outbox.c.place == bindparam("at"),
    _IS_QUEUED,
    outbox.c.place != fixed(""),
)


def _posting(new: Any) -> Any:
    """Insert a letter, or put it in the place of the one that waits there."""
    return new.on_conflict_do_update(
        index_elements=[outbox.c.chat_id, outbox.c.place],
        index_where=text("state = 'queued' AND place <> ''"),
        set_={name: new.excluded[name] for name in ("body", "face", "origin")}
        | {"fresh": or_(outbox.c.fresh, new.excluded.fresh)},
    )


_POST = {True: _posting(postgresql.insert(outbox)), False: _posting(sqlite.insert(outbox))}
"""By whether processes share the database."""
_MARK = update(outbox).where(outbox.c.id == bindparam("row")).values(marked=True)
_CARD = select(cards).where(cards.c.chat_id == bindparam("chat"), cards.c.place == bindparam("at"))
_CARD_OF_MESSAGE = select(cards).where(cards.c.chat_id == bindparam("chat"), cards.c.message_id == bindparam("message"))
_INSERT_CARD = insert(cards)
_SET_CARD = (
    update(cards)
    .where(cards.c.chat_id == bindparam("chat"), cards.c.place == bindparam("at"))
    .values(
        message_id=bindparam("message"),
        view=bindparam("new_view"),
        object=bindparam("new_object"),
        page=bindparam("new_page"),
        face=bindparam("new_face"),
    )
)
_CARD_MESSAGE = (
    update(cards)
    .where(cards.c.chat_id == bindparam("chat"), cards.c.place == bindparam("at"))
    .values(message_id=bindparam("message"))
)
_CARD_FACE = update(cards).where(cards.c.chat_id == bindparam("chat"), cards.c.place == bindparam("at")).values(face="")
_LEAVE_PLACE = delete(cards).where(cards.c.chat_id == bindparam("chat"), cards.c.place == bindparam("at"))
_SHOWING = (
    select(cards)
    .where(cards.c.object.in_(bindparam("objects", expanding=True)))
    .order_by(cards.c.chat_id, cards.c.place)
)
_IN_CHAT = (
    select(cards)
    .where(cards.c.chat_id == bindparam("chat"), cards.c.message_id != 0)
    .order_by(cards.c.message_id.desc())
    .limit(bindparam("most"))
)
_QUEUED = (
    select(outbox.c.id, outbox.c.chat_id)
    .where(_IS_QUEUED, outbox.c.chat_id.not_in(bindparam("busy", expanding=True)))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)))
    .values(state="sending", attempts=outbox.c.attempts + 1, epoch=bindparam("by"))
    .returning(outbox)
)
_MESSAGES = select(cards.c.chat_id, cards.c.place, cards.c.message_id).where(
    cards.c.chat_id.in_(bindparam("chats", expanding=True)), cards.c.place.in_(bindparam("places", expanding=True))
)
_OURS = select(outbox.c.id).where(
    outbox.c.id == bindparam("row"), outbox.c.state == "sending", outbox.c.epoch == bindparam("by")
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == "sending", outbox.c.epoch == bindparam("by"))
    .values(state="sent", message_id=bindparam("message"), sent_at=bindparam("at"), reason="")
)
_STATE = update(outbox).where(outbox.c.id == bindparam("row")).values(state=bindparam("to"), reason=bindparam("why"))
_AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="queued", reason=bindparam("why"), marked=bindparam("mark"))
)
_BODY = update(outbox).where(outbox.c.id == bindparam("row")).values(body=bindparam("new_body"))
_LEFT = select(outbox).where(_IS_SENDING, outbox.c.epoch != bindparam("by")).order_by(outbox.c.id)
_STRAYS = (
    update(outbox)
    .where(_IS_SENDING, outbox.c.epoch == bindparam("by"), outbox.c.id.not_in(bindparam("in_flight", expanding=True)))
    .values(state="queued", attempts=outbox.c.attempts - 1)
)
_UNFINISHED = select(
    select(func.count()).select_from(outbox).where(_IS_QUEUED).scalar_subquery()
    + select(func.count()).select_from(outbox).where(_IS_SENDING).scalar_subquery()
)
_ANY_QUEUED = select(outbox.c.id).where(_IS_QUEUED).limit(1)
_ANY_SENDING = select(outbox.c.id).where(_IS_SENDING).limit(1)
_HOLDS = select(holds.c.chat_id, holds.c.until, holds.c.why).where(holds.c.until > bindparam("at"))
_DROP_OLD_HOLDS = delete(holds).where(holds.c.until <= bindparam("at"))
_DROP_HOLD = delete(holds).where(holds.c.chat_id == bindparam("chat"))
_ADD_HOLD = insert(holds)
_SINCE = (
    select(func.count())
    .select_from(outbox)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.method.in_(("show", "say")),
        outbox.c.message_id > bindparam("message"),
        outbox.c.message_id > literal_column("0"),
    )
)
_UNKNOWN = select(func.count()).select_from(outbox).where(_HAS_ENDED_BADLY, outbox.c.state == "unknown")
_MOVE_ROWS = (
    update(outbox)
    .where(outbox.c.chat_id == bindparam("old"), outbox.c.state != "sent")
    .values(chat_id=bindparam("new"))
)
_MOVE_CARDS = update(cards).where(cards.c.chat_id == bindparam("old")).values(chat_id=bindparam("new"))
_there = cards.alias("there")
_DROP_DOUBLE_CARDS = delete(cards).where(
    cards.c.chat_id == bindparam("old"),
    cards.c.place.in_(select(_there.c.place).where(_there.c.chat_id == bindparam("new"))),
)
_ENDED = (
    select(outbox.c.state, func.count())
    .where(_HAS_ENDED_BADLY, outbox.c.created_at >= bindparam("since"))
    .group_by(outbox.c.state)
)
_WAITING_IN = select(outbox.c.id, outbox.c.place).where(outbox.c.chat_id == bindparam("chat"), _IS_QUEUED)
_FIRST_SINCE = select(outbox.c.id).where(outbox.c.sent_at >= bindparam("since")).order_by(outbox.c.id).limit(1)
_NEWEST = select(func.max(outbox.c.id))
_OLD = (
    select(outbox.c.id)
    .where(outbox.c.id < bindparam("upto"), outbox.c.state.not_in((fixed("queued"), fixed("sending"))))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_PRUNE = delete(outbox).where(outbox.c.id.in_(_OLD))
IN_PLACE = frozenset({"show", "pin", "unpin"})
"""Methods that change the message of a card."""
ALL_CHATS = 0
"""The `chat_id` of a hold that stops every chat."""

LONGEST_HOLD = {"429": timedelta(days=1)}
"""How far ahead a hold may lie, by its reason; one further ahead was written by a clock that was wrong, and is void."""

USUAL_HOLD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to queue. `method`: show (send or edit the card at `place`), say, edit, bare, react, pin, unpin, commands, leave.

    `kind` names the repeat rule (alert, answer, list, news, hint); `face` is the screen's hash before tokens."""

    chat_id: int
    method: str
    body: Mapping[str, Any]
    kind: str
    priority: Priority
    origin: str
    place: str = ""
    face: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row taken for sending; `edits` is the message to edit, 0 when it must be sent."""

    id: int
    chat_id: int
    place: str
    method: str
    body: dict[str, Any]
    kind: str
    priority: int
    attempts: int
    marked: bool
    edits: int
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    chat_id: int
    place: str
    message_id: int
    view: str
    object: str
    page: str
    face: str


def post(tx: Tx, letter: Letter, now: datetime) -> None:
    """Queue a letter; one still waiting at the same place is replaced and keeps its position.

    What pins a card goes behind the card, which may wait again."""
    if letter.method == "pin":
        waiting = tx.execute(_WAITING_AT, {"chat": letter.chat_id, "at": letter.place}).first()
        if waiting is not None:
            end(tx, waiting.id, "dropped", "a newer version waits")
    tx.execute(
        _POST[tx.shared],
        {
            "chat_id": letter.chat_id,
            "place": letter.place,
            "method": letter.method,
            "body": dict(letter.body),
            "face": letter.face,
            "fresh": letter.fresh,
            "kind": letter.kind,
            "priority": int(letter.priority),
            "state": "queued",
            "attempts": 0,
            "marked": False,
            "reason": "",
            "message_id": 0,
            "origin": letter.origin,
            "created_at": now,
        },
    )


def is_waiting(tx: Tx, chat: int, place: str) -> bool:
    return tx.execute(_WAITING_AT, {"chat": chat, "at": place}).first() is not None


def card(tx: Tx, chat: int, place: str) -> Card | None:
    row = tx.recall_one(_CARD, {"chat": chat, "at": place})
    return None if row is None else Card(*row)


def card_of_message(tx: Tx, chat: int, message: int) -> Card | None:
    row = tx.execute(_CARD_OF_MESSAGE, {"chat": chat, "message": message}).first()
    return None if row is None else Card(*row)


def put_card(tx: Tx, new: Card) -> None:
    """Insert or update the card at its place."""
    if card(tx, new.chat_id, new.place) is None:
        tx.execute(_INSERT_CARD, {one.name: getattr(new, one.name) for one in fields(new)})
        return
    values = {
        "chat": new.chat_id,
        "at": new.place,
        "message": new.message_id,
        "new_view": new.view,
        "new_object": new.object,
        "new_page": new.page,
        "new_face": new.face,
    }
    tx.execute(_SET_CARD, values)


def showing(tx: Tx, objects: Collection[str]) -> list[Card]:
    """Cards that show one of the objects."""
    if not objects:
        return []
    return [Card(*row) for row in tx.execute(_SHOWING, {"objects": sorted(objects)})]


def cards_in(tx: Tx, chat: int, most: int) -> list[Card]:
    """The live cards of a chat, newest message first."""
    return [Card(*row) for row in tx.execute(_IN_CHAT, {"chat": chat, "most": most})]


def messages_below(tx: Tx, chat: int, message: int) -> int:
    """How many messages of ours were sent to the chat after `message`."""
    return int(tx.execute(_SINCE, {"chat": chat, "message": message}).scalar_one())


def claim(tx: Tx, busy: Collection[int], most: int, at: datetime, epoch: int = 0) -> list[Claimed]:
    """Take up to `most` rows, one a chat, of chats neither busy nor held; committed before anything is sent."""
    held = _held(tx, at)
    if ALL_CHATS in held:
        return []
    chats = set(busy) | held
    chosen: list[int] = []
    for row in tx.execute(_QUEUED, {"busy": sorted(chats) or [-1], "most": most * 4}).all():
        if row.chat_id not in chats and len(chosen) < most:
            chats.add(row.chat_id)
            chosen.append(row.id)
    if not chosen:
        return []
    taken = _claimed(tx, tx.execute(_CLAIM, {"rows": chosen, "by": epoch}).all())
    return sorted(taken, key=lambda row: chosen.index(row.id))


def _held(tx: Tx, at: datetime) -> set[int]:
    """Chats that must be silent at an instant of machine time."""
    rows = tx.execute(_HOLDS, {"at": at})
    return {row.chat_id for row in rows if row.until <= at + LONGEST_HOLD.get(row.why, USUAL_HOLD)}


def _claimed(tx: Tx, rows: Sequence[Any]) -> list[Claimed]:
    """Rows that are being sent; those of a card with the message that they change, if it has one."""
    places = {row.id: row.body.get("place") or row.place for row in rows if row.place and row.method in IN_PLACE}
    messages: dict[tuple[int, str], int] = {}
    if places:
        chats = sorted({row.chat_id for row in rows if row.id in places})
        found = tx.execute(_MESSAGES, {"chats": chats, "places": sorted(set(places.values()))}).all()
        messages = {(one.chat_id, one.place): one.message_id for one in found}
    return [
        Claimed(
            row.id,
            row.chat_id,
            row.place,
            row.method,
            row.body,
            row.kind,
            row.priority,
            row.attempts,
            row.marked,
            messages.get((row.chat_id, places.get(row.id, "")), 0),
            row.epoch,
        )
        for row in rows
    ]


def left_sending(tx: Tx, epoch: int) -> list[Claimed]:
    """Rows that an earlier sender left in `sending`: their outcome is unknown."""
    return _claimed(tx, tx.execute(_LEFT, {"by": epoch}).all())


def requeue_strays(tx: Tx, epoch: int, in_flight: Collection[int]) -> int:
    """Queue again what this sender claimed without learning of it (the answer to the commit got lost); how many rows."""
    return tx.execute(_STRAYS, {"by": epoch, "in_flight": sorted(in_flight) or [0]}).rowcount


def is_ours(tx: Tx, row: Claimed) -> bool:
    """Whether a row is still being sent by the sender that claimed it: otherwise its outcome was settled by another."""
    return tx.execute(_OURS, {"row": row.id, "by": row.epoch}).first() is not None


def sent(tx: Tx, row: Claimed, message: int, at: datetime) -> None:
    """Record a success, unless the row was settled already; a card sent anew gets its message."""
    if tx.execute(_SENT, {"row": row.id, "message": message, "at": at, "by": row.epoch}).rowcount == 0:
        return
    if row.method == "show" and message not in {0, row.edits}:
        tx.execute(_CARD_MESSAGE, {"chat": row.chat_id, "at": row.place, "message": message})


def forget_message(tx: Tx, row: Claimed) -> None:
    """The card's message is gone: what comes next is sent anew."""
    tx.execute(_CARD_MESSAGE, {"chat": row.chat_id, "at": row.place, "message": 0})


def forget_face(tx: Tx, chat: int, place: str) -> None:
    """Nobody knows what the card shows: the next change draws it."""
    tx.execute(_CARD_FACE, {"chat": chat, "at": place})


def leave_place(tx: Tx, chat: int, place: str) -> None:
    """The card's message has become something else for good: no change draws it any more."""
    tx.execute(_LEAVE_PLACE, {"chat": chat, "at": place})


def again(tx: Tx, row: Claimed, why: str, *, marked: bool) -> None:
    """Back to the queue, unless a newer version waits: that one takes over, with the mark."""
    newer = tx.execute(_WAITING_AT, {"chat": row.chat_id, "at": row.place}).first() if row.place else None
    if newer is None:
        tx.execute(_AGAIN, {"row": row.id, "why": why[:200], "mark": row.marked or marked})
        return
    end(tx, row.id, "dropped", "a newer version waits")
    if row.marked or marked:
        tx.execute(_MARK, {"row": newer.id})


def end(tx: Tx, row: int, state: str, why: str) -> None:
    """Finish a row as `dropped`, `failed` or `unknown`, with a named reason."""
    tx.execute(_STATE, {"row": row, "to": state, "why": why[:200]})


def rewrite(tx: Tx, row: int, body: Mapping[str, Any]) -> None:
    tx.execute(_BODY, {"row": row, "new_body": dict(body)})


def hold(tx: Tx, chat: int, until: datetime, why: str) -> None:
    """Keep a chat (or ALL_CHATS) silent until then; seen by every worker."""
    tx.execute(_DROP_HOLD, {"chat": chat})
    tx.execute(_ADD_HOLD, {"chat_id": chat, "until": until, "why": why[:40]})


def any_queued(tx: Tx) -> bool:
    """Whether anything waits to be sent."""
    return tx.execute(_ANY_QUEUED).first() is not None


def is_busy(tx: Tx) -> bool:
    """Whether anything waits to be sent or is being sent."""
    return any_queued(tx) or tx.execute(_ANY_SENDING).first() is not None


def count_unfinished(tx: Tx) -> int:
    return int(tx.execute(_UNFINISHED).scalar_one())


def count_unknown(tx: Tx) -> int:
    return int(tx.execute(_UNKNOWN).scalar_one())


def count_ended(tx: Tx, since: datetime) -> dict[str, int]:
    """How many rows made since then ended as `failed` and as `unknown`."""
    return {row[0]: int(row[1]) for row in tx.execute(_ENDED, {"since": since})}


def drop_waiting(tx: Tx, chat: int, why: str) -> None:
    """Drop everything queued for a chat; its cards are drawn again by their next change."""
    for row in tx.execute(_WAITING_IN, {"chat": chat}).all():
        end(tx, row.id, "dropped", why)
        if row.place:
            forget_face(tx, chat, row.place)


def move_chat(tx: Tx, old: int, new: int) -> None:
    """A group became another chat: its waiting rows and cards move along; what the new one has already stays as it is."""
    for row in tx.execute(_WAITING_IN, {"chat": old}).all():
        if row.place and is_waiting(tx, new, row.place):
            end(tx, row.id, "dropped", "the chat's new id has one waiting")
    tx.execute(_MOVE_ROWS, {"old": old, "new": new})
    tx.execute(_DROP_DOUBLE_CARDS, {"old": old, "new": new})
    tx.execute(_MOVE_CARDS, {"old": old, "new": new})


def kept_from(tx: Tx, since: datetime) -> int:
    """The first row sent since then (machine time): what is before it may go. The newest row always stays."""
    first = tx.execute(_FIRST_SINCE, {"since": since}).scalar_one_or_none()
    return int(first or tx.execute(_NEWEST).scalar_one_or_none() or 0)


def prune(tx: Tx, upto: int, most: int) -> int:
    """Forget rows before `upto` that are over; how many went."""
    return tx.execute(_PRUNE, {"upto": upto, "most": most}).rowcount


def prune_holds(tx: Tx) -> None:
    """Forget holds that are over."""
    tx.execute(_DROP_OLD_HOLDS, {"at": tx.machine_now()})
