"""Weekly reports, and pictures of one's own week."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def _id() -> sa.Column:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "weekly_reports",
        _id(),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("docx", _words(40), nullable=False),
        sa.Column("pdf", _words(40), nullable=False),
        sa.Column("read_by", _words(32), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("answered_by", _words(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_reports")),
        sa.UniqueConstraint("manager", "week", name=op.f("uq_weekly_reports_manager_week")),
    )
    op.create_index(op.f("ix_weekly_reports_state"), "weekly_reports", ["state"])
    op.create_index(op.f("ix_weekly_reports_week"), "weekly_reports", ["week"])
    op.create_table(
        "pictures",
        _id(),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("file", _words(40), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
    )
    where = sa.text("file = ''")
    op.create_index("ix_pictures_waiting", "pictures", ["id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_pictures_waiting", table_name="pictures")
    op.drop_table("pictures")
    op.drop_index(op.f("ix_weekly_reports_week"), table_name="weekly_reports")
    op.drop_index(op.f("ix_weekly_reports_state"), table_name="weekly_reports")
    op.drop_table("weekly_reports")
