"""Every table of visitbot. Instants are stored as UTC milliseconds, days as ISO dates, people and shops by their codes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as milliseconds since 1970 UTC; read back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


_ROWID = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", _ROWID, primary_key=True, autoincrement=True)


inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("update_id", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("state", String(8), nullable=False, default="new"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("received_at", Instant, nullable=False),
    Column("trade_at", Instant, nullable=False),
    UniqueConstraint("update_id", "digest"),
)
Index("ix_inbox_new", inbox.c.id, sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'"))

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("place", String(80), nullable=False, default=""),
    Column("method", String(12), nullable=False),
    Column("body", JSON, nullable=False),
    Column("face", String(32), nullable=False, default=""),
    Column("fresh", Boolean, nullable=False, default=False),
    Column("kind", String(12), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(8), nullable=False, default="queued"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("marked", Boolean, nullable=False, default=False),
    Column("reason", Text, nullable=False, default=""),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("origin", String(80), nullable=False, default=""),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
)
Index(
    "ix_outbox_queued",
    outbox.c.priority,
    outbox.c.id,
    sqlite_where=text("state = 'queued'"),
    postgresql_where=text("state = 'queued'"),
)
Index(
    "ix_outbox_sending",
    outbox.c.id,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)
Index(
    "uq_outbox_waiting",
    outbox.c.chat_id,
    outbox.c.place,
    unique=True,
    sqlite_where=text("state = 'queued' AND place <> ''"),
    postgresql_where=text("state = 'queued' AND place <> ''"),
)

cards = Table(
    "cards",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", String(80), primary_key=True),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("view", String(40), nullable=False),
    Column("object", String(80), nullable=False),
    Column("page", String(80), nullable=False, default=""),
    Column("face", String(32), nullable=False, default=""),
    Index(None, "object"),
    Index(None, "chat_id", "message_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token", String(22), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", String(80), nullable=False),
    Column("args", String(200), nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", String(32), nullable=False, default=""),
)
Index(
    "ix_tokens_unused",
    tokens.c.chat_id,
    tokens.c.object,
    sqlite_where=text("used_at IS NULL"),
    postgresql_where=text("used_at IS NULL"),
)

holds = Table(
    "holds",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
    Column("why", String(40), nullable=False),
)

dialogs = Table(
    "dialogs",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("object", String(80), nullable=False, default=""),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deadline", Instant, nullable=False),
)

pushes = Table(
    "pushes",
    metadata,
    Column("kind", String(24), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("slot", String(40), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("next_try", Instant),
    Column("done_at", Instant),
)

settings = Table(
    "settings", metadata, Column("name", String(60), primary_key=True), Column("value", JSON, nullable=False)
)

people = Table(
    "people",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(12), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("superior", String(32), nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("user_id", BigInteger),
    Column("language", String(8), nullable=False, default="zh_CN"),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("joined_at", Instant),
    UniqueConstraint("user_id"),
)

strangers = Table(
    "strangers",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("greeted_on", Date, nullable=False),
    Column("failed_codes", Integer, nullable=False, default=0),
    Column("failed_since", Instant),
)

invites = Table(
    "invites",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(32), nullable=False),
    Column("made_by", String(32), nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("confirmed", Boolean, nullable=False, default=True),
    Column("used_at", Instant),
    Index(None, "person"),
)

chat_groups = Table(
    "chat_groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", String(200), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("state", String(8), nullable=False),
    Column("since", Instant, nullable=False),
    Column("language", String(8), nullable=False, default="zh_CN"),
)

shops = Table(
    "shops",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("manager", String(32), nullable=False, default=""),
    Column("department", String(80), nullable=False, default=""),
    Column("licence", String(40), nullable=False, default=""),
    Column("owner", String(80), nullable=False, default=""),
    Column("phone", String(40), nullable=False, default=""),
    Column("street", String(80), nullable=False, default=""),
    Column("address", String(300), nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("cartons", Float, nullable=False, default=0),
    Column("skus", Integer, nullable=False, default=0),
    Column("display", Integer, nullable=False, default=0),
    Column("willingness", Integer, nullable=False, default=3),
    Column("age", Integer, nullable=False, default=0),
    Column("trade", String(40), nullable=False, default=""),
    Column("settlement", Boolean, nullable=False, default=False),
    Column("ordering", Boolean, nullable=False, default=False),
    Column("last_visit", Date),
    Column("remark", Text, nullable=False, default=""),
    Column("segment", String(8), nullable=False),
    Column("key", Boolean, nullable=False, default=False),
    Column("difficulty", Integer, nullable=False, default=0),
    Column("closed", Boolean, nullable=False, default=False),
    Index(None, "manager"),
)

stops = Table(
    "stops",
    metadata,
    _id(),
    Column("manager", String(32), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False, default=0),
    Column("place_in_route", Integer, nullable=False, default=0),
    Column("shop", String(32), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("reason_days", Integer, nullable=False, default=0),
    Column("reason_on", Date),
    Column("objective", String(12), nullable=False),
    Column("state", String(8), nullable=False),
    Column("missed", String(12), nullable=False, default=""),
    Column("missed_words", Text, nullable=False, default=""),
    Column("moved_to", Date),
    Column("important", Boolean, nullable=False, default=False),
    Column("unplanned", Boolean, nullable=False, default=False),
    Column("pinned", Boolean, nullable=False, default=False),
    Index(None, "manager", "day"),
    Index(None, "shop", "day"),
    Index(None, "day", "manager"),
)

days = Table(
    "days",
    metadata,
    Column("manager", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("pushed_at", Instant),
    Column("km", Float, nullable=False, default=0),
    Column("state", String(8), nullable=False, default="planned"),
    Index(None, "day"),
)
"""A manager's day: `planned` (the planner may change it) or `fixed` (numbered, shown, changed only by its owner)."""

