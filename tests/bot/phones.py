"""Several people's chats without a messenger: what they do goes through the real dispatch, what is sent lies on their phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.handling import handle_update
from bot.metronome import push
from bot.routes import ROUTES
from domain.chat import Incoming, Kind
from domain.office import Office
from domain.people import Person, Role
from domain.shops import Segment, Shop
from scheduler.job import Job
from services import people as verbs
from storage import inbox, people, shops
from storage import outbox as box
from storage.database import Database, Tx
from storage.tables import cards, metadata, outbox

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
DEPARTMENT = "前川市场部"
DU = Person("M01", "杜兰枝", Role.MANAGER, DEPARTMENT, "S01")
MAO = Person("M02", "毛强秀", Role.MANAGER, "横店市场部")
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, DEPARTMENT, "D01")
ZHOU = Person("D01", "周建华", Role.DEPUTY, "营销部")
CAI = Person("I01", "蔡勇", Role.INSPECTOR, "营销部")
HE = Person("A01", "何静", Role.ADMIN, "营销部")
LI = Person("A02", "李<敏>", Role.ADMIN, "营销部")
STAFF = (DU, MAO, CHEN, ZHOU, CAI, HE, LI)
USERS = {"M01": 11, "M02": 12, "S01": 1, "D01": 3, "I01": 5, "A01": 6, "A02": 7}


@dataclass
class Message:
    """What lies in a chat; `edits` how often it was changed."""

    id: int
    text: str
    buttons: dict[str, dict[str, Any]]
    keyboard: list[list[str]] = field(default_factory=list)
    edits: int = 0


@dataclass
class Desk:
    """An office with everybody's phones and one clock."""

    db: Database
    now: datetime = TUESDAY
    updates: int = 0
    read_up_to: int = 0
    chats: dict[int, list[Message]] = field(default_factory=dict)
    menus: dict[int, list[str]] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)

    def phone(self, code: str = "", user: int = 0) -> Phone:
        return Phone(self, user or USERS[code])

    def joined(self, *codes: str, language: str = "en") -> None:
        """These people have joined, and nothing was said about it."""
        for code in codes:
            self.write(people.join, code, USERS[code], language, self.now)

    def invited(self, code: str) -> str:
        """The code of a new invitation made on the command line."""
        return str(self.write(verbs.invite, code, "", self.now).value.code)

    def person(self, code: str) -> Person:
        found = self.db.read(people.by_code, code)
        assert found is not None
        return found

    def write(self, function: Callable[..., Any], *args: Any) -> Any:
        return self.db.write(function, *args).result()

    def handle(self, incoming: Incoming) -> str:
        """Handle one update and send what it brought; the toast."""
        toast: str = self.write(_handle, incoming, self.now)
        self.send()
        self.now += timedelta(seconds=5)
        return toast

    def tick(self, jobs: tuple[Job, ...]) -> int:
        """What is due now is done; how many things were."""
        done: int = sum(
            self.write(push, job, due, ROUTES, self.now) for job in jobs for due in self.db.read(job.due, self.now)
        )
        self.send()
        return done

    def send(self) -> None:
        """Play the messenger for everything queued."""
        for row in self.write(_sent, self.read_up_to):
            self.read_up_to = row["id"]
            self._arrived(row)

    def _arrived(self, row: dict[str, Any]) -> None:
        match row["method"]:
            case "commands":
                self.menus[row["chat"]] = [words for _name, words in row["body"]["table"]]
            case "leave":
                self.left.append(row["chat"])
            case "show" | "say" | "edit":
                self._lies(row)
            case "bare":
                for message in self.chats.get(row["chat"], []):
                    if message.id == row["body"]["message"]:
                        message.buttons = {}

    def _lies(self, row: dict[str, Any]) -> None:
        chat = self.chats.setdefault(row["chat"], [])
        body = row["body"]
        buttons = {button["label"]: button for line in body["rows"] for button in line}
        known = next((message for message in chat if message.id == row["message"]), None)
        if known is None:
            chat.append(Message(row["message"], body["text"], buttons, body["keyboard"]))
        else:
            known.text, known.buttons, known.edits = body["text"], buttons, known.edits + 1


