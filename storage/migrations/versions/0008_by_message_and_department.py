"""A log is found by the message that holds its words, shops by their department."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_logs_manager_message_id"), "logs", ["manager", "message_id"])
    op.create_index(op.f("ix_shops_department"), "shops", ["department"])


def downgrade() -> None:
    op.drop_index(op.f("ix_shops_department"), table_name="shops")
    op.drop_index(op.f("ix_logs_manager_message_id"), table_name="logs")
