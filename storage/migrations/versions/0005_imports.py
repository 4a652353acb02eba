"""Files sent for import, quotas, proposals of segments, and documents that the bot makes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def _id() -> sa.Column:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "imports",
        _id(),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("name", _words(200), nullable=False),
        sa.Column("file_id", _words(200), nullable=False),
        sa.Column("state", _words(12), nullable=False),
        sa.Column("shifted", sa.Boolean(), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_state"), "imports", ["state"], unique=False)
    op.create_table(
        "uses",
        _id(),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("what", _words(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uses")),
    )
    op.create_index(op.f("ix_uses_person_what_at"), "uses", ["person", "what", "at"], unique=False)
    op.create_table(
        "proposals",
        _id(),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("was", _words(8), nullable=False),
        sa.Column("becomes", _words(8), nullable=False),
        sa.Column("cartons_was", sa.Float(), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", _words(32), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_shop"), "proposals", ["shop"], unique=False)
    where = sa.text("state = 'open'")
    op.create_index("uq_proposals_open", "proposals", ["shop"], unique=True, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "files",
        _id(),
        sa.Column("name", _words(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )


def downgrade() -> None:
    op.drop_table("files")
    op.drop_index("uq_proposals_open", table_name="proposals")
    op.drop_index(op.f("ix_proposals_shop"), table_name="proposals")
    op.drop_table("proposals")
    op.drop_index(op.f("ix_uses_person_what_at"), table_name="uses")
    op.drop_table("uses")
    op.drop_index(op.f("ix_imports_state"), table_name="imports")
    op.drop_table("imports")
