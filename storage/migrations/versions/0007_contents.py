"""Updates are found by their content, whatever id they came under."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_inbox_digest"), "inbox", ["digest"])


def downgrade() -> None:
    op.drop_index(op.f("ix_inbox_digest"), table_name="inbox")
