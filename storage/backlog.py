"""What waited at Telegram while the bot was away: messages received after an instant, by when they were written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.database import Tx
from storage.tables import inbox

_RECEIVED = select(inbox.c.chat_id, inbox.c.payload).where(
    inbox.c.received_at >= bindparam("since"),
    inbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    inbox.c.state == "done",
)


def written(tx: Tx, chats: Collection[int], received_from: datetime, first: datetime, last: datetime) -> dict[int, int]:
    """How many messages of each chat were written between two instants and received from a third on; commands don't count."""
    rows = tx.execute(_RECEIVED, {"since": received_from, "chats": sorted(chats) or [0]})
    dated = ((row.chat_id, _said_at(json.loads(row.payload))) for row in rows)
    return Counter(chat for chat, at in dated if first.timestamp() <= at <= last.timestamp())


def _said_at(payload: dict[str, Any]) -> float:
    """When a message was written, in seconds since 1970; 0 for commands and everything that is no message."""
    message = payload.get("message")
    if not isinstance(message, dict) or str(message.get("text", "")).startswith("/"):
        return 0
    date = message.get("date")
    return date if isinstance(date, (int, float)) else 0
