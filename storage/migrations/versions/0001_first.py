"""The first tables: the inbox and the outbox, people and shops, plans, visits, incidents, reviews, news."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROWID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", _words(64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("trade_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", "digest", name=op.f("uq_inbox_update_id_digest")),
    )
    op.create_index(
        "ix_inbox_new",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("place", _words(80), nullable=False),
        sa.Column("method", _words(12), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("face", _words(32), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("kind", _words(12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("origin", _words(80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "uq_outbox_waiting",
        "outbox",
        ["chat_id", "place"],
        unique=True,
        sqlite_where=sa.text("state = 'queued' AND place <> ''"),
        postgresql_where=sa.text("state = 'queued' AND place <> ''"),
    )
    op.create_table(
        "cards",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", _words(80), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("view", _words(40), nullable=False),
        sa.Column("object", _words(80), nullable=False),
        sa.Column("page", _words(80), nullable=False),
        sa.Column("face", _words(32), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "place", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_chat_id_message_id"), "cards", ["chat_id", "message_id"], unique=False)
    op.create_index(op.f("ix_cards_object"), "cards", ["object"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("token", _words(22), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("action", _words(40), nullable=False),
        sa.Column("object", _words(80), nullable=False),
        sa.Column("args", _words(200), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", _words(32), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_tokens")),
    )
    op.create_index(
        "ix_tokens_unused",
        "tokens",
        ["chat_id", "object"],
        unique=False,
        sqlite_where=sa.text("used_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.create_table(
        "holds",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("why", _words(40), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_holds")),
    )
    op.create_table(
        "dialogs",
        sa.Column("person", _words(32), nullable=False),
        sa.Column("kind", _words(40), nullable=False),
        sa.Column("object", _words(80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_dialogs")),
    )
    op.create_table(
        "pushes",
        sa.Column("kind", _words(24), nullable=False),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("slot", _words(40), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("next_try", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "person", "slot", name=op.f("pk_pushes")),
    )
    op.create_table(
        "settings",
        sa.Column("name", _words(60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "people",
        sa.Column("code", _words(32), nullable=False),
        sa.Column("name", _words(80), nullable=False),
        sa.Column("role", _words(12), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("superior", _words(32), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("language", _words(8), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_people")),
        sa.UniqueConstraint("user_id", name=op.f("uq_people_user_id")),
    )
    op.create_table(
        "strangers",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("greeted_on", sa.Date(), nullable=False),
        sa.Column("failed_codes", sa.Integer(), nullable=False),
        sa.Column("failed_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_strangers")),
    )
    op.create_table(
        "invites",
        sa.Column("digest", _words(64), nullable=False),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("made_by", _words(32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invites")),
    )
    op.create_index(op.f("ix_invites_person"), "invites", ["person"], unique=False)
    op.create_table(
        "chat_groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", _words(200), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("language", _words(8), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chat_groups")),
    )
    op.create_table(
        "shops",
        sa.Column("code", _words(32), nullable=False),
        sa.Column("name", _words(200), nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("licence", _words(40), nullable=False),
        sa.Column("owner", _words(80), nullable=False),
        sa.Column("phone", _words(40), nullable=False),
        sa.Column("street", _words(80), nullable=False),
        sa.Column("address", _words(300), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("cartons", sa.Float(), nullable=False),
        sa.Column("skus", sa.Integer(), nullable=False),
        sa.Column("display", sa.Integer(), nullable=False),
        sa.Column("willingness", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("trade", _words(40), nullable=False),
        sa.Column("settlement", sa.Boolean(), nullable=False),
        sa.Column("ordering", sa.Boolean(), nullable=False),
        sa.Column("last_visit", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("segment", _words(8), nullable=False),
        sa.Column("key", sa.Boolean(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_shops")),
    )
    op.create_index(op.f("ix_shops_manager"), "shops", ["manager"], unique=False)
    op.create_table(
        "stops",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_in_route", sa.Integer(), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("channel", _words(12), nullable=False),
        sa.Column("reason", _words(12), nullable=False),
        sa.Column("reason_days", sa.Integer(), nullable=False),
        sa.Column("reason_on", sa.Date(), nullable=True),
        sa.Column("objective", _words(12), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("missed", _words(12), nullable=False),
        sa.Column("missed_words", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("unplanned", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    op.create_index(op.f("ix_stops_day_manager"), "stops", ["day", "manager"], unique=False)
    op.create_index(op.f("ix_stops_manager_day"), "stops", ["manager", "day"], unique=False)
    op.create_index(op.f("ix_stops_shop_day"), "stops", ["shop", "day"], unique=False)
    op.create_table(
        "days",
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pushed_at", sa.BigInteger(), nullable=True),
        sa.Column("km", sa.Float(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.PrimaryKeyConstraint("manager", "day", name=op.f("pk_days")),
    )
    op.create_index(op.f("ix_days_day"), "days", ["day"], unique=False)
    op.create_table(
        "stretches",
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("segment", _words(8), nullable=False),
        sa.Column("wanted_days", sa.Integer(), nullable=False),
        sa.Column("given_days", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("manager", "segment", name=op.f("pk_stretches")),
    )
    op.create_table(
        "leaves",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_by", _words(32), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index(op.f("ix_leaves_manager"), "leaves", ["manager"], unique=False)
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "logs",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("channel", _words(12), nullable=False),
        sa.Column("objective", _words(12), nullable=False),
        sa.Column("outcome", _words(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("stop", sa.BigInteger(), nullable=False),
        sa.Column("unplanned", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logs")),
    )
    op.create_index(op.f("ix_logs_manager_day"), "logs", ["manager", "day"], unique=False)
    op.create_index(op.f("ix_logs_origin"), "logs", ["origin"], unique=False)
    op.create_index(op.f("ix_logs_shop_at"), "logs", ["shop", "at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("log", sa.BigInteger(), nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("kind", _words(10), nullable=False),
        sa.Column("file_id", _words(200), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("where_word", _words(12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_log"), "attachments", ["log"], unique=False)
    op.create_table(
        "told",
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("line", _words(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("log", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop", "line", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_line"), "told", ["line"], unique=False)
    op.create_index(op.f("ix_told_log"), "told", ["log"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("log", sa.BigInteger(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_manager_state"), "follow_ups", ["manager", "state"], unique=False)
    op.create_index(op.f("ix_follow_ups_shop_state"), "follow_ups", ["shop", "state"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("category", _words(16), nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("respond_by", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", _words(32), nullable=False),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.Column("addressed", sa.JSON(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_manager_state"), "incidents", ["manager", "state"], unique=False)
    op.create_index(op.f("ix_incidents_state_next_at"), "incidents", ["state", "next_at"], unique=False)
    op.create_table(
        "incident_events",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("incident", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", _words(32), nullable=False),
        sa.Column("what", _words(12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("media_kind", _words(10), nullable=False),
        sa.Column("file_id", _words(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_events")),
    )
    op.create_index(op.f("ix_incident_events_incident"), "incident_events", ["incident"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("step", _words(20), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("wake_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("read_by", _words(32), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("manager", "day", name=op.f("uq_reviews_manager_day")),
    )
    op.create_index(op.f("ix_reviews_state"), "reviews", ["state"], unique=False)
    op.create_table(
        "broadcasts",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("author", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("media_kind", _words(10), nullable=False),
        sa.Column("file_id", _words(200), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("to_people", sa.JSON(), nullable=False),
        sa.Column("to_groups", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("shops_total", sa.Integer(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(op.f("ix_broadcasts_state"), "broadcasts", ["state"], unique=False)
    op.create_table(
        "broadcast_reads",
        sa.Column("broadcast", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reader", _words(40), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast", "reader", "chat_id", name=op.f("pk_broadcast_reads")),
    )
    op.create_table(
        "focuses",
        sa.Column("id", _ROWID, autoincrement=True, nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", _words(32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focuses")),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_table("focuses")
    op.drop_table("broadcast_reads")
    op.drop_table("broadcasts")
    op.drop_table("reviews")
    op.drop_table("incident_events")
    op.drop_table("incidents")
    op.drop_table("follow_ups")
    op.drop_table("told")
    op.drop_table("attachments")
    op.drop_table("logs")
    op.drop_table("calendar_days")
    op.drop_table("leaves")
    op.drop_table("stretches")
    op.drop_table("days")
    op.drop_table("stops")
    op.drop_table("shops")
    op.drop_table("chat_groups")
    op.drop_table("invites")
    op.drop_table("strangers")
    op.drop_table("people")
    op.drop_table("settings")
    op.drop_table("pushes")
    op.drop_table("dialogs")
    op.drop_table("holds")
    op.drop_table("tokens")
    op.drop_table("cards")
    op.drop_table("outbox")
    op.drop_table("inbox")
