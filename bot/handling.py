"""One update inside one transaction: who speaks, what they may do, the handler, the outbox rows, the inbox row done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.effects import Audience, Effects
from bot.routing import Command, Routes
from bot.views import may_do, may_see
from domain.chat import Incoming, Kind
from domain.people import Person, Role, Scope, allow
from screens.screen import Reply, Screen, Show
from screens.words import LANGUAGES, _, safe, speaking
from services import groups as group_verbs
from services import people as people_verbs
from storage import dialogs, inbox, outbox, people, tokens
from storage.database import Tx

_UTC = UTC
ID_DIGITS = 18
"""No id that a database counts is longer; what is was made up."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What the process does after the commit: answer the tap. `ours` False: the row was over, or another worker's."""

    callback_id: str = ""
    toast: str = ""
    ours: bool = True


def handle_update(
    tx: Tx, row: int, incoming: Incoming | None, routes: Routes, now: datetime, worker: str = ""
) -> Handled:
    """Handle one inbox row exactly once, while it is this worker's; anything raised takes everything back."""
    if not inbox.begin(tx, row, worker):
        return Handled(ours=False)
    if incoming is None:
        return Handled()
    return _handle(tx, replace(incoming, update_row=row), routes, now)


def _handle(tx: Tx, incoming: Incoming, routes: Routes, now: datetime) -> Handled:
    effects = Effects(routes, tx, now, f"update:{incoming.update_row}")
    if incoming.anonymous:
        return Handled(incoming.callback_id)
    person = people.by_user(tx, incoming.user_id)
    person = person if person is not None and person.active else None
    if person is not None and _writes_again(person, incoming):
        effects.after(people_verbs.returned(tx, person.user_id, now))
        person = replace(person, reachable=True)
    spoken = _language(tx, person, incoming)
    tapped = outbox.card_of_message(tx, incoming.chat_id, incoming.message_id) if incoming.button else None
    if tapped is not None:
        incoming = replace(incoming, card_place=tapped.place)
    if incoming.reply_to:
        answered = outbox.card_of_message(tx, incoming.chat_id, incoming.reply_to)
        incoming = replace(incoming, reply_object=answered.object if answered else "")
    with speaking(spoken, tx.office.zone):
        reply = _dispatch(tx, person, incoming, routes, now, effects)
    reader = person if incoming.private else None
    tapped_message = incoming.message_id if incoming.button else 0
    audience = Audience(incoming.chat_id, reader, spoken)
    effects.reply(audience, reply, tapped, tapped_message, 0 if incoming.button else incoming.message_id)
    return Handled(incoming.callback_id, reply.toast)


def _writes_again(person: Person, incoming: Incoming) -> bool:
    """Whether somebody who could not be reached does something in private: that chat is open."""
    return not person.reachable and incoming.private and incoming.kind is not Kind.MEMBER


def _language(tx: Tx, person: Person | None, incoming: Incoming) -> str:
    if not incoming.private:
        group = people.group(tx, incoming.chat_id)
        return group.language if group else tx.office.language
    if person is not None:
        return person.language
    if not incoming.language:
        return tx.office.language
    return LANGUAGES[0] if incoming.language.lower().startswith("zh") else LANGUAGES[1]


def _dispatch(
    tx: Tx, person: Person | None, incoming: Incoming, routes: Routes, now: datetime, effects: Effects
) -> Reply:
    if incoming.kind is Kind.MEMBER:
        return routes.member(tx, incoming, now)
    if incoming.kind is Kind.BUTTON:
        return _tap(tx, person, incoming, routes, now, effects)
    if not incoming.private:
        return Reply()
    if person is None or (incoming.command == "start" and incoming.text):
        return routes.stranger(tx, incoming, now)
    return _spoken(tx, person, incoming, routes, now)


def _spoken(tx: Tx, person: Person, incoming: Incoming, routes: Routes, now: datetime) -> Reply:
    command = _command(routes, person, incoming)
    if command is not None:
        if not may_command(person, command):
            return Reply(show=(Screen(not_allowed()),))
        dialogs.close(tx, person.code)
        return command.handle(tx, person, incoming, now)
    if incoming.kind is Kind.COMMAND:
        return routes.unknown_command(tx, person, incoming, now)
    dialog = dialogs.current(tx, person.code, now)
    if dialog is not None and dialog.kind in routes.dialogs:
        reply = routes.dialogs[dialog.kind](tx, person, incoming, dialog, now)
        if reply is not None:
            return reply
    return routes.content[incoming.kind](tx, person, incoming, now)


def _command(routes: Routes, person: Person, incoming: Incoming) -> Command | None:
    """The command meant by `/name` or by a key of the keyboard, in either language."""
    if incoming.kind is Kind.COMMAND:
        return next((command for command in routes.commands if command.name == incoming.command), None)
    if incoming.kind is not Kind.TEXT:
        return None
    said = incoming.text.strip()
    keyed = [command for command in routes.commands if command.key and person.role in command.roles]
    return next((command for command in keyed if said in key_words(command.key)), None)


