"""Updates of every kind made from the Bot API as data: mostly such as Telegram could send, some as it never would."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator import facts

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824
SERVICE = 777000
HOSTILE = (
    "<b>粗</b> & </b>",
    '<a href="tg://user?id=1">boss</a>',
    "<3 & <script>alert(1)</script>",
    "&lt;&#60;&amp;",
    "\u202eevil\u202c\u2066rtl\u2069",
    "مرحبا بالعالم",
    "\x00nul\x00",
    "lone \ud83d half",
    "\udc00",
    "𠮷𠮷野家😀👨‍👩‍👧‍👦🇨🇳",
    "\u200b\u200d\ufeff",
    "a" * 4096,
    "烟" * 4096,
    "😀" * 2048,
    "\n" * 300 + "x",
    "-1",
    "0",
    "99999999999999999999",
    "１２３４５６７８９０",
    "'; DROP TABLE logs; --",
    "{0}{name}%s%(x)s",
    "../../../etc/passwd",
    "M01",
    " ",
    "",
)
NUMBERS = (0, 1, -1, 2, 2**31, 2**53, -(2**53), 2**63 - 1, -(2**63), 10**30)
OF_TIME = ("date", "time", "duration", "period", "start", "seconds")
"""Numbers of such names are instants or spans, which the client turns into its own."""
SENTENCES = (
    "秋霞小店 上柜3个新品，库存20条，下周三再来",
    "异常 渡口烟酒行 柜台下三条没见过的烟",
    "不对，是30条",
    "清河的库存二十来条",
    "今日",
    "记一笔",
    "异常",
    "复盘",
    "团队",
    "未结事项",
    "没有了",
    "明天",
    "店没开门",
)
PAGES = ("", "0", "1", "-1", "999999", "x", "all", "x" * 40, "2026-11-24", "|", ":::")


@dataclass(slots=True)
class Cast:
    """Who and what updates may be about. `tokens` are pairs of chat and callback data, of buttons that exist."""

    people: Sequence[int]
    strangers: Sequence[int]
    groups: Sequence[int]
    commands: Sequence[str]
    views: Sequence[str]
    objects: Sequence[str]
    tokens: list[tuple[int, str]] = field(default_factory=list)


class Fuzz:
    """An endless, reproducible stream of updates. `speakers` are those that may speak in it."""

    def __init__(self, seed: int, cast: Cast, speakers: Sequence[int]) -> None:
        self._pick = random.Random(seed)
        self.cast = cast
        self._speakers = speakers
        self._types = facts.load().types
        self._next_message = 1_000_000
        self._kinds = sorted(self._types["Update"].fields.keys() - {"update_id"})

    def update(self) -> Json:
        """The content of one update, without its id."""
        made = self._weighted(
            ((40, self._message), (28, self._tap), (7, self._edited), (6, self._membership), (19, self._any))
        )()
        return self._spoilt(made) if self._chance(0.05) else made

    def _weighted(self, choices: Sequence[tuple[int, Callable[[], Json]]]) -> Callable[[], Json]:
        return self._pick.choices([one for _weight, one in choices], [weight for weight, _one in choices])[0]

    def _chance(self, of: float) -> bool:
        return self._pick.random() < of

    def _message(self) -> Json:
        return {"message": self._said()}

    def _edited(self) -> Json:
        return {"edited_message": self._said() | {"edit_date": 1795490000}}

    def _said(self) -> Json:
        self._next_message += 1
        speaker = self._user()
        made: Json = {
            "message_id": self._pick.choice((self._next_message, self._pick.randrange(1, 60))),
            "date": 1795490000,
            "chat": self._chat(speaker["id"]),
            "from": speaker,
        }
        made |= self._content()
        for chance, name, kind in (
            (0.1, "reply_to_message", "Message"),
            (0.05, "sender_chat", "Chat"),
            (0.05, "via_bot", "User"),
            (0.05, "forward_origin", "MessageOrigin"),
        ):
            if self._chance(chance):
                made[name] = self._value(kind, 2) | ({"chat": made["chat"]} if kind == "Message" else {})
        return made

    def _content(self) -> Json:
        if self._chance(0.35):
            return self._command()
        if self._chance(0.7):
            return {"text": self._words()} | (
                {"entities": [self._fill("MessageEntity", 2) for _ in range(3)]} if self._chance(0.1) else {}
            )
        kind = self._pick.choice(
            ("photo", "voice", "document", "location", "sticker", "audio", "contact", "video", "poll")
        )
        described = self._types["Message"].fields[kind].types[0]
        made: Json = {kind: self._value(described, 1)}
        return made | ({"caption": self._words()} if self._chance(0.5) else {})

    def _command(self) -> Json:
        name = self._pick.choice((*self.cast.commands, "start", "nonsense", "log@simulated_bot", "log@other_bot"))
        command = f"/{name}"
        text = f"{command} {self._words()}" if self._chance(0.7) else command
        return {"text": text[:4096], "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]}

    def _words(self) -> str:
        kind = self._pick.random()
        if kind < 0.4:
            return self._pick.choice(SENTENCES)
        if kind < 0.7:
            return self._pick.choice(HOSTILE)
        if kind < 0.85:
            return f"{self._pick.choice(SENTENCES)} {self._pick.choice(HOSTILE)}"[:4096]
        return "".join(
            chr(self._pick.choice((self._pick.randrange(32, 0x3000), self._pick.randrange(0x4E00, 0x9FA5))))
            for _ in range(self._pick.randrange(1, 40))
        )

    def _tap(self) -> Json:
        speaker = self._user()
        chat = self._chat(speaker["id"])
        data = self._data()
        if isinstance(data, tuple):
            chat = self._chat(data[0]) if self._chance(0.7) else chat
            data = data[1]
        message: Json | None = {
            "message_id": self._pick.randrange(1, 200),
            "date": self._pick.choice((1795490000, 0)),
            "chat": chat,
        }
        made: Json = {
            "id": str(self._pick.randrange(10**17)),
            "from": speaker,
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        if self._chance(0.04):
            del made["message"]
            made["inline_message_id"] = "abc"
        if self._chance(0.04):
            del made["data"]
        return {"callback_query": made}

    def _data(self) -> str | tuple[int, str]:
        kind = self._pick.random()
        if kind < 0.45 and self.cast.tokens:
            return self._pick.choice(self.cast.tokens)
        if kind < 0.8:
            return f"{self._pick.choice(self.cast.views)}:{self._pick.choice(self.cast.objects)}:{self._pick.choice(PAGES)}"
        return self._pick.choice((*HOSTILE, ":", "::", "::::", "A" * 22, "day::", "unknown:1:"))[:64]

    def _membership(self) -> Json:
        speaker = self._user()
        status = self._pick.choice(("member", "left", "kicked", "administrator", "restricted", "creator"))
        bot = {"id": 7000000001, "is_bot": True, "first_name": "bot"}
        member = self._fill(
            {
                "member": "ChatMemberMember",
                "left": "ChatMemberLeft",
                "kicked": "ChatMemberBanned",
                "administrator": "ChatMemberAdministrator",
                "restricted": "ChatMemberRestricted",
                "creator": "ChatMemberOwner",
            }[status],
            2,
        )
        change = {
            "chat": self._chat(self._pick.choice(self.cast.strangers)),
            "from": speaker,
            "date": 1795490000,
            "old_chat_member": {"status": "left", "user": bot},
            "new_chat_member": member | {"status": status, "user": bot},
        }
        return {self._pick.choice(("my_chat_member", "my_chat_member", "chat_member")): change}

    def _any(self) -> Json:
        kind = self._pick.choice(self._kinds)
        made = self._fill(self._types["Update"].fields[kind].types[0], 1)
        for name in ("from", "user"):
            if name in made:
                made[name] = self._user()
        return {kind: made}

    def _user(self) -> Json:
        number = self._pick.choice(self._speakers)
        return {
            "id": number,
            "is_bot": self._chance(0.03),
            "first_name": self._pick.choice(("杜兰枝", *HOSTILE))[:64] or "x",
            **(
                {"language_code": self._pick.choice(("zh-hans", "en", "", "xx-very-long", "\x00"))}
                if self._chance(0.7)
                else {}
            ),
        }

    def _chat(self, private: int) -> Json:
        if self._chance(0.75):
            return {"id": private, "type": "private", "first_name": "x"}
        number = self._pick.choice((*self.cast.groups, -4_999_999_999, -1_009_999_999_999))
        return {
            "id": number,
            "type": self._pick.choice(("group", "supergroup", "channel")),
            "title": self._pick.choice(HOSTILE),
        }

    def _fill(self, name: str, depth: int) -> Any:
        """An object of a type of the Bot API, with some of its optional fields."""
        described = self._types[name]
        if described.subtypes:
            return self._value(self._pick.choice(described.subtypes), depth)
        share = 0.3 / depth**2
        return {
            key: self._field(key, one, depth + 1)
            for key, one in described.fields.items()
            if key in described.required or self._chance(share)
        }

    def _field(self, key: str, one: facts.Field, depth: int) -> Any:
        if one.only is not None:
            return one.only
        if "Integer" in one.types and any(part in key for part in OF_TIME):
            return self._pick.choice((0, 1, 60, 1795490000))
        return self._value(self._pick.choice(one.types), depth)

    def _value(self, name: str, depth: int) -> Any:
        if name.startswith("Array of "):
            return [self._value(name.removeprefix("Array of "), depth + 1) for _ in range(self._pick.randrange(3))]
        match name:
            case "String":
                return self._pick.choice(HOSTILE)
            case "Integer":
                return self._pick.choice((*NUMBERS[:6], self._pick.randrange(10**9)))
            case "Float":
                return self._pick.choice((0.0, -90.0, 30.9, 180.0, 0.1))
            case "Boolean" | "True":
                return True
            case "User":
                return self._user()
            case "Chat":
                return self._chat(self._pick.choice(self.cast.strangers))
        return self._fill(name, depth) if depth < 8 else {}

    def _spoilt(self, made: Json) -> Json:
        """One value somewhere inside taken away or turned into something else."""
        inside: Any = made
        for _ in range(self._pick.randrange(1, 4)):
            deeper = [one for one in inside.values() if isinstance(one, dict) and one]
            if not deeper:
                break
            inside = self._pick.choice(deeper)
        if inside is made or not inside:
            return made
        key = self._pick.choice(sorted(inside))
        if self._chance(0.4):
            del inside[key]
        else:
            inside[key] = self._pick.choice(
                (None, [], {}, "", 0, -1, 2**63, 10**30, True, "x" * 5000, [[]], {"id": "x"}, 1.5)
            )
        return made
