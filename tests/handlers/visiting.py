"""A manager's chat without a messenger: what is said and tapped goes through the real dispatch into a real database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.features import incidents, visits
from bot.handling import handle_update
from bot.routing import Routes
from domain.chat import Incoming, Kind, Media, Place
from domain.office import Office
from domain.people import Person, Role, Scope
from domain.shops import Segment, Shop
from domain.visits import Channel, Objective, Reason
from screens.screen import Reply
from services import sentences
from storage import inbox, people, plans, shops
from storage import outbox as box
from storage.database import Database, Tx
from storage.plans import Day, NewStop
from storage.tables import cards, metadata, outbox

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
TODAY = TUESDAY.date()
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", user_id=1)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01", Place(30.87, 114.37), user_id=11)
MAO = Person("M02", "毛强秀", Role.MANAGER, "前川市场部", "S01", user_id=12)
HERE = Place(30.8700, 114.3700)


def shop(code: str, name: str, **facts: Any) -> Shop:
    known: dict[str, Any] = {
        "manager": "M01",
        "department": "前川市场部",
        "owner": "孔福海",
        "place": HERE,
        "segment": Segment.GUIDE,
    }
    return Shop(code, name, **(known | {"cartons": 143, "skus": 35, "display": 5, "willingness": 5} | facts))


SHOPS = [
    shop("A1", "幺彩百货", last_visit=date(2026, 11, 14)),
    shop("A2", "新世纪综合商店", owner="刘爱", last_visit=date(2026, 11, 3)),
    shop("A3", "顺意名烟名酒", key=True, remark="想转行做餐饮", segment=Segment.RETAIN, age=29, trade="烟酒店"),
    shop("A4", "熊运食杂店", owner="熊运", last_visit=date(2026, 11, 5)),
    shop("A5", "友谊小卖部", owner="于桥胜", last_visit=date(2026, 11, 10), place=None),
    shop("A6", "木兰烟酒店", owner="于桥胜"),
    shop("A7", "木兰烟酒", owner="张汉旺", street="祁家湾"),
    shop("A8", "木兰商店", owner="刘爱"),
    shop("A9", "金桥批发部", owner="李金桥", last_visit=date(2026, 11, 2)),
    shop("B1", "鑫源百货", manager="M02"),
]
STOPS = ("A1", "A2", "A3", "A4", "A5", "A6")
GOALS = {"A3": Objective.STAYING, "A5": Objective.SETTLEMENT}


def seed(tx: Tx) -> None:
    """One manager's Tuesday of six stops, and a stop on Friday."""
    for person in (CHEN, DU, MAO):
        people.put(tx, person)
        people.join(tx, person.code, person.user_id, "en", TUESDAY)
    shops.add(tx, SHOPS)
    for number, code in enumerate(STOPS, 1):
        plans.add(tx, [stop_of(code, TODAY, number)])
    plans.add(tx, [stop_of("A9", date(2026, 11, 27), 0)])
    plans.put_day(tx, Day("M01", TODAY, TUESDAY, 5, "fixed"))


def stop_of(code: str, day: date, number: int, channel: Channel = Channel.ONSITE) -> NewStop:
    goal = GOALS.get(code, Objective.ORDERING)
    return NewStop("M01", "前川市场部", day, code, channel, Reason("weekly", 7), goal, number, number)


def routes() -> Routes:
    features = (visits, incidents)
    return Routes(
        commands=visits.COMMANDS,
        presses={name: press for one in features for name, press in one.PRESSES.items()},
        dialogs={name: answer for one in features for name, answer in one.DIALOGS.items()},
        content=visits.CONTENT,
        views={name: view for one in features for name, view in one.VIEWS.items()},
        objects={name: find for one in features for name, find in one.OBJECTS.items()}
        | {"day": lambda tx, id: Scope(id.partition("@")[0], "前川市场部")},
        stranger=lambda tx, incoming, now: Reply(),
        member=lambda tx, incoming, now: Reply(),
        unknown_command=lambda tx, person, incoming, now: Reply(),
    )


