"""Every table of visitbot. Instants are stored as UTC milliseconds, days as ISO dates, people and shops by their codes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
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


def _words(usual: int) -> String:
    """Text of about that length, ordered by its code points: PostgreSQL would refuse what is longer, and order by locale."""
    return String(usual).with_variant(String(collation="C"), "postgresql")


def fixed(word: str) -> ColumnElement[str]:
    """A word as it stands in the SQL: a partial index serves only a query that repeats its condition literally."""
    return literal_column(f"'{word}'", String())


def _id() -> Column[int]:
    return Column("id", _ROWID, primary_key=True, autoincrement=True)


inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("update_id", BigInteger, nullable=False),
    Column("digest", _words(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("state", _words(8), nullable=False, default="new"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("received_at", Instant, nullable=False),
    Column("trade_at", Instant, nullable=False),
    Column("worker", _words(32), nullable=False, default=""),
    UniqueConstraint("update_id", "digest"),
)
"""`worker`: the process that took the row to handle it, '' while nobody has; unused where one process does everything.
`digest`: of the whole update, or of what it brings alone where that comes once."""
Index("ix_inbox_digest", inbox.c.digest)
Index(
    "ix_inbox_new",
    inbox.c.worker,
    inbox.c.id,
    sqlite_where=text("state = 'new'"),
    postgresql_where=text("state = 'new'"),
)
Index(
    "ix_inbox_chat",
    inbox.c.chat_id,
    inbox.c.id,
    sqlite_where=text("state = 'new'"),
    postgresql_where=text("state = 'new'"),
)

Index(
    "ix_inbox_aside",
    inbox.c.trade_at,
    sqlite_where=text("state = 'aside'"),
    postgresql_where=text("state = 'aside'"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("place", _words(80), nullable=False, default=""),
    Column("method", _words(12), nullable=False),
    Column("body", JSON, nullable=False),
    Column("face", _words(32), nullable=False, default=""),
    Column("fresh", Boolean, nullable=False, default=False),
    Column("kind", _words(12), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", _words(8), nullable=False, default="queued"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("marked", Boolean, nullable=False, default=False),
    Column("reason", Text, nullable=False, default=""),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("origin", _words(80), nullable=False, default=""),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("epoch", BigInteger, nullable=False, default=0),
)
"""`epoch`: of the sender that took the row; what an earlier sender left in the middle is known by it."""
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
Index(
    "ix_outbox_messages",
    outbox.c.chat_id,
    outbox.c.message_id,
    sqlite_where=text("message_id > 0"),
    postgresql_where=text("message_id > 0"),
)
Index(
    "ix_outbox_ended",
    outbox.c.state,
    outbox.c.created_at,
    sqlite_where=text("state IN ('failed', 'unknown')"),
    postgresql_where=text("state IN ('failed', 'unknown')"),
)

cards = Table(
    "cards",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", _words(80), primary_key=True),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("view", _words(40), nullable=False),
    Column("object", _words(80), nullable=False),
    Column("page", _words(80), nullable=False, default=""),
    Column("face", _words(32), nullable=False, default=""),
    Index(None, "object"),
    Index(None, "chat_id", "message_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token", _words(22), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("action", _words(40), nullable=False),
    Column("object", _words(80), nullable=False),
    Column("args", _words(200), nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", _words(32), nullable=False, default=""),
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
    Column("why", _words(40), nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", _words(48), primary_key=True),
    Column("holder", _words(32), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("until", Instant, nullable=False),
)
"""Who has a role that only one process may have, by machine time; `epoch` grows with every change of hands."""

turns = Table(
    "turns",
    metadata,
    Column("writer", _words(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
"""The last committed turn of each writer, where several processes write; kept for a day (machine time)."""

dialogs = Table(
    "dialogs",
    metadata,
    Column("person", _words(32), primary_key=True),
    Column("kind", _words(40), nullable=False),
    Column("object", _words(80), nullable=False, default=""),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deadline", Instant, nullable=False),
)

pushes = Table(
    "pushes",
    metadata,
    Column("kind", _words(24), primary_key=True),
    Column("person", _words(32), primary_key=True),
    Column("slot", _words(40), primary_key=True),
    Column("state", _words(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("next_try", Instant),
    Column("done_at", Instant),
)

settings = Table(
    "settings", metadata, Column("name", _words(60), primary_key=True), Column("value", JSON, nullable=False)
)

people = Table(
    "people",
    metadata,
    Column("code", _words(32), primary_key=True),
    Column("name", _words(80), nullable=False),
    Column("role", _words(12), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("superior", _words(32), nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("user_id", BigInteger),
    Column("language", _words(8), nullable=False, default="zh_CN"),
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
    Column("digest", _words(64), primary_key=True),
    Column("person", _words(32), nullable=False),
    Column("made_by", _words(32), nullable=False, default=""),
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
    Column("title", _words(200), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("state", _words(8), nullable=False),
    Column("since", Instant, nullable=False),
    Column("language", _words(8), nullable=False, default="zh_CN"),
)

shops = Table(
    "shops",
    metadata,
    Column("code", _words(32), primary_key=True),
    Column("name", _words(200), nullable=False),
    Column("manager", _words(32), nullable=False, default=""),
    Column("department", _words(80), nullable=False, default=""),
    Column("licence", _words(40), nullable=False, default=""),
    Column("owner", _words(80), nullable=False, default=""),
    Column("phone", _words(40), nullable=False, default=""),
    Column("street", _words(80), nullable=False, default=""),
    Column("address", _words(300), nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("cartons", Float, nullable=False, default=0),
    Column("skus", Integer, nullable=False, default=0),
    Column("display", Integer, nullable=False, default=0),
    Column("willingness", Integer, nullable=False, default=3),
    Column("age", Integer, nullable=False, default=0),
    Column("trade", _words(40), nullable=False, default=""),
    Column("settlement", Boolean, nullable=False, default=False),
    Column("ordering", Boolean, nullable=False, default=False),
    Column("last_visit", Date),
    Column("remark", Text, nullable=False, default=""),
    Column("segment", _words(8), nullable=False),
    Column("key", Boolean, nullable=False, default=False),
    Column("difficulty", Integer, nullable=False, default=0),
    Column("closed", Boolean, nullable=False, default=False),
    Index(None, "manager"),
    Index(None, "department"),
)

stops = Table(
    "stops",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False, default=0),
    Column("place_in_route", Integer, nullable=False, default=0),
    Column("shop", _words(32), nullable=False),
    Column("channel", _words(12), nullable=False),
    Column("reason", _words(12), nullable=False),
    Column("reason_days", Integer, nullable=False, default=0),
    Column("reason_on", Date),
    Column("objective", _words(12), nullable=False),
    Column("state", _words(8), nullable=False),
    Column("missed", _words(12), nullable=False, default=""),
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
    Column("manager", _words(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("pushed_at", Instant),
    Column("km", Float, nullable=False, default=0),
    Column("state", _words(8), nullable=False, default="planned"),
    Index(None, "day"),
)
"""A manager's day: `planned` (the planner may change it) or `fixed` (numbered, shown, changed only by its owner)."""

