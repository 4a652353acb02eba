"""Voice notes whose words are made out by a speech-to-text adapter."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hearings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("attachment", sa.BigInteger(), nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearings")),
    )
    op.create_index(op.f("ix_hearings_attachment"), "hearings", ["attachment"], unique=True)
    where = sa.text("state = 'waiting'")
    op.create_index("ix_hearings_waiting", "hearings", ["not_before"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_hearings_waiting", table_name="hearings")
    op.drop_index(op.f("ix_hearings_attachment"), table_name="hearings")
    op.drop_table("hearings")