@dataclass
class Message:
    text: str
    buttons: dict[str, str]
    message: int
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Chat:
    """One person's chat; `shown` is everything sent or edited, newest last."""

    db: Database
    user: int = 11
    now: datetime = TUESDAY
    shown: list[Message] = field(default_factory=list)
    toast: str = ""
    reaction: str = ""
    last: int = 0
    messages: int = 100
    updates: int = 0

    def says(self, text: str, kind: Kind = Kind.TEXT, **how: Any) -> Message:
        """Send words (`/log words` is a command); returns the newest screen."""
        command, _space, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        self.messages += 1
        incoming = Incoming(
            update_id=self.updates + 1,
            kind=Kind.COMMAND if command else kind,
            chat_id=self.user,
            user_id=self.user,
            at=self.now,
            message_id=how.pop("message_id", self.messages),
            text=argument,
            command=command,
            **how,
        )
        worded = incoming.text and (kind not in {Kind.EDITED, Kind.OTHER})
        if worded:
            understood = self.db.read(sentences.propose, self.user, incoming.text, self.now, self.now)
            incoming = replace(incoming, understood=understood)
        return self._handled(incoming)

    def sends(self, kind: Kind, caption: str = "", **how: Any) -> Message:
        media = None if kind is Kind.PLACE else Media(kind, "file", 12 if kind is Kind.VOICE else 0)
        return self.says(caption, kind, media=media, **how)

    def taps(self, label: str, on: Message | None = None) -> Message:
        """Tap a button by its label, on the newest message that has it."""
        message = on or next(one for one in reversed(self.shown) if label in one.buttons)
        return self.presses(message.buttons[label], message.message)

    def presses(self, data: str, message: int) -> Message:
        incoming = Incoming(
            self.updates + 1,
            Kind.BUTTON,
            self.user,
            self.user,
            self.now,
            message_id=message,
            button=data,
            callback_id="c",
        )
        return self._handled(incoming)

    def _handled(self, incoming: Incoming) -> Message:
        self.updates += 1
        self.reaction = ""
        self.toast = self.db.write(_handle, incoming, self.now).result()
        self._read()
        self.now += timedelta(seconds=5)
        return self.shown[-1] if self.shown else Message("", {}, 0)

    def _read(self) -> None:
        """Play the messenger: everything queued is sent, cards get their message ids."""
        for row in self.db.write(_sent, self.last).result():
            self.last = row["id"]
            if row["method"] == "react":
                self.reaction = row["body"]["emoji"]
            elif "text" in row["body"] and row["chat"] == self.user:
                rows = [[button["label"] for button in line] for line in row["body"]["rows"]]
                self.shown.append(Message(row["body"]["text"], _buttons(row["body"]), row["message"], rows))


def _buttons(body: dict[str, Any]) -> dict[str, str]:
    return {button["label"]: button.get("data", "") for row in body["rows"] for button in row}


def _handle(tx: Tx, incoming: Incoming, now: datetime) -> str:
    raw = {"update_id": incoming.update_id, "message": {"chat": {"id": incoming.chat_id}, "text": incoming.text}}
    inbox.keep(tx, [raw], now, now)
    row = inbox.waiting(tx)[-1].id
    return handle_update(tx, row, incoming, routes(), now).toast


def _sent(tx: Tx, after: int) -> list[dict[str, Any]]:
    found = []
    waiting = select(outbox).where(outbox.c.id > after).order_by(outbox.c.id)
    for row in tx.execute(waiting):
        message = row.body.get("message") or 1000 + row.id
        card = box.card(tx, row.chat_id, row.place) if row.place else None
        if card is not None and row.method == "show":
            message = card.message_id or message
            where = (cards.c.chat_id == row.chat_id) & (cards.c.place == row.place)
            tx.execute(update(cards).where(where).values(message_id=message))
        tx.execute(update(outbox).where(outbox.c.id == row.id).values(state="sent"))
        found.append({"id": row.id, "method": row.method, "body": row.body, "message": message, "chat": row.chat_id})
    return found


def opened(path: Any) -> Database:
    db = Database(f"sqlite:///{path}", Office(zone=ZONE))
    metadata.create_all(db.engine)
    db.write(seed).result()
    return db
