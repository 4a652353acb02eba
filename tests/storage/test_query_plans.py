"""What runs all day is served by its index, as the statements really stand, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import ClauseElement, Executable, text
from sqlalchemy.ext.compiler import compiles

from storage import (
    hearings,
    inbox,
    incidents,
    outbox,
    pictures,
    pushes,
    reminders,
    shops,
    tasks,
    tokens,
    visit_changes,
    weekly,
)
from storage.database import Database, Tx

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class Explain(Executable, ClauseElement):
    """The database's plan for a statement."""

    inherit_cache = False

    def __init__(self, statement: Any) -> None:
        self.statement = statement


@compiles(Explain, "sqlite")
def _explain_sqlite(element: Explain, compiler: Any, **how: Any) -> str:
    return f"EXPLAIN QUERY PLAN {compiler.process(element.statement, **how)}"


@compiles(Explain, "postgresql")
def _explain_postgresql(element: Explain, compiler: Any, **how: Any) -> str:
    return f"EXPLAIN {compiler.process(element.statement, **how)}"


HOT: list[tuple[str, Any, dict[str, Any], tuple[str, ...]]] = [
    ("waiting", inbox._WAITING, {"after": 5, "most": 9}, ("ix_inbox_new",)),
    ("waiting, counted", inbox._COUNT, {}, ("ix_inbox_new|ix_inbox_chat",)),
    ("aside", inbox._ASIDE, {"since": NOW}, ("ix_inbox_aside",)),
    ("heads", inbox._HEADS, {"most": 9}, ("ix_inbox_new", "ix_inbox_chat")),
    ("taken", inbox._TAKEN, {"by": "me", "known": [1, 2]}, ("ix_inbox_new",)),
    (
        "known",
        text("SELECT 1 FROM inbox WHERE update_id = 1 AND digest = 'x'"),
        {},
        ("uq_inbox_update_id_digest|autoindex_inbox",),
    ),
    ("voices to be heard", hearings._DUE, {"now": NOW, "most": 4}, ("ix_hearings_waiting",)),
    ("claim", outbox._QUEUED, {"busy": [1, 2], "most": 9}, ("ix_outbox_queued",)),
    ("unfinished", outbox._UNFINISHED, {}, ("ix_outbox_queued", "ix_outbox_sending")),
    ("left", outbox._LEFT, {"by": 1}, ("ix_outbox_sending",)),
    ("waiting at a place", outbox._WAITING_AT, {"chat": 1, "at": "day"}, ("uq_outbox_waiting",)),
    ("below", outbox._SINCE, {"chat": 1, "message": 5}, ("ix_outbox_messages",)),
    ("ended", outbox._ENDED, {"since": NOW}, ("ix_outbox_ended",)),
    ("unknown", outbox._UNKNOWN, {}, ("ix_outbox_ended",)),
    (
        "log of a message",
        visit_changes._BY_MESSAGE,
        {"who": "M01", "number": 5},
        ("ix_logs_manager_message_id",),
    ),
    ("shops of a department", shops._NAMES_IN_DEPARTMENT, {"where": "前川"}, ("ix_shops_department",)),
    ("showing", outbox._SHOWING, {"objects": ["stop:1", "day:M01"]}, ("ix_cards_object",)),
    ("card of a message", outbox._CARD_OF_MESSAGE, {"chat": 1, "message": 5}, ("ix_cards_chat_id_message_id",)),
    ("unused tokens", tokens._UNUSED, {"chat": 1, "objects": ["incident:1", "shop:C1"]}, ("ix_tokens_unused",)),
    ("climbing", incidents._CLIMBING, {"now": NOW}, ("ix_incidents_state_next_at",)),
    ("tasks that wait", tasks._WAITING, {}, ("ix_task_parts_state_remind_at",)),
    ("tasks to remind of", tasks._TO_REMIND, {"now": NOW}, ("ix_task_parts_state_remind_at",)),
    ("tasks asked about", tasks._TALKED, {}, ("ix_task_parts_state_remind_at",)),
    ("tasks of a manager", tasks._OPEN_OF, {"who": "M01"}, ("ix_task_parts_person_state",)),
    ("tasks over", tasks._OVERDUE, {"now": NOW, "since": NOW}, ("ix_tasks_state_due_at",)),
    ("reminders due", reminders._DUE, {"now": NOW}, ("ix_reminders_state_at",)),
    ("reports to be made", weekly._IN_STATE, {"at": "signed"}, ("ix_weekly_reports_state",)),
    (
        "reports of a week",
        weekly._MANY,
        {"first": NOW.date(), "codes": ["M01"]},
        ("ix_weekly_reports_week|weekly_reports_manager_week|weekly_reports_1",),
    ),
    ("pictures to be drawn", pictures._WAITING, {}, ("ix_pictures_waiting",)),
    ("pushed", pushes._FIND, {"of_kind": "k", "of_person": "p", "of_slot": "s"}, ("pk_pushes|autoindex_pushes",)),
]


def _plan(tx: Tx, statement: Any, values: dict[str, Any]) -> str:
    if tx.shared:
        tx.execute(text("SET LOCAL enable_seqscan = off"))
    return " ".join(str(row) for row in tx.execute(Explain(statement), values))


@pytest.mark.parametrize(("statement", "values", "indexes"), [row[1:] for row in HOT], ids=[row[0] for row in HOT])
def test_hot_statements_are_served_by_their_index(
    empty: Database, statement: Any, values: dict[str, Any], indexes: tuple[str, ...]
) -> None:
    plan = empty.write(_plan, statement, values).result()
    assert all(any(name in plan for name in names.split("|")) for names in indexes), plan