stretches = Table(
    "stretches",
    metadata,
    Column("manager", _words(32), primary_key=True),
    Column("segment", _words(8), primary_key=True),
    Column("wanted_days", Integer, nullable=False),
    Column("given_days", Integer, nullable=False),
    Column("made_on", Date, nullable=False),
)

leaves = Table(
    "leaves",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("made_by", _words(32), nullable=False),
    Column("state", _words(8), nullable=False, default="active"),
    Index(None, "manager"),
)

calendar_days = Table(
    "calendar_days", metadata, Column("day", Date, primary_key=True), Column("working", Boolean, nullable=False)
)

logs = Table(
    "logs",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("shop", _words(32), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", _words(12), nullable=False),
    Column("objective", _words(12), nullable=False, default=""),
    Column("outcome", _words(20), nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("quantities", JSON, nullable=False),
    Column("next_day", Date),
    Column("state", _words(10), nullable=False, default="active"),
    Column("stop", BigInteger, nullable=False, default=0),
    Column("unplanned", Boolean, nullable=False, default=False),
    Column("origin", BigInteger, nullable=False, default=0),
    Column("before", JSON, nullable=False),
    Column("message_id", BigInteger, nullable=False, default=0),
    Index(None, "manager", "day"),
    Index(None, "manager", "message_id"),
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
    Column("manager", _words(32), nullable=False),
    Column("kind", _words(10), nullable=False),
    Column("file_id", _words(200), nullable=False, default=""),
    Column("seconds", Integer, nullable=False, default=0),
    Column("words", Text, nullable=False, default=""),
    Column("where_word", _words(12), nullable=False, default=""),
    Column("at", Instant, nullable=False),
    Column("shop", _words(32), nullable=False, default=""),
    Index(None, "log"),
)
"""`shop`: where one belongs that has no log yet."""

hearings = Table(
    "hearings",
    metadata,
    _id(),
    Column("attachment", BigInteger, nullable=False),
    Column("manager", _words(32), nullable=False),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("origin", BigInteger, nullable=False, default=0),
    Column("state", _words(8), nullable=False, default="waiting"),
    Column("words", Text, nullable=False, default=""),
    Column("tries", Integer, nullable=False, default=0),
    Column("not_before", Instant, nullable=False),
    Index(None, "attachment", unique=True),
    Index(
        "ix_hearings_waiting",
        "not_before",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
"""Voice notes whose words are (to be) made out: `message_id` and `origin` of the message they came with; `not_before` by machine
time."""

told = Table(
    "told",
    metadata,
    Column("shop", _words(32), primary_key=True),
    Column("line", _words(40), primary_key=True),
    Column("day", Date, nullable=False),
    Column("log", BigInteger, nullable=False),
    Index(None, "line"),
    Index(None, "log"),
)

aliases = Table(
    "aliases",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("words", _words(40), nullable=False),
    Column("shop", _words(32), nullable=False),
    Column("log", BigInteger, nullable=False, default=0),
    Column("learned_at", Instant, nullable=False),
    Index(None, "manager", "words", unique=True),
)
"""What a manager calls a shop; `log`: the one whose correction taught it."""

follow_ups = Table(
    "follow_ups",
    metadata,
    _id(),
    Column("shop", _words(32), nullable=False),
    Column("manager", _words(32), nullable=False),
    Column("day", Date),
    Column("what", Text, nullable=False, default=""),
    Column("log", BigInteger, nullable=False, default=0),
    Column("state", _words(8), nullable=False, default="open"),
    Column("made_at", Instant, nullable=False),
    Index(None, "manager", "state"),
    Index(None, "shop", "state"),
)

incidents = Table(
    "incidents",
    metadata,
    _id(),
    Column("category", _words(16), nullable=False),
    Column("manager", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("shop", _words(32), nullable=False),
    Column("state", _words(10), nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("respond_by", Instant, nullable=False),
    Column("rung", Integer, nullable=False, default=0),
    Column("next_at", Instant),
    Column("taken_by", _words(32), nullable=False, default=""),
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
    Column("who", _words(32), nullable=False),
    Column("what", _words(12), nullable=False),
    Column("words", Text, nullable=False, default=""),
    Column("media_kind", _words(10), nullable=False, default=""),
    Column("file_id", _words(200), nullable=False, default=""),
    Index(None, "incident"),
)

reviews = Table(
    "reviews",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("day", Date, nullable=False),
    Column("state", _words(10), nullable=False),
    Column("step", _words(20), nullable=False, default=""),
    Column("begun_at", Instant, nullable=False),
    Column("wake_at", Instant),
    Column("reminded", Boolean, nullable=False, default=False),
    Column("words", Text, nullable=False, default=""),
    Column("summary", JSON, nullable=False),
    Column("closed_at", Instant),
    Column("by_itself", Boolean, nullable=False, default=False),
    Column("read_by", _words(32), nullable=False, default=""),
    Column("read_at", Instant),
    Column("reply", Text, nullable=False, default=""),
    UniqueConstraint("manager", "day"),
    Index(None, "state"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    Column("author", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("words", Text, nullable=False),
    Column("media_kind", _words(10), nullable=False, default=""),
    Column("file_id", _words(200), nullable=False, default=""),
    Column("state", _words(10), nullable=False),
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
    Column("reader", _words(40), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

focuses = Table(
    "focuses",
    metadata,
    _id(),
    Column("department", _words(80), nullable=False, default=""),
    Column("words", Text, nullable=False),
    Column("made_by", _words(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("state", _words(8), nullable=False, default="active"),
)

imports = Table(
    "imports",
    metadata,
    _id(),
    Column("person", _words(32), nullable=False),
    Column("name", _words(200), nullable=False),
    Column("file_id", _words(200), nullable=False),
    Column("state", _words(12), nullable=False),
    Column("shifted", Boolean, nullable=False, default=False),
    Column("sheets", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    Column("touched", JSON, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "state"),
)
"""Files that administrators sent: `sheets` as read, emptied when it is over; `report` is what the card shows."""

uses = Table(
    "uses",
    metadata,
    _id(),
    Column("person", _words(32), nullable=False),
    Column("what", _words(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person", "what", "at"),
)
"""What is allowed so many times in an hour or a day, each time it was done."""

proposals = Table(
    "proposals",
    metadata,
    _id(),
    Column("shop", _words(32), nullable=False),
    Column("was", _words(8), nullable=False),
    Column("becomes", _words(8), nullable=False),
    Column("cartons_was", Float, nullable=False),
    Column("state", _words(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("decided_by", _words(32), nullable=False, default=""),
    Column("decided_at", Instant),
    Index(None, "shop"),
)
"""Segments that a shop's figures call for; nothing changes until somebody agrees."""
Index(
    "uq_proposals_open",
    proposals.c.shop,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)

files = Table(
    "files",
    metadata,
    _id(),
    Column("name", _words(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""Documents that the bot made and sends; kept until they have long been sent."""

weekly_reports = Table(
    "weekly_reports",
    metadata,
    _id(),
    Column("manager", _words(32), nullable=False),
    Column("department", _words(80), nullable=False, default=""),
    Column("week", Date, nullable=False),
    Column("state", _words(10), nullable=False),
    Column("lines", JSON, nullable=False),
    Column("said", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("signed_at", Instant),
    Column("docx", _words(40), nullable=False, default=""),
    Column("pdf", _words(40), nullable=False, default=""),
    Column("read_by", _words(32), nullable=False, default=""),
    Column("read_at", Instant),
    Column("reply", Text, nullable=False, default=""),
    Column("answered_by", _words(80), nullable=False, default=""),
    UniqueConstraint("manager", "week"),
    Index(None, "state"),
    Index(None, "week"),
)
"""`week`: its Monday; `lines`: the sentences, each with the names of its records; `said`: what the manager added, by part."""

pictures = Table(
    "pictures",
    metadata,
    _id(),
    Column("person", _words(32), nullable=False),
    Column("week", Date, nullable=False),
    Column("file", _words(40), nullable=False, default=""),
    Column("asked_at", Instant, nullable=False),
    Index(
        "ix_pictures_waiting",
        "id",
        sqlite_where=text("file = ''"),
        postgresql_where=text("file = ''"),
    ),
)
"""Pictures of a person's own week that were asked for; `file` names the stored one once it is drawn."""

tasks = Table(
    "tasks",
    metadata,
    _id(),
    Column("giver", _words(32), nullable=False),
    Column("department", _words(80), nullable=False),
    Column("words", Text, nullable=False),
    Column("important", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("due_at", Instant),
    Column("shop", _words(32), nullable=False),
    Column("state", _words(10), nullable=False),
    Column("to_people", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("origin", BigInteger, nullable=False),
    Index(None, "state", "due_at"),
    Index(None, "giver"),
)
"""What chiefs ask of managers; a draft is only its giver's."""

task_parts = Table(
    "task_parts",
    metadata,
    _id(),
    Column("task", BigInteger, nullable=False),
    Column("person", _words(32), nullable=False),
    Column("state", _words(10), nullable=False),
    Column("remind_at", Instant),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("media_kind", _words(10), nullable=False),
    Column("file_id", _words(200), nullable=False),
    Column("changed_at", Instant),
    UniqueConstraint("task", "person"),
    Index(None, "person", "state"),
    Index(None, "state", "remind_at"),
)
"""One manager's part of a task."""

reminders = Table(
    "reminders",
    metadata,
    _id(),
    Column("person", _words(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("shop", _words(32), nullable=False),
    Column("state", _words(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("origin", BigInteger, nullable=False),
    Index(None, "state", "at"),
    Index(None, "person", "state"),
)
"""`words` as they were written, `what` of them is to be reminded of; `asked_at`: the moment that was asked for; `at`: when it rings, in waking hours of a working day."""

replans = Table(
    "replans",
    metadata,
    _id(),
    Column("asked_by", _words(32), nullable=False),
    Column("department", _words(80), nullable=False),
    Column("kind", _words(8), nullable=False),
    Column("days", JSON, nullable=False),
    Column("street", _words(40), nullable=False),
    Column("managers", JSON, nullable=False),
    Column("shop", _words(32), nullable=False),
    Column("half", _words(10), nullable=False),
    Column("state", _words(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("renewed", Boolean, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", _words(32), nullable=False),
    Column("decided_at", Instant),
    Index(
        "ix_replans_thinking",
        "id",
        sqlite_where=text("state = 'thinking'"),
        postgresql_where=text("state = 'thinking'"),
    ),
)
"""Proposals of moves when the plan breaks; `parts`: what is proposed for each manager, found beside the chat."""

narrow_days = Table(
    "narrow_days",
    metadata,
    Column("manager", _words(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("shops_max", Integer, nullable=False),
)
"""Days that hold fewer visits than others, so that a new plan does not fill what rain has emptied."""
