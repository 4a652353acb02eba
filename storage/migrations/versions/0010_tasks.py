"""Tasks with each manager's part, and reminders for oneself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _words(usual: int) -> sa.String:
    return sa.String(usual).with_variant(sa.String(collation="C"), "postgresql")


def _id() -> sa.Column:
    rowid = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", rowid, autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "tasks",
        _id(),
        sa.Column("giver", _words(32), nullable=False),
        sa.Column("department", _words(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("to_people", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_state_due_at"), "tasks", ["state", "due_at"])
    op.create_index(op.f("ix_tasks_giver"), "tasks", ["giver"])
    op.create_table(
        "task_parts",
        _id(),
        sa.Column("task", sa.BigInteger(), nullable=False),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("state", _words(10), nullable=False),
        sa.Column("remind_at", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("media_kind", _words(10), nullable=False),
        sa.Column("file_id", _words(200), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_parts")),
        sa.UniqueConstraint("task", "person", name=op.f("uq_task_parts_task_person")),
    )
    op.create_index(op.f("ix_task_parts_person_state"), "task_parts", ["person", "state"])
    op.create_index(op.f("ix_task_parts_state_remind_at"), "task_parts", ["state", "remind_at"])
    op.create_table(
        "reminders",
        _id(),
        sa.Column("person", _words(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shop", _words(32), nullable=False),
        sa.Column("state", _words(8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_state_at"), "reminders", ["state", "at"])
    op.create_index(op.f("ix_reminders_person_state"), "reminders", ["person", "state"])


def downgrade() -> None:
    for table, columns in (("reminders", "person_state"), ("reminders", "state_at")):
        op.drop_index(op.f(f"ix_{table}_{columns}"), table_name=table)
    op.drop_table("reminders")
    op.drop_index(op.f("ix_task_parts_state_remind_at"), table_name="task_parts")
    op.drop_index(op.f("ix_task_parts_person_state"), table_name="task_parts")
    op.drop_table("task_parts")
    op.drop_index(op.f("ix_tasks_giver"), table_name="tasks")
    op.drop_index(op.f("ix_tasks_state_due_at"), table_name="tasks")
    op.drop_table("tasks")
