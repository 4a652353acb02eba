"""Who may press a button under a group's message: the enrolled, and passers-by only where the press is for anyone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.features import broadcasts as feature
from bot.features import incidents as other_feature
from bot.handling import Handled, handle_update
from bot.routing import Routes
from domain.chat import Incoming, Kind
from domain.office import Office
from domain.people import Person, Role
from screens.screen import Reply
from services import broadcasts as news
from storage import broadcasts, inbox, people, tokens
from storage.database import Database, Tx
from storage.people import Group
from storage.tables import metadata
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
ROOM, OTHER_ROOM, STRANGER = -100200, -5, 77
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", user_id=1)

ROUTES = Routes(
    commands=(),
    presses=feature.PRESSES | other_feature.PRESSES,
    dialogs={},
    content={},
    views=feature.VIEWS,
    objects=feature.OBJECTS | other_feature.OBJECTS,
    stranger=lambda tx, incoming, now: Reply(),
    member=lambda tx, incoming, now: Reply(),
    unknown_command=lambda tx, person, incoming, now: Reply(),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'taps.db'}", Office(zone=ZONE, language="en"))
    metadata.create_all(opened.engine)
    yield opened
    opened.close()


def _seed(tx: Tx) -> int:
    """News sent to one group; its id."""
    people.put(tx, CHEN)
    people.join(tx, CHEN.code, CHEN.user_id, "en", NOW)
    people.put_group(tx, Group(ROOM, "横店群", "前川市场部", "bound", NOW, "en"))
    people.put_group(tx, Group(OTHER_ROOM, "别的群", "", "pending", NOW, "en"))
    number = news.draft(tx, CHEN, "12 月 1 日起截单提前到 16:00。", None, 0, NOW).value
    assert isinstance(number, int)
    assert news.send(tx, CHEN, number, NOW).value is None
    return number


def _press(tx: Tx, user: int, chat: int, token: str) -> Handled:
    before = len(inbox.waiting(tx))
    inbox.keep(tx, [{"update_id": user + chat + before, "message": {"chat": {"id": chat}}}], NOW, NOW)
    row = inbox.waiting(tx)[-1].id
    incoming = Incoming(
        1, Kind.BUTTON, chat, user, NOW, private=chat > 0, message_id=1, button=token, callback_id="c", user_name="路人"
    )
    return handle_update(tx, row, incoming, ROUTES, NOW)


def _readers(db: Database, number: int) -> list[str]:
    return [one.reader for one in db.read(broadcasts.reads, number)]


def _token(db: Database, chat: int, action: str, number: int, args: str = "0") -> str:
    return db.write(tokens.make, chat, action, f"news:{number}", args, NOW).result()


def test_a_passer_by_reads_in_the_bound_group_and_the_button_stays(db: Database) -> None:
    number = db.write(_seed).result()
    token = _token(db, ROOM, "news_read", number)
    assert db.write(_press, STRANGER, ROOM, token).result().toast == "Fine"
    assert db.write(_press, CHEN.user_id, ROOM, token).result().toast == "Fine"
    assert sorted(_readers(db, number)) == ["S01", f"user:{STRANGER}"]


def test_the_same_token_does_nothing_elsewhere(db: Database) -> None:
    number = db.write(_seed).result()
    token = _token(db, ROOM, "news_read", number)
    db.write(_press, STRANGER, STRANGER, token).result()
    db.write(_press, STRANGER, OTHER_ROOM, token).result()
    assert _readers(db, number) == []


@pytest.mark.parametrize("chat", [STRANGER, OTHER_ROOM])
def test_in_private_and_in_groups_that_are_not_bound_a_stranger_may_not(db: Database, chat: int) -> None:
    number = db.write(_seed).result()
    said = db.write(_press, STRANGER, chat, _token(db, chat, "news_read", number)).result().toast
    assert said.startswith("This is not for you")
    assert _readers(db, number) == []


@pytest.mark.parametrize("action", ["news_withdraw", "take_incident"])
def test_other_buttons_are_not_for_passers_by(db: Database, action: str) -> None:
    number = db.write(_seed).result()
    said = db.write(_press, STRANGER, ROOM, _token(db, ROOM, action, number)).result().toast
    assert said.startswith("This is not for you")
