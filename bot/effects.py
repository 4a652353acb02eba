"""From what a verb did to rows of the outbox: draw for each reader, make tokens, post, all in the verb's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.routing import Routes
from bot.views import Reader, may_see
from domain.chat import Done, Priority
from screens.screen import Button, Reply, Screen, Show
from screens.words import _, speaking
from storage import outbox, people, tokens
from storage.database import Tx
from storage.outbox import Card, Letter

KINDS = {Priority.ALERT: "alert", Priority.ANSWER: "answer", Priority.LIST: "list", Priority.NEWS: "news"}
GROUP_PREFIX = "group:"
REDRAWN = 30
"""How many cards of a chat follow when everything in it is to be drawn anew."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A chat and who reads there (None: a group)."""

    chat_id: int
    reader: Reader
    language: str


@dataclass(frozen=True, slots=True)
class Effects:
    """Draws and posts for one transaction. `origin` says why (an inbox row, a push), for whoever asks later."""

    routes: Routes
    tx: Tx
    now: datetime
    origin: str

    def reply(self, to: Audience, reply: Reply, tapped: Card | None, tapped_message: int, words_message: int) -> None:
        """Everything a handler's reply asks for."""
        with speaking(to.language, self.tx.office.zone):
            if reply.into is not None:
                self._into(to, reply.into, tapped, tapped_message)
            for item in reply.show:
                self._below(to, item, Priority.ANSWER)
        drawn = frozenset(
            (to.chat_id, self._place(item)) for item in (reply.into, *reply.show) if isinstance(item, Show)
        )
        if reply.react and words_message:
            self._post(
                to.chat_id, "react", {"message": words_message, "emoji": reply.react}, Priority.ANSWER, kind="hint"
            )
        self.after(reply, drawn)

    def after(self, did: Reply | Done[object], drawn: Collection[tuple[int, str]] = ()) -> None:
        """Set menus, leave groups, tell the others, then redraw the chats of the menus and what shows something changed, but
        for the cards (chat, place) that were drawn with it."""
        for code in did.menus:
            self._menu(code)
        for chat in did.leaves:
            self._post(chat, "leave", {}, Priority.LIST, place="leave", kind="list")
        for notice in did.notices:
            audience = self.audience(notice.to)
            if audience is not None:
                with speaking(audience.language, self.tx.office.zone):
                    self._below(audience, Show(notice.view, notice.object, notice.page, notice.fresh), notice.priority)
        for code in did.menus:
            self._redraw_chat(code)
        for card in outbox.showing(self.tx, did.changed):
            if (card.chat_id, card.place) not in drawn:
                self.redraw(card)

    def audience(self, to: str) -> Audience | None:
        """The chat of a person's code or `group:<id>`; None when nobody can be reached there."""
        if to.startswith(GROUP_PREFIX):
            group = people.group(self.tx, int(to.removeprefix(GROUP_PREFIX)))
            return Audience(group.chat_id, None, group.language) if group and group.state == "bound" else None
        person = people.by_code(self.tx, to)
        if person is None or not person.joined:
            return None
        return self.chat_audience(person.user_id)

    def chat_audience(self, chat: int) -> Audience | None:
        """Who reads in a chat; None when nobody does, or the chat is closed to us."""
        person = people.by_user(self.tx, chat)
        if person is not None:
            return Audience(chat, person, person.language) if person.active and person.reachable else None
        group = people.group(self.tx, chat)
        return Audience(chat, None, group.language) if group else None

    def _redraw_chat(self, code: str) -> None:
        """Bring a person's newest cards up to date, in the language that is spoken now."""
        to = self.audience(code)
        for card in outbox.cards_in(self.tx, to.chat_id, REDRAWN) if to is not None else ():
            self.redraw(card, Priority.LIST)

    def redraw(self, card: Card, priority: Priority = Priority.ANSWER) -> None:
        """Bring one card up to date for its own reader."""
        audience = self.chat_audience(card.chat_id)
        if audience is None:
            return
        with speaking(audience.language, self.tx.office.zone):
            self._below(audience, Show(card.view, card.object, card.page, fresh=False), priority)

    def strip(self, chat: int, message: int) -> None:
        """Take the buttons off a message."""
        self._post(chat, "bare", {"message": message}, Priority.ANSWER, place=f"bare:{message}", kind="hint")

    def _menu(self, code: str) -> None:
        """Set the menu of commands in a person's chat, in that person's language."""
        to = self.audience(code)
        if to is None or to.reader is None:
            return
        with speaking(to.language, self.tx.office.zone):
            table = [
                [command.name, _(command.words)]
                for command in self.routes.commands
                if command.listed and to.reader.role in command.roles
            ]
        self._post(to.chat_id, "commands", {"table": table}, Priority.LIST, place="commands", kind="hint")

    def draw(self, to: Audience, wanted: Show) -> Screen | None:
        """The screen of a view for this reader; None when it is gone or not for these eyes."""
        view = self.routes.views[wanted.view]
        if not may_see(view, self.routes.objects, self.tx, to.reader, wanted.object):
            return None
        loaded = view.load(self.tx, wanted.object.partition(":")[2], to.reader, self.now)
        return None if loaded is None else view.draw(loaded, to.reader, wanted.page)

    def _below(self, to: Audience, item: Show | Screen, priority: Priority) -> None:
        if isinstance(item, Screen):
            self._post(to.chat_id, "say", self._body(to.chat_id, item), priority)
            return
        screen = self.draw(to, item)
        if screen is not None:
            self._card(to, item, screen, priority, 0)

    def _into(self, to: Audience, item: Show | Screen, tapped: Card | None, message: int) -> None:
        """Draw into the tapped message where the place fits, else below it."""
        if isinstance(item, Screen):
            if not message:
                self._below(to, item, Priority.ANSWER)
                return
            if tapped is not None:
                outbox.leave_place(self.tx, to.chat_id, tapped.place)
            self._post(
                to.chat_id,
                "edit",
                self._body(to.chat_id, item) | {"message": message},
                Priority.ANSWER,
                place=f"edit:{message}",
            )
            return
        screen = self.draw(to, item)
        if screen is None:
            return
        same = tapped is not None and tapped.place == self._place(item)
        self._card(to, Show(item.view, item.object, item.page, fresh=not same), screen, Priority.ANSWER, 0)

    def _place(self, item: Show) -> str:
        return self.routes.views[item.view].place_of(item.object)

    def _card(self, to: Audience, item: Show, screen: Screen, priority: Priority, message: int) -> None:
        view = self.routes.views[item.view]
        place = self._place(item)
        known = outbox.card(self.tx, to.chat_id, place)
        face = face_of(screen)
        if known is not None and known.face == face and not item.fresh:
            return
        if known is not None and known.message_id and item.fresh:
            self.strip(to.chat_id, known.message_id)
            if view.pinned:
                old = known.message_id
                self._post(to.chat_id, "unpin", {"message": old}, priority, place=f"unpin:{old}", kind="hint")
        lies = known.message_id if known is not None and not item.fresh else message
        outbox.put_card(self.tx, Card(to.chat_id, place, lies, item.view, item.object, item.page, face))
        body = self._body(to.chat_id, screen)
        letter = Letter(to.chat_id, "show", body, KINDS[priority], priority, self.origin, place, face, item.fresh)
        outbox.post(self.tx, letter, self.now)
        if view.pinned and item.fresh:
            self._post(to.chat_id, "pin", {"place": place}, priority, place=f"pin:{place}", kind="hint")

    def _body(self, chat: int, screen: Screen) -> dict[str, Any]:
        doing = [_wish(button) for row in screen.rows for button in row if button.kind == "do"]
        made = tokens.make_all(self.tx, chat, doing, self.now)
        return {
            "text": screen.text,
            "rows": [[_button(button, made) for button in row] for row in screen.rows],
            "keyboard": [list(row) for row in screen.keyboard],
            "placeholder": screen.placeholder,
            "media": asdict(screen.media) if screen.media else None,
            "quote": screen.quote,
            "silent": screen.silent,
        }

    def _post(
        self,
        chat: int,
        method: str,
        body: dict[str, Any],
        priority: Priority,
        *,
        place: str = "",
        kind: str = "",
    ) -> None:
        letter = Letter(chat, method, body, kind or KINDS[priority], priority, self.origin, place)
        outbox.post(self.tx, letter, self.now)


def _wish(button: Button) -> tokens.Wish:
    return button.name, button.object, button.args


def _button(button: Button, made: Mapping[tokens.Wish, str]) -> dict[str, Any]:
    match button.kind:
        case "url":
            return {"label": button.label, "url": button.name}
        case "copy":
            return {"label": button.label, "copy": button.name}
        case "show":
            return {"label": button.label, "data": f"{button.name}:{button.object.partition(':')[2]}:{button.args}"}
        case _:
            return {"label": button.label, "data": made[_wish(button)]} | ({"danger": True} if button.danger else {})


def face_of(screen: Screen) -> str:
    """A hash of what a reader sees and can do, before tokens are made."""
    return hashlib.blake2b(repr(screen).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
