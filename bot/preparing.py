"""What is done before the transaction: understanding a sentence, as a proposal that the verb checks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Incoming, Kind
from services import sentences
from storage.database import Database

WORDED = frozenset({Kind.TEXT, Kind.PHOTO, Kind.VOICE, Kind.DOCUMENT})


def is_worded(incoming: Incoming) -> bool:
    """Whether somebody wrote words in private whose meaning matters."""
    meant = incoming.kind in WORDED or incoming.command in sentences.COMMANDS
    return bool(incoming.private and incoming.user_id and incoming.text and meant)


async def prepare(db: Database, incoming: Incoming, now: datetime) -> Incoming:
    """The same with `understood` filled in, when a known person wrote words in private."""
    if not is_worded(incoming):
        return incoming
    understood = await db.aread(sentences.propose, incoming.user_id, incoming.text, incoming.at, now)
    return replace(incoming, understood=understood)
