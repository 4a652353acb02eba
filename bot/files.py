"""Documents of our own on their way out: an outbox row names one that is stored here, the wire takes its bytes."""

from __future__ import annotations

from typing import Any

from telegram import InputFile

from storage import files
from storage.database import Database


async def with_content(db: Database, body: dict[str, Any]) -> dict[str, Any]:
    """The same body with the bytes of a stored document in place of its name. LookupError when it is kept no more."""
    media = body.get("media")
    if not media or not str(media.get("file_id", "")).startswith(files.STORED):
        return body
    kept = await db.aread(files.find, media["file_id"])
    if kept is None:
        raise LookupError(media["file_id"])
    return body | {"media": media | {"file_id": InputFile(kept.content, filename=kept.name)}}
