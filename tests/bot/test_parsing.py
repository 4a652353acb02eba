"""A message is one thing, whatever stands in it beside."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from telegram import Bot

from bot.parsing import parse
from domain.chat import Incoming, Kind, Place

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LOCATION = {"latitude": 30.88, "longitude": 114.37}
DOCUMENT = {"file_id": "d1", "file_unique_id": "u1"}
PHOTO = [{"file_id": "p1", "file_unique_id": "u2", "width": 1, "height": 1}]


def parsed(**content: object) -> Incoming:
    message = {
        "message_id": 5,
        "date": 1764000000,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "兰"},
    }
    payload = json.dumps({"update_id": 1, "message": message | content})
    incoming = parse(payload, Bot("1:a"), NOW, believe_dates=True)
    assert incoming is not None
    return incoming


@pytest.mark.parametrize(
    ("content", "kind", "file"),
    [
        ({"location": LOCATION}, Kind.PLACE, ""),
        ({"document": DOCUMENT}, Kind.DOCUMENT, "d1"),
        ({"location": LOCATION, "document": DOCUMENT}, Kind.PLACE, ""),
        ({"photo": PHOTO, "location": LOCATION, "document": DOCUMENT}, Kind.PHOTO, "p1"),
    ],
    ids=["a place", "a file", "a place with a file", "a photo with both"],
)
def test_the_file_of_a_message_is_of_its_kind(content: dict[str, object], kind: Kind, file: str) -> None:
    incoming = parsed(**content)
    assert incoming.kind is kind
    assert (incoming.media.file_id if incoming.media else "") == file


def test_a_place_is_read_in_degrees() -> None:
    assert parsed(location=LOCATION).place == Place(30.88, 114.37)
