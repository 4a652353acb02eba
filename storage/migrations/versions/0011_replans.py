"""Proposals of moves, and days that hold fewer visits than others."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    rowid = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "replans",
        sa.Column("id", rowid, autoincrement=True, nullable=False),
        sa.Column("asked_by", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("kind", _words(8), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("street", _words(40), nullable=False),
        sa.Column("managers", sa.JSON(), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("half", _words(10), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("renewed", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", _words(32), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replans")),
    )
    op.create_index(
        "ix_replans_thinking",
        "replans",
        ["id"],
        sqlite_where=sa.text("state = 'thinking'"),
        postgresql_where=sa.text("state = 'thinking'"),
    )
    op.create_table(
        "narrow_days",
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shops_max", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("manager", "day", name=op.f("pk_narrow_days")),
    )


def downgrade() -> None:
    op.drop_table("narrow_days")
    op.drop_index("ix_replans_thinking", table_name="replans")
    op.drop_table("replans")
