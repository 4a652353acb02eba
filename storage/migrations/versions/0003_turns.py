"""The last turn of each writer, by which a commit is found whose answer got lost; an index for what was put aside."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("writer", _words(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("writer", name=op.f("pk_turns")),
    )
    where = sa.text("state = 'aside'")
    op.create_index("ix_inbox_aside", "inbox", ["trade_at"], unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_inbox_aside", table_name="inbox")
    op.drop_table("turns")