stretches = Table(
    "stretches",
    metadata,
    Column("manager", String(32), primary_key=True),
    Column("segment", String(8), primary_key=True),
    Column("wanted_days", Integer, nullable=False),
    Column("given_days", Integer, nullable=False),
    Column("made_on", Date, nullable=False),
)

leaves = Table(
    "leaves",
    metadata,
    _id(),
    Column("manager", String(32), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("state", String(8), nullable=False, default="active"),
    Index(None, "manager"),
)

calendar_days = Table(
    "calendar_days", metadata, Column("day", Date, primary_key=True), Column("working", Boolean, nullable=False)
)

logs = Table(
    "logs",
    metadata,
    _id(),
    Column("manager", String(32), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("shop", String(32), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("objective", String(12), nullable=False, default=""),
    Column("outcome", String(20), nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("quantities", JSON, nullable=False),
    Column("next_day", Date),
    Column("state", String(10), nullable=False, default="active"),
    Column("stop", BigInteger, nullable=False, default=0),
    Column("unplanned", Boolean, nullable=False, default=False),
    Column("origin", BigInteger, nullable=False, default=0),
    Column("before", JSON, nullable=False),
    Column("message_id", BigInteger, nullable=False, default=0),
    Index(None, "manager", "day"),
    Index(None, "shop", "at"),
    Index(None, "origin"),
)
"""`origin`: the inbox row that made it; `before`: what an undo puts back (stop state, last visit, moved stops) and
what is still to be asked; `message_id`: the person's own message with these words."""

attachments = Table(
    "attachments",
    metadata,
    _id(),
    Column("log", BigInteger, nullable=False, default=0),
    Column("manager", String(32), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("file_id", String(200), nullable=False, default=""),
    Column("seconds", Integer, nullable=False, default=0),
    Column("words", Text, nullable=False, default=""),
    Column("where_word", String(12), nullable=False, default=""),
    Column("at", Instant, nullable=False),
    Column("shop", String(32), nullable=False, default=""),
    Index(None, "log"),
)
"""`shop`: where one belongs that has no log yet."""

told = Table(
    "told",
    metadata,
    Column("shop", String(32), primary_key=True),
    Column("line", String(40), primary_key=True),
    Column("day", Date, nullable=False),
    Column("log", BigInteger, nullable=False),
    Index(None, "line"),
    Index(None, "log"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    _id(),
    Column("shop", String(32), nullable=False),
    Column("manager", String(32), nullable=False),
    Column("day", Date),
    Column("what", Text, nullable=False, default=""),
    Column("log", BigInteger, nullable=False, default=0),
    Column("state", String(8), nullable=False, default="open"),
    Column("made_at", Instant, nullable=False),
    Index(None, "manager", "state"),
    Index(None, "shop", "state"),
)

incidents = Table(
    "incidents",
    metadata,
    _id(),
    Column("category", String(16), nullable=False),
    Column("manager", String(32), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("shop", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("respond_by", Instant, nullable=False),
    Column("rung", Integer, nullable=False, default=0),
    Column("next_at", Instant),
    Column("taken_by", String(32), nullable=False, default=""),
    Column("closing_words", Text, nullable=False, default=""),
    Column("closed_at", Instant),
    Column("chain", JSON, nullable=False),
    Column("addressed", JSON, nullable=False),
    Column("origin", BigInteger, nullable=False, default=0),
    Index(None, "manager", "state"),
    Index(None, "state", "next_at"),
)
"""`chain`: the rungs copied at the start, a list of lists of people's codes; later changes of staff don't bend a running climb."""

incident_events = Table(
    "incident_events",
    metadata,
    _id(),
    Column("incident", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", String(32), nullable=False),
    Column("what", String(12), nullable=False),
    Column("words", Text, nullable=False, default=""),
    Column("media_kind", String(10), nullable=False, default=""),
    Column("file_id", String(200), nullable=False, default=""),
    Index(None, "incident"),
)

reviews = Table(
    "reviews",
    metadata,
    _id(),
    Column("manager", String(32), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("step", String(20), nullable=False, default=""),
    Column("begun_at", Instant, nullable=False),
    Column("wake_at", Instant),
    Column("reminded", Boolean, nullable=False, default=False),
    Column("words", Text, nullable=False, default=""),
    Column("summary", JSON, nullable=False),
    Column("closed_at", Instant),
    Column("by_itself", Boolean, nullable=False, default=False),
    Column("read_by", String(32), nullable=False, default=""),
    Column("read_at", Instant),
    Column("reply", Text, nullable=False, default=""),
    UniqueConstraint("manager", "day"),
    Index(None, "state"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    Column("author", String(32), nullable=False),
    Column("department", String(80), nullable=False, default=""),
    Column("words", Text, nullable=False),
    Column("media_kind", String(10), nullable=False, default=""),
    Column("file_id", String(200), nullable=False, default=""),
    Column("state", String(10), nullable=False),
    Column("to_people", JSON, nullable=False),
    Column("to_groups", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("valid_until", Date),
    Column("shops_total", Integer, nullable=False, default=0),
    Column("origin", BigInteger, nullable=False, default=0),
    Column("corrections", JSON, nullable=False, default=list),
    Column("waiting", JSON, nullable=False, default=list),
    Index(None, "state"),
)
"""`corrections`: [[seconds since 1970, words], …]; `waiting`: codes and `group:<id>` that still have to get it."""

broadcast_reads = Table(
    "broadcast_reads",
    metadata,
    Column("broadcast", BigInteger, primary_key=True, autoincrement=False),
    Column("reader", String(40), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

focuses = Table(
    "focuses",
    metadata,
    _id(),
    Column("department", String(80), nullable=False, default=""),
    Column("words", Text, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", String(8), nullable=False, default="active"),
)
