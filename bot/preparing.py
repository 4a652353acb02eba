"""What is done before the transaction: understanding a sentence, as a proposal that the verb checks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Incoming, Kind
from services import sentences
from storage.database import Database

WORDED = frozenset({Kind.TEXT, Kind.PHOTO, Kind.VOICE, Kind.DOCUMENT})


async def prepare(db: Database, incoming: Incoming, now: datetime) -> Incoming:
    """The same with `understood` filled in, when a known person wrote words in private."""
    wanted = incoming.private and incoming.text and (incoming.kind in WORDED or incoming.command in sentences.COMMANDS)
    if not wanted or not incoming.user_id:
        return incoming
    understood = await db.aread(sentences.propose, incoming.user_id, incoming.text, incoming.at, now)
    return replace(incoming, understood=understood)
