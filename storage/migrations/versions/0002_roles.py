"""Several processes on one database: leases, who took an update, which sender took a message; indexes that keep cost flat."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", _words(48), nullable=False),
        sa.Column("holder", _words(32), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.add_column("inbox", sa.Column("worker", _words(32), server_default="", nullable=False))
    op.add_column("outbox", sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False))
    op.drop_index("ix_inbox_new", table_name="inbox")
    _index("ix_inbox_new", "inbox", ["worker", "id"], "state = 'new'")
    _index("ix_inbox_chat", "inbox", ["chat_id", "id"], "state = 'new'")
    _index("ix_outbox_messages", "outbox", ["chat_id", "message_id"], "message_id > 0")
    _index("ix_outbox_ended", "outbox", ["state", "created_at"], "state IN ('failed', 'unknown')")


def downgrade() -> None:
    op.drop_index("ix_outbox_ended", table_name="outbox")
    op.drop_index("ix_outbox_messages", table_name="outbox")
    op.drop_index("ix_inbox_chat", table_name="inbox")
    op.drop_index("ix_inbox_new", table_name="inbox")
    _index("ix_inbox_new", "inbox", ["id"], "state = 'new'")
    op.drop_column("outbox", "epoch")
    op.drop_column("inbox", "worker")
    op.drop_table("leases")