@dataclass
class Phone:
    """One Telegram user's private chat with the bot."""

    desk: Desk
    user: int
    language: str = "en"
    toast: str = ""

    @property
    def messages(self) -> list[Message]:
        return self.desk.chats.get(self.user, [])

    @property
    def last(self) -> Message:
        return self.messages[-1]

    def says(self, text: str) -> list[Message]:
        """Send words or a command; the messages that came of it."""
        command, _space, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        kind = Kind.COMMAND if command else Kind.TEXT
        return self._does(kind, text=argument, command=command, message_id=9_000 + self.desk.updates)

    def taps(self, label: str) -> list[Message]:
        """Tap the newest button of this label."""
        message = next(one for one in reversed(self.messages) if label in one.buttons)
        return self.presses(message.buttons[label]["data"], message.id)

    def presses(self, data: str, message: int) -> list[Message]:
        return self._does(Kind.BUTTON, button=data, message_id=message, callback_id="c")

    def blocks(self) -> list[Message]:
        return self._does(Kind.MEMBER, member="kicked")

    def unblocks(self) -> list[Message]:
        return self._does(Kind.MEMBER, member="member")

    def adds_bot(self, group: int, title: str) -> None:
        self._does(Kind.MEMBER, member="member", chat_id=group, private=False, chat_title=title)

    def removes_bot(self, group: int) -> None:
        self._does(Kind.MEMBER, member="kicked", chat_id=group, private=False, chat_title="x")

    def says_in(self, group: int, text: str) -> list[Message]:
        self._does(Kind.TEXT, text=text, chat_id=group, private=False)
        return self.desk.chats.get(group, [])

    def _does(self, kind: Kind, **how: Any) -> list[Message]:
        before = len(self.messages)
        self.desk.updates += 1
        how = {"chat_id": self.user} | how
        new = Incoming(
            self.desk.updates, kind, user_id=self.user, at=self.desk.now, language=self.language, user_name="?", **how
        )
        self.toast = self.desk.handle(new)
        return self.messages[before:]


def _handle(tx: Tx, incoming: Incoming, now: datetime) -> str:
    raw = {"update_id": incoming.update_id, "message": {"chat": {"id": incoming.chat_id}}}
    inbox.keep(tx, [raw], now, now)
    return handle_update(tx, inbox.waiting(tx)[-1].id, incoming, ROUTES, now).toast


def _sent(tx: Tx, after: int) -> list[dict[str, Any]]:
    found = []
    for row in tx.execute(select(outbox).where(outbox.c.id > after, outbox.c.state == "queued").order_by(outbox.c.id)):
        message = row.body.get("message") or 1000 + row.id
        card = box.card(tx, row.chat_id, row.place) if row.place else None
        if card is not None and row.method == "show":
            message = card.message_id or message
            where = (cards.c.chat_id == row.chat_id) & (cards.c.place == row.place)
            tx.execute(update(cards).where(where).values(message_id=message))
        tx.execute(update(outbox).where(outbox.c.id == row.id).values(state="sent", message_id=message))
        found.append({"id": row.id, "method": row.method, "body": row.body, "message": message, "chat": row.chat_id})
    return found


def opened(path: Any) -> Desk:
    """An office that everybody is registered in and nobody has joined."""
    db = Database(f"sqlite:///{path}", Office(zone=ZONE, bot_name="visit_bot"))
    metadata.create_all(db.engine)
    db.write(_seed).result()
    return Desk(db)


def _seed(tx: Tx) -> None:
    for person in STAFF:
        people.put(tx, person)
    codes = ("K1", "K2", "K3")
    shops.add(tx, [Shop(code, f"店{code}", "M01", DEPARTMENT, segment=Segment.GUIDE) for code in codes])
