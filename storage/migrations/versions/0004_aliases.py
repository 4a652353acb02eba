"""What a manager calls a shop, learned from corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("manager", _words(32), nullable=False),
        sa.Column("words", _words(40), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("log", sa.BigInteger(), nullable=False),
        sa.Column("learned_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_manager_words"), "aliases", ["manager", "words"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_aliases_manager_words"), table_name="aliases")
    op.drop_table("aliases")