def key_words(key: str) -> set[str]:
    """A keyboard key's words in every language."""
    words = set()
    for language in LANGUAGES:
        with speaking(language, _UTC):
            words.add(_(key))
    return words


def may_command(person: Person, command: Command) -> bool:
    """Whether the role has this command and the policy lets this person use it."""
    return person.role in command.roles and allow(
        person, command.action, Scope(person.code, person.department, frozenset({person.code}))
    )


def _tap(tx: Tx, person: Person | None, incoming: Incoming, routes: Routes, now: datetime, effects: Effects) -> Reply:
    if ":" in incoming.button:
        return _show(tx, person, incoming, routes)
    token = tokens.find(tx, incoming.button)
    if token is None or token.chat_id != incoming.chat_id or token.action not in routes.presses:
        return _old(tx, incoming, effects)
    press = routes.presses[token.action]
    if person is None and press.anyone:
        person = _passer_by(tx, incoming)
    if person is None or not (incoming.private or press.in_groups):
        return Reply(toast=not_allowed())
    if not may_do(press.action, routes.objects, tx, person, token.object):
        return Reply(toast=not_allowed())
    if token.used_at is not None:
        return Reply(toast=_("Already done"))
    args = tuple(token.args.split("|")) if token.args else ()
    reply = press.handle(tx, person, replace(incoming, object=token.object, args=args), now)
    if not reply.refused:
        tokens.spend(tx, incoming.button, person.code, now)
    return reply


def _passer_by(tx: Tx, incoming: Incoming) -> Person | None:
    """Somebody of a bound group who is not enrolled; None elsewhere."""
    group = None if incoming.private else people.group(tx, incoming.chat_id)
    if group is None or group.state != "bound":
        return None
    return Person(f"user:{incoming.user_id}", incoming.user_name, Role.MANAGER, user_id=incoming.user_id)


def _show(tx: Tx, person: Person | None, incoming: Incoming, routes: Routes) -> Reply:
    """Draw what a button names, which may be made up: a person sees what they may, a group what was sent there."""
    name, _colon, rest = incoming.button.partition(":")
    number, _colon, page = rest.partition(":")
    view = routes.views.get(name)
    if view is None:
        return Reply(toast=_("This screen is old"))
    if number.isdecimal() and len(number) > ID_DIGITS:
        return Reply(toast=not_allowed())
    object_name = f"{view.kind}:{number}"
    reader = person if incoming.private else None
    if reader is None and outbox.card(tx, incoming.chat_id, view.place_of(object_name)) is None:
        return Reply(toast=not_allowed())
    if (person is None and incoming.private) or not may_see(view, routes.objects, tx, reader, object_name):
        return Reply(toast=not_allowed())
    return Reply(into=Show(name, object_name, page, fresh=False))


def _old(tx: Tx, incoming: Incoming, effects: Effects) -> Reply:
    """A button nobody knows any more: bring its message up to date."""
    card = outbox.card_of_message(tx, incoming.chat_id, incoming.message_id)
    if card is not None:
        outbox.forget_face(tx, card.chat_id, card.place)
        effects.redraw(replace(card, face=""))
    elif incoming.message_id:
        effects.strip(incoming.chat_id, incoming.message_id)
    return Reply(toast=_("This screen is old"))


def not_allowed() -> str:
    """Said to whoever lacks the right: no reason that would tell what exists."""
    return _("This is not for you to do. Ask your supervisor or administrator.")


def chat_lost(tx: Tx, chat: int, routes: Routes, now: datetime) -> None:
    """Telegram refuses to write to a chat for good: the same follows as from being told so."""
    done = people_verbs.lost(tx, chat, now) if chat > 0 else group_verbs.removed(tx, chat, now)
    Effects(routes, tx, now, f"lost:{chat}").after(done)


def update_failed(tx: Tx, row: int, chat: int, why: str, aside: bool, routes: Routes, now: datetime) -> None:
    """Note a failed attempt; the last one tells the person that the words are kept, and the administrators why."""
    inbox.failed(tx, row, why, aside=aside)
    if not aside:
        return
    effects = Effects(routes, tx, now, f"update:{row}")
    speaker = effects.chat_audience(chat)
    if speaker is not None and speaker.reader is not None:
        with speaking(speaker.language, tx.office.zone):
            kept = Screen(_("That did not work just now. Your words are kept; your administrator can see them."))
        effects.reply(speaker, Reply(show=(kept,)), None, 0, 0)
    for admin in people.with_roles(tx, {Role.ADMIN}):
        audience = effects.audience(admin.code)
        if audience is not None:
            with speaking(audience.language, tx.office.zone):
                told = Screen(_("Update {row} was put aside: {why}").format(row=row, why=safe(why)))
            effects.reply(audience, Reply(show=(told,)), None, 0, 0)
